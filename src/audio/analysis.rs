//! Listens to a take: where a voice is, how loud it is, what is cut off at full scale.
//!
//! Sound comes in blocks of any size and is worked on in blocks of one, so that the figures of a take
//! that is being recorded are those of its file, to the last bit. What counts as speech is a rule,
//! and lies with the others.

mod decimator;
mod file;
mod hearing;
mod loudness;
mod sound;
mod true_peak;
mod voice;

use super::envelope::Envelope;
use super::format::Format;
use crate::domain::Heard;
pub use file::analyse;
use hearing::Hearing;
use loudness::Loudness;
use sound::SoundEar;
use voice::VoiceEar;

/// Frames that are worked on at once.
const BLOCK: usize = 1024;

/// Nothing has more channels than this: a broken header would ask for as many filters.
const MOST_CHANNELS: u16 = 64;

/// Slower than this there is no voice, and faster nothing records.
const RATES: std::ops::RangeInclusive<u32> = 1000..=super::wav::FASTEST;

/// A take that was listened to.
#[derive(Debug, Clone)]
pub struct Analysis {
    pub heard: Heard,
    pub envelope: Envelope,
}

/// A take as it is heard so far.
pub struct Analyser {
    format: Format,
    ears: Ears,
    /// Samples as the last block was listened to.
    hearing: Vec<f32>,
    /// Interleaved samples that are no whole block yet.
    waiting: Vec<f32>,
}

impl std::fmt::Debug for Analyser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyser")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl Analyser {
    /// None where nothing can be made of the format.
    pub fn new(format: Format) -> Option<Self> {
        Some(Analyser {
            format,
            ears: Ears::new(format)?,
            hearing: Vec::new(),
            waiting: Vec::new(),
        })
    }

    /// Takes interleaved samples, whole frames of them.
    pub fn push(&mut self, samples: &[f32]) {
        let block = block(self.format);
        self.waiting.extend(samples.iter().copied().map(number));
        let waiting = std::mem::take(&mut self.waiting);
        let blocks = waiting.chunks_exact(block);
        self.waiting.extend_from_slice(blocks.remainder());
        for block in blocks {
            self.take_in(block);
        }
    }

    /// No more comes.
    pub fn finish(mut self) -> Heard {
        let rest = std::mem::take(&mut self.waiting);
        self.take_in(&rest);
        let Ears {
            sound,
            loudness,
            hearing,
            mut voice,
        } = self.ears;
        self.hearing.clear();
        hearing.finish(&mut self.hearing);
        voice.push(&self.hearing);
        heard(&sound, loudness, voice)
    }

    fn take_in(&mut self, block: &[f32]) {
        self.ears.sound.push(block);
        self.ears.loudness.push(block);
        self.hearing.clear();
        self.ears.hearing.push(block, &mut self.hearing);
        self.ears.voice.push(&self.hearing);
    }
}

/// What listens to sound: to all of it, and for voices in what is made of it for that.
struct Ears {
    sound: SoundEar,
    loudness: Loudness,
    hearing: Hearing,
    voice: VoiceEar,
}

impl Ears {
    /// None where nothing can be made of the format.
    fn new(format: Format) -> Option<Self> {
        let is_sound =
            (1..=MOST_CHANNELS).contains(&format.channels) && RATES.contains(&format.sample_rate);
        let hearing = is_sound.then(|| Hearing::new(format)).flatten()?;
        Some(Ears {
            sound: SoundEar::new(format),
            loudness: Loudness::new(usize::from(format.channels), format.sample_rate),
            hearing,
            voice: VoiceEar::new(),
        })
    }
}

/// Samples in a block.
fn block(format: Format) -> usize {
    BLOCK * usize::from(format.channels)
}

/// What is not a number is silence, as it is in the files that this program writes.
fn number(sample: f32) -> f32 {
    if sample.is_finite() { sample } else { 0.0 }
}

fn heard(sound: &SoundEar, loudness: Loudness, voice: VoiceEar) -> Heard {
    Heard {
        length_ms: sound.length_ms(),
        frames: voice.finish(),
        loudness_lufs: loudness.finish(),
        peak_dbfs: sound.peak_dbfs(),
        clipped_frames: sound.clipped_frames(),
    }
}

#[cfg(test)]
pub(super) use tests::speech;
#[cfg(test)]
mod tests;
