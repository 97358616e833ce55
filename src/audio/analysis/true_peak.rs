//! The true peak: how high the sound goes between its samples, after ITU-R BS.1770-4.
//!
//! Samples are interpolated up to 192 kHz, with the filter that ffmpeg has for it: a sinc under a Kaiser
//! window, which reads a clipped wave right where shorter filters do not. That takes longer than all
//! else that is measured, and nearly all of it is for nothing: what comes out of the filter is at most
//! so much larger than what goes in. So only stretches are looked at which could raise the peak that
//! is known already, and what is found is the same.

use std::f64::consts::PI;

use wide::f32x8;

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

/// A little more than one, since the sums of outputs are rounded.
const SLACK: f32 = 1.000_1;

/// Samples that are compared side by side.
const LANES: usize = 8;

pub(super) struct TruePeak {
    /// For each of the samples between two the coefficients, the newest input first.
    phases: Vec<[f32; TAPS]>,
    /// How much larger than the largest input an output may be.
    gain: f32,
    /// How far above the largest input an output may be, for each step from one input to the next.
    slope: f32,
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
        let gain = phases.iter().map(sum).fold(1.0, f64::max) as f32 * SLACK;
        let slope = phases.iter().map(steepness).fold(0.0, f64::max) as f32 * SLACK;
        TruePeak {
            phases,
            gain,
            slope,
            lines: vec![vec![0.0; MEMORY]; channels],
            peak: 0.0,
        }
    }

    /// Takes interleaved samples, whole frames of them. Returns the highest of them.
    pub(super) fn push(&mut self, samples: &[f32]) -> f32 {
        let mut highest_sample = 0.0_f32;
        let mut lines = std::mem::take(&mut self.lines);
        let channels = lines.len();
        for (channel, line) in lines.iter_mut().enumerate() {
            if channels == 1 {
                line.extend_from_slice(samples);
            } else {
                line.extend(samples.iter().skip(channel).step_by(channels));
            }
            // With those before it, which the filter remembers.
            let highest = highest(line);
            highest_sample = highest_sample.max(highest);
            if self.may_rise(line, highest) {
                self.look(line);
            }
            let gone = line.len() - MEMORY;
            line.drain(..gone);
        }
        self.lines = lines;
        highest_sample
    }

    /// Whether anything that is made of these samples, of which the highest is known, can be higher
    /// than all before.
    fn may_rise(&self, samples: &[f32], highest: f32) -> bool {
        highest * self.gain > self.peak
            && highest * SLACK + steepest(samples) * self.slope > self.peak
    }

    fn look(&mut self, line: &[f32]) {
        let mut begin = 0;
        while begin + MEMORY < line.len() {
            let end = (begin + MEMORY + STRETCH).min(line.len());
            let stretch = &line[begin..end];
            let highest = highest(stretch);
            if self.may_rise(stretch, highest) {
                self.peak = self.peak.max(highest);
                for phase in &self.phases {
                    self.peak = self.peak.max(interpolated(stretch, phase));
                }
            }
            begin += STRETCH;
        }
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

/// How far an output may be from the input before it, for each step from one input to the next. It is
/// that input and so much of each step as there are coefficients beyond it.
fn steepness(phase: &[f32; TAPS]) -> f64 {
    let beyond = |coefficients: &[f32]| coefficients.iter().map(|c| f64::from(*c)).sum::<f64>();
    let newer = (1..=TAPS / 2).map(|tap| beyond(&phase[..tap]).abs());
    let older = (TAPS / 2 + 1..TAPS).map(|tap| beyond(&phase[tap..]).abs());
    newer.chain(older).sum()
}

/// The modified Bessel function of the first kind and order 0.
pub(super) fn bessel(x: f64) -> f64 {
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
    let (lanes, rest) = samples.as_chunks::<LANES>();
    let mut highest = f32x8::ZERO;
    for lane in lanes {
        highest = f32x8::new(*lane).abs().fast_max(highest);
    }
    let rest = rest.iter().map(|sample| sample.abs());
    highest
        .to_array()
        .into_iter()
        .chain(rest)
        .fold(0.0, f32::max)
}

/// How far it is from one sample to the next at most.
fn steepest(samples: &[f32]) -> f32 {
    let (lanes, rest) = samples.as_chunks::<LANES>();
    let (next, _) = samples.get(1..).unwrap_or_default().as_chunks::<LANES>();
    let mut steepest = f32x8::ZERO;
    for (lane, next) in lanes.iter().zip(next) {
        let step = f32x8::new(*next) - f32x8::new(*lane);
        steepest = step.abs().fast_max(steepest);
    }
    // The last lane may have none behind it.
    let from = samples.len() - rest.len();
    let last = samples[from.saturating_sub(LANES)..].windows(2);
    let last = last.map(|pair| (pair[1] - pair[0]).abs());
    steepest
        .to_array()
        .into_iter()
        .chain(last)
        .fold(0.0, f32::max)
}

#[cfg(test)]
mod tests;
