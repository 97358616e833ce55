//! How long a take is and how high it goes: what is measured of its own samples besides loudness.

use super::super::format::Format;
use super::true_peak::TruePeak;

/// As far as a sample of 16 bits goes.
const FULL_SCALE: f32 = 32_767.0 / 32_768.0;

pub(super) struct SoundEar {
    format: Format,
    frames: u64,
    clipped_frames: u64,
    peak: TruePeak,
}

impl SoundEar {
    pub(super) fn new(format: Format) -> Self {
        let channels = usize::from(format.channels);
        SoundEar {
            format,
            frames: 0,
            clipped_frames: 0,
            peak: TruePeak::new(channels, format.sample_rate),
        }
    }

    /// Takes a block of interleaved samples, whole frames of them.
    pub(super) fn push(&mut self, block: &[f32]) {
        let channels = usize::from(self.format.channels);
        self.frames += (block.len() / channels) as u64;
        if self.peak.push(block) >= FULL_SCALE {
            let frames = block.chunks_exact(channels);
            let clipped = frames.filter(|frame| frame.iter().any(|s| s.abs() >= FULL_SCALE));
            self.clipped_frames += clipped.count() as u64;
        }
    }

    pub(super) fn length_ms(&self) -> u64 {
        self.frames * 1000 / u64::from(self.format.sample_rate)
    }

    pub(super) fn clipped_frames(&self) -> u64 {
        self.clipped_frames
    }

    /// True peak.
    pub(super) fn peak_dbfs(&self) -> Option<f64> {
        let peak = f64::from(self.peak.peak());
        (peak > 0.0).then(|| 20.0 * peak.log10())
    }
}
