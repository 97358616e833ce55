//! The true peak: how high the sound goes between its samples, after ITU-R BS.1770-4.
//!
//! Samples are interpolated, four for each at the usual rates, as libebur128 does it. That takes
//! longer than all else that is measured, and nearly all of it is for nothing: what comes out of the
//! filter is at most so much larger than what goes in. So only stretches are looked at which could
//! raise the peak that is known already, and what is found is the same.

use std::f64::consts::PI;

/// Coefficients of the filter for all interpolated samples together.
const TAPS: usize = 48;

/// Frames that are looked at, or passed over, at once.
const STRETCH: usize = 128;

/// Samples that are compared side by side, which the compiler makes one instruction of.
const LANES: usize = 8;

pub(super) struct TruePeak {
    /// For each interpolated sample the coefficients, the newest input first. Empty where the rate is
    /// so high that nothing is interpolated.
    phases: Vec<Vec<f32>>,
    /// How much larger than the largest input an output may be.
    gain: f32,
    /// The end of what came, behind which the next samples are put, of each channel.
    lines: Vec<Vec<f32>>,
    /// Inputs that one output is made of, less the newest.
    memory: usize,
    peak: f32,
}

impl TruePeak {
    pub(super) fn new(channels: usize, sample_rate: u32) -> Self {
        let factor = match sample_rate {
            ..96_000 => 4,
            96_000..192_000 => 2,
            _ => 1,
        };
        let phases: Vec<Vec<f32>> = match factor {
            1 => Vec::new(),
            factor => (0..factor)
                .map(|phase| coefficients(phase, factor))
                .collect(),
        };
        let sum = |phase: &Vec<f32>| phase.iter().map(|c| f64::from(c.abs())).sum::<f64>();
        // A little more, since the sums of outputs are rounded too.
        let gain = phases.iter().map(sum).fold(1.0, f64::max) * 1.000_1;
        let memory = phases.first().map_or(0, |phase| phase.len() - 1);
        TruePeak {
            phases,
            gain: gain as f32,
            lines: vec![vec![0.0; memory]; channels],
            memory,
            peak: 0.0,
        }
    }

    /// Takes interleaved samples, whole frames of them. Returns the highest of them.
    pub(super) fn push(&mut self, samples: &[f32]) -> f32 {
        let channels = self.lines.len();
        let mut highest_sample = 0.0_f32;
        for (channel, line) in self.lines.iter_mut().enumerate() {
            if channels == 1 {
                line.extend_from_slice(samples);
            } else {
                line.extend(samples.iter().skip(channel).step_by(channels));
            }
            let mut begin = 0;
            while begin + self.memory < line.len() {
                let end = (begin + self.memory + STRETCH).min(line.len());
                let stretch = &line[begin..end];
                // With those before it, which the filter remembers.
                let highest = highest(stretch);
                highest_sample = highest_sample.max(highest);
                if highest * self.gain > self.peak {
                    self.peak = self.peak.max(highest);
                    for phase in &self.phases {
                        self.peak = self.peak.max(interpolated(stretch, phase));
                    }
                }
                begin += STRETCH;
            }
            let gone = line.len() - self.memory;
            line.drain(..gone);
        }
        highest_sample
    }

    /// Relative to full scale; 0 of digital silence.
    pub(super) fn peak(&self) -> f32 {
        self.peak
    }
}

/// A windowed sinc, of which each phase has every `factor`th value.
fn coefficients(phase: usize, factor: usize) -> Vec<f32> {
    let at = |n: usize| {
        let n = n as f64;
        let window = 0.5 * (1.0 - (2.0 * PI * n / TAPS as f64).cos());
        let x = (n - TAPS as f64 / 2.0) * PI / factor as f64;
        let sinc = if x.abs() > 1e-6 { x.sin() / x } else { 1.0 };
        (window * sinc) as f32
    };
    (0..TAPS / factor)
        .map(|tap| at(tap * factor + phase))
        .collect()
}

/// The highest output of one phase, for all of a stretch behind what the filter remembers.
fn interpolated(stretch: &[f32], phase: &[f32]) -> f32 {
    let memory = phase.len() - 1;
    let mut sums = [0.0_f32; STRETCH];
    for (tap, coefficient) in phase.iter().enumerate() {
        let inputs = &stretch[memory - tap..stretch.len() - tap];
        for (sum, input) in sums.iter_mut().zip(inputs) {
            *sum += coefficient * input;
        }
    }
    highest(&sums)
}

fn highest(samples: &[f32]) -> f32 {
    let mut highest = [0.0_f32; LANES];
    let lanes = samples.chunks_exact(LANES);
    let rest = lanes.remainder();
    for lane in lanes {
        for (highest, sample) in highest.iter_mut().zip(lane) {
            let sample = sample.abs();
            *highest = if sample > *highest { sample } else { *highest };
        }
    }
    let rest = rest.iter().map(|sample| sample.abs());
    highest.into_iter().chain(rest).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests;
