//! A microphone that has come back: listened to for a moment before it is placed in time, since the
//! first timestamps of a stream are rough.

use std::time::{Duration, Instant};

use super::super::capture::Feed;
use super::super::timeline::{frames_in, time_of};
use super::assembly::mono;
use crate::domain::Mic;

/// How long it is listened to. The second half of it is believed.
const LISTEN: Duration = Duration::from_millis(600);

pub(super) struct Arrival {
    feed: Feed,
    mic: Mic,
    samples: Vec<f32>,
    /// When each block was captured, and at which frame since the arrival.
    stamps: Vec<(Instant, u64)>,
    block: Vec<f32>,
}

/// Where and what: ready to be recorded.
pub(super) struct Placed {
    pub(super) feed: Feed,
    pub(super) mic: Mic,
    /// When the first of `samples` was captured.
    pub(super) captured: Instant,
    /// Mono.
    pub(super) samples: Vec<f32>,
}

impl Arrival {
    pub(super) fn new(feed: Feed, mic: Mic) -> Self {
        Arrival {
            feed,
            mic,
            samples: Vec::new(),
            stamps: Vec::new(),
            block: Vec::new(),
        }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.feed.has_failed()
    }

    /// Listens. Returns the length of the longest block that came, if any did.
    pub(super) fn listen(&mut self) -> Option<Duration> {
        let mut longest = None;
        loop {
            self.block.clear();
            let Some(stamp) = self.feed.next(&mut self.block) else {
                return longest;
            };
            if stamp.dropped > 0 {
                // A hole before it is placed: begin again behind the hole.
                self.samples.clear();
                self.stamps.clear();
            }
            let at = self.samples.len() as u64;
            self.stamps.push((stamp.captured, at));
            self.samples
                .extend(mono(&self.block, self.feed.format.channels));
            let length = time_of(stamp.frames as u64, self.feed.format.sample_rate);
            longest = longest.max(Some(length));
        }
    }

    pub(super) fn is_ready(&self) -> bool {
        self.samples.len() as u64 >= frames_in(LISTEN, self.feed.format.sample_rate)
    }

    /// Places it by the median of what the later timestamps say of its first frame.
    pub(super) fn place(self) -> Option<Placed> {
        let rate = self.feed.format.sample_rate;
        let later = &self.stamps[self.stamps.len() / 2..];
        let mut starts: Vec<Instant> = later
            .iter()
            .filter_map(|(captured, at)| captured.checked_sub(time_of(*at, rate)))
            .collect();
        starts.sort_unstable();
        let captured = starts.get(starts.len() / 2).copied()?;
        Some(Placed {
            feed: self.feed,
            mic: self.mic,
            captured,
            samples: self.samples,
        })
    }
}
