//! Questions that are spoken: before any clock, into no take, and cut short by whoever has heard
//! enough.

use super::*;

/// As `machine`, with a voice, begun.
fn asking() -> Machine {
    let mut machine = machine().voiced();
    machine.handle(Event::Start, s(0));
    machine
}

#[test]
fn the_preparation_begins_when_the_prompt_has_been_spoken() {
    let mut machine = asking();
    assert_eq!(machine.phase(), Phase::Asking { slot: A });
    assert_eq!(machine.question(A), "Why?");
    assert!(machine.handle(Event::Tick, s(12)).is_empty());
    machine.handle(Event::Asked { slot: A }, s(12));
    assert_eq!(machine.phase(), Phase::Preparation { answer: 0 });
    machine.handle(Event::Tick, s(42));
    let answer = &machine.answers(s(42))[0];
    assert_eq!(answer.prep.used_ms, 30_000);
    assert_eq!(answer.sections[0].started_ms, 42_000);
}

#[test]
fn no_take_is_open_while_a_follow_up_is_spoken() {
    let mut machine = asking();
    machine.handle(Event::Asked { slot: A }, s(0));
    let effects = machine.handle(Event::Tick, s(180));
    assert_eq!(machine.phase(), Phase::Asking { slot: F });
    assert_eq!(machine.question(F), "And then?");
    let mut cuts = effects.iter().filter(|e| matches!(e, Effect::Cut { .. }));
    assert_eq!(cuts.next_back(), Some(&cut(180, None)));
    machine.handle(Event::Asked { slot: F }, s(190));
    assert_eq!(machine.phase(), Phase::Reading { slot: F });
    let effects = machine.handle(Event::Tick, s(195));
    assert!(effects.contains(&cut(195, Some(F))));
}

#[test]
fn next_cuts_the_voice_short_and_what_it_still_says_moves_nothing() {
    let mut machine = asking();
    machine.handle(Event::Next, s(2));
    assert_eq!(machine.phase(), Phase::Preparation { answer: 0 });
    let id = Uuid::nil();
    for event in [Event::Asked { slot: A }, Event::Pause { id }] {
        assert!(machine.handle(event, s(3)).is_empty(), "{event:?}");
    }
    assert_eq!(machine.phase(), Phase::Preparation { answer: 0 });
}

#[test]
fn without_its_voice_a_session_goes_on_in_text() {
    let mut machine = asking();
    machine.handle(Event::Voiceless, s(1));
    assert_eq!(machine.phase(), Phase::Preparation { answer: 0 });
    machine.handle(Event::Tick, s(181));
    assert_eq!(machine.phase(), Phase::Reading { slot: F });
}

#[test]
fn a_voice_that_hangs_holds_nobody_for_ever() {
    let mut machine = asking();
    machine.handle(Event::Tick, s(300));
    assert_eq!(machine.phase(), Phase::Preparation { answer: 0 });
}
