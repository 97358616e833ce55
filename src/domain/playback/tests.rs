//! What is where on a line, and what each wish does there.

use uuid::Uuid;

use super::*;
use crate::domain::MarkSource;

const RATE: u32 = 1_000;

fn mark(at_ms: u64) -> Mark {
    Mark {
        id: Uuid::nil(),
        at_ms,
        cue: None,
        label: None,
        source: MarkSource::Live,
    }
}

fn passage(group: usize, frames: u64, marks: &[u64], pauses: &[(u64, u64)]) -> Passage {
    let pause = |(at_ms, length_ms): &(u64, u64)| Pause {
        at_ms: *at_ms,
        length_ms: *length_ms,
    };
    Passage {
        group,
        frames,
        marks: marks.iter().map(|at| mark(*at)).collect(),
        pauses: Some(pauses.iter().map(pause).collect()),
        ..Passage::default()
    }
}

/// Two answers: 10 s and 20 s, then 30 s.
fn line() -> Line {
    Line::new(
        RATE,
        vec![
            passage(0, 10_000, &[2_000, 9_000], &[(4_000, 2_000)]),
            passage(0, 20_000, &[5_000], &[(300, 1_600), (8_000, 4_000)]),
            passage(1, 30_000, &[], &[(10_000, 1_500)]),
        ],
    )
}

#[test]
fn every_frame_is_of_one_passage() {
    let line = line();
    assert_eq!(line.end(), 60_000);
    for (at, passage, millis) in [
        (0, 0, 0),
        (9_999, 0, 9_999),
        (10_000, 1, 0),
        (29_999, 1, 19_999),
        (30_000, 2, 0),
        (60_000, 2, 30_000),
        (99_000, 2, 69_000),
    ] {
        assert_eq!(line.moment(at), (passage, millis), "{at}");
    }
    assert_eq!((line.group(1), line.group(2)), (0..2, 2..3));
    assert_eq!(line.group_span(&(0..2)), 0..30_000);
    assert_eq!(Line::default().end(), 0);
    assert_eq!(Line::default().passage_at(5), 0);
}

#[test]
fn milliseconds_and_frames_meet_at_any_rate() {
    for rate in [8_000, 44_100, 48_000, 96_000] {
        let line = Line::new(rate, vec![passage(0, u64::from(rate) * 3_600, &[], &[])]);
        for millis in [0, 1, 17, 999, 1_000, 3_599_999] {
            let frame = line.frame_at(0, millis);
            assert_eq!(line.moment(frame), (0, millis), "{rate}");
        }
    }
}

#[test]
fn a_mark_after_the_end_lies_on_the_last_frame() {
    let line = Line::new(
        RATE,
        vec![passage(0, 100, &[500], &[]), passage(0, 100, &[], &[])],
    );
    assert_eq!(line.marks()[0].0, 99);
    let nothing = Line::new(RATE, vec![passage(0, 0, &[5], &[])]);
    assert_eq!(nothing.marks()[0].0, 0);
}

/// Where a wish leads to; none where it only tells something.
fn sought(command: Command, at: u64) -> Option<u64> {
    let effects = Controls::default().handle(command, &line(), at);
    effects.into_iter().find_map(|effect| match effect {
        Effect::Seek(to) => Some(to),
        _ => None,
    })
}

#[test]
fn a_wish_leads_to_its_place() {
    use Command::{NextMark, NextSection, PreviousMark, PreviousSection, Step};
    let cases = [
        (Step(5), 1_234, Some(6_234)),
        (Step(-5), 1_234, Some(0)),
        (Step(-30), 45_678, Some(15_678)),
        (Step(30), 45_000, Some(60_000)),
        (NextSection, 0, Some(10_000)),
        (NextSection, 10_000, Some(30_000)),
        (NextSection, 30_000, None),
        // Its beginning, unless that has hardly been heard.
        (PreviousSection, 15_000, Some(10_000)),
        (PreviousSection, 11_400, Some(0)),
        (PreviousSection, 11_501, Some(10_000)),
        (PreviousSection, 400, Some(0)),
        (PreviousSection, 60_000, Some(30_000)),
        (NextMark, 0, Some(2_000)),
        (NextMark, 2_000, Some(9_000)),
        (NextMark, 9_500, Some(15_000)),
        (NextMark, 15_000, None),
        (PreviousMark, 40_000, Some(15_000)),
        (PreviousMark, 15_100, Some(9_000)),
        (PreviousMark, 16_600, Some(15_000)),
        (PreviousMark, 1_000, None),
    ];
    for (command, at, expected) in cases {
        assert_eq!(sought(command, at), expected, "{command:?} at {at}");
    }
}

#[test]
fn long_pauses_come_by_length_within_the_answer() {
    let mut controls = Controls::default();
    let line = line();
    let mut press = |at: u64| {
        let effects = controls.handle(Command::LongPause, &line, at);
        match effects.as_slice() {
            [
                Effect::Seek(to),
                Effect::Tell(Told::Pause {
                    number,
                    of,
                    length_ms,
                }),
            ] => (*to, *number, *of, *length_ms),
            other => panic!("{other:?}"),
        }
    };
    // One second before each; the one right after a section's beginning, at that beginning.
    assert_eq!(press(0), (17_000, 1, 3, 4_000));
    assert_eq!(press(17_500), (3_000, 2, 3, 2_000));
    assert_eq!(press(3_500), (10_000, 3, 3, 1_600));
    assert_eq!(press(10_500), (17_000, 1, 3, 4_000));
    assert_eq!(press(35_000), (39_000, 1, 1, 1_500));
}

#[test]
fn without_pauses_or_before_they_are_known_nothing_moves() {
    let mut passages = vec![passage(0, 10_000, &[], &[])];
    let tell = |line: &Line| Controls::default().handle(Command::LongPause, line, 0);
    let line = Line::new(RATE, passages.clone());
    assert_eq!(tell(&line), [Effect::Tell(Told::NoPause)]);
    passages[0].pauses = None;
    let line = Line::new(RATE, passages);
    assert_eq!(tell(&line), [Effect::Tell(Told::StillListening)]);
    assert_eq!(line.skips(), []);
}

#[test]
fn a_skipped_pause_leaves_a_breath_at_either_end() {
    let expected = vec![4_250..5_750, 10_550..11_650, 18_250..21_750, 40_250..41_250];
    assert_eq!(line().skips(), expected);
    let mut controls = Controls::default();
    let effects = controls.handle(Command::ToggleSkips, &line(), 0);
    let told = Effect::Tell(Told::Skipping(true));
    assert_eq!(effects, [Effect::Skips(expected), told]);
    // Going to a pause is wanting to hear it.
    let effects = controls.handle(Command::LongPause, &line(), 0);
    assert_eq!(effects[0], Effect::Skips(vec![]));
    assert!(!controls.skips_pauses);
}

#[test]
fn after_the_end_it_begins_anew() {
    let mut controls = Controls::default();
    let pause = |paused| Effect::Pause(paused);
    assert_eq!(
        controls.handle(Command::TogglePause, &line(), 5),
        [pause(true)]
    );
    assert_eq!(
        controls.handle(Command::TogglePause, &line(), 5),
        [pause(false)]
    );
    for paused in [false, true] {
        controls.paused = paused;
        let again = controls.handle(Command::TogglePause, &line(), 60_000);
        assert_eq!(again, [Effect::Seek(30_000), pause(false)]);
        assert!(!controls.paused);
    }
}
