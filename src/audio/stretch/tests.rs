//! Length and pitch at every speed, and that nothing is lost, doubled or clicks.

use std::f64::consts::TAU;

use super::*;

const RATE: u32 = 48_000;

/// All of `source` at a speed, with where each hop was made of.
fn stretched(source: &[f32], channels: u16, rate: u32, speed: f64) -> (Vec<f32>, Vec<Piece>) {
    let mut stretch = Stretch::new(rate, channels);
    stretch.set_speed(speed);
    let frames = (source.len() / usize::from(channels)) as u64;
    let (mut made, mut pieces) = (Vec::new(), Vec::new());
    while stretch.at() < frames {
        let begun = (made.len() / usize::from(channels)) as u64;
        let hop = stretch.hop(&padded(source, channels, stretch.wants()), &mut made);
        pieces.extend(hop.map(|piece| Piece {
            made: begun + piece.made,
            ..piece
        }));
    }
    (made, pieces)
}

fn padded(source: &[f32], channels: u16, range: Range<u64>) -> Vec<f32> {
    let channels = usize::from(channels);
    let range = range.start as usize * channels..range.end as usize * channels;
    range
        .map(|n| source.get(n).copied().unwrap_or(0.0))
        .collect()
}

fn tone(hertz: f64, rate: u32, frames: u32) -> Vec<f32> {
    let sample = |n| 0.5 * (TAU * hertz * f64::from(n) / f64::from(rate)).sin();
    (0..frames).map(|n| sample(n) as f32).collect()
}

/// By its rising passages through zero, with the place between samples.
fn frequency(samples: &[f32], rate: u32) -> f64 {
    let crossings: Vec<f64> = samples
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0] < 0.0 && pair[1] >= 0.0)
        .map(|(n, pair)| n as f64 + f64::from(pair[0] / (pair[0] - pair[1])))
        .collect();
    let periods = (crossings.len() - 1) as f64;
    periods * f64::from(rate) / (crossings[crossings.len() - 1] - crossings[0])
}

#[test]
fn at_the_speed_of_the_source_every_sample_is_the_source_s() {
    let noise: Vec<f32> = (0..50_000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 8) as f32 / 16_777_216.0 - 0.5)
        .collect();
    let (made, pieces) = stretched(&noise, 1, RATE, 1.0);
    assert_eq!(made[..noise.len()], noise[..]);
    assert!(pieces.iter().all(|piece| piece.made == piece.source));
}

#[test]
fn length_follows_the_speed_and_pitch_does_not() {
    for (rate, hertz) in [
        (RATE, 200.0),
        (44_100, 120.0),
        (16_000, 330.0),
        (8_000, 200.0),
    ] {
        let source = tone(hertz, rate, rate * 2);
        for speed in [0.75, 1.1, 1.25, 1.5, 2.0, 2.5] {
            let (made, _) = stretched(&source, 1, rate, speed);
            let expected = source.len() as f64 / speed;
            let off = (made.len() as f64 - expected).abs();
            // A hop is always whole.
            let hop = f64::from(rate) * HOP;
            assert!(off < expected * 0.001 + hop, "{rate} at {speed}: {off}");
            let heard = frequency(&made[..made.len() - made.len() / 20], rate);
            assert!((heard - hertz).abs() < 1.0, "{rate} at {speed}: {heard}");
        }
    }
}

#[test]
fn a_tone_stays_a_tone_without_clicks_and_no_louder() {
    let source = tone(200.0, RATE, RATE * 2);
    let steepest = source
        .windows(2)
        .map(|w| (w[1] - w[0]).abs())
        .fold(0.0, f32::max);
    for speed in [0.75, 1.5, 2.5] {
        let (made, _) = stretched(&source, 1, RATE, speed);
        let inner = &made[..made.len() - made.len() / 20];
        let step = inner
            .windows(2)
            .map(|w| (w[1] - w[0]).abs())
            .fold(0.0, f32::max);
        assert!(step < steepest * 1.1, "{speed}: {step} beside {steepest}");
        let loudest = inner.iter().fold(0.0_f32, |most, s| most.max(s.abs()));
        assert!(loudest < 0.501, "{speed}: {loudest}");
        // Nor softer in between: what is faded over is in step.
        let softest = inner
            .chunks(480)
            .map(|c| c.iter().fold(0.0_f32, |m, s| m.max(s.abs())));
        assert!(softest.fold(1.0, f32::min) > 0.45, "{speed}");
    }
}

#[test]
fn every_piece_comes_from_where_it_says() {
    // A staircase: the value says where it was.
    let source: Vec<f32> = (0..RATE * 3).map(|n| (n / 48) as f32 / 3_000.0).collect();
    for speed in [0.75, 1.5, 2.5] {
        let (made, pieces) = stretched(&source, 1, RATE, speed);
        for piece in pieces
            .iter()
            .filter(|piece| piece.source + 2_000 < source.len() as u64)
        {
            let off = (made[piece.made as usize] - source[piece.source as usize]).abs() * 3_000.0;
            assert!(off < 25.0, "{speed}: {off} ms at {piece:?}");
            let nominal = (piece.made as f64 * speed - piece.source as f64).abs();
            assert!(nominal < 48.0 * 40.0, "{speed}: {nominal} at {piece:?}");
        }
    }
}

#[test]
fn channels_stay_apart_and_in_step() {
    let mono = tone(200.0, RATE, RATE);
    let stereo: Vec<f32> = mono.iter().flat_map(|s| [*s, -s / 2.0]).collect();
    let (made, _) = stretched(&stereo, 2, RATE, 1.5);
    assert!(
        made.chunks(2)
            .all(|frame| (frame[1] + frame[0] / 2.0).abs() < 1e-6)
    );
}

#[test]
fn silence_keeps_its_length() {
    let (made, _) = stretched(&vec![0.0; RATE as usize], 1, RATE, 2.0);
    assert!(made.iter().all(|sample| *sample == 0.0));
    assert!((made.len() as f64 / 24_000.0 - 1.0).abs() < 0.05);
}

#[test]
fn a_jump_fades_over_and_goes_on_exactly() {
    let source: Vec<f32> = (0..20_000u32).map(|n| n as f32 / 20_000.0).collect();
    let mut stretch = Stretch::new(RATE, 1);
    stretch.restart(1_000);
    let hop = stretch.hop_frames() as u64;
    let mut made = Vec::new();
    let before = padded(&source, 1, 1_000..1_000 + hop);
    let after = padded(&source, 1, 9_000..9_000 + hop);
    let pieces = stretch.jump(9_000, &before, &after, &mut made);
    assert_eq!(
        (pieces[0].source, pieces[1].source),
        (1_000, 9_000 + hop / 2)
    );
    assert!((made[0] - source[1_000]).abs() < 0.001);
    made.clear();
    stretch.hop(&padded(&source, 1, stretch.wants()), &mut made);
    assert_eq!(made[..], source[9_000 + hop as usize..][..hop as usize]);
}
