//! The one clock. Everything else is handed the time, so that rules and tests can hold it still.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp, Unit};

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

/// What the wall clock said at `instant`, which lies a moment back, to the nearest millisecond.
#[expect(clippy::disallowed_methods, reason = "this is the one clock")]
pub fn wall_at(instant: Instant) -> Timestamp {
    let now = Timestamp::now();
    let ago = SignedDuration::try_from(instant.elapsed()).unwrap_or_default();
    let exact = now.checked_sub(ago).unwrap_or(now);
    exact.round(Unit::Millisecond).unwrap_or(exact)
}

/// Watches for times in which the machine was asleep: the monotonic clock stands still in them.
#[derive(Debug)]
pub struct Sleep {
    /// How far the clock that goes on was ahead of the monotonic one.
    ahead: Ahead,
}

impl Sleep {
    /// Less may be the wall clock being set.
    const LEAST: Duration = Duration::from_secs(2);

    pub fn watch() -> Self {
        Sleep {
            ahead: Ahead::now(),
        }
    }

    /// Whether the machine has slept since this was asked last.
    pub fn has_slept(&mut self) -> bool {
        let ahead = Ahead::now();
        let slept = ahead.since(&self.ahead) >= Self::LEAST;
        self.ahead = ahead;
        slept
    }
}

/// Linux has a clock of its own for this, which nobody sets.
#[cfg(target_os = "linux")]
#[derive(Debug)]
struct Ahead(Duration);

#[cfg(target_os = "linux")]
impl Ahead {
    fn now() -> Self {
        use rustix::time::{ClockId, clock_gettime};
        let read = |id| {
            let time = clock_gettime(id);
            let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
            Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
        };
        let monotonic = read(ClockId::Monotonic);
        Ahead(read(ClockId::Boottime).saturating_sub(monotonic))
    }

    fn since(&self, before: &Ahead) -> Duration {
        self.0.saturating_sub(before.0)
    }
}

/// Elsewhere it is the wall clock that goes on.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
struct Ahead(Instant, Timestamp);

#[cfg(not(target_os = "linux"))]
impl Ahead {
    fn now() -> Self {
        Ahead(now(), wall())
    }

    fn since(&self, before: &Ahead) -> Duration {
        let wall = self.1.duration_since(before.1);
        let monotonic = self.0.saturating_duration_since(before.0);
        Duration::try_from(wall)
            .unwrap_or_default()
            .saturating_sub(monotonic)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wall_clock_of_an_instant_lies_as_far_back_as_the_instant() {
        let (start, before) = (now(), wall());
        std::thread::sleep(Duration::from_millis(30));
        let at = wall_at(start);
        assert_eq!(at.subsec_nanosecond() % 1_000_000, 0);
        // Not after the sleep, which is when it was asked for.
        assert!(
            at < before + SignedDuration::from_millis(30),
            "{at}, {before}"
        );
    }

    #[test]
    fn whoever_is_awake_has_not_slept() {
        let mut sleep = Sleep::watch();
        std::thread::sleep(Duration::from_millis(20));
        assert!(!sleep.has_slept());
        assert!(!sleep.has_slept());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_clock_that_has_gone_ahead_tells_of_a_sleep() {
        let before = Ahead::now();
        let mut sleep = Sleep {
            ahead: Ahead(before.0.saturating_sub(Duration::from_secs(3))),
        };
        // Where the machine has never slept there is nothing to go back to.
        let has_history = before.0 >= Duration::from_secs(3);
        assert_eq!(sleep.has_slept(), has_history);
        let later = Ahead(before.0 + Duration::from_secs(3));
        assert_eq!(later.since(&before), Duration::from_secs(3));
    }
}
