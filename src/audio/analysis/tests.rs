//! What is heard of sound that is known.

use std::f64::consts::TAU;

use super::*;
use crate::domain::{PAUSE_MS, Speech, delivery};

fn format(sample_rate: u32, channels: u16) -> Format {
    Format {
        sample_rate,
        channels,
    }
}

/// Samples pushed in blocks of so many frames.
fn heard(format: Format, samples: &[f32], block: usize) -> Heard {
    let mut analyser = Analyser::new(format).unwrap();
    for block in samples.chunks(block * usize::from(format.channels)) {
        analyser.push(block);
    }
    analyser.finish()
}

fn figures(format: Format, samples: &[f32]) -> Speech {
    delivery(&heard(format, samples, 999), PAUSE_MS)
}

/// The same in each channel.
fn tone(format: Format, seconds: f64, amplitude: f64) -> Vec<f32> {
    let rate = f64::from(format.sample_rate);
    let frames = (0..(seconds * rate) as u32).map(|n| {
        let sample = amplitude * (TAU * 997.0 * f64::from(n) / rate).sin();
        std::iter::repeat_n(sample as f32, usize::from(format.channels))
    });
    frames.flatten().collect()
}

/// Something of every level, in no order.
pub(super) fn rustle(samples: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (f64::from(state >> 8) / f64::from(1 << 23) - 1.0) as f32
    };
    (0..samples)
        .map(|n| next() * (n as f32 / 7_000.0).sin())
        .collect()
}

/// The same, louder and softer in turn and with silence between, as speech is.
pub(in crate::audio) fn speech(samples: usize) -> Vec<f32> {
    let mut sound = rustle(samples);
    for (n, sample) in sound.iter_mut().enumerate() {
        *sample *= match n / 5_000 % 5 {
            0 | 3 => 0.0,
            1 => 0.05,
            2 => 0.9,
            _ => 0.4,
        };
    }
    sound
}

#[test]
fn the_size_of_the_blocks_changes_nothing() {
    for format in [format(48_000, 1), format(44_100, 2), format(16_000, 1)] {
        let channels = usize::from(format.channels);
        let samples = rustle(channels * 50_001);
        let whole = heard(format, &samples, samples.len());
        assert_eq!(whole.length_ms, 50_001_000 / u64::from(format.sample_rate));
        assert!(whole.loudness_lufs.is_some(), "{format:?}");
        for block in [1, 7, 480, 1024, 4095] {
            assert_eq!(heard(format, &samples, block), whole, "{format:?}, {block}");
        }
    }
}

#[test]
fn frames_lie_where_the_sound_is_at_every_rate() {
    for rate in [8_000, 16_000, 22_050, 44_100, 48_000, 96_000] {
        for channels in [1, 2] {
            let format = format(rate, channels);
            let silence = vec![0.0; rate as usize * usize::from(channels)];
            let sound = [&silence[..], &tone(format, 1.0, 0.5), &silence].concat();
            let heard = heard(format, &sound, 1000);
            let loud = |frame: &crate::domain::HeardFrame| frame.level_dbfs > -30.0;
            let first = heard.frames.iter().position(loud).unwrap();
            let last = heard.frames.iter().rposition(loud).unwrap();
            assert_eq!(heard.frames.len(), 188, "{format:?}");
            assert!((61..=63).contains(&first), "{format:?}: {first}");
            assert!((124..=126).contains(&last), "{format:?}: {last}");
        }
    }
}

#[test]
fn a_tone_has_the_level_that_it_should() {
    for (format, lufs) in [(format(48_000, 1), -23.0), (format(44_100, 2), -20.0)] {
        let amplitude = 10_f64.powf(-20.0 / 20.0);
        let speech = figures(format, &tone(format, 5.0, amplitude));
        // At 997 Hz a mono tone of peak −20 dB has −23 LUFS, and another channel adds 3.
        let (heard, peak) = (speech.loudness_lufs.unwrap(), speech.peak_dbfs.unwrap());
        assert!((heard - lufs).abs() < 0.1, "{format:?}: {heard}");
        assert!((peak + 20.0).abs() < 0.1, "{format:?}: {peak}");
        assert_eq!(speech.first_word_ms, None, "a tone is nobody");
        assert_eq!(speech.clipped_frames, 0);
    }
}

#[test]
fn frames_at_full_scale_are_counted_once_whatever_their_channels() {
    let stereo = format(48_000, 2);
    let samples = [
        1.0,
        1.0,
        0.5,
        0.5,
        -1.0,
        0.0,
        0.0,
        32_767.0 / 32_768.0,
        0.999,
        0.9,
    ];
    assert_eq!(figures(stereo, &samples).clipped_frames, 3);
}

#[test]
fn what_is_silent_short_or_nothing_has_no_level() {
    let mono = format(48_000, 1);
    let silence = vec![0.0; 5 * 48_000];
    for (what, samples) in [
        ("nothing", &[][..]),
        ("a frame of silence", &[0.0]),
        ("silence", &silence),
        ("no numbers", &[f32::NAN, f32::INFINITY]),
    ] {
        let speech = figures(mono, samples);
        let levels = (speech.loudness_lufs, speech.peak_dbfs, speech.noise_dbfs);
        assert_eq!(levels, (None, None, None), "{what}");
        assert_eq!(
            (speech.first_word_ms, speech.speaking_ms),
            (None, 0),
            "{what}"
        );
    }
    let frame = figures(mono, &[0.5]);
    assert_eq!(frame.loudness_lufs, None);
    assert!(frame.peak_dbfs.is_some());
}

#[test]
fn a_format_of_which_nothing_can_be_made_is_refused() {
    for (rate, channels) in [(48_000, 0), (0, 1), (8, 1), (48_000, 65), (u32::MAX, 1)] {
        assert!(Analyser::new(format(rate, channels)).is_none());
    }
}
