//! A loop as it is sat: round after round of one day, and on from where it was left.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use thiserror::Error;
use uuid::Uuid;

use super::draw::DrawMode;
use super::record::{LoopRef, Status};
use super::round::Loop;

/// Seeds of the rounds of a loop lie so far apart: each part of a round takes one, too.
const APART: u64 = 1000;

/// A round of a loop that was sat, and how: so the loop goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct SatRound {
    pub of: LoopRef,
    pub at: Timestamp,
    pub seed: u64,
    pub draw: DrawMode,
    pub scale: f64,
    pub status: Status,
    /// How long was spoken in it.
    pub used_ms: u64,
}

/// The next round of a loop that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextRound {
    /// Its place, from 1.
    pub number: u32,
    pub run: Uuid,
    /// Of the loop: what its first round was drawn with.
    pub seed: u64,
    /// The round that was stopped on its way, and counts as sat.
    pub left: Option<u32>,
}

/// Why a loop cannot be gone on with.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ResumeError {
    #[error("no loop was begun today")]
    NoneToday,
    #[error("all rounds of `{0}` were sat")]
    Complete(String),
    #[error("the loop `{0}` is in no pack any more")]
    Gone(String),
}

/// Where the loop goes on whose round was sat `last`. A loop is left and gone on with on one day of
/// the candidate's, since an on-site day spread over a week is none.
///
/// # Errors
/// When the last one is of another day, is the last of its loop, or of a loop that is gone.
pub fn resume(
    last: Option<&SatRound>,
    loops: &[Loop],
    now: Timestamp,
    zone: &TimeZone,
) -> Result<NextRound, ResumeError> {
    let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
    let last = last
        .filter(|last| day(last.at) == day(now))
        .ok_or(ResumeError::NoneToday)?;
    let LoopRef { id, run, index } = &last.of;
    let sat = loops
        .iter()
        .find(|day| day.id == *id)
        .ok_or_else(|| ResumeError::Gone(id.clone()))?;
    let number = round_after(*index, last.status, last.used_ms);
    if (number as usize) > sat.rounds.len() {
        return Err(ResumeError::Complete(id.clone()));
    }
    let is_left = last.status != Status::Completed && number > *index;
    let before = u64::from(index.saturating_sub(1));
    Ok(NextRound {
        number,
        run: *run,
        seed: last.seed.wrapping_sub(before * APART),
        left: is_left.then_some(*index),
    })
}

/// Which round comes after round `number`: the same once more, where it was left before anything was
/// said; else the next one, for its questions are known by now.
pub fn round_after(number: u32, status: Status, used_ms: u64) -> u32 {
    let was_begun = status == Status::Completed || used_ms > 0;
    number + u32::from(was_begun)
}

/// What round `number`, from 1, of a loop is drawn with.
pub fn round_seed(seed: u64, number: u32) -> u64 {
    seed.wrapping_add(u64::from(number.saturating_sub(1)) * APART)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::round::LoopRound;
    use super::*;

    fn day_of(rounds: usize) -> Loop {
        let round = LoopRound {
            round: "quick".to_owned(),
            break_after: Duration::ZERO,
        };
        Loop {
            id: "day".to_owned(),
            pack: "p".to_owned(),
            title: "Day".to_owned(),
            rounds: vec![round; rounds],
        }
    }

    fn sat(index: u32, at: &str, seed: u64) -> SatRound {
        SatRound {
            of: LoopRef {
                id: "day".to_owned(),
                run: Uuid::nil(),
                index,
            },
            at: at.parse().unwrap(),
            seed,
            draw: DrawMode::Fresh,
            scale: 1.0,
            status: Status::Completed,
            used_ms: 60_000,
        }
    }

    #[test]
    fn a_loop_goes_on_after_the_round_that_was_sat_last_on_the_same_day() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let go_on = |last: Option<&SatRound>, rounds| {
            // Half past midnight in Berlin.
            let now = "2026-06-01T22:30:00Z".parse().unwrap();
            resume(last, &[day_of(rounds)], now, &zone).map(|next| (next.number, next.seed))
        };
        let today = |index, seed| sat(index, "2026-06-01T22:05:00Z", seed);
        assert_eq!(go_on(Some(&today(1, 7)), 3), Ok((2, 7)));
        assert_eq!(go_on(Some(&today(2, 1007)), 3), Ok((3, 7)));
        let complete = Err(ResumeError::Complete("day".to_owned()));
        assert_eq!(go_on(Some(&today(3, 2007)), 3), complete);
        let yesterday = sat(1, "2026-06-01T21:55:00Z", 7);
        assert_eq!(go_on(Some(&yesterday), 3), Err(ResumeError::NoneToday));
        assert_eq!(go_on(None, 3), Err(ResumeError::NoneToday));
        let gone = resume(Some(&today(1, 7)), &[], today(1, 7).at, &zone);
        assert_eq!(gone, Err(ResumeError::Gone("day".to_owned())));
    }

    #[test]
    fn a_round_that_was_left_counts_as_sat_once_something_was_said_in_it() {
        use Status::{Completed, Interrupted, Stopped};
        let table = [
            (Completed, 60_000, Ok((2, None))),
            // Whoever let every question pass was asked them all the same.
            (Completed, 0, Ok((2, None))),
            (Stopped, 1, Ok((2, Some(1)))),
            (Interrupted, 1, Ok((2, Some(1)))),
            (Stopped, 0, Ok((1, None))),
            (Interrupted, 0, Ok((1, None))),
        ];
        let at = "2026-06-01T12:00:00Z";
        for (status, used_ms, expected) in table {
            let last = SatRound {
                status,
                used_ms,
                ..sat(1, at, 7)
            };
            let next = resume(Some(&last), &[day_of(2)], last.at, &TimeZone::UTC);
            let next = next.map(|next| (next.number, next.left));
            assert_eq!(next, expected, "{status:?} {used_ms}");
        }
        // The last one can be left in the same way.
        let last = SatRound {
            status: Stopped,
            used_ms: 0,
            ..sat(2, at, round_seed(7, 2))
        };
        let next = resume(Some(&last), &[day_of(2)], last.at, &TimeZone::UTC).unwrap();
        assert_eq!((next.number, next.seed), (2, 7));
    }

    #[test]
    fn the_seed_of_a_loop_is_known_from_any_of_its_rounds() {
        for number in 1..5 {
            let at = "2026-06-01T12:00:00Z";
            let last = sat(number, at, round_seed(u64::MAX - 1, number));
            let next = resume(Some(&last), &[day_of(9)], last.at, &TimeZone::UTC).unwrap();
            assert_eq!(next.seed, u64::MAX - 1);
        }
    }
}
