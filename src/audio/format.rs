//! The shape of sound, wherever it comes from and wherever it goes.

use crate::domain::{Bits, TakeFormat};

/// How many samples there are, and of how many channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Frames per second.
    pub sample_rate: u32,
    /// Samples per frame, interleaved.
    pub channels: u16,
}

/// What the takes of a session are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) format: Format,
    pub(super) bits: Bits,
}

impl Shape {
    /// What `wanted` comes to with a microphone of this format.
    pub(super) fn of(wanted: TakeFormat, device: Format) -> Self {
        let (sample_rate, channels) = wanted.of(device.sample_rate, device.channels);
        Shape {
            format: Format {
                sample_rate,
                channels,
            },
            bits: wanted.bits,
        }
    }

    pub(super) fn bytes_per_frame(self) -> u64 {
        u64::from(self.format.channels) * u64::from(self.bits.number() / 8)
    }
}
