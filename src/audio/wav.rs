//! WAV files: written so that they are valid at every moment, and read back.
//!
//! Formats: RIFF WAVE, `fmt ` and `data` by hound; `cue ` and `LIST adtl` (labelled cue points) after
//! Microsoft's "Multimedia Programming Interface and Data Specifications 1.0"; labels for Audacity
//! as its manual gives them, seconds and text between tabs.

mod cues;
mod source;
mod writer;

use std::path::Path;

use super::AudioError;
use crate::domain::Bits;

pub(super) use cues::{check_labels, mark};
pub use source::WavSource;
pub(super) use writer::TakeWriter;

/// A sample in the range −1 to 1 as a whole number of `bits` bits: scale 32768 where there are 16, no
/// dither, clipped at full scale. Samples that came as 16 bits come out as they were.
pub(super) fn quantize(sample: f32, bits: Bits) -> i32 {
    match bits {
        // The casts saturate, and make silence of what is not a number.
        Bits::Sixteen => i32::from((sample * 32_768.0).round() as i16),
        Bits::TwentyFour => {
            const FULL: f32 = 8_388_608.0;
            ((sample * FULL).round() as i32).clamp(-8_388_608, 8_388_607)
        }
    }
}

/// A sample as it is read again once it was written.
pub(super) fn written(sample: f32, bits: Bits) -> f32 {
    quantize(sample, bits) as f32 / full_scale(bits.number())
}

/// What the highest sample would be, were it one higher.
fn full_scale(bits: u16) -> f32 {
    2_f32.powi(i32::from(bits) - 1)
}

/// How many bytes of samples a file holds at most: its sizes are 32 bits wide, and cue points must
/// find room behind the samples.
pub(super) const LARGEST: u64 = u32::MAX as u64 - (1 << 24);

/// What a file's name ends in before it has a header.
pub(super) const UNNAMED: &str = "wav.part";

/// The fastest sample rate that anything records at. More is a broken header, and would ask for
/// buffers of gigabytes.
pub(super) const FASTEST: u32 = 768_000;

fn broken(path: &Path, error: hound::Error) -> AudioError {
    match error {
        hound::Error::IoError(source) => AudioError::File {
            path: path.to_owned(),
            source,
        },
        other => AudioError::NotWav {
            path: path.to_owned(),
            reason: other.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
