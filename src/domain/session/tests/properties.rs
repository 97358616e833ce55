//! What holds whatever happens: any course of events under any policy, against the rules that none
//! may break.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::domain::record::{Answer, SectionRecord};

/// Any event, and how many milliseconds after the one before it.
fn steps() -> impl Strategy<Value = Vec<(Event, u64)>> {
    let id = Uuid::nil();
    let event = prop_oneof![
        6 => Just(Event::Tick),
        4 => Just(Event::Next),
        2 => Just(Event::Pause { id }),
        2 => Just(Event::Mark { id }),
        2 => (0u32..4).prop_map(move |number| Event::Cue { id, number }),
        1 => Just(Event::Start),
        3 => (0usize..2, 0usize..4).prop_map(|(answer, section)| Event::Asked {
            slot: Slot { answer, section },
        }),
        1 => Just(Event::Voiceless),
        1 => Just(Event::Slept),
        1 => Just(Event::Stop),
    ];
    // Mostly shorter than the sections, so that the course gets somewhere.
    let after = prop_oneof![4 => 0u64..10_000, 1 => 0u64..80_000];
    prop::collection::vec((event, after), 0..30)
}

/// Sections of 100, 50 and 5 s and a follow-up, with preparation and a break; then one of 40 s.
fn script(policy: Policy, score_when: ScoreWhen) -> Script {
    let first = vec![
        section(Role::Section, "a", s(100), s(0)),
        section(Role::Section, "b", s(50), s(0)),
        section(Role::Section, "d", s(5), s(0)),
        section(Role::FollowUp, "follow-up-1", s(20), s(5)),
    ];
    let second = vec![section(Role::Section, "c", s(40), s(0))];
    Script {
        policy,
        score_when,
        answers: vec![answer(30, 10, first), answer(0, 0, second)],
    }
}

/// What sort of session it is: its policy, when scores are asked for, whether questions are spoken.
type Sort = (Policy, ScoreWhen, bool);

fn sorts() -> impl Strategy<Value = Sort> {
    let policies = select(&Policy::ALL[..]);
    (policies, select(&ScoreWhen::ALL[..]), any::<bool>())
}

fn machine((policy, score_when, voiced): Sort) -> Machine {
    let machine = Machine::new(script(policy, score_when));
    if voiced { machine.voiced() } else { machine }
}

/// A session sat to its end, by a stop where nothing else ended it.
fn sat(sort: Sort, steps: Vec<(Event, u64)>) -> (Machine, Vec<Effect>, Duration) {
    let mut machine = machine(sort);
    let mut effects = machine.handle(Event::Start, s(0));
    let mut now = Duration::ZERO;
    for (event, after) in steps {
        now += Duration::from_millis(after);
        effects.extend(machine.handle(event, now));
        if let Phase::Scoring { answer } = machine.phase() {
            assert_eq!(machine.deadline(), None, "nobody is hurried");
            assert_eq!(machine.asked_about(), answer + 1);
        }
    }
    now += Duration::from_millis(1);
    effects.extend(machine.handle(Event::Stop, now));
    (machine, effects, now)
}

/// The stretches of each take, as they were cut and paused, in milliseconds.
fn takes(effects: &[Effect]) -> Vec<(Slot, Vec<(u64, u64)>)> {
    let mut takes: Vec<(Slot, Vec<(u64, u64)>)> = Vec::new();
    let (mut slot, mut from) = (None, None);
    let ms = |time: &Duration| u64::try_from(time.as_millis()).unwrap();
    for effect in effects {
        let (at, next) = match effect {
            Effect::Cut { at, next } => (at, *next),
            Effect::Paused { at } | Effect::Resumed { at } => (at, slot),
            _ => continue,
        };
        if let (Some(from), Some((_, stretches))) = (from.take(), takes.last_mut()) {
            stretches.push((from, ms(at)));
        }
        if next != slot {
            takes.extend(next.map(|next| (next, Vec::new())));
            slot = next;
        }
        let runs = next.is_some() && !matches!(effect, Effect::Paused { .. });
        from = runs.then(|| ms(at));
    }
    assert_eq!(from, None, "no take is left open");
    takes
}

fn length(stretches: &[(u64, u64)]) -> u64 {
    stretches.iter().map(|(from, to)| to - from).sum()
}

/// No section, and under `borrow` no answer, has more than there is for it.
fn keeps_to_its_time(policy: Policy, answer: &Answer) -> Result<(), TestCaseError> {
    prop_assert!(answer.prep.used_ms <= answer.prep.budget_ms);
    let (own, follow_ups): (Vec<_>, Vec<_>) = answer
        .sections
        .iter()
        .partition(|section| section.role == Role::Section);
    let keeps = |section: &&SectionRecord| section.used_ms <= section.budget_ms;
    if policy != Policy::Open {
        prop_assert!(follow_ups.iter().all(keeps));
    }
    match policy {
        Policy::Strict => prop_assert!(own.iter().all(keeps)),
        Policy::Borrow => {
            let used: u64 = own.iter().map(|section| section.used_ms).sum();
            let budget: u64 = own.iter().map(|section| section.budget_ms).sum();
            prop_assert!(used <= budget, "{} of {}", used, budget);
        }
        Policy::Open => {}
    }
    Ok(())
}

