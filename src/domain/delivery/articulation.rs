//! How fast somebody speaks, from the sound alone: nuclei of syllables per second of speaking.
//!
//! After de Jong and Wempe, "Praat script to detect syllable nuclei and measure speech rate
//! automatically" (Behavior Research Methods 41, 2009): each syllable has a vowel, and each vowel is
//! a peak of intensity with a dip of 2 dB before and behind it. Where their script asks whether a
//! peak is voiced, here it has to lie in a stretch of speech. Words are not known, so the count may be
//! off by a seventh; but it is off in the same way at the beginning and at the end of an answer.

use super::{FRAME_MS, HeardFrame, hundredths};
use crate::domain::record::Articulation;

/// How far the intensity goes down on both sides of a nucleus, in dB.
const DIP: f32 = 2.0;

/// What is so far below the loudest hundredth is no nucleus, in dB.
const RANGE: f32 = 25.0;

/// Weights of the frames around one: an intensity over 80 ms, in which no single pulse of a voice shows.
const WEIGHTS: [f32; 5] = [1.0, 2.0, 2.0, 2.0, 1.0];

/// Of less speech than this no rate is told, and of less in one third none of that third.
const SHORTEST_MS: u64 = 10_000;
const SHORTEST_THIRD_MS: u64 = 2_000;

/// The articulation in the stretches of speech, frames from and to in order.
pub(super) fn articulation(
    frames: &[HeardFrame],
    stretches: &[(usize, usize)],
) -> Option<Articulation> {
    let (begin, end) = (stretches.first()?.0, stretches.last()?.1);
    let intensity = intensity(frames);
    let nuclei = nuclei(&intensity);
    let within = |from: usize, to: usize| {
        let (mut spoken, mut found) = (0, 0);
        for (begin, end) in stretches {
            let (begin, end) = ((*begin).max(from), (*end).min(to));
            if begin < end {
                spoken += (end - begin) as u64 * FRAME_MS;
                let before = |edge: usize| nuclei.partition_point(|at| *at < edge);
                found += before(end) - before(begin);
            }
        }
        (spoken, found)
    };
    let rate = |from: usize, to: usize, shortest: u64| {
        let (spoken, found) = within(from, to);
        (spoken >= shortest).then(|| hundredths(found as f64 * 1000.0 / spoken as f64))
    };
    let edge = |third: usize| begin + (end - begin) * third / 3;
    Some(Articulation {
        per_second: rate(begin, end, SHORTEST_MS)?,
        thirds: [0, 1, 2].map(|third| rate(edge(third), edge(third + 1), SHORTEST_THIRD_MS)),
    })
}

/// In dB, frame by frame.
fn intensity(frames: &[HeardFrame]) -> Vec<f32> {
    let energy: Vec<f32> = frames
        .iter()
        .map(|frame| 10_f32.powf(frame.level_dbfs / 10.0))
        .collect();
    let around = WEIGHTS.len() / 2;
    let whole: f32 = WEIGHTS.iter().sum();
    (0..energy.len())
        .map(|at| {
            let weighed = WEIGHTS.iter().enumerate().map(|(n, weight)| {
                let near = (at + n).saturating_sub(around).min(energy.len() - 1);
                weight * energy[near]
            });
            10.0 * (weighed.sum::<f32>() / whole).log10()
        })
        .collect()
}

/// The frames at which nuclei lie, in order.
fn nuclei(intensity: &[f32]) -> Vec<usize> {
    let mut sorted = intensity.to_vec();
    if sorted.is_empty() {
        return Vec::new();
    }
    let hundredth = sorted.len() * 99 / 100;
    let (_, loudest, _) = sorted.select_nth_unstable_by(hundredth, f32::total_cmp);
    let floor = *loudest - RANGE;
    let mut found = Vec::new();
    let mut lowest = f32::INFINITY;
    let mut peak: Option<(usize, f32)> = None;
    for (at, level) in intensity.iter().copied().enumerate() {
        match &mut peak {
            None => {
                lowest = lowest.min(level);
                if level - lowest >= DIP {
                    peak = Some((at, level));
                }
            }
            Some(highest) if level > highest.1 => *highest = (at, level),
            Some((summit, highest)) => {
                if *highest - level >= DIP {
                    if *highest >= floor {
                        found.push(*summit);
                    }
                    lowest = level;
                    peak = None;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Syllables one after the other: so many of so many frames.
    fn syllables(runs: &[(usize, usize)]) -> Vec<HeardFrame> {
        let mut frames = Vec::new();
        for (count, length) in runs {
            for _ in 0..*count {
                frames.extend((0..*length).map(|n| HeardFrame {
                    voice: 0.9,
                    level_dbfs: if n < length / 2 { -20.0 } else { -35.0 },
                }));
            }
        }
        frames
    }

    fn measured(frames: &[HeardFrame]) -> Option<Articulation> {
        articulation(frames, &[(0, frames.len())])
    }

    #[test]
    fn syllables_are_counted_by_their_nuclei() {
        for length in [8, 10, 14, 20] {
            let frames = syllables(&[(100, length)]);
            let found = nuclei(&intensity(&frames)).len();
            // The first begins with its peak, without a dip before it.
            assert_eq!(found, 99, "{length}");
        }
    }

    #[test]
    fn each_third_has_its_own_rate() {
        // All three thirds are as long.
        let frames = syllables(&[(50, 20), (100, 10), (125, 8)]);
        let found = measured(&frames).unwrap();
        let expected = [1000.0 / 320.0, 1000.0 / 160.0, 1000.0 / 128.0];
        for (third, expected) in found.thirds.iter().zip(expected) {
            let off = (third.unwrap() / expected - 1.0).abs();
            assert!(off < 0.03, "{found:?}");
        }
        assert!((found.per_second - 275.0 / 48.0).abs() < 0.1, "{found:?}");
    }

    #[test]
    fn only_what_is_spoken_counts() {
        let spoken = syllables(&[(60, 12)]);
        let pause = vec![
            HeardFrame {
                voice: 0.1,
                level_dbfs: -70.0,
            };
            1000
        ];
        let frames = [spoken.as_slice(), &pause, &spoken].concat();
        let (first, second) = (spoken.len(), spoken.len() + pause.len());
        let found = articulation(&frames, &[(0, first), (second, frames.len())]).unwrap();
        assert!((found.per_second - 1000.0 / 192.0).abs() < 0.1, "{found:?}");
        assert_eq!(found.thirds[1], None, "{found:?}");
    }

    #[test]
    fn of_little_speech_no_rate_is_told() {
        assert_eq!(articulation(&[], &[]), None);
        assert_eq!(measured(&syllables(&[(50, 12)])), None);
        assert!(measured(&syllables(&[(60, 12)])).is_some());
    }
}
