//! From the microphone's format to that of the takes: channels mixed, rates changed.
//!
//! Where both are the same, samples go through as they are. A resampler gathers before it answers;
//! so with each stretch that it hands out comes the time at which that stretch was captured.

use std::time::{Duration, Instant};

use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler, ResamplerConstructionError, WindowFunction};

use super::format::Format;
use super::timeline::time_of;

/// Frames that are resampled at once.
const CHUNK: usize = 1024;

pub(super) struct Converter {
    from: Format,
    to: Format,
    resampling: Option<Resampling>,
    mixed: Vec<f32>,
}

/// Where the first frame that comes of a block lies: so long after the block's first frame, less so
/// long before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lag {
    after: Duration,
    before: Duration,
}

struct Resampling {
    resampler: Fft<f32>,
    /// Frames of the microphone that have come, and how many of them are not resampled yet.
    came: u64,
    waiting: Vec<f32>,
    /// Frames handed out.
    went: u64,
    out: Vec<f32>,
}

impl Resampling {
    fn new(resampler: Fft<f32>, channels: usize) -> Self {
        let out = vec![0.0; resampler.output_frames_max() * channels];
        Resampling {
            resampler,
            came: 0,
            waiting: Vec::new(),
            went: 0,
            out,
        }
    }
}

impl Converter {
    /// None where the rates are such that nothing can be made of one for the other.
    pub(super) fn new(from: Format, to: Format) -> Option<Self> {
        let (input, output) = (from.sample_rate as usize, to.sample_rate as usize);
        let channels = usize::from(to.channels);
        Self::with(from, to, || {
            Fft::new(input, output, CHUNK, channels, FixedSync::Input)
        })
    }

    /// The same, which resamples about `frames` in one piece: quicker, and it answers later.
    pub(super) fn in_blocks(from: Format, to: Format, frames: usize) -> Option<Self> {
        let (input, output) = (from.sample_rate as usize, to.sample_rate as usize);
        let channels = usize::from(to.channels);
        Self::with(from, to, || {
            let window = WindowFunction::BlackmanHarris2;
            Fft::new_custom(input, output, frames, 1, channels, window, FixedSync::Input)
        })
    }

    fn with(
        from: Format,
        to: Format,
        resampler: impl FnOnce() -> Result<Fft<f32>, ResamplerConstructionError>,
    ) -> Option<Self> {
        let resampling = if from.sample_rate == to.sample_rate {
            None
        } else {
            Some(Resampling::new(resampler().ok()?, usize::from(to.channels)))
        };
        Some(Converter {
            from,
            to,
            resampling,
            mixed: Vec::new(),
        })
    }

    pub(super) fn resamples(&self) -> bool {
        self.resampling.is_some()
    }

    /// How many frames of a take `frames` of the microphone are, to the nearest.
    pub(super) fn frames(&self, frames: u64) -> u64 {
        let (from, to) = (
            u64::from(self.from.sample_rate),
            u64::from(self.to.sample_rate),
        );
        (frames * to + from / 2) / from
    }

    /// Takes a block of the microphone, captured from `captured` on, and appends what comes of it to
    /// `into`. Returns when the first frame that was appended was captured.
    pub(super) fn push(
        &mut self,
        captured: Instant,
        block: &[f32],
        into: &mut Vec<f32>,
    ) -> Instant {
        let Lag { after, before } = self.convert(block, into);
        (captured + after).checked_sub(before).unwrap_or(captured)
    }

    /// Appends to `into` what comes of a block, and returns where that lies.
    pub(super) fn convert(&mut self, block: &[f32], into: &mut Vec<f32>) -> Lag {
        let channels = usize::from(self.to.channels);
        self.mixed.clear();
        mix(block, self.from.channels, self.to.channels, &mut self.mixed);
        let Some(resampling) = &mut self.resampling else {
            into.extend_from_slice(&self.mixed);
            return Lag::default();
        };
        let begin = into.len();
        let delay = resampling.resampler.output_delay() as u64;
        let came = resampling.came;
        let went = resampling.went;
        resampling.came += (self.mixed.len() / channels) as u64;
        resampling.waiting.extend_from_slice(&self.mixed);
        resampling.run(channels, into);
        // At first it answers with what was before the first frame.
        let early = delay.saturating_sub(went).min(resampling.went - went);
        into.drain(begin..begin + early as usize * channels);
        // Its frame `went` is the sound of `delay` frames before.
        Lag {
            after: time_of(went + early, self.to.sample_rate),
            before: time_of(came, self.from.sample_rate) + time_of(delay, self.to.sample_rate),
        }
    }

    /// Begins anew behind a hole. Returns how many frames of a take it had gathered and not answered.
    pub(super) fn restart(&mut self) -> u64 {
        let Some(resampling) = &mut self.resampling else {
            return 0;
        };
        let answered = resampling
            .went
            .saturating_sub(resampling.resampler.output_delay() as u64);
        let came = resampling.came;
        resampling.resampler.reset();
        resampling.waiting.clear();
        (resampling.came, resampling.went) = (0, 0);
        self.frames(came).saturating_sub(answered)
    }
}

