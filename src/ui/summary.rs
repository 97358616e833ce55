//! What came of a session: time, cues, recordings, and what to do next.

use super::delivery::in_words;
use super::ledger::how;
use super::losses::{amount, losses, millis};
use super::tables::table;
use super::text::{indented, words_ms};
use crate::domain::{Answer, MicKind, Policy, SectionRecord, Session, Status, Take, had_ms};

/// A session that is over, as text of at most `width` columns. `program` is how hotseat is called.
pub fn summary(session: &Session, folder: &str, program: &str, width: usize) -> String {
    let mut parts = vec![heading(session)];
    for (answer, number) in session.answers.iter().zip(1..) {
        parts.push(answer_part(session.policy, answer, number, width));
    }
    parts.push(recordings(session, folder));
    parts.push(next_steps(session, program));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn heading(session: &Session) -> String {
    let status = match session.status {
        Status::Completed => "completed",
        Status::Stopped => "stopped early",
        Status::Interrupted => "interrupted",
    };
    let rehearsal = if session.rehearsal {
        " (a rehearsal: it stays out of your history)"
    } else {
        ""
    };
    format!("{}: {status}{rehearsal}", session.round.title)
}

fn answer_part(policy: Policy, answer: &Answer, number: usize, width: usize) -> String {
    let had = had_ms(policy, &answer.sections);
    let rows = answer.sections.iter().zip(had);
    let rows = rows.map(|(section, had)| section_row(section, had));
    let head = ["section", "budget", "used", "", "cues"];
    let sections = table(width.saturating_sub(2), head, rows.collect());
    let mut part = format!("{number}. {}\n", answer.prompt.title);
    part.push_str(&indented_lines(&sections));
    let missed = missed_cues(answer);
    if !missed.is_empty() {
        let text = format!("not ticked off: {}", missed.join(" · "));
        part.push('\n');
        part.push_str(&indented(&text, width, "  "));
    }
    let delivery = answer.sections.iter().flat_map(in_words);
    for line in delivery.chain(answer.sections.iter().flat_map(lost_sound)) {
        part.push('\n');
        part.push_str(&indented(&line, width, "  "));
    }
    part
}

/// What is missing from the recording of `section`, and why.
fn lost_sound(section: &SectionRecord) -> Vec<String> {
    let lost = section.take.as_ref().map(losses).unwrap_or_default();
    lost.iter()
        .map(|line| format!("{}, {line}", section.title))
        .collect()
}

fn indented_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

fn section_row(section: &SectionRecord, had_ms: u64) -> [String; 5] {
    let ticked = ticked(section).count();
    let cues = if section.cues.is_empty() {
        String::new()
    } else {
        format!("{ticked} of {}", section.cues.len())
    };
    [
        section.title.clone(),
        words_ms(section.budget_ms),
        words_ms(section.used_ms),
        how(section, had_ms),
        cues,
    ]
}

fn ticked(section: &SectionRecord) -> impl Iterator<Item = usize> {
    section
        .marks
        .iter()
        .filter_map(|mark| usize::try_from(mark.cue?).ok()?.checked_sub(1))
}

/// Cues of sections that were reached and that nobody ticked; none where nobody ticked any, since
/// whoever does not tick cues off is not working with them.
fn missed_cues(answer: &Answer) -> Vec<&str> {
    if answer
        .sections
        .iter()
        .all(|section| ticked(section).count() == 0)
    {
        return Vec::new();
    }
    let reached = answer.sections.iter().filter(|section| section.used_ms > 0);
    reached
        .flat_map(|section| {
            let done: Vec<usize> = ticked(section).collect();
            let open = section.cues.iter().enumerate();
            open.filter(move |(n, _)| !done.contains(n))
                .map(|(_, cue)| cue.as_str())
        })
        .collect()
}

fn recordings(session: &Session, folder: &str) -> String {
    let sections = || session.answers.iter().flat_map(|answer| &answer.sections);
    let takes = sections().filter_map(|section| section.take.as_ref());
    let (mut count, mut lost_ms) = (0, 0_u64);
    for take in takes {
        count += 1;
        lost_ms = lost_ms.saturating_add(millis(take.lost_frames, take.sample_rate));
    }
    let mut text = match (session.mic.kind, count) {
        (MicKind::None, _) => {
            "Nothing was recorded: the session ran with the clock only.".to_owned()
        }
        (_, 0) => "Nothing was recorded.".to_owned(),
        (_, 1) => format!("1 recording in {folder}"),
        (_, count) => format!("{count} recordings in {folder}"),
    };
    if lost_ms > 0 {
        let lost = amount(lost_ms);
        let note = format!("\n{lost} of sound is missing; silence stands in its place.");
        text.push_str(&note);
    }
    for line in sections()
        .filter_map(|section| section.take.as_ref())
        .filter_map(goes_on)
    {
        text.push('\n');
        text.push_str(&line);
    }
    text
}

/// Whoever opens the folder should not take the end of an answer for another one.
fn goes_on(take: &Take) -> Option<String> {
    let further: Vec<&str> = take.files().skip(1).collect();
    (!further.is_empty()).then(|| format!("{} goes on in {}.", take.path, further.join(", ")))
}

fn next_steps(session: &Session, program: &str) -> String {
    let recorded = session
        .answers
        .iter()
        .flat_map(|answer| &answer.sections)
        .any(|section| section.take.is_some());
    let mut steps = Vec::new();
    if recorded {
        steps.push(format!("hear it:   {program} replay"));
    }
    if session.is_scored() {
        steps.push(format!("look back: {program} history"));
    } else if session.used_ms() > 0 {
        steps.push(format!("score it:  {program} score"));
    }
    if session.is_botched_start() && !session.rehearsal {
        steps.push(format!("throw out: {program} sessions discard last"));
    }
    steps.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Continuation, End, Gap, GapCause, Role};

    fn section(take: Option<Take>) -> SectionRecord {
        SectionRecord {
            role: Role::Section,
            id: "approach".to_owned(),
            title: "Approach".to_owned(),
            ask: None,
            cues: vec![],
            budget_ms: 60_000,
            min_ms: 0,
            started_ms: 0,
            used_ms: 60_000,
            over_ms: 0,
            paused_ms: 0,
            end: End::TimeUp,
            take,
            marks: vec![],
            speech: None,
        }
    }

    fn take(gaps: Vec<Gap>) -> Take {
        Take {
            path: "1-1-approach.wav".to_owned(),
            sample_rate: 48_000,
            channels: 1,
            bits: 16,
            frames: 60 * 48_000,
            lost_frames: gaps.iter().map(|gap| gap.frames).sum(),
            gaps,
            continued: vec![],
        }
    }

    #[test]
    fn a_section_says_what_is_missing_from_it_and_why() {
        let gap = Gap {
            at_frame: 0,
            frames: 57_600,
            cause: GapCause::DiskFull,
        };
        let cases = [
            (None, &[][..]),
            (Some(take(vec![])), &[]),
            (
                Some(take(vec![gap])),
                &["Approach, 1.2 s lost: the disk was full"],
            ),
        ];
        for (take, expected) in cases {
            assert_eq!(lost_sound(&section(take)), expected);
        }
    }

    #[test]
    fn a_take_of_several_files_says_so() {
        let mut long = take(vec![]);
        assert_eq!(goes_on(&long), None);
        long.continued = vec![Continuation {
            path: "1-1-approach.2.wav".to_owned(),
            at_frame: 48_000,
        }];
        let line = "1-1-approach.wav goes on in 1-1-approach.2.wav.";
        assert_eq!(goes_on(&long).as_deref(), Some(line));
    }
}
