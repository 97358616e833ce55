//! What holds whatever happens: any course of events, against the rules that none may break.

use proptest::prelude::*;

use super::*;

/// Any event, and how many milliseconds after the one before it.
fn steps() -> impl Strategy<Value = Vec<(Event, u64)>> {
    let id = Uuid::nil();
    let event = prop_oneof![
        6 => Just(Event::Tick),
        2 => Just(Event::Next),
        2 => Just(Event::Mark { id }),
        2 => (0u32..4).prop_map(move |number| Event::Cue { id, number }),
        1 => Just(Event::Start),
        1 => Just(Event::Slept),
        1 => Just(Event::Stop),
    ];
    prop::collection::vec((event, 0u64..60_000), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_course_of_events_breaks_a_rule(steps in steps()) {
        let slept = steps.iter().any(|(event, _)| *event == Event::Slept);
        let mut machine = machine();
        let mut effects = machine.handle(Event::Start, s(0));
        let mut now = 0;
        for (event, after) in steps {
            now += after;
            effects.extend(machine.handle(event, Duration::from_millis(now)));
        }
        now += 1;
        effects.extend(machine.handle(Event::Stop, Duration::from_millis(now)));
        let end = Duration::from_millis(now);

        // It ends, once, and stays ended.
        let finished = effects.iter().filter(|e| matches!(e, Effect::Finished(_))).count();
        prop_assert_eq!(finished, 1);
        prop_assert!(machine.handle(Event::Next, end).is_empty());
        prop_assert_eq!(machine.deadline(), None);

        let answers = machine.answers(end);
        let mut previous_end = 0;
        for (answer, record) in answers.iter().enumerate() {
            prop_assert!(record.prep.used_ms <= record.prep.budget_ms);
            for (index, section) in record.sections.iter().enumerate() {
                // Strict: never over budget. In order, never overlapping.
                prop_assert!(section.used_ms <= section.budget_ms);
                prop_assert!(section.started_ms >= previous_end);
                previous_end = section.started_ms + section.used_ms;
                // Only a sleep interrupts what is over.
                prop_assert!(slept || section.end != End::Interrupted);
                for mark in &section.marks {
                    prop_assert!(mark.at_ms <= section.used_ms);
                }
                // What was spoken was cut at its start and at its end.
                if section.used_ms > 0 {
                    let slot = Slot { answer, section: index };
                    let begins: Vec<_> = effects.iter().filter_map(|e| match e {
                        Effect::Cut { at, next: Some(next) } if *next == slot => Some(*at),
                        _ => None,
                    }).collect();
                    prop_assert_eq!(begins, vec![Duration::from_millis(section.started_ms)]);
                }
            }
        }

        // Cuts go forward, and none leaves a take open.
        let cuts: Vec<_> = effects.iter().filter_map(|e| match e {
            Effect::Cut { at, next } => Some((*at, *next)),
            _ => None,
        }).collect();
        prop_assert!(cuts.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        prop_assert!(cuts.last().is_none_or(|(_, next)| next.is_none()));
    }
}
