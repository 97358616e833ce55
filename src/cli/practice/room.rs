//! Whether the disk has room for all that will be said.

use std::time::Duration;

use super::super::context::Context;
use super::super::failure::failure;
use crate::audio::free_bytes;
use crate::domain::{Mic, Script, TakeFormat};

/// Kept free for everything but the recordings.
const BESIDES: u64 = 2 << 20;

/// Fails before the clock starts rather than in the middle of an answer.
pub(super) fn check(
    context: &Context,
    script: &Script,
    format: TakeFormat,
    mic: &Mic,
) -> anyhow::Result<()> {
    let free = free_bytes(context.home.root());
    let (Some(rate), Some(free)) = (mic.sample_rate, free) else {
        return Ok(());
    };
    let needed = needed(script.recorded(), format, rate, mic.channels.unwrap_or(1));
    if needed <= free {
        return Ok(());
    }
    Err(failure(
        format!(
            "this session needs {} for its recordings, and {} has {} free",
            size(needed),
            context.home.root().display(),
            size(free)
        ),
        "make room, name another folder with `--home`, or go without recordings with `--mic none`",
    ))
}

/// Bytes that a session takes which records for `length` in `format`, from a microphone of this
/// rate and number of channels.
pub(in crate::cli) fn needed(
    length: Duration,
    format: TakeFormat,
    rate: u32,
    channels: u16,
) -> u64 {
    let seconds = length.as_secs_f64().ceil() as u64;
    seconds
        .saturating_mul(format.bytes_per_second(rate, channels))
        .saturating_add(BESIDES)
}

/// Bytes in the unit that people free disks by.
pub(in crate::cli) fn size(bytes: u64) -> String {
    const MEGABYTE: f64 = 1e6;
    let megabytes = bytes as f64 / MEGABYTE;
    if megabytes < 1000.0 {
        format!("{megabytes:.1} MB")
    } else {
        format!("{:.1} GB", megabytes / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bits, Channels};

    #[test]
    fn a_session_needs_what_its_takes_hold_and_a_little_more() {
        let as_set = |sample_rate, channels, bits| TakeFormat {
            sample_rate,
            channels,
            bits,
        };
        let table = [
            (TakeFormat::default(), 1, 60 * 48_000 * 2),
            (TakeFormat::default(), 2, 60 * 48_000 * 2),
            (
                as_set(None, Channels::Device, Bits::Sixteen),
                2,
                60 * 48_000 * 4,
            ),
            (
                as_set(None, Channels::Mono, Bits::TwentyFour),
                2,
                60 * 48_000 * 3,
            ),
            (
                as_set(Some(96_000), Channels::Mono, Bits::Sixteen),
                1,
                60 * 96_000 * 2,
            ),
            (
                as_set(Some(8000), Channels::Device, Bits::TwentyFour),
                4,
                60 * 8000 * 12,
            ),
        ];
        for (format, channels, takes) in table {
            // The last second counts whole.
            for length in [Duration::from_millis(59_001), Duration::from_mins(1)] {
                let needed = needed(length, format, 48_000, channels);
                assert_eq!(needed, takes + BESIDES, "{format:?}, {channels} channels");
            }
        }
        let default = TakeFormat::default();
        assert_eq!(needed(Duration::ZERO, default, 48_000, 1), BESIDES);
        assert_eq!(needed(Duration::MAX, default, 48_000, 1), u64::MAX);
    }
}
