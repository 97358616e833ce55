//! Listens to a take: where a voice is, how loud it is, what is cut off at full scale.
//!
//! Sound comes in blocks of any size and is worked on in blocks of one, so that the figures of a take
//! that is being recorded are those of its file, to the last bit. What counts as speech is a rule,
//! and lies with the others.

mod voice;

use std::path::{Path, PathBuf};

use ebur128::{EbuR128, Mode};

use super::AudioError;
use super::format::Format;
use super::take_source::TakeSource;
use crate::domain::Heard;
use voice::VoiceEar;

/// Frames that are worked on at once.
const BLOCK: usize = 1024;

/// As far as a sample of 16 bits goes.
const FULL_SCALE: f32 = 32_767.0 / 32_768.0;

/// A take as it is heard so far.
pub struct Analyser {
    format: Format,
    frames: u64,
    clipped_frames: u64,
    loudness: EbuR128,
    voice: VoiceEar,
    /// Interleaved samples that are no whole block yet.
    waiting: Vec<f32>,
}

impl std::fmt::Debug for Analyser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyser")
            .field("format", &self.format)
            .field("frames", &self.frames)
            .finish_non_exhaustive()
    }
}

impl Analyser {
    /// None where nothing can be made of the format.
    pub fn new(format: Format) -> Option<Self> {
        let channels = u32::from(format.channels);
        let mode = Mode::I | Mode::TRUE_PEAK;
        Some(Analyser {
            format,
            frames: 0,
            clipped_frames: 0,
            loudness: EbuR128::new(channels, format.sample_rate, mode).ok()?,
            voice: VoiceEar::new(format)?,
            waiting: Vec::new(),
        })
    }

    /// Takes interleaved samples, whole frames of them.
    pub fn push(&mut self, samples: &[f32]) {
        let block = BLOCK * usize::from(self.format.channels);
        // What is not a number is silence, as it is in the files that this program writes.
        let sound = samples.iter().map(|s| if s.is_finite() { *s } else { 0.0 });
        self.waiting.extend(sound);
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
        let peaks = (0..u32::from(self.format.channels))
            .filter_map(|channel| self.loudness.true_peak(channel).ok());
        let peak = peaks.fold(0.0, f64::max);
        Heard {
            length_ms: self.frames * 1000 / u64::from(self.format.sample_rate),
            frames: self.voice.finish(),
            loudness_lufs: self
                .loudness
                .loudness_global()
                .ok()
                .filter(|l| l.is_finite()),
            peak_dbfs: (peak > 0.0).then(|| 20.0 * peak.log10()),
            clipped_frames: self.clipped_frames,
        }
    }

    fn take_in(&mut self, block: &[f32]) {
        let frames = block.chunks_exact(usize::from(self.format.channels));
        self.frames += frames.len() as u64;
        let clipped = frames.filter(|frame| frame.iter().any(|s| s.abs() >= FULL_SCALE));
        self.clipped_frames += clipped.count() as u64;
        // It refuses nothing but broken frames, and these are whole.
        let _ = self.loudness.add_frames_f32(block);
        self.voice.push(block);
    }
}

/// Listens to the take that begins in `first` and goes on in `further`.
pub fn analyse(first: &Path, further: &[PathBuf]) -> Result<Heard, AudioError> {
    let mut source = TakeSource::open(first, further)?;
    let format = source.format;
    let mut analyser = Analyser::new(format).ok_or_else(|| AudioError::NotWav {
        path: first.to_owned(),
        reason: format!("{} channels at {} Hz", format.channels, format.sample_rate),
    })?;
    let mut samples = Vec::new();
    loop {
        samples.clear();
        source.read(16 * BLOCK, &mut samples)?;
        if samples.is_empty() {
            return Ok(analyser.finish());
        }
        analyser.push(&samples);
    }
}

#[cfg(test)]
mod tests;
