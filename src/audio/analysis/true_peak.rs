//! The true peak: how high the sound goes between its samples, after ITU-R BS.1770-4.
//!
//! Samples are interpolated up to 192 kHz, with the filter that ffmpeg has for it: a sinc under a Kaiser
//! window, which reads a clipped wave right where shorter filters do not. That takes longer than all
//! else that is measured, and nearly all of it is for nothing: what comes out of the filter is at most
//! so much larger than what goes in. So only stretches are looked at which could raise the peak that
//! is known already, and what is found is the same.

use std::f64::consts::PI;

/// Samples that an interpolated one is made of.
const TAPS: usize = 32;

/// How steeply the window falls.
const BETA: f64 = 9.0;

/// Samples are interpolated up to this rate at least.
const FINE: u32 = 192_000;

/// And this many for each at most.
const FINEST: u32 = 24;

/// Frames that are looked at, or passed over, at once.
const STRETCH: usize = 64;

/// Samples that are compared side by side, which the compiler makes one instruction of.
const LANES: usize = 8;

pub(super) struct TruePeak {
    /// For each of the samples between two the coefficients, the newest input first.
    phases: Vec<[f32; TAPS]>,
    /// How much larger than the largest input an output may be.
    gain: f32,
    /// The end of what came, behind which the next samples are put, of each channel.
    lines: Vec<Vec<f32>>,
    peak: f32,
}

/// Inputs that an output is made of, less the newest.
const MEMORY: usize = TAPS - 1;

impl TruePeak {
    pub(super) fn new(channels: usize, sample_rate: u32) -> Self {
        let factor = match FINE.div_ceil(sample_rate.max(1)) {
            1 => 1,
            // An even one, so that the middle between two samples is among them.
            factor => factor.next_multiple_of(2).min(FINEST),
        };
        let phases: Vec<_> = (1..factor)
            .map(|n| coefficients(f64::from(n) / f64::from(factor)))
            .collect();
        let sum = |phase: &[f32; TAPS]| phase.iter().map(|c| f64::from(c.abs())).sum::<f64>();
        // A little more, since the sums of outputs are rounded too.
        let gain = phases.iter().map(sum).fold(1.0, f64::max) * 1.000_1;
        TruePeak {
            phases,
            gain: gain as f32,
            lines: vec![vec![0.0; MEMORY]; channels],
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
            while begin + MEMORY < line.len() {
                let end = (begin + MEMORY + STRETCH).min(line.len());
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
            let gone = line.len() - MEMORY;
            line.drain(..gone);
        }
        highest_sample
    }

    /// Relative to full scale; 0 of digital silence.
    pub(super) fn peak(&self) -> f32 {
        self.peak
    }
}

/// Those of a point so far from one sample to the next, together one.
fn coefficients(between: f64) -> [f32; TAPS] {
    let middle = (TAPS / 2) as f64 - between;
    let weight = |tap: usize| {
        let x = tap as f64 - middle;
        let sinc = (PI * x).sin() / (PI * x);
        let edge = 2.0 * x / TAPS as f64;
        sinc * bessel(BETA * (1.0 - edge * edge).max(0.0).sqrt())
    };
    let weights: [f64; TAPS] = std::array::from_fn(weight);
    let whole: f64 = weights.iter().sum();
    weights.map(|weight| (weight / whole) as f32)
}

/// The modified Bessel function of the first kind and order 0.
fn bessel(x: f64) -> f64 {
    let mut sum = 1.0;
    let mut term = 1.0;
    for n in 1..50 {
        term *= (x / 2.0 / f64::from(n)).powi(2);
        sum += term;
    }
    sum
}

/// The highest output of one phase, for all of a stretch behind what the filter remembers.
fn interpolated(stretch: &[f32], phase: &[f32; TAPS]) -> f32 {
    let mut sums = [0.0_f32; STRETCH];
    for (tap, coefficient) in phase.iter().enumerate() {
        let inputs = &stretch[MEMORY - tap..stretch.len() - tap];
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
