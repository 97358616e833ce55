//! From a session's date to the monotonic clock. A session says when it began by the wall clock
//! alone; both clocks read together soon after its start tell which instant that was.

use std::time::{Duration, Instant, SystemTime};

use hotseat::clock;
use serde_json::Value;

/// The two clocks at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair {
    monotonic: Instant,
    wall: SystemTime,
}

impl Pair {
    /// The closest of many readings.
    #[expect(
        clippy::disallowed_methods,
        reason = "the program's own wall clock is too coarse to measure the program with"
    )]
    pub(crate) fn read() -> Self {
        let reading = |_| {
            let before = clock::now();
            let wall = SystemTime::now();
            let took = before.elapsed();
            let monotonic = before + took / 2;
            (took, Pair { monotonic, wall })
        };
        let best = (0..50).map(reading).min_by_key(|(took, _)| *took);
        best.expect("there were readings").1
    }

    /// When the session began, within half a millisecond: its date is as coarse as that.
    pub(crate) fn start_of(self, session: &Value) -> Instant {
        let text = session["started_at"].as_str().expect("a date");
        let began: jiff::Timestamp = text.parse().expect("a date");
        let began = SystemTime::from(began);
        let ago = self.wall.duration_since(began);
        shifted(self.monotonic, -ago.expect("it lies back").as_secs_f64())
    }
}

/// So many seconds later, or earlier.
pub(crate) fn shifted(at: Instant, seconds: f64) -> Instant {
    let by = Duration::from_secs_f64(seconds.abs());
    let shifted = if seconds < 0.0 {
        at.checked_sub(by)
    } else {
        at.checked_add(by)
    };
    shifted.expect("the machine was up by then")
}

/// Milliseconds from `a` to `b`; negative where `b` comes first.
pub(crate) fn millis(a: Instant, b: Instant) -> f64 {
    let ahead = b.saturating_duration_since(a).as_secs_f64();
    let behind = a.saturating_duration_since(b).as_secs_f64();
    (ahead - behind) * 1000.0
}
