mod asking;
mod borrow;
mod open;
mod properties;
mod scoring;

use super::*;
use crate::domain::prompt::{Kind, Level, Prompt};
use crate::domain::record::{Role, Status};
use crate::domain::round::{Policy, ScoreWhen};
use crate::domain::script::AnswerScript;

const fn s(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn section(role: Role, id: &str, budget: Duration, lead: Duration) -> SectionScript {
    SectionScript {
        role,
        id: id.to_owned(),
        title: id.to_owned(),
        ask: (role == Role::FollowUp).then(|| "And then?".to_owned()),
        budget,
        min: s(0),
        cues: vec!["first".to_owned(), "second".to_owned()],
        lead,
    }
}

fn answer(prep: u64, break_after: u64, sections: Vec<SectionScript>) -> AnswerScript {
    AnswerScript {
        prompt: Prompt {
            id: "p".to_owned(),
            pack: "test".to_owned(),
            kind: Kind::Behavioral,
            title: "P".to_owned(),
            level: vec![Level::L6],
            competencies: vec![],
            asked: crate::domain::Asked::default(),
            ask: "Why?".to_owned(),
            round: None,
            sections: vec![],
            follow_ups: vec![],
            look_for: vec![],
            pitfalls: vec![],
            digest: String::new(),
        },
        prep: s(prep),
        sections,
        break_after: s(break_after),
    }
}

/// 30 s of preparation; sections of 100 and 50 s; a follow-up of 20 s after 5 s of reading; a break
/// of 10 s; then an answer of one section of 40 s.
fn machine() -> Machine {
    let first = vec![
        section(Role::Section, "a", s(100), s(0)),
        section(Role::Section, "b", s(50), s(0)),
        section(Role::FollowUp, "follow-up-1", s(20), s(5)),
    ];
    let second = vec![section(Role::Section, "c", s(40), s(0))];
    Machine::new(Script {
        policy: Policy::Strict,
        score_when: ScoreWhen::End,
        answers: vec![answer(30, 10, first), answer(0, 0, second)],
    })
}

const A: Slot = Slot {
    answer: 0,
    section: 0,
};
const B: Slot = Slot {
    answer: 0,
    section: 1,
};
const F: Slot = Slot {
    answer: 0,
    section: 2,
};
const C: Slot = Slot { answer: 1, ..A };

fn cut(at: u64, next: Option<Slot>) -> Effect {
    Effect::Cut { at: s(at), next }
}

fn speaking(slot: Slot) -> Effect {
    Effect::Entered(Phase::Speaking { slot })
}

#[test]
fn a_strict_session_runs_by_itself_to_the_instant() {
    use Effect::{Ended, Entered, Finished, Save, Warn};
    let up = End::TimeUp;
    let completed = Status::Completed;
    let table: Vec<(Event, u64, Vec<Effect>)> = vec![
        (Event::Tick, 0, vec![]),
        (
            Event::Start,
            0,
            vec![Entered(Phase::Preparation { answer: 0 }), Save],
        ),
        (Event::Start, 1, vec![]),
        (Event::Tick, 29, vec![]),
        (Event::Tick, 30, vec![cut(30, Some(A)), speaking(A), Save]),
        (
            Event::Tick,
            110,
            vec![Warn {
                slot: A,
                left: s(20),
            }],
        ),
        (
            Event::Tick,
            120,
            vec![Warn {
                slot: A,
                left: s(10),
            }],
        ),
        (Event::Tick, 129, vec![]),
        (
            // Late by two seconds: the boundary is where it belongs all the same.
            Event::Tick,
            132,
            vec![
                Ended { slot: A, end: up },
                cut(130, Some(B)),
                speaking(B),
                Save,
            ],
        ),
        (
            Event::Tick,
            180,
            vec![
                Warn {
                    slot: B,
                    left: s(10),
                },
                Warn {
                    slot: B,
                    left: s(5),
                },
                Ended { slot: B, end: up },
                cut(180, None),
                Entered(Phase::Reading { slot: F }),
                Save,
            ],
        ),
        (Event::Tick, 185, vec![cut(185, Some(F)), speaking(F), Save]),
        (
            Event::Tick,
            205,
            vec![
                Warn {
                    slot: F,
                    left: s(4),
                },
                Warn {
                    slot: F,
                    left: s(2),
                },
                Ended { slot: F, end: up },
                cut(205, None),
                Entered(Phase::Break { answer: 0 }),
                Save,
            ],
        ),
        (Event::Tick, 215, vec![cut(215, Some(C)), speaking(C), Save]),
        (
            Event::Tick,
            255,
            vec![
                Warn {
                    slot: C,
                    left: s(8),
                },
                Warn {
                    slot: C,
                    left: s(4),
                },
                Ended { slot: C, end: up },
                cut(255, None),
                Entered(Phase::Over { status: completed }),
                Save,
                Finished(completed),
            ],
        ),
        (Event::Next, 256, vec![]),
        (Event::Stop, 257, vec![]),
    ];
    let mut machine = machine();
    for (event, now, expected) in table {
        assert_eq!(
            machine.handle(event, s(now)),
            expected,
            "{event:?} at {now} s"
        );
    }
    let answers = machine.answers(s(300));
    let times: Vec<_> = answers
        .iter()
        .flat_map(|answer| &answer.sections)
        .map(|section| {
            (
                section.started_ms,
                section.used_ms,
                section.over_ms,
                section.end,
            )
        })
        .collect();
    assert_eq!(
        times,
        [
            (30_000, 100_000, 0, up),
            (130_000, 50_000, 0, up),
            (185_000, 20_000, 0, up),
            (215_000, 40_000, 0, up)
        ]
    );
    assert_eq!(answers[0].prep.used_ms, 30_000);
}

#[test]
fn one_late_tick_fires_everything_that_was_due() {
    let mut machine = machine();
    machine.handle(Event::Start, s(0));
    let effects = machine.handle(Event::Tick, s(10_000));
    assert_eq!(effects.last(), Some(&Effect::Finished(Status::Completed)));
    assert_eq!(
        machine.answers(s(10_000))[1].sections[0].started_ms,
        215_000
    );
}

#[test]
fn finishing_early_ends_each_phase_and_carries_nothing_over() {
    let mut machine = machine();
    machine.handle(Event::Start, s(0));
    machine.handle(Event::Next, s(3));
    assert_eq!(machine.phase(), Phase::Speaking { slot: A });
    machine.handle(Event::Next, s(10));
    assert_eq!(
        machine.view(s(10)).left,
        s(50),
        "b has its own budget and no more"
    );
    machine.handle(Event::Next, s(11));
    assert_eq!(machine.phase(), Phase::Reading { slot: F });
    machine.handle(Event::Next, s(12));
    assert_eq!(machine.phase(), Phase::Speaking { slot: F });
    machine.handle(Event::Next, s(13));
    machine.handle(Event::Next, s(14));
    assert_eq!(machine.phase(), Phase::Speaking { slot: C });
    let effects = machine.handle(Event::Next, s(15));
    assert!(effects.contains(&Effect::Finished(Status::Completed)));
    let answers = machine.answers(s(15));
    assert_eq!(answers[0].prep.used_ms, 3_000);
    let ends: Vec<_> = answers[0]
        .sections
        .iter()
        .map(|section| (section.used_ms, section.end))
        .collect();
    assert_eq!(
        ends,
        [(7_000, End::Next), (1_000, End::Next), (1_000, End::Next)]
    );
}

#[test]
fn what_a_stop_leaves_unreached_is_listed_with_nothing_used() {
    let mut machine = machine();
    machine.handle(Event::Start, s(0));
    machine.handle(Event::Tick, s(30));
    let effects = machine.handle(Event::Stop, s(60));
    assert_eq!(
        effects[..2],
        [
            cut(60, None),
            Effect::Ended {
                slot: A,
                end: End::Stopped
            }
        ]
    );
    let sections = &machine.answers(s(99))[0].sections;
    let seen: Vec<_> = sections
        .iter()
        .map(|s| (s.started_ms, s.used_ms, s.end))
        .collect();
    assert_eq!(
        seen,
        [
            (30_000, 30_000, End::Stopped),
            (60_000, 0, End::Stopped),
            (60_000, 0, End::Stopped)
        ]
    );
}

#[test]
fn a_copy_made_on_the_way_says_interrupted() {
    let mut machine = machine();
    machine.handle(Event::Start, s(0));
    machine.handle(Event::Tick, s(140));
    let sections = &machine.answers(s(140))[0].sections;
    let seen: Vec<_> = sections.iter().map(|s| (s.used_ms, s.end)).collect();
    assert_eq!(
        seen,
        [
            (100_000, End::TimeUp),
            (10_000, End::Interrupted),
            (0, End::Interrupted)
        ]
    );
}

#[test]
fn marks_count_from_their_section_and_a_cue_is_ticked_once() {
    let id = Uuid::nil();
    let mut machine = machine();
    machine.handle(Event::Start, s(0));
    assert!(
        machine.handle(Event::Mark { id }, s(5)).is_empty(),
        "preparation is not recorded"
    );
    machine.handle(Event::Tick, s(30));
    let marked = [Effect::Marked { slot: A, cue: None }, Effect::Save];
    assert_eq!(machine.handle(Event::Mark { id }, s(31)), marked);
    let ticked = [
        Effect::Marked {
            slot: A,
            cue: Some(2),
        },
        Effect::Save,
    ];
    assert_eq!(machine.handle(Event::Cue { id, number: 2 }, s(32)), ticked);
    assert!(
        machine
            .handle(Event::Cue { id, number: 2 }, s(33))
            .is_empty()
    );
    for number in [0, 3, u32::MAX] {
        assert!(
            machine.handle(Event::Cue { id, number }, s(34)).is_empty(),
            "no cue {number}"
        );
    }
    assert_eq!(machine.view(s(35)).ticked, [2]);
    let marks = &machine.answers(s(35))[0].sections[0].marks;
    let seen: Vec<_> = marks
        .iter()
        .map(|m| (m.at_ms, m.cue, m.label.as_deref()))
        .collect();
    assert_eq!(
        seen,
        [(1_000, None, None), (2_000, Some(2), Some("second"))]
    );
}

#[test]
fn the_answers_clock_counts_its_sections_and_no_follow_up() {
    let mut machine = machine();
    machine.handle(Event::Start, s(0));
    assert_eq!(machine.view(s(10)).answer, None);
    assert_eq!(machine.view(s(10)).left, s(20));
    machine.handle(Event::Tick, s(40));
    let clock = machine.view(s(40)).answer;
    assert_eq!(
        clock,
        Some(AnswerClock {
            left: s(140),
            over: s(0),
            budget: s(150)
        })
    );
    machine.handle(Event::Tick, s(190));
    assert_eq!(machine.view(s(190)).answer, None);
}

#[test]
fn a_section_in_which_the_machine_slept_counts_as_interrupted() {
    let mut machine = machine();
    machine.handle(Event::Start, s(0));
    // In the preparation it costs nobody an answer.
    machine.handle(Event::Slept, s(10));
    machine.handle(Event::Tick, s(60));
    machine.handle(Event::Slept, s(70));
    machine.handle(Event::Tick, s(140));
    machine.handle(Event::Next, s(150));
    let ends: Vec<End> = machine.answers(s(150))[0].sections[..2]
        .iter()
        .map(|section| section.end)
        .collect();
    assert_eq!(ends, [End::Interrupted, End::Next]);
}
