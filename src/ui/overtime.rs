//! Time that runs short, and time taken beyond what there was: what it is, and which section pays.

use std::time::Duration;

use super::text::{clock_up, words};
use crate::domain::session::{Machine, Slot, View};

/// So much is left of `slot`, and what comes after that.
pub fn warning(machine: &Machine, slot: Slot, left: Duration) -> String {
    let left = words(left);
    match machine.lender(slot) {
        Some(lender) => format!(
            "{left} left; after that it comes out of {}",
            title(machine, lender)
        ),
        None => format!("{left} left"),
    }
}

/// All that `slot` has is used, and it goes on at the cost of `from`.
pub fn used_up(machine: &Machine, slot: Slot, from: Option<Slot>) -> String {
    let Some(from) = from else {
        return "time is up; the clock counts on".to_owned();
    };
    let pays = title(machine, from);
    if machine.lender(slot) == Some(from) {
        return format!("time is up; from now on it comes out of {pays}");
    }
    let section = from.section - 1;
    let before = title(machine, Slot { section, ..from });
    format!("nothing is left of {before}; from now on it comes out of {pays}")
}

/// What is over at the moment, while anything is. Without figures for whoever hides the clock.
pub fn running(machine: &Machine, view: &View, figures: bool) -> Option<String> {
    if view.over.is_zero() {
        return None;
    }
    let over = if figures {
        format!("over by {}", clock_up(view.over))
    } else {
        "over".to_owned()
    };
    let lenders = view.lenders.iter().map(|slot| title(machine, *slot));
    let lenders: Vec<&str> = lenders.collect();
    match lenders.split_last() {
        None => Some(over),
        Some((only, [])) => Some(format!("{over}: comes out of {only}")),
        Some((last, others)) => {
            let others = others.join(", ");
            Some(format!("{over}: comes out of {others} and {last}"))
        }
    }
}

fn title(machine: &Machine, slot: Slot) -> &str {
    &machine.section(slot).title
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Policy;
    use crate::domain::session::{Effect, Event};
    use crate::ui::plain;
    use crate::ui::samples::session_under;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// What is told off the screen of all that happens until `now`.
    fn told(machine: &mut Machine, event: Event, now: Duration) -> Vec<String> {
        let effects = machine.handle(event, now);
        let told = |effect: &Effect| plain::lines(machine, effect);
        effects.iter().flat_map(told).collect()
    }

    #[test]
    fn what_overtime_costs_is_told_before_and_while_it_is_taken() {
        // Sections of 60, 60 and 30 s.
        let mut machine = session_under(Policy::Borrow);
        machine.handle(Event::Start, s(0));
        let expected = [
            "12 s left; after that it comes out of Evolution",
            "6 s left; after that it comes out of Evolution",
            "time is up; from now on it comes out of Evolution",
        ];
        assert_eq!(told(&mut machine, Event::Tick, s(61)), expected);
        let running = |machine: &Machine, now, figures| {
            let view = machine.view(now);
            super::running(machine, &view, figures)
        };
        let over = "over by 00:10: comes out of Evolution";
        assert_eq!(running(&machine, s(70), true).as_deref(), Some(over));
        let over = "over: comes out of Evolution";
        assert_eq!(running(&machine, s(70), false).as_deref(), Some(over));
        let expected = ["nothing is left of Evolution; from now on it comes out of Costs"];
        assert_eq!(told(&mut machine, Event::Tick, s(125)), expected);
        let over = "over by 01:05: comes out of Evolution and Costs";
        assert_eq!(running(&machine, s(125), true).as_deref(), Some(over));
        let expected = [
            "Context: finished after 2 min 10 s, 1 min 10 s over",
            "Evolution: no time is left for it",
            "section 3 of 3: Costs, 20 s instead of 30 s",
        ];
        assert_eq!(told(&mut machine, Event::Next, s(130)), expected);
        assert_eq!(running(&machine, s(131), true), None);
        // The last one has nobody to borrow from.
        assert_eq!(told(&mut machine, Event::Tick, s(147)), ["4 s left"]);
    }

    #[test]
    fn where_the_clock_counts_on_nobody_pays() {
        let mut machine = session_under(Policy::Open);
        machine.handle(Event::Start, s(0));
        let expected = ["12 s left", "6 s left", "time is up; the clock counts on"];
        assert_eq!(told(&mut machine, Event::Tick, s(75)), expected);
        let view = machine.view(s(75));
        let over = super::running(&machine, &view, true);
        assert_eq!(over.as_deref(), Some("over by 00:15"));
        let id = uuid::Uuid::nil();
        let pause = Event::Pause { id };
        assert_eq!(told(&mut machine, pause, s(80)), ["paused"]);
        assert_eq!(told(&mut machine, pause, s(95)), ["going on"]);
        let ended = "Context: finished after 1 min 25 s, 25 s over, paused for 15 s";
        assert_eq!(told(&mut machine, Event::Next, s(100))[0], ended);
    }
}
