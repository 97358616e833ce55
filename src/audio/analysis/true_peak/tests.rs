//! Against the same filter without any short cut, and against waves whose height is known.

use std::f64::consts::TAU;

use super::super::tests::{rustle, speech};
use super::*;

fn measured(channels: usize, rate: u32, samples: &[f32], block: usize) -> f32 {
    let mut peak = TruePeak::new(channels, rate);
    let mut highest = 0.0_f32;
    for block in samples.chunks(block * channels) {
        highest = highest.max(peak.push(block));
    }
    let expected = samples.iter().fold(0.0_f32, |high, s| high.max(s.abs()));
    assert!((highest - expected).abs() < 1e-9, "{rate}, {channels}");
    peak.peak()
}

/// Of everything, whether it could raise the peak or not.
fn expected(channels: usize, rate: u32, samples: &[f32]) -> f32 {
    let filter = TruePeak::new(channels, rate);
    let mut peak = 0.0_f32;
    for channel in 0..channels {
        let own = samples.iter().skip(channel).step_by(channels).copied();
        let line: Vec<f32> = std::iter::repeat_n(0.0, MEMORY).chain(own).collect();
        for window in line.windows(TAPS) {
            peak = peak.max(window[MEMORY].abs());
            for phase in &filter.phases {
                let pairs = window.iter().rev().zip(phase);
                let sum: f32 = pairs.map(|(sample, weight)| sample * weight).sum();
                peak = peak.max(sum.abs());
            }
        }
    }
    peak
}

#[test]
fn it_is_that_of_everything() {
    for rate in [16_000, 48_000, 192_000] {
        for channels in [1, 2] {
            for samples in [rustle(channels * 1_001), speech(channels * 12_001)] {
                let expected = expected(channels, rate, &samples);
                for block in [1, 127, 1024] {
                    let off = measured(channels, rate, &samples, block) - expected;
                    assert!(off.abs() < 1e-6, "{rate}, {channels}, {block}: {off}");
                }
            }
        }
    }
}

#[test]
fn a_tone_is_as_high_as_it_is_between_its_samples() {
    // Sampled half-way up on both sides of each peak.
    for (rate, hertz) in [(48_000, 12_000.0), (44_100, 11_025.0), (22_050, 5_512.5)] {
        let step = TAU * hertz / f64::from(rate);
        let samples: Vec<f32> = (0..4_800)
            .map(|n| (0.5 * (f64::from(n) * step + TAU / 8.0).sin()) as f32)
            .collect();
        let highest = samples[500..]
            .iter()
            .fold(0.0_f32, |high, s| high.max(s.abs()));
        assert!(highest < 0.36, "{rate}: {highest}");
        // The beginning overshoots, as everything does that begins at once.
        let peak = measured(1, rate, &fade_in(&samples), 1024);
        assert!((peak / 0.5).log10().abs() * 20.0 < 0.1, "{rate}: {peak}");
    }
}

fn fade_in(samples: &[f32]) -> Vec<f32> {
    let gains = (0..samples.len()).map(|n| (n as f32 / 1_000.0).min(1.0));
    samples
        .iter()
        .zip(gains)
        .map(|(s, gain)| s * gain)
        .collect()
}

#[test]
fn what_goes_highest_between_quiet_samples_is_found() {
    // The worst that the filter can be given, in the middle of something a little higher than it.
    let filter = TruePeak::new(1, 48_000);
    for phase in &filter.phases {
        let worst = phase.iter().rev().map(|c| 0.5 * c.signum());
        let mut samples = vec![0.0; 5_000];
        samples.splice(1_000..1_000 + TAPS, worst);
        samples[100] = 0.55;
        let expected = expected(1, 48_000, &samples);
        let sum: f32 = phase.iter().map(|c| c.abs()).sum();
        assert!(expected > 0.5 * sum - 1e-5, "{expected}");
        assert!(filter.gain >= sum);
        let off = measured(1, 48_000, &samples, 1024) - expected;
        assert!(off.abs() < 1e-6, "{off}");
    }
}

#[test]
fn what_rises_the_most_between_samples_is_found() {
    // The steepest that leads as far as it can from one input, on top of what is known already.
    let filter = TruePeak::new(1, 48_000);
    for phase in &filter.phases {
        let newer = (1..=TAPS / 2).rev().map(|tap| (tap, &phase[..tap]));
        let older = (TAPS / 2 + 1..TAPS).map(|tap| (tap, &phase[tap..]));
        let mut line = [0.5_f32; TAPS];
        for (tap, beyond) in newer {
            let step = 0.01 * beyond.iter().sum::<f32>().signum();
            line[tap - 1] = line[tap] + step;
        }
        for (tap, beyond) in older {
            let step = 0.01 * beyond.iter().sum::<f32>().signum();
            line[tap] = line[tap - 1] + step;
        }
        let output: f32 = line.iter().zip(phase).map(|(s, c)| s * c).sum();
        let reached = 0.01 * steepness(phase) as f32;
        assert!((output - 0.5 - reached).abs() < 1e-5, "{output}, {reached}");
        assert!(f64::from(filter.slope) >= steepness(phase));
        // It comes from silence and goes to it slowly, and is found behind something nearly as high.
        let highest = line.iter().fold(0.0_f32, |high, s| high.max(*s));
        let fade = |n: usize| line[TAPS - 1] * (n as f32 / 400.0).min(1.0);
        let mut samples: Vec<f32> = (0..1_000).map(fade).collect();
        samples.extend(line.iter().rev());
        samples.extend((0..=400).rev().map(|n| line[0] * n as f32 / 400.0));
        let known = highest.max(output - 0.001);
        samples.splice(0..0, [0.0, known / 2.0, known, known / 2.0, 0.0]);
        let expected = expected(1, 48_000, &samples);
        let off = measured(1, 48_000, &samples, 1024) - expected;
        assert!(off.abs() < 1e-6, "{off}");
    }
}

#[test]
fn smooth_sound_that_grows_is_found() {
    for hertz in [50.0, 440.0, 3_000.0, 11_000.0] {
        let step = TAU * hertz / 48_000.0;
        let samples: Vec<f32> = (0..20_000)
            .map(|n| f64::from(n) / 20_000.0 * (f64::from(n) * step).sin())
            .map(|sample| sample as f32)
            .collect();
        let expected = expected(1, 48_000, &samples);
        let off = measured(1, 48_000, &samples, 1024) - expected;
        assert!(off.abs() < 1e-6, "{hertz}: {off}");
    }
}

#[test]
fn silence_has_none() {
    assert_eq!(measured(1, 48_000, &[0.0; 500], 100).to_bits(), 0);
    assert_eq!(measured(1, 48_000, &[], 100).to_bits(), 0);
}
