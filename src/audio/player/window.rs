//! The stretch of a tape that is worked on: frames by their number, wherever the tape stands.

use std::ops::Range;

use super::super::AudioError;
use super::super::tape::Tape;

/// Frames behind what is asked for that are kept before they are let go of.
const BEHIND: u64 = 48_000;

/// Frames that follow each other.
#[derive(Debug)]
pub(super) struct Window {
    channels: usize,
    /// The number of the first.
    start: u64,
    samples: Vec<f32>,
}

impl Window {
    pub(super) fn new(channels: u16) -> Self {
        Window {
            channels: usize::from(channels.max(1)),
            // Nothing is asked for there, so the first time it is sought.
            start: u64::MAX,
            samples: Vec::new(),
        }
    }

    /// These frames, interleaved; after the end, silence.
    pub(super) fn frames(
        &mut self,
        tape: &mut Tape,
        range: Range<u64>,
    ) -> Result<&[f32], AudioError> {
        let held = (self.samples.len() / self.channels) as u64;
        let is_near = range.start >= self.start && range.start - self.start <= held;
        if !is_near {
            tape.seek(range.start)?;
            self.start = range.start;
            self.samples.clear();
        } else if range.start - self.start > BEHIND {
            let stale = (range.start - self.start) as usize * self.channels;
            self.samples.drain(..stale);
            self.start = range.start;
        }
        let full = (range.end - self.start) as usize * self.channels;
        if let Some(missing) = full.checked_sub(self.samples.len()) {
            let read = tape.read(missing / self.channels, &mut self.samples);
            if read.is_err() {
                // What is held does not tell where the tape stands now.
                self.start = u64::MAX;
            }
            read?;
            self.samples.resize(full, 0.0);
        }
        let from = (range.start - self.start) as usize * self.channels;
        Ok(&self.samples[from..full])
    }
}
