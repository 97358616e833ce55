//! The policy `borrow`: what one section takes too long, the sections after it have less.

use super::*;

const D: Slot = Slot {
    answer: 0,
    section: 2,
};
const FOLLOW_UP: Slot = Slot {
    answer: 0,
    section: 3,
};

/// Sections of 100, 50 and 30 s; a follow-up of 20 s after 5 s of reading.
fn script() -> Script {
    let sections = vec![
        section(Role::Section, "a", s(100), s(0)),
        section(Role::Section, "b", s(50), s(0)),
        section(Role::Section, "d", s(30), s(0)),
        section(Role::FollowUp, "follow-up-1", s(20), s(5)),
    ];
    Script {
        policy: Policy::Borrow,
        score_when: ScoreWhen::End,
        answers: vec![answer(0, 0, sections)],
    }
}

fn begun() -> Machine {
    let mut machine = Machine::new(script());
    machine.handle(Event::Start, s(0));
    machine
}

/// (started, used, over, end) of each section at the end.
fn times(machine: &Machine) -> Vec<(u64, u64, u64, End)> {
    let sections = &machine.answers(s(1_000))[0].sections;
    let times = |section: &crate::domain::SectionRecord| {
        let seconds = |millis| millis / 1_000;
        let (started, used) = (seconds(section.started_ms), seconds(section.used_ms));
        (started, used, seconds(section.over_ms), section.end)
    };
    sections.iter().map(times).collect()
}

fn warn(slot: Slot, left: u64) -> Effect {
    let left = s(left);
    Effect::Warn { slot, left }
}

fn over(slot: Slot, from: Slot) -> Effect {
    let from = Some(from);
    Effect::Overtime { slot, from }
}

fn up(slot: Slot) -> Effect {
    let end = End::TimeUp;
    Effect::Ended { slot, end }
}

#[test]
fn a_section_runs_over_until_the_answer_is_used_up() {
    let table = vec![
        (79, vec![]),
        (80, vec![warn(A, 20)]),
        (90, vec![warn(A, 10)]),
        (99, vec![]),
        (100, vec![over(A, B)]),
        (149, vec![]),
        (150, vec![over(A, D)]),
        (179, vec![]),
        // Late by a second: the answer ends where it belongs all the same.
        (
            181,
            vec![
                up(A),
                up(B),
                up(D),
                cut(180, None),
                Effect::Entered(Phase::Reading { slot: FOLLOW_UP }),
                Effect::Save,
            ],
        ),
    ];
    let mut machine = begun();
    for (now, expected) in table {
        assert_eq!(machine.handle(Event::Tick, s(now)), expected, "{now} s");
    }
    machine.handle(Event::Stop, s(182));
    let up = End::TimeUp;
    let expected = [
        (0, 180, 80, up),
        // Nothing was left of these.
        (180, 0, 0, up),
        (180, 0, 0, up),
        (182, 0, 0, End::Stopped),
    ];
    assert_eq!(times(&machine), expected);
}

#[test]
fn overtime_comes_out_of_the_next_section() {
    let mut machine = begun();
    machine.handle(Event::Next, s(130));
    assert_eq!(machine.time_for(B), s(20));
    let view = machine.view(s(130));
    assert_eq!((view.left, view.budget), (s(20), s(20)));
    // Warned by what it has, not by its budget.
    assert_eq!(machine.handle(Event::Tick, s(146)), [warn(B, 4)]);
    assert_eq!(machine.handle(Event::Tick, s(148)), [warn(B, 2)]);
    assert_eq!(machine.handle(Event::Tick, s(150)), [over(B, D)]);
    machine.handle(Event::Next, s(160));
    let effects = machine.handle(Event::Tick, s(185));
    assert!(effects.contains(&up(D)) && effects.contains(&cut(180, None)));
    machine.handle(Event::Stop, s(185));
    let expected = [
        (0, 130, 30, End::Next),
        // Less than its budget, for all that it ran over what it had.
        (130, 30, 0, End::Next),
        (160, 20, 0, End::TimeUp),
        (185, 0, 0, End::Stopped),
    ];
    assert_eq!(times(&machine), expected);
}

