//! Sound at a few times the rate that voices are listened for at, brought down to it.
//!
//! Most sound comes so, at 48 kHz, and what brings it down has to be quick: it takes every sample of
//! an hour. What goes between any two rates does not know that only every third of its results is
//! asked for. A voice is told by bands of tones, so an even slope beyond the highest of them will do.

use std::f64::consts::PI;

use wide::f32x8;

use super::true_peak::bessel;

/// What most sound comes as: 48 kHz.
const USUAL: usize = 3;

/// Inputs of each phase that an output is made of.
const TAPS: usize = 12;

/// Samples that are computed side by side.
const LANES: usize = 8;

/// And at once.
const BLOCK: usize = 2 * LANES;

/// Inputs of a place that those are made of.
const WINDOW: usize = TAPS - 1 + BLOCK;

/// Where the slope is half way down, of half the rate that is wanted.
const EDGE: f64 = 0.96;

/// How far down the slope goes: the window's own number for 50 dB.
const BETA: f64 = 4.5;

pub(super) struct Decimator {
    factor: usize,
    /// For each place among `factor` inputs the coefficients, the oldest input first.
    phases: Vec<[f32; TAPS]>,
    /// Inputs that are no `factor` of them yet.
    rest: Vec<f32>,
    /// The inputs of each place that outputs are still made of.
    lines: Vec<Vec<f32>>,
}

impl Decimator {
    /// Of `factor` samples one.
    pub(super) fn new(factor: usize) -> Self {
        let all = coefficients(factor);
        let phase = |place| std::array::from_fn(|tap| all[tap * factor + place]);
        Decimator {
            factor,
            phases: (0..factor).map(phase).collect(),
            rest: Vec::new(),
            // As if it had been silent before.
            lines: vec![vec![0.0; TAPS / 2]; factor],
        }
    }

    /// Takes samples, and appends what can be told of them by now. What comes first lies where the
    /// first sample does.
    pub(super) fn push(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        self.rest.extend_from_slice(samples);
        let whole = self.rest.len() - self.rest.len() % self.factor;
        for (place, line) in self.lines.iter_mut().enumerate() {
            if self.factor == USUAL {
                // The same, of which the compiler knows more.
                let (groups, _) = self.rest.as_chunks::<USUAL>();
                line.extend(groups.iter().map(|group| group[place % USUAL]));
            } else {
                let groups = self.rest.chunks_exact(self.factor);
                line.extend(groups.map(|group| group[place]));
            }
        }
        self.rest.drain(..whole);
        let mut begin = 0;
        while let Some(block) = self.block(begin) {
            into.extend_from_slice(&block);
            begin += BLOCK;
        }
        for line in &mut self.lines {
            line.drain(..begin);
        }
    }

    /// The outputs from one on, if all that they are made of is there.
    fn block(&self, begin: usize) -> Option<[f32; BLOCK]> {
        let mut sums = [f32x8::ZERO; BLOCK / LANES];
        for (line, phase) in self.lines.iter().zip(&self.phases) {
            let inputs = line.get(begin..)?.first_chunk::<WINDOW>()?;
            for (tap, coefficient) in phase.iter().enumerate() {
                let coefficient = f32x8::splat(*coefficient);
                let (inputs, _) = inputs[tap..tap + BLOCK].as_chunks::<LANES>();
                for (sum, inputs) in sums.iter_mut().zip(inputs) {
                    *sum += coefficient * f32x8::new(*inputs);
                }
            }
        }
        let mut block = [0.0; BLOCK];
        for (into, sum) in block.as_chunks_mut::<LANES>().0.iter_mut().zip(sums) {
            *into = sum.to_array();
        }
        Some(block)
    }
}

/// A sinc under a Kaiser window, together one.
fn coefficients(factor: usize) -> Vec<f32> {
    let half = (TAPS / 2 * factor) as f64;
    let weight = |n: usize| {
        let x = n as f64 - half;
        let turn = PI * EDGE * x / factor as f64;
        let sinc = if x == 0.0 { 1.0 } else { turn.sin() / turn };
        let edge = x / half;
        sinc * bessel(BETA * (1.0 - edge * edge).max(0.0).sqrt())
    };
    let weights: Vec<f64> = (0..TAPS * factor).map(weight).collect();
    let whole: f64 = weights.iter().sum();
    weights
        .iter()
        .map(|weight| (weight / whole) as f32)
        .collect()
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use super::super::tests::rustle;
    use super::*;

    const RATE: usize = 16_000;

    fn tone(hertz: f64, rate: usize, samples: usize) -> Vec<f32> {
        let step = TAU * hertz / rate as f64;
        let tone = (0..samples).map(|n| 0.5 * (n as f64 * step).sin());
        tone.map(|sample| sample as f32).collect()
    }

    fn down(factor: usize, samples: &[f32]) -> Vec<f32> {
        let mut out = Vec::new();
        Decimator::new(factor).push(samples, &mut out);
        out
    }

    #[test]
    fn a_tone_is_the_same_at_the_same_time() {
        for factor in [2, 3, 6, 12, 48] {
            for hertz in [100.0, 1_000.0, 4_000.0] {
                let out = down(factor, &tone(hertz, factor * RATE, factor * 1_600));
                let expected = tone(hertz, RATE, 1_600);
                // The first follow silence, and the last wait for what comes.
                assert!(out.len() > 1_500, "{}", out.len());
                for (n, (out, expected)) in out.iter().zip(&expected).enumerate().skip(TAPS) {
                    let off = (out - expected).abs();
                    assert!(off < 0.01, "{factor}, {hertz}, {n}: {out}, {expected}");
                }
            }
        }
    }

    #[test]
    fn what_is_too_high_is_gone() {
        for hertz in [10_500.0, 12_000.0, 20_000.0] {
            let out = down(3, &tone(hertz, 3 * RATE, 4_800));
            let highest = out[TAPS..]
                .iter()
                .fold(0.0_f32, |high, s| high.max(s.abs()));
            assert!(highest < 0.5 * 0.01, "{hertz}: {highest}");
        }
    }

    #[test]
    fn the_size_of_the_blocks_changes_nothing() {
        let samples = rustle(10_000);
        for factor in [2, 3, 6] {
            let whole = down(factor, &samples);
            for size in [1, 2, 7, 1024] {
                let (mut decimator, mut out) = (Decimator::new(factor), Vec::new());
                for block in samples.chunks(size) {
                    decimator.push(block, &mut out);
                }
                assert_eq!(out, whole, "{factor}, {size}");
            }
        }
    }
}
