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

impl TakeFormat {
    /// The rate and the channels of takes, from a microphone with these.
    pub fn of(self, sample_rate: u32, channels: u16) -> (u32, u16) {
        let channels = match self.channels {
            Channels::Mono => 1,
            Channels::Device => channels,
        };
        (self.sample_rate.unwrap_or(sample_rate), channels)
    }

    /// Bytes of one second of sound, from a microphone with these.
    pub fn bytes_per_second(self, sample_rate: u32, channels: u16) -> u64 {
        let (sample_rate, channels) = self.of(sample_rate, channels);
        u64::from(sample_rate) * u64::from(channels) * u64::from(self.bits.number() / 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_is_as_the_microphone_has_it() {
        let usual = TakeFormat::default();
        assert_eq!(usual.of(44_100, 2), (44_100, 1));
        assert_eq!(usual.bytes_per_second(44_100, 2), 88_200);
        let all = TakeFormat {
            sample_rate: Some(48_000),
            channels: Channels::Device,
            bits: Bits::TwentyFour,
        };
        assert_eq!(all.of(44_100, 2), (48_000, 2));
        assert_eq!(all.bytes_per_second(44_100, 2), 288_000);
    }
}
