//! Spacing: when a prompt is to be practised again.
//!
//! The rule is short enough to be kept in mind: the worse the last answer, the sooner it comes back.
//! Spacing by the last score alone was chosen over the schedules of flash cards, which assume a
//! review takes seconds and a hundred fit into a day; here one takes minutes, and few are sat.

use std::time::Duration;

use jiff::SignedDuration;

use super::super::past::Past;
use super::super::prompt::Prompt;
use super::pick::Candidate;
use super::reason::Reason;

const DAY: Duration = Duration::from_hours(24);

/// How long after an answer its prompt comes back. `share` is what it scored, in percent.
pub(super) fn interval(share: Option<u8>) -> Duration {
    let days = match share {
        Some(0..40) => 2,
        Some(40..60) => 5,
        // Somebody who skips the scoring is not known to be good.
        None => 7,
        Some(60..80) => 14,
        Some(_) => 30,
    };
    DAY * days
}

/// Most overdue first, measured by its own interval; then what was never practised; then what
/// will be due soonest.
pub(super) fn rank<'a>(prompt: &'a Prompt, past: &Past) -> Candidate<'a> {
    let Some(last) = past.last(&prompt.id) else {
        return Candidate::new(prompt, 1, 0, Reason::NeverPractised);
    };
    let interval = i128::try_from(interval(last.share).as_millis()).unwrap_or(i128::MAX);
    let gone: SignedDuration = past.now().duration_since(last.at);
    let gone = gone.as_millis();
    if gone >= interval {
        let by_how_much = gone.saturating_mul(1_000_000) / interval;
        Candidate::new(prompt, 0, -by_how_much, Reason::Due(last))
    } else {
        Candidate::new(prompt, 2, interval - gone, Reason::NotYetDue(last))
    }
}
