//! Which keys do something now: in one line, and each in a few words.

use crate::domain::session::{Machine, Phase, View};

/// A key, what it does in a word, and what it does in a few.
type Entry = (String, &'static str, &'static str);

/// The line of keys, and the panel that explains them while it is asked for.
pub(in crate::cli::practice) fn keys(
    machine: &Machine,
    view: &View,
    explains: bool,
) -> (String, Vec<String>) {
    let entries = entries(machine, view);
    if explains {
        let panel = entries
            .iter()
            // No hyphen, at which a line may break.
            .map(|(key, _, does)| format!("{}: {does}", key.replace('-', "–")));
        let at_once = "Ctrl-C: stop at once".to_owned();
        let panel = panel.chain([at_once]).collect();
        return ("any key closes this".to_owned(), panel);
    }
    let line: Vec<String> = entries
        .iter()
        .map(|(key, word, _)| format!("{key} {word}"))
        .collect();
    (line.join(" · "), Vec::new())
}

fn entries(machine: &Machine, view: &View) -> Vec<Entry> {
    let entry = |key: &str, word, does| (key.to_owned(), word, does);
    let mut entries = Vec::new();
    match view.phase {
        Phase::Ready | Phase::Over { .. } => return entries,
        Phase::Asking { .. } => {
            entries.push(entry("n", "go on", "cut the voice short and go on"));
        }
        Phase::Preparation { .. } => {
            entries.push(entry("n", "begin the answer", "begin the answer now"));
        }
        Phase::Reading { .. } => {
            entries.push(entry("n", "begin to answer", "begin to answer now"));
        }
        Phase::Scoring { .. } => {
            entries.push(entry(
                "Enter",
                "next question",
                "go on with the next question",
            ));
        }
        Phase::Break { .. } => entries.push(entry("n", "go on", "end the break")),
        Phase::Speaking { slot } => {
            entries.push(entry("n", "next", "end this section and go on"));
            entries.push(entry("m", "mark", "mark this moment"));
            let cue = |key: String| (key, "cue", "tick a cue off, and mark the moment");
            match machine.section(slot).cues.len().min(9) {
                0 => {}
                1 => entries.push(cue("1".to_owned())),
                last => entries.push(cue(format!("1-{last}"))),
            }
        }
    }
    if view.paused.is_some() {
        // Whatever comes next, first of all it goes on.
        entries.insert(0, entry("space", "go on", "go on after the pause"));
    } else if machine.can_pause() {
        entries.push(entry(
            "space",
            "pause",
            "stop clock and recording for a while",
        ));
    }
    if !matches!(view.phase, Phase::Asking { .. } | Phase::Scoring { .. }) {
        entries.push(entry("t", "clock", "hide or show the clock"));
    }
    entries.push(entry("?", "keys", "what the keys do"));
    entries.push(entry("q", "stop", "twice: stop, then score what was said"));
    entries
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use uuid::Uuid;

    use super::*;
    use crate::domain::session::Event;
    use crate::domain::{
        AnswerScript, Kind, Level, Policy, Prompt, Role, ScoreWhen, Script, SectionScript,
    };

    fn section(id: &str, cues: usize) -> SectionScript {
        SectionScript {
            role: Role::Section,
            id: id.to_owned(),
            title: id.to_owned(),
            ask: None,
            budget: Duration::from_mins(1),
            min: Duration::ZERO,
            cues: vec!["a cue".to_owned(); cues],
            lead: Duration::ZERO,
        }
    }

    fn machine(policy: Policy) -> Machine {
        let mut machine = unbegun(policy);
        machine.handle(Event::Start, Duration::ZERO);
        machine
    }

    fn unbegun(policy: Policy) -> Machine {
        let prompt = Prompt {
            asked: crate::domain::Asked::Drawn,
            id: "p".to_owned(),
            pack: "test".to_owned(),
            kind: Kind::Story,
            title: "P".to_owned(),
            level: vec![Level::L5],
            competencies: vec![],
            ask: "Why?".to_owned(),
            round: None,
            sections: vec![],
            follow_ups: vec![],
            look_for: vec![],
            pitfalls: vec![],
            digest: String::new(),
        };
        let answer = AnswerScript {
            prompt,
            prep: Duration::from_secs(30),
            sections: vec![section("a", 4), section("b", 0)],
            break_after: Duration::ZERO,
        };
        Machine::new(Script {
            policy,
            score_when: ScoreWhen::End,
            answers: vec![answer],
        })
    }

    fn line(machine: &Machine) -> String {
        keys(machine, &machine.view(Duration::from_secs(1)), false).0
    }

    #[test]
    fn the_line_shows_what_is_possible_now() {
        let now = Duration::from_secs(1);
        let mut strict = machine(Policy::Strict);
        assert_eq!(
            line(&strict),
            "n begin the answer · t clock · ? keys · q stop"
        );
        strict.handle(Event::Next, now);
        let speaking = "n next · m mark · 1-4 cue · t clock · ? keys · q stop";
        assert_eq!(line(&strict), speaking);
        strict.handle(Event::Next, now);
        assert_eq!(line(&strict), "n next · m mark · t clock · ? keys · q stop");
        let mut open = machine(Policy::Open);
        let preparing = "n begin the answer · space pause · t clock · ? keys · q stop";
        assert_eq!(line(&open), preparing);
        open.handle(Event::Pause { id: Uuid::nil() }, now);
        let paused = "space go on · n begin the answer · t clock · ? keys · q stop";
        assert_eq!(line(&open), paused);
    }

    #[test]
    fn a_voice_can_be_cut_short_and_has_no_clock() {
        let mut open = unbegun(Policy::Open).voiced();
        open.handle(Event::Start, Duration::ZERO);
        assert_eq!(line(&open), "n go on · ? keys · q stop");
    }

    #[test]
    fn between_two_answers_enter_goes_on_and_there_is_no_clock() {
        let mut script = unbegun(Policy::Open).script().clone();
        script.score_when = ScoreWhen::Answer;
        script.answers.push(script.answers[0].clone());
        let mut machine = Machine::new(script);
        machine.handle(Event::Start, Duration::ZERO);
        for seconds in 1..4 {
            machine.handle(Event::Next, Duration::from_secs(seconds));
        }
        assert_eq!(line(&machine), "Enter next question · ? keys · q stop");
    }

    #[test]
    fn every_key_is_explained_while_that_is_asked_for() {
        let mut open = machine(Policy::Open);
        let now = Duration::from_secs(1);
        open.handle(Event::Next, now);
        let (line, panel) = keys(&open, &open.view(now), true);
        assert_eq!(line, "any key closes this");
        let keys: Vec<_> = panel
            .iter()
            .filter_map(|row| row.split(": ").next())
            .collect();
        assert_eq!(keys, ["n", "m", "1–4", "space", "t", "?", "q", "Ctrl-C"]);
    }
}
