//! Envelopes of sound that is known.

use super::*;

fn format(channels: u16) -> Format {
    Format {
        sample_rate: 48_000,
        channels,
    }
}

fn envelope(format: Format, samples: &[f32], block: usize) -> Envelope {
    let mut envelope = Envelope::new(format);
    for block in samples.chunks(block * usize::from(format.channels)) {
        envelope.push(block);
    }
    envelope
}

/// Something of every level, in no order.
fn rustle(samples: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (f64::from(state >> 8) / f64::from(1 << 23) - 1.0) as f32
    };
    (0..samples)
        .map(|n| next() * (n as f32 / 7_000.0).sin())
        .collect()
}

#[track_caller]
fn are_near(one: &[Swing], other: &[Swing], what: &str) {
    assert_eq!(one.len(), other.len(), "{what}");
    for (n, (one, other)) in one.iter().zip(other).enumerate() {
        assert_eq!((one.min, one.max), (other.min, other.max), "{what}, {n}");
        let off = (one.rms - other.rms).abs();
        assert!(off < 1e-5, "{what}, {n}: {off}");
    }
}

#[test]
fn a_bin_tells_the_lowest_the_highest_and_the_effective_value() {
    let samples = [0.5, -0.5, 0.0, 1.0, -0.25, 0.25];
    let bins = envelope(format(1), &samples, 6).bins(3);
    let swing = |min, max, squares: f32| Swing {
        min,
        max,
        rms: (squares / 2.0).sqrt(),
    };
    let expected = [
        swing(-0.5, 0.5, 0.5),
        swing(0.0, 1.0, 1.0),
        swing(-0.25, 0.25, 0.125),
    ];
    are_near(&bins, &expected, "mono");
    // Both channels of a frame count.
    let bins = envelope(format(2), &samples, 3).bins(3);
    are_near(&bins, &expected, "stereo");
}

#[test]
fn the_size_of_the_blocks_changes_nothing() {
    for channels in [1, 2] {
        // More frames than stretches, so that these were widened, and no round number of them.
        let samples = rustle(usize::from(channels) * 70_001);
        let whole = envelope(format(channels), &samples, 70_001);
        assert_eq!(whole.frames(), 70_001);
        for block in [1, 7, 480, 1024, 4095] {
            let blocks = envelope(format(channels), &samples, block);
            are_near(&blocks.bins(80), &whole.bins(80), &format!("{block}"));
        }
    }
}

#[test]
fn bins_are_those_of_the_samples_to_within_a_stretch() {
    let samples = rustle(MOST * 5 + 17);
    let count = 64;
    let bins = envelope(format(1), &samples, 999).bins(count);
    for (n, bin) in bins.iter().enumerate() {
        let edge = |n: usize, off: isize| (samples.len() * n / count).saturating_add_signed(off);
        // Eight frames are in a stretch by now.
        let inner = &samples[edge(n, 8)..edge(n + 1, -8)];
        let outer = &samples[edge(n, -8)..edge(n + 1, 8).min(samples.len())];
        let highest = |samples: &[f32]| samples.iter().copied().fold(f32::MIN, f32::max);
        assert!(bin.max >= highest(inner), "{n}");
        assert!(bin.max <= highest(outer), "{n}");
        let squares: f32 = inner.iter().map(|sample| sample * sample).sum();
        let rms = (squares / inner.len() as f32).sqrt();
        assert!((bin.rms - rms).abs() < 0.02, "{n}: {} {rms}", bin.rms);
    }
}

#[test]
fn an_hour_takes_no_more_room_than_a_minute() {
    let mut envelope = Envelope::new(format(1));
    let second = vec![0.25; 1000];
    for _ in 0..3600 {
        envelope.push(&second);
    }
    assert_eq!(envelope.frames(), 3600 * 1000);
    assert!((MOST / 2..=MOST).contains(&envelope.stretches.len()));
    assert!(envelope.stretches.capacity() <= 2 * MOST);
    for bin in envelope.bins(1000) {
        assert_eq!((bin.min, bin.max), (0.25, 0.25));
        assert!((bin.rms - 0.25).abs() < 1e-6);
    }
}

#[test]
fn envelopes_of_what_follows_each_other_join() {
    let samples = rustle(60_000);
    for cut in [0, 1, 100, 30_000, 59_999, 60_000] {
        let (first, second) = samples.split_at(cut);
        let mut joined = envelope(format(1), first, 480);
        joined.append(&envelope(format(1), second, 480));
        assert_eq!(joined.frames(), 60_000);
        let (low, high) = joined.bins(10).iter().fold((0.0_f32, 0.0_f32), |all, bin| {
            (all.0.min(bin.min), all.1.max(bin.max))
        });
        let whole = envelope(format(1), &samples, 480).bins(1)[0];
        assert_eq!((low, high), (whole.min, whole.max), "{cut}");
        // It can be gone on with.
        joined.push(&vec![1.0; 60_000]);
        let halves = joined.bins(2);
        assert!((halves[0].rms - whole.rms).abs() < 0.01, "{cut}");
        assert!(halves[1].min > 0.99, "{cut}");
    }
}

#[test]
fn there_are_as_many_bins_as_were_asked_for() {
    let nothing = Envelope::new(format(1));
    assert_eq!(nothing.bins(3), [Swing::default(); 3]);
    assert_eq!(nothing.bins(0), []);
    // Fewer frames than bins.
    let two = envelope(format(1), &[0.5, -0.5], 2).bins(5);
    let max: Vec<f32> = two.iter().map(|bin| bin.max).collect();
    assert_eq!(max, [0.5, 0.5, 0.5, -0.5, -0.5]);
    let one = envelope(format(1), &[0.5], 1).bins(80);
    assert_eq!(one, vec![one[0]; 80]);
}
