//! Why a prompt was drawn, in words.

use std::fmt;

use jiff::Timestamp;

use super::super::past::{LastTime, Standing};
use super::due::interval;

/// What spoke for a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    Chance,
    NeverPractised,
    LongestAgo(Timestamp),
    /// The competency that was to be trained; none for a prompt that trains none in particular.
    Weak(Option<(String, Option<Standing>)>),
    Due(LastTime),
    /// Nothing is due, and this will be next.
    NotYetDue(LastTime),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Chance => f.write_str("by chance alone"),
            Reason::NeverPractised => f.write_str("never practised"),
            Reason::LongestAgo(at) => write!(f, "practised longest ago ({})", day(*at)),
            Reason::Weak(None) => f.write_str("it names no competency that could be scored"),
            Reason::Weak(Some((competency, None))) => write!(f, "no scores yet in {competency}"),
            Reason::Weak(Some((competency, Some(standing)))) => {
                let Standing { share, answers } = standing;
                let answers = match answers {
                    1 => "the last answer".to_owned(),
                    n => format!("the last {n} answers"),
                };
                write!(f, "{competency} stands at {share} % over {answers}")
            }
            Reason::Due(last) => {
                write!(f, "due since {}: {}", day(due(last)), story(last))
            }
            Reason::NotYetDue(last) => {
                write!(
                    f,
                    "nothing is due; next on {}: {}",
                    day(due(last)),
                    story(last)
                )
            }
        }
    }
}

fn due(last: &LastTime) -> Timestamp {
    last.at
        .saturating_add(interval(last.share))
        .unwrap_or(Timestamp::MAX)
}

fn story(last: &LastTime) -> String {
    let days = interval(last.share).as_secs() / (24 * 60 * 60);
    let scored = match last.share {
        Some(share) => format!("scored {share} %"),
        None => "not scored".to_owned(),
    };
    format!("{scored} on {}, back after {days} days", day(last.at))
}

fn day(at: Timestamp) -> impl fmt::Display {
    at.strftime("%Y-%m-%d")
}
