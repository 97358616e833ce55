//! Scores between answers: no clock, no take, and whatever ends the session ends it there too.

use super::*;

const SCORING: Phase = Phase::Scoring { answer: 0 };

/// As `machine`, with scores after each answer, begun; `rest` is its break.
fn begun(rest: u64) -> Machine {
    let mut script = machine().script().clone();
    script.score_when = ScoreWhen::Answer;
    script.answers[0].break_after = s(rest);
    let mut machine = Machine::new(script);
    machine.handle(Event::Start, s(0));
    machine
}

/// The first answer has been given: after 30, 100, 50, 5 and 20 s.
fn scoring(rest: u64) -> Machine {
    let mut machine = begun(rest);
    let effects = machine.handle(Event::Tick, s(500));
    let entered = effects.iter().position(|e| *e == Effect::Entered(SCORING));
    let cut = effects.iter().position(|e| *e == cut(205, None));
    assert!(cut < entered, "no take is open: {effects:?}");
    assert_eq!(machine.phase(), SCORING);
    machine
}

#[test]
fn nothing_happens_by_itself_while_scores_are_given() {
    let mut machine = scoring(10);
    assert_eq!(machine.deadline(), None);
    let id = Uuid::nil();
    for event in [
        Event::Tick,
        Event::Start,
        Event::Slept,
        Event::Mark { id },
        Event::Cue { id, number: 1 },
        Event::Pause { id },
        Event::Voiceless,
    ] {
        assert_eq!(machine.handle(event, s(90_000)), [], "{event:?}");
    }
    assert_eq!(machine.phase(), SCORING);
    assert_eq!(machine.asked_about(), 1);
}

#[test]
fn the_break_and_the_next_answer_come_after_it() {
    let mut machine = scoring(10);
    machine.handle(Event::Next, s(1_000));
    assert_eq!(machine.phase(), Phase::Break { answer: 0 });
    machine.handle(Event::Tick, s(1_010));
    assert_eq!(machine.phase(), Phase::Speaking { slot: C });
    // The last answer is scored when the session is over.
    machine.handle(Event::Tick, s(1_050));
    let status = Status::Completed;
    assert_eq!(machine.phase(), Phase::Over { status });
    assert_eq!(
        machine.answers(s(1_050))[1].sections[0].started_ms,
        1_010_000
    );
    assert_eq!(machine.asked_about(), 1);

    let mut machine = scoring(0).voiced();
    machine.handle(Event::Next, s(1_000));
    assert_eq!(machine.phase(), Phase::Asking { slot: C });
}

#[test]
fn a_stop_in_it_leaves_the_answer_as_it_was() {
    let mut machine = scoring(10);
    let before = machine.answers(s(600));
    let effects = machine.handle(Event::Stop, s(700));
    let status = Status::Stopped;
    assert!(effects.contains(&Effect::Finished(status)));
    let after = machine.answers(s(700));
    assert_eq!(before[0], after[0]);
    let next = &after[1].sections[0];
    assert_eq!((next.used_ms, next.end), (0, End::Stopped));
}

#[test]
fn nobody_is_asked_who_is_not_there_does_not_want_it_or_has_said_nothing() {
    let at_the_end = machine();
    let script = begun(10).script().clone();
    let unattended = Machine::unattended(script.clone());
    let unwilling = Machine::new(script).unscored();
    for mut machine in [at_the_end, unattended, unwilling] {
        machine.handle(Event::Start, s(0));
        machine.handle(Event::Tick, s(205));
        assert_eq!(machine.phase(), Phase::Break { answer: 0 });
        assert_eq!(machine.asked_about(), 0);
    }
    let mut silent = begun(10);
    for _ in 0..5 {
        silent.handle(Event::Next, s(0));
    }
    assert_eq!(silent.phase(), Phase::Break { answer: 0 });
}
