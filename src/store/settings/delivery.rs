//! `[delivery]`: how the delivery is measured.

use super::super::document::{Fields, Key, Log, Shape, Takes};
use crate::domain::PAUSE_RANGE_MS;

pub(super) static DELIVERY: Shape = Shape::new(
    "`[delivery]`",
    &[Key::optional(
        "pause_seconds",
        Takes::Positive,
        "From this length on silence within speech is a pause.",
    )],
);

const PAUSE: &str = "write seconds, 0.3 to 60, such as `1.5`";

pub(super) fn pause_ms(fields: &Fields<'_>, log: &mut Log) -> Option<u64> {
    let value = fields.find("pause_seconds")?.or_rather(PAUSE);
    value.millis_in(&PAUSE_RANGE_MS, log)
}
