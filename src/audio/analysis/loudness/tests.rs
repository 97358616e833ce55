//! Against `ebur128`, which others rely on too.

use ebur128::{EbuR128, Mode};

use super::super::tests::{rustle, speech};
use super::*;

fn measured(channels: usize, rate: u32, samples: &[f32], block: usize) -> Option<f64> {
    let mut loudness = Loudness::new(channels, rate);
    for block in samples.chunks(block * channels) {
        loudness.push(block);
    }
    loudness.finish()
}

fn expected(channels: usize, rate: u32, samples: &[f32]) -> Option<f64> {
    let mut known = EbuR128::new(channels as u32, rate, Mode::I).unwrap();
    known.add_frames_f32(samples).unwrap();
    known.loudness_global().ok().filter(|lufs| lufs.is_finite())
}

#[test]
fn it_is_what_the_library_says() {
    for rate in [8_000, 44_100, 48_000] {
        for channels in [1, 2, 3] {
            let long = 2 * rate as usize * channels;
            for samples in [rustle(long), speech(long)] {
                let expected = expected(channels, rate, &samples).unwrap();
                let measured = measured(channels, rate, &samples, 1024).unwrap();
                let off = (measured - expected).abs();
                assert!(off < 1e-6, "{rate}, {channels}: {measured}, {expected}");
            }
        }
    }
}

#[test]
fn what_is_too_short_or_too_quiet_has_none() {
    let rate = 48_000;
    for (what, samples) in [
        ("nothing", vec![]),
        ("less than a block", rustle(19_199)),
        ("silence", vec![0.0; 96_000]),
        (
            "below the gate",
            rustle(96_000).iter().map(|s| s * 1e-4).collect(),
        ),
    ] {
        assert_eq!(measured(1, rate, &samples, 1024), None, "{what}");
        assert_eq!(expected(1, rate, &samples), None, "{what}");
    }
    assert!(measured(1, rate, &rustle(19_200), 1024).is_some());
}

#[test]
fn quiet_blocks_do_not_count_beside_loud_ones() {
    let loud = rustle(5 * 48_000);
    let quiet: Vec<f32> = loud.iter().map(|sample| sample * 0.1).collect();
    let mixed = [loud.as_slice(), &quiet, &quiet].concat();
    let (alone, beside) = (
        measured(1, 48_000, &loud, 1024).unwrap(),
        measured(1, 48_000, &mixed, 1024).unwrap(),
    );
    assert!((alone - beside).abs() < 0.3, "{alone}, {beside}");
    let known = expected(1, 48_000, &mixed).unwrap();
    assert!((beside - known).abs() < 1e-6, "{beside}, {known}");
}

#[test]
fn filters_that_fade_come_to_rest() {
    let filters = weighting(48_000.0);
    let mut memory = Memory::default();
    let (sound, silence) = (rustle(4_800), vec![0.0; 4_800]);
    memory.weigh([&sound; LANES], &filters);
    for _ in 0..200 {
        memory.weigh([&silence; LANES], &filters);
    }
    let rows = [memory.shelf, memory.pass].concat();
    assert!(rows.iter().all(|row| *row == f64x4::ZERO));
}

#[test]
fn nothing_is_lost_or_doubled_where_lanes_begin() {
    let rate = 8_000;
    let step = rate as usize / 10;
    let quiet: Vec<f32> = rustle(90 * step).iter().map(|s| s * 0.05).collect();
    // Between the lanes of one filling, between fillings, and at an end in the middle of a lane.
    for at in [15, 16, 17, 31, 32, 33, 63, 64, 65, 85] {
        // What is loud lies across the beginning of a step.
        let mut samples = quiet.clone();
        for sample in &mut samples[at * step - step / 2..at * step + step / 2] {
            *sample = (*sample * 20.0).clamp(-1.0, 1.0);
        }
        let expected = expected(1, rate, &samples).unwrap();
        for block in [1024, 100_000] {
            let measured = measured(1, rate, &samples, block).unwrap();
            let off = (measured - expected).abs();
            assert!(off < 1e-6, "{at}: {measured}, {expected}");
        }
    }
}

#[test]
fn a_low_tone_is_known_where_a_lane_begins() {
    // The filters remember it the longest; with what is constant, which they hold back.
    let rate = 48_000;
    let samples: Vec<f32> = (0..10 * rate)
        .map(|n| 0.3 + 0.5 * (n as f32 / rate as f32 * 38.0 * std::f32::consts::TAU).sin())
        .collect();
    let expected = expected(1, rate, &samples).unwrap();
    let off = measured(1, rate, &samples, 1024).unwrap() - expected;
    assert!(off.abs() < 1e-6, "{off}");
}
