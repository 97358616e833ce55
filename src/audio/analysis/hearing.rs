//! Sound as it is listened to for voices: of one channel, at the rate that their detector was made for.

use super::super::convert::{Converter, mix};
use super::super::format::Format;
use super::decimator::Decimator;
use crate::domain::FRAME_MS;

const HEARING: Format = Format {
    sample_rate: 16_000,
    channels: 1,
};

/// Samples in a frame, as the detector wants them.
pub(super) const SAMPLES: usize = (HEARING.sample_rate as u64 * FRAME_MS / 1000) as usize;

pub(super) struct Hearing {
    from: Format,
    way: Way,
    /// Frames that came, and samples that were made of them.
    came: u64,
    went: u64,
}

enum Way {
    /// From a few times the rate.
    Down {
        decimator: Decimator,
        mixed: Vec<f32>,
    },
    /// From any other.
    Across(Box<Converter>),
}

impl Hearing {
    /// None where nothing can be made of the format.
    pub(super) fn new(from: Format) -> Option<Self> {
        let factor = from.sample_rate / HEARING.sample_rate;
        let way = if factor > 1 && from.sample_rate.is_multiple_of(HEARING.sample_rate) {
            Way::Down {
                decimator: Decimator::new(factor as usize),
                mixed: Vec::new(),
            }
        } else {
            let frame = from.sample_rate as usize * FRAME_MS as usize / 1000;
            Way::Across(Box::new(Converter::in_blocks(from, HEARING, frame)?))
        };
        Some(Hearing {
            from,
            way,
            came: 0,
            went: 0,
        })
    }

    /// Takes interleaved samples, whole frames of them, and appends what can be told of them by now.
    pub(super) fn push(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        self.came += (samples.len() / usize::from(self.from.channels)) as u64;
        self.pour(samples, into);
    }

    /// No more comes: appends the rest.
    pub(super) fn finish(mut self, into: &mut Vec<f32>) {
        let (from, to) = (
            u64::from(self.from.sample_rate),
            u64::from(HEARING.sample_rate),
        );
        let due = (self.came * to + from / 2) / from;
        // What is still held back comes out behind silence.
        let silence = vec![0.0; SAMPLES * usize::from(self.from.channels)];
        while self.went < due {
            self.pour(&silence, into);
        }
        let beyond = (self.went - due) as usize;
        into.truncate(into.len().saturating_sub(beyond));
    }

    fn pour(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        let before = into.len();
        match &mut self.way {
            Way::Down { decimator, mixed } => {
                if self.from.channels == HEARING.channels {
                    decimator.push(samples, into);
                } else {
                    mixed.clear();
                    mix(samples, self.from.channels, HEARING.channels, mixed);
                    decimator.push(mixed, into);
                }
            }
            Way::Across(converter) => {
                converter.convert(samples, into);
            }
        }
        self.went += (into.len() - before) as u64;
    }
}
