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
