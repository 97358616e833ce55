//! The one clock. Everything else is handed the time, so that rules and tests can hold it still.

use std::time::Instant;

use jiff::Timestamp;

/// The monotonic clock that every deadline and every captured frame is measured on.
#[expect(clippy::disallowed_methods, reason = "this is the one clock")]
pub fn now() -> Instant {
    Instant::now()
}

/// The wall clock, to the millisecond as records hold it: for dates, never for durations.
#[expect(clippy::disallowed_methods, reason = "this is the one clock")]
pub fn wall() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}
