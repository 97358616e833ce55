//! The shape of sound, wherever it comes from.

/// How many samples there are, and of how many channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Frames per second.
    pub sample_rate: u32,
    /// Samples per frame, interleaved.
    pub channels: u16,
}
