//! A microphone that has come back: listened to for a moment before it is placed in time, since the
//! first timestamps of a stream are rough.

use std::time::{Duration, Instant};

use super::super::format::Format;
use super::super::timeline::{frames_in, time_of};
use super::ear::Ear;
use crate::domain::Mic;

/// How long it is listened to. The second half of it is believed.
const LISTEN: Duration = Duration::from_millis(600);

pub(super) struct Arrival {
    ear: Ear,
    mic: Mic,
    takes: Format,
    /// Interleaved.
    samples: Vec<f32>,
    /// When each block was captured, and at which frame since the arrival.
    stamps: Vec<(Instant, u64)>,
}

/// Where and what: ready to be recorded.
pub(super) struct Placed {
    pub(super) ear: Ear,
    pub(super) mic: Mic,
    /// When the first of `samples` was captured.
    pub(super) captured: Instant,
    /// Interleaved, in the format of the takes.
    pub(super) samples: Vec<f32>,
}

impl Arrival {
    pub(super) fn new(ear: Ear, mic: Mic, takes: Format) -> Self {
        Arrival {
            ear,
            mic,
            takes,
            samples: Vec::new(),
            stamps: Vec::new(),
        }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.ear.feed.has_failed()
    }

    fn frames(&self) -> u64 {
        (self.samples.len() / usize::from(self.takes.channels)) as u64
    }

    /// Listens. Returns the length of the longest block that came, if any did.
    pub(super) fn listen(&mut self) -> Option<Duration> {
        let mut longest = None;
        loop {
            let (at, before) = (self.frames(), self.samples.len());
            let Some(heard) = self.ear.hear(&mut self.samples) else {
                return longest;
            };
            longest = longest.max(Some(heard.length));
            if heard.dropped > 0 {
                // A hole before it is placed: begin again behind the hole.
                self.samples.drain(..before);
                self.stamps.clear();
                self.stamps.push((heard.captured, 0));
            } else if self.samples.len() > before {
                self.stamps.push((heard.captured, at));
            }
        }
    }

    pub(super) fn is_ready(&self) -> bool {
        self.frames() >= frames_in(LISTEN, self.takes.sample_rate)
    }

    /// Places it by what the later timestamps say of its first frame.
    pub(super) fn place(self) -> Option<Placed> {
        let later = &self.stamps[self.stamps.len() / 2..];
        let mut starts: Vec<Instant> = later
            .iter()
            .filter_map(|(captured, at)| captured.checked_sub(time_of(*at, self.takes.sample_rate)))
            .collect();
        starts.sort_unstable();
        let share = self.ear.feed.trust().percentile();
        let captured = starts.get(starts.len() * share / 100).copied()?;
        Some(Placed {
            ear: self.ear,
            mic: self.mic,
            captured,
            samples: self.samples,
        })
    }
}
