//! The policy `open`: the candidate moves on, and may pause.

use super::*;

const PAUSE: Event = Event::Pause { id: Uuid::nil() };

/// As `machine`, under another policy.
fn under(policy: Policy) -> Machine {
    let script = machine().script().clone();
    let mut machine = Machine::new(Script { policy, ..script });
    machine.handle(Event::Start, s(0));
    machine
}

/// In the first section from 30 s on.
fn speaking_in_a() -> Machine {
    let mut machine = under(Policy::Open);
    machine.handle(Event::Tick, s(30));
    machine
}

#[test]
fn the_clock_goes_on_until_the_candidate_does() {
    let mut machine = speaking_in_a();
    let from = None;
    let table = [
        (
            135,
            vec![
                Effect::Warn {
                    slot: A,
                    left: s(20),
                },
                Effect::Warn {
                    slot: A,
                    left: s(10),
                },
                Effect::Overtime { slot: A, from },
            ],
        ),
        (10_000, vec![]),
    ];
    for (now, expected) in table {
        assert_eq!(machine.handle(Event::Tick, s(now)), expected, "{now} s");
    }
    assert_eq!((machine.deadline(), machine.phase_end()), (None, None));
    let view = machine.view(s(10_000));
    assert_eq!(
        (view.left, view.over, view.budget),
        (s(0), s(9_870), s(100))
    );
    assert!(view.lenders.is_empty());
    let answer = view.answer.unwrap();
    assert_eq!((answer.left, answer.over), (s(0), s(9_820)));
    machine.handle(Event::Next, s(10_000));
    let view = machine.view(s(10_000));
    assert_eq!(
        (view.left, view.over),
        (s(50), s(0)),
        "b has its own budget"
    );
    let record = &machine.answers(s(10_000))[0].sections[0];
    let seen = (record.used_ms, record.over_ms, record.end);
    assert_eq!(seen, (9_970_000, 9_870_000, End::Next));
}

#[test]
fn preparation_reading_and_break_end_by_themselves() {
    let mut machine = under(Policy::Open);
    machine.handle(Event::Tick, s(30));
    assert_eq!(machine.phase(), Phase::Speaking { slot: A });
    machine.handle(Event::Next, s(31));
    machine.handle(Event::Next, s(32));
    machine.handle(Event::Tick, s(37));
    assert_eq!(machine.phase(), Phase::Speaking { slot: F });
    machine.handle(Event::Next, s(100));
    machine.handle(Event::Tick, s(110));
    assert_eq!(machine.phase(), Phase::Speaking { slot: C });
}

#[test]
fn a_pause_stops_clock_and_take_and_is_marked() {
    let mut machine = speaking_in_a();
    let paused = [Effect::Paused { at: s(50) }, Effect::Save];
    assert_eq!(machine.handle(PAUSE, s(50)), paused);
    assert_eq!((machine.deadline(), machine.phase_end()), (None, None));
    assert!(machine.handle(Event::Tick, s(1_000)).is_empty());
    let view = machine.view(s(1_000));
    assert_eq!((view.left, view.paused), (s(80), Some(s(950))));
    let resumed = [Effect::Resumed { at: s(1_000) }, Effect::Save];
    assert_eq!(machine.handle(PAUSE, s(1_000)), resumed);
    assert_eq!(machine.view(s(1_010)).left, s(70));
    assert_eq!(machine.view(s(1_010)).paused, None);
    // Warnings and marks go by the time that was spoken.
    let left = s(20);
    let warned = machine.handle(Event::Tick, s(1_060));
    assert_eq!(warned, [Effect::Warn { slot: A, left }]);
    let id = Uuid::nil();
    machine.handle(Event::Mark { id }, s(1_065));
    machine.handle(Event::Next, s(1_070));
    let record = &machine.answers(s(1_070))[0].sections[0];
    let times = (record.started_ms, record.used_ms, record.paused_ms);
    assert_eq!(times, (30_000, 90_000, 950_000));
    let marks: Vec<_> = record.marks.iter().map(|m| (m.at_ms, m.text())).collect();
    assert_eq!(marks, [(20_000, "pause"), (85_000, "mark")]);
    // The next section knows nothing of it.
    assert_eq!(machine.view(s(1_070)).left, s(50));
}

#[test]
fn a_pause_that_is_left_for_the_next_section_ends_there() {
    for (event, end) in [(Event::Next, End::Next), (Event::Stop, End::Stopped)] {
        let mut machine = speaking_in_a();
        machine.handle(PAUSE, s(50));
        machine.handle(PAUSE, s(55));
        machine.handle(PAUSE, s(60));
        machine.handle(event, s(90));
        let sections = &machine.answers(s(95))[0].sections;
        let record = &sections[0];
        let seen = (record.used_ms, record.paused_ms, record.end);
        assert_eq!(seen, (25_000, 35_000, end));
        assert_eq!(machine.view(s(95)).paused, None);
        let marks: Vec<_> = record.marks.iter().map(|mark| mark.at_ms).collect();
        assert_eq!(marks, [20_000, 25_000]);
    }
}

#[test]
fn preparation_and_breaks_can_be_paused_too() {
    let mut machine = under(Policy::Open);
    machine.handle(PAUSE, s(10));
    machine.handle(Event::Tick, s(500));
    assert_eq!(machine.phase(), Phase::Preparation { answer: 0 });
    machine.handle(PAUSE, s(500));
    let effects = machine.handle(Event::Tick, s(520));
    assert!(effects.contains(&cut(520, Some(A))));
    assert_eq!(machine.answers(s(520))[0].prep.used_ms, 30_000);
    for now in [521, 522, 523, 524] {
        machine.handle(Event::Next, s(now));
    }
    assert_eq!(machine.phase(), Phase::Break { answer: 0 });
    machine.handle(PAUSE, s(525));
    machine.handle(Event::Tick, s(600));
    assert_eq!(machine.phase(), Phase::Break { answer: 0 });
}

#[test]
fn a_copy_made_in_a_pause_tells_how_long_it_has_been() {
    let mut machine = speaking_in_a();
    machine.handle(PAUSE, s(50));
    let record = &machine.answers(s(70))[0].sections[0];
    let seen = (record.used_ms, record.paused_ms, record.end);
    assert_eq!(seen, (20_000, 20_000, End::Interrupted));
}

#[test]
fn whoever_sleeps_in_a_pause_misses_nothing() {
    let mut machine = speaking_in_a();
    machine.handle(PAUSE, s(50));
    machine.handle(Event::Slept, s(60));
    machine.handle(PAUSE, s(70));
    machine.handle(Event::Next, s(80));
    assert_eq!(machine.answers(s(80))[0].sections[0].end, End::Next);
}

#[test]
fn no_other_policy_has_a_pause() {
    for policy in [Policy::Strict, Policy::Borrow] {
        let mut machine = under(policy);
        assert!(!machine.can_pause());
        assert!(machine.handle(PAUSE, s(10)).is_empty());
        machine.handle(Event::Tick, s(30));
        assert!(machine.handle(PAUSE, s(40)).is_empty());
    }
    let mut open = under(Policy::Open);
    assert!(open.can_pause());
    open.handle(Event::Stop, s(10));
    assert!(!open.can_pause() && open.handle(PAUSE, s(20)).is_empty());
}
