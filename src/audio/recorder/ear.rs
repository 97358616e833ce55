//! A microphone with what makes its sound into that of the takes.

use std::time::{Duration, Instant};

use super::super::convert::Converter;
use super::super::feed::Feed;
use super::super::format::Format;
use super::super::timeline::time_of;

pub(super) struct Ear {
    pub(super) feed: Feed,
    converter: Converter,
    block: Vec<f32>,
}

/// A block that has come.
pub(super) struct Heard {
    /// When its first frame in the takes' format was captured.
    pub(super) captured: Instant,
    /// Frames of the takes that were lost before it.
    pub(super) dropped: u64,
    /// How long it was as the microphone delivered it.
    pub(super) length: Duration,
}

impl Ear {
    /// None where the microphone's rate cannot be made into that of the takes.
    pub(super) fn new(feed: Feed, takes: Format) -> Option<Self> {
        let converter = Converter::new(feed.format, takes)?;
        Some(Ear {
            feed,
            converter,
            block: Vec::new(),
        })
    }

    /// The next block, appended to `into` in the format of the takes. It may come to nothing yet.
    pub(super) fn hear(&mut self, into: &mut Vec<f32>) -> Option<Heard> {
        self.block.clear();
        let stamp = self.feed.next(&mut self.block)?;
        let mut dropped = 0;
        if stamp.dropped > 0 {
            dropped = self.converter.frames(stamp.dropped) + self.converter.restart();
        }
        let captured = self.converter.push(stamp.captured, &self.block, into);
        Some(Heard {
            captured,
            dropped,
            length: time_of(stamp.frames as u64, self.feed.format.sample_rate),
        })
    }

    /// How many frames of the takes are lost at once, where frames are lost; 0 where that is not
    /// known.
    pub(super) fn cycle(&self) -> u64 {
        if self.converter.resamples() {
            0
        } else {
            self.feed.cycle()
        }
    }

    /// The last block as the microphone delivered it.
    pub(super) fn raw(&self) -> &[f32] {
        &self.block
    }
}
