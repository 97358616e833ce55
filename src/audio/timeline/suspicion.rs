//! A jump of capture times that may be a loss, until it is known.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use super::{Trust, percentile};

/// By how much times that wander may differ and still count as steady. A sound server that
/// reconfigures itself loses frames over many blocks, and the loss is known only when that is over.
const STEADY_NANOS: i64 = 25_000_000;

/// After this long a jump of such times is judged as it stands.
const UNSTEADY: Duration = Duration::from_secs(2);

#[derive(Debug)]
pub(super) struct Suspicion {
    pub(super) at_frame: u64,
    since: Instant,
    /// When, and by how much, since it was steady.
    offsets: VecDeque<(Instant, i64)>,
}

impl Suspicion {
    pub(super) fn new(at_frame: u64, since: Instant) -> Self {
        Suspicion {
            at_frame,
            since,
            offsets: VecDeque::new(),
        }
    }

    /// Takes the offset of one more block, which is ahead too. Returns the offset that has come to
    /// stay, once it has.
    pub(super) fn settle(&mut self, captured: Instant, offset: i64, trust: Trust) -> Option<i64> {
        self.offsets.push_back((captured, offset));
        let span = |offsets: &VecDeque<(Instant, i64)>| {
            let values = || offsets.iter().map(|(_, offset)| *offset);
            values().max().unwrap_or(0) - values().min().unwrap_or(0)
        };
        let wanders = trust == Trust::Coarse;
        while wanders && span(&self.offsets) > STEADY_NANOS {
            self.offsets.pop_front();
        }
        let steady_since = self.offsets.front().map_or(captured, |(at, _)| *at);
        let confirmed = captured.saturating_duration_since(steady_since) >= trust.confirm();
        let too_long = wanders && captured.saturating_duration_since(self.since) >= UNSTEADY;
        (confirmed || too_long).then(|| {
            let mut values: Vec<i64> = self.offsets.iter().map(|(_, offset)| *offset).collect();
            // Of a server's times the earliest is right, and the others may all be late.
            percentile(&mut values, if wanders { 50 } else { 0 })
        })
    }
}