impl Resampling {
    /// Resamples all whole chunks that wait.
    fn run(&mut self, channels: usize, into: &mut Vec<f32>) {
        let mut used = 0;
        loop {
            let wanted = self.resampler.input_frames_next();
            let waiting = &self.waiting[used * channels..];
            if waiting.len() < wanted * channels {
                break;
            }
            let frames = self.out.len() / channels;
            let (Ok(input), Ok(mut output)) = (
                InterleavedSlice::new(waiting, channels, waiting.len() / channels),
                InterleavedSlice::new_mut(&mut self.out, channels, frames),
            ) else {
                break;
            };
            let Ok((read, written)) = self
                .resampler
                .process_into_buffer(&input, &mut output, None)
            else {
                break;
            };
            into.extend_from_slice(&self.out[..written * channels]);
            self.went += written as u64;
            used += read;
        }
        self.waiting.drain(..used * channels);
    }
}

/// Appends frames of `from` channels as frames of `to`: the same ones where the numbers agree, else
/// the mean of all.
pub(super) fn mix(block: &[f32], from: u16, to: u16, into: &mut Vec<f32>) {
    if from == to {
        into.extend_from_slice(block);
        return;
    }
    for frame in block.chunks_exact(usize::from(from.max(1))) {
        let mean = frame.iter().sum::<f32>() / f32::from(from);
        into.extend(std::iter::repeat_n(mean, usize::from(to)));
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::*;
    use crate::clock;

    fn format(sample_rate: u32, channels: u16) -> Format {
        Format {
            sample_rate,
            channels,
        }
    }

    #[test]
    fn channels_are_mixed_where_their_numbers_differ() {
        for (from, to, expected) in [
            (2, 2, vec![1.0, 0.0, -0.5, 0.5]),
            (2, 1, vec![0.5, 0.0]),
            (4, 2, vec![0.25, 0.25]),
        ] {
            let mut mixed = Vec::new();
            mix(&[1.0, 0.0, -0.5, 0.5], from, to, &mut mixed);
            assert_eq!(mixed, expected, "{from} to {to}");
        }
    }

    #[test]
    fn what_needs_no_conversion_is_not_touched() {
        let mut converter = Converter::new(format(48_000, 1), format(48_000, 1)).unwrap();
        let block: Vec<f32> = (0..500i16).map(|n| f32::from(n) / 32_768.0).collect();
        let mut out = Vec::new();
        let at = clock::now();
        assert_eq!(converter.push(at, &block, &mut out), at);
        assert_eq!(converter.restart(), 0);
        assert_eq!(out, block);
        assert_eq!(converter.frames(77), 77);
    }

    /// A tone as it is at `seconds` after the start.
    fn tone(seconds: f64) -> f32 {
        (0.5 * (TAU * 1000.0 * seconds).sin()) as f32
    }

    #[test]
    fn a_resampled_tone_is_the_tone_at_the_time_it_was_captured() {
        for (from, to) in [(44_100, 48_000), (16_000, 48_000), (48_000, 44_100)] {
            let start = clock::now() + Duration::from_secs(1);
            let mut converter = Converter::new(format(from, 1), format(to, 1)).unwrap();
            let mut checked = 0;
            for block in 0..100u32 {
                // Blocks of no round number, each with its own time.
                let first = block * 441;
                let samples: Vec<f32> = (first..first + 441)
                    .map(|n| tone(f64::from(n) / f64::from(from)))
                    .collect();
                let captured = start + time_of(u64::from(first), from);
                let mut out = Vec::new();
                let at = converter.push(captured, &samples, &mut out);
                for (n, sample) in (0u32..).zip(&out) {
                    let instant = at + time_of(u64::from(n), to);
                    let seconds = instant.saturating_duration_since(start).as_secs_f64();
                    // Before that the filter has not heard enough.
                    if block > 20 {
                        let off = (sample - tone(seconds)).abs();
                        assert!(off < 0.002, "{from} to {to}: {off} at {seconds}");
                        checked += 1;
                    }
                }
            }
            assert!(checked > 10_000, "{checked}");
        }
    }

    #[test]
    fn what_was_gathered_before_a_hole_is_counted() {
        let mut converter = Converter::new(format(44_100, 2), format(48_000, 2)).unwrap();
        for _ in 0..2 {
            let start = clock::now() + Duration::from_secs(1);
            let mut out = Vec::new();
            let first = converter.push(start, &vec![0.25; 2 * 4410], &mut out);
            assert_eq!(first, start, "nothing comes before the first frame");
            let answered = out.len() as u64 / 2;
            assert_eq!(answered + converter.restart(), 4800, "a tenth of a second");
        }
        assert_eq!(converter.frames(441), 480);
    }
}
