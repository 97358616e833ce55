//! How far capture times can be trusted, by whose they are.

use std::time::Duration;

/// What is known of capture times by whose they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::audio) enum Trust {
    /// They carry no jitter: the first one holds for good.
    Exact,
    /// A sound server's, which are right to a tenth of a millisecond or late: when it is kept from
    /// answering, the sound seems younger than it is. So the early ones are right.
    Fine,
    /// The same, but the device's clock is not as good. `PulseAudio`'s null sink falls behind on a
    /// busy machine and loses nothing; what a card loses is a whole buffer.
    Fair,
    /// They wander by tens of milliseconds, to both sides.
    Coarse,
}

impl Trust {
    /// A jump of capture time that is more than jitter.
    pub(super) fn jump_nanos(self) -> i64 {
        match self {
            Trust::Exact => i64::MAX,
            Trust::Fine => 8_000_000,
            Trust::Fair | Trust::Coarse => 60_000_000,
        }
    }

    /// How long the times of a new stream are rough: they only serve until better ones come. A server
    /// knows its own from the first.
    pub(super) fn rough(self) -> Duration {
        match self {
            Trust::Exact | Trust::Fine | Trust::Fair => Duration::ZERO,
            Trust::Coarse => Duration::from_secs(1),
        }
    }

    /// Entries of the window.
    pub(super) fn window(self) -> usize {
        match self {
            Trust::Exact | Trust::Fine | Trust::Fair => 100,
            Trust::Coarse => 256,
        }
    }

    /// Which of many times is believed: this one of a hundred, from the earliest on.
    pub(in crate::audio) fn percentile(self) -> usize {
        match self {
            Trust::Exact | Trust::Fine | Trust::Fair => 10,
            Trust::Coarse => 50,
        }
    }

    /// For how long capture times must stay ahead before a jump counts as a loss. It is measured on
    /// the capture clock: what a stalled callback catches up in a burst confirms nothing.
    pub(super) fn confirm(self) -> Duration {
        match self {
            // On a machine with three times as many busy processes as cores, a right one came at
            // least every 1.5 s.
            Trust::Exact | Trust::Fine | Trust::Fair => Duration::from_secs(2),
            Trust::Coarse => Duration::from_millis(200),
        }
    }
}
