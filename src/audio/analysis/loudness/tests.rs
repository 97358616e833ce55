//! Against `ebur128`, which others rely on too.

use ebur128::{EbuR128, Mode};

use super::super::tests::{rustle, speech};
use super::*;

fn measured(channels: usize, rate: u32, samples: &[f32], block: usize) -> Option<f64> {
    let mut loudness = Loudness::new(channels, rate);
    for block in samples.chunks(block * channels) {
        loudness.push(block);
    }
    loudness.integrated()
}

fn expected(channels: usize, rate: u32, samples: &[f32]) -> Option<f64> {
    let mut known = EbuR128::new(channels as u32, rate, Mode::I).unwrap();
    known.add_frames_f32(samples).unwrap();
    known.loudness_global().ok().filter(|lufs| lufs.is_finite())
}

#[test]
fn it_is_what_the_library_says() {
    for rate in [8_000, 22_050, 44_100, 48_000, 96_000] {
        for channels in [1, 2, 3] {
            let long = 5 * rate as usize * channels;
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
    let mut loudness = Loudness::new(1, 48_000);
    loudness.push(&rustle(4_800));
    loudness.push(&vec![0.0; 20 * 48_000]);
    let Memory { x, y, z } = loudness.channels[0];
    assert!([x, y, z].concat().iter().all(|value| *value == 0.0));
}