#[test]
fn a_section_that_has_lent_everything_is_passed_over() {
    // To the second, and beyond: then it comes out of the one after.
    for left_at in [150, 155] {
        let mut machine = begun();
        let effects = machine.handle(Event::Next, s(left_at));
        let end = End::Next;
        let expected = [
            Effect::Warn {
                slot: A,
                left: s(20),
            },
            Effect::Warn {
                slot: A,
                left: s(10),
            },
            over(A, B),
            over(A, D),
            Effect::Ended { slot: A, end },
            up(B),
            cut(left_at, Some(D)),
            speaking(D),
            Effect::Save,
        ];
        assert_eq!(effects, expected);
        assert_eq!(machine.view(s(left_at)).left, s(180 - left_at));
        let record = &machine.answers(s(left_at))[0].sections[1];
        let seen = (
            record.started_ms,
            record.used_ms,
            record.budget_ms,
            record.end,
        );
        assert_eq!(seen, (left_at * 1_000, 0, 50_000, End::TimeUp));
    }
}

#[test]
fn time_saved_goes_to_the_next_section() {
    let mut machine = begun();
    machine.handle(Event::Next, s(40));
    assert_eq!(machine.view(s(40)).left, s(110));
    machine.handle(Event::Next, s(50));
    // The last one has all that is left, and nobody to borrow from.
    assert_eq!(machine.view(s(50)).left, s(130));
    assert_eq!(machine.lender(D), None);
    let effects = machine.handle(Event::Tick, s(180));
    assert_eq!(effects[..3], [warn(D, 26), warn(D, 13), up(D)]);
    machine.handle(Event::Stop, s(180));
    let expected = [
        (0, 40, 0, End::Next),
        (40, 10, 0, End::Next),
        (50, 130, 100, End::TimeUp),
        (180, 0, 0, End::Stopped),
    ];
    assert_eq!(times(&machine), expected);
}

#[test]
fn what_it_will_cost_is_seen_before_it_is_taken() {
    let mut machine = begun();
    let cases = [
        (50, (s(50), s(0)), vec![B]),
        (99, (s(1), s(0)), vec![B]),
        (110, (s(0), s(10)), vec![B]),
        (151, (s(0), s(51)), vec![B, D]),
    ];
    for (now, times, lenders) in cases {
        machine.handle(Event::Tick, s(now));
        let view = machine.view(s(now));
        assert_eq!((view.left, view.over), times, "{now} s");
        assert_eq!(view.lenders, lenders, "{now} s");
        let answer = view.answer.unwrap();
        assert_eq!((answer.left, answer.budget), (s(180 - now), s(180)));
    }
}

#[test]
fn a_follow_up_has_its_own_budget_and_keeps_to_it() {
    let mut machine = begun();
    for now in [1, 2, 3, 4] {
        machine.handle(Event::Next, s(now));
    }
    assert_eq!(machine.phase(), Phase::Speaking { slot: FOLLOW_UP });
    assert_eq!(machine.view(s(4)).left, s(20));
    let effects = machine.handle(Event::Tick, s(24));
    let done = Effect::Finished(Status::Completed);
    assert!(effects.contains(&up(FOLLOW_UP)) && effects.contains(&done));
}

#[test]
fn where_nobody_can_press_a_key_every_section_ends_at_its_budget() {
    for policy in Policy::ALL {
        let mut machine = Machine::unattended(Script { policy, ..script() });
        machine.handle(Event::Start, s(0));
        machine.handle(Event::Tick, s(1_000));
        let up = End::TimeUp;
        let expected = [
            (0, 100, 0, up),
            (100, 50, 0, up),
            (150, 30, 0, up),
            (185, 20, 0, up),
        ];
        assert_eq!(times(&machine), expected, "{policy}");
        assert_eq!(machine.script().policy, policy);
    }
}

#[test]
fn a_stop_or_a_kill_leaves_what_was_borrowed_as_it_was() {
    let mut machine = begun();
    machine.handle(Event::Next, s(155));
    let copy = &machine.answers(s(160))[0].sections;
    let seen: Vec<_> = copy.iter().map(|s| (s.used_ms, s.end)).collect();
    let cut_short = End::Interrupted;
    let before = [(155_000, End::Next), (0, End::TimeUp)];
    let rest = [(5_000, cut_short), (0, cut_short)];
    assert_eq!(seen, [before, rest].concat());
    machine.handle(Event::Stop, s(160));
    let ends: Vec<_> = times(&machine).iter().map(|time| time.3).collect();
    let stopped = End::Stopped;
    assert_eq!(ends, [End::Next, End::TimeUp, stopped, stopped]);
}
