//! Against `ebur128`, which interpolates everything.

use ebur128::{EbuR128, Mode};

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

fn expected(channels: usize, rate: u32, samples: &[f32]) -> f32 {
    let mut known = EbuR128::new(channels as u32, rate, Mode::TRUE_PEAK).unwrap();
    known.add_frames_f32(samples).unwrap();
    let peaks = (0..channels as u32).map(|channel| known.true_peak(channel).unwrap() as f32);
    peaks.fold(0.0, f32::max)
}

#[test]
fn it_is_what_the_library_says() {
    for rate in [8_000, 44_100, 48_000, 96_000, 192_000] {
        for channels in [1, 2] {
            for samples in [rustle(channels * 9_001), speech(channels * 9_001)] {
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
fn what_goes_highest_between_quiet_samples_is_found() {
    // The worst that the filter can be given, in the middle of something a little higher than it.
    let filter = TruePeak::new(1, 48_000);
    for phase in &filter.phases {
        let worst: Vec<f32> = phase.iter().rev().map(|c| 0.5 * c.signum()).collect();
        let mut samples = vec![0.0; 5_000];
        samples.splice(1_000..1_012, worst);
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
fn silence_has_none() {
    assert_eq!(measured(1, 48_000, &[0.0; 500], 100).to_bits(), 0);
    assert_eq!(measured(1, 48_000, &[], 100).to_bits(), 0);
}