/// Its times agree with each other, its marks lie in it, and its take is as long as it is.
fn adds_up(section: &SectionRecord, stretches: &[(u64, u64)]) -> Result<(), TestCaseError> {
    let SectionRecord {
        started_ms,
        used_ms,
        budget_ms,
        paused_ms,
        ..
    } = *section;
    prop_assert_eq!(section.over_ms, used_ms.saturating_sub(budget_ms));
    prop_assert!(section.marks.iter().all(|mark| mark.at_ms <= used_ms));
    let pauses = section.marks.iter().filter(|m| m.text() == "pause").count();
    prop_assert!(paused_ms == 0 || pauses > 0);
    prop_assert_eq!(length(stretches), used_ms);
    if let Some((from, _)) = stretches.first() {
        prop_assert_eq!(*from, started_ms);
        // Within a take, only a pause lies between two stretches.
        let between: u64 = stretches.windows(2).map(|pair| pair[1].0 - pair[0].1).sum();
        prop_assert!(between <= paused_ms);
        prop_assert!(stretches.len() <= pauses + 1);
    }
    Ok(())
}

proptest! {
    // About 2 s in a debug build.
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn no_course_of_events_breaks_a_rule(
        sort in sorts(),
        steps in steps(),
    ) {
        let policy = sort.0;
        let slept = steps.iter().any(|(event, _)| *event == Event::Slept);
        let (mut machine, effects, end) = sat(sort, steps);

        // It ends, once, and stays ended.
        let finished = effects.iter().filter(|e| matches!(e, Effect::Finished(_))).count();
        prop_assert_eq!(finished, 1);
        prop_assert!(machine.handle(Event::Next, end).is_empty());
        let id = Uuid::nil();
        prop_assert_eq!(machine.handle(Event::Pause { id }, end), []);
        prop_assert_eq!(machine.deadline(), None);

        let scored = |e: &&Effect| matches!(e, Effect::Entered(Phase::Scoring { .. }));
        let scored = effects.iter().filter(scored).count();
        // The scores of the last answer are asked for at the end.
        prop_assert!(scored <= usize::from(sort.1 == ScoreWhen::Answer));

        let takes = takes(&effects);
        let mut previous_end = 0;
        for (answer, record) in machine.answers(end).iter().enumerate() {
            keeps_to_its_time(policy, record)?;
            for (index, section) in record.sections.iter().enumerate() {
                let slot = Slot { answer, section: index };
                let own: Vec<_> = takes.iter().filter(|(of, _)| *of == slot).collect();
                prop_assert!(own.len() <= 1);
                let stretches = own.first().map_or(&[][..], |(_, stretches)| stretches);
                adds_up(section, stretches)?;
                prop_assert!(policy == Policy::Open || section.paused_ms == 0);
                // In order, never overlapping; where both are spoken, without a hole between them.
                prop_assert!(section.started_ms >= previous_end);
                if section.role == Role::Section && index > 0 && section.used_ms > 0 {
                    prop_assert_eq!(section.started_ms, previous_end);
                }
                previous_end = section.started_ms + section.used_ms + section.paused_ms;
                // Only a sleep interrupts what is over.
                prop_assert!(slept || section.end != End::Interrupted);
            }
        }
    }

    #[test]
    fn a_stop_at_any_moment_loses_nothing(
        sort in sorts(),
        steps in steps(),
        after in 0u64..60_000,
    ) {
        // What a copy has that was made in the moment before, the session has.
        let mut machine = machine(sort);
        machine.handle(Event::Start, s(0));
        let mut now = Duration::ZERO;
        for (event, after) in steps.into_iter().filter(|(event, _)| *event != Event::Stop) {
            now += Duration::from_millis(after);
            machine.handle(event, now);
        }
        now += Duration::from_millis(after);
        machine.handle(Event::Tick, now);
        let before = machine.answers(now);
        machine.handle(Event::Stop, now);
        let after = machine.answers(now + s(1));
        for (before, after) in before.iter().zip(&after) {
            prop_assert_eq!(before.prep.used_ms, after.prep.used_ms);
            for (before, after) in before.sections.iter().zip(&after.sections) {
                prop_assert_eq!(before.used_ms, after.used_ms);
                prop_assert_eq!(before.paused_ms, after.paused_ms);
                prop_assert_eq!(&before.marks, &after.marks);
            }
        }
    }
}
