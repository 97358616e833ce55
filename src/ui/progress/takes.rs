//! One prompt over time, as a listing.

use super::super::charts::sparkline;
use super::super::tables::table;
use super::super::text::{hanging, words_ms};
use super::{WIDEST, count};
use crate::domain::{LEAST, PromptTake};

/// Every answer to a prompt, oldest first. `name` makes a session's id short.
pub fn takes(
    title: &str,
    takes: &[PromptTake<'_>],
    day: impl Fn(jiff::Timestamp) -> String,
    name: impl Fn(uuid::Uuid) -> String,
    width: usize,
) -> String {
    let rows = takes.iter().map(|take| {
        let over = match take.over_ms {
            0 => "-".to_owned(),
            over => words_ms(over),
        };
        [
            name(take.session),
            day(take.at),
            words_ms(take.used_ms),
            over,
            take.pauses
                .map_or_else(|| "-".to_owned(), |n| n.to_string()),
            take.share
                .map_or_else(|| "-".to_owned(), |share| format!("{share} %")),
        ]
    });
    let head = ["session", "when", "used", "over", "pauses", "scored"];
    let listing = table(width, head, rows.collect());
    let title = hanging(title, width.min(WIDEST), "", "  ");
    let last = hanging(&scored(takes), width.min(WIDEST), "", "");
    format!("{title}\n{listing}\n{last}")
}

fn scored(takes: &[PromptTake<'_>]) -> String {
    let shares = takes.iter().filter_map(|take| take.share);
    let shares: Vec<f64> = shares.map(f64::from).collect();
    if shares.len() < LEAST {
        let scored = count(shares.len(), "answer has", "answers have");
        return format!("{scored} a score; a trend takes {LEAST}.");
    }
    let trend = crate::domain::Direction::of(&shares);
    let word = trend.map_or("", crate::domain::Direction::as_str);
    let spark = sparkline(&shares, 0.0, 100.0, 20);
    format!(
        "{spark} {word}, of {} scored",
        count(shares.len(), "answer", "answers")
    )
}
