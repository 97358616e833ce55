//! How takes are written, as the user has set it.

/// Which channels a take holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Channels {
    /// All of the device's channels, mixed to one.
    #[default]
    Mono,
    /// As many as the device has.
    Device,
}

/// How finely a sample is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bits {
    #[default]
    Sixteen,
    TwentyFour,
}

impl Bits {
    /// Bits per sample.
    pub fn number(self) -> u16 {
        match self {
            Bits::Sixteen => 16,
            Bits::TwentyFour => 24,
        }
    }
}

/// How takes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TakeFormat {
    /// In hertz; none is the device's own rate.
    pub sample_rate: Option<u32>,
    pub channels: Channels,
    pub bits: Bits,
}
