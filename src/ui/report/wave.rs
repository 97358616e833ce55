//! The waveform of an answer: what was recorded, section by section, with its pauses and marks.
//!
//! Places along it are shares of its width, in percent, so that it fits any screen undistorted; only
//! the sound itself is stretched.

use std::fmt::Write as _;

use askama::Template;

/// How many points the sound of an answer is drawn with.
const POINTS: usize = 700;

/// Quieter sound than this, in the loudest place, is not blown up to full height.
const QUIETEST: f32 = 0.05;

#[derive(Debug, Clone)]
pub(super) struct Band {
    pub(super) x: f64,
    pub(super) width: f64,
    pub(super) is_missing: bool,
}

/// A stretch of an answer: from and to in milliseconds, and the loudness in it.
#[derive(Debug, Clone)]
pub(super) struct Stretch<'a> {
    pub(super) from_ms: u64,
    pub(super) to_ms: u64,
    pub(super) peaks: &'a [f32],
    pub(super) is_missing: bool,
}

#[derive(Debug, Template)]
#[template(path = "wave.svg")]
struct Wave {
    number: usize,
    bands: Vec<Band>,
    pauses: Vec<Band>,
    flags: Vec<f64>,
    path: String,
}

/// The drawing of an answer. `pauses` are stretches, `flags` moments in milliseconds.
pub(super) fn wave(
    number: usize,
    length_ms: u64,
    stretches: &[Stretch<'_>],
    pauses: &[(u64, u64)],
    flags: &[u64],
) -> String {
    let percent = |ms: u64| round(ms as f64 / length_ms.max(1) as f64 * 100.0);
    let band = |from: u64, to: u64, is_missing| Band {
        x: percent(from),
        width: round(percent(to) - percent(from)),
        is_missing,
    };
    let wave = Wave {
        number,
        bands: stretches
            .iter()
            .map(|one| band(one.from_ms, one.to_ms, one.is_missing))
            .collect(),
        pauses: pauses
            .iter()
            .map(|(from, to)| band(*from, *to, false))
            .collect(),
        flags: flags.iter().map(|at| percent(*at)).collect(),
        path: path(length_ms, stretches),
    };
    wave.render().unwrap_or_default()
}

/// To a hundredth: finer than a pixel of any screen.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The outline of the sound in a box of 1000 by 100, mirrored at its middle.
fn path(length_ms: u64, stretches: &[Stretch<'_>]) -> String {
    let loudest = stretches.iter().flat_map(|one| one.peaks).copied();
    let full = loudest.fold(QUIETEST, f32::max);
    let mut path = String::new();
    for one in stretches {
        let (from, to) = (one.from_ms as f64, one.to_ms as f64);
        let share = (to - from) / length_ms.max(1) as f64;
        let points = ((POINTS as f64 * share).round() as usize).clamp(2, POINTS);
        let heights = resampled(one.peaks, points);
        if heights.is_empty() || share <= 0.0 {
            continue;
        }
        let x = |index: usize| {
            let along = index as f64 / (heights.len() - 1).max(1) as f64;
            (from + along * (to - from)) / length_ms.max(1) as f64 * 1000.0
        };
        // The ear hears the quiet: the root of the level shows more of it than the level.
        let half = |height: f32| f64::from((height / full).clamp(0.0, 1.0).sqrt()) * 48.0 + 0.5;
        let upper = heights.iter().enumerate();
        for (index, height) in upper.clone() {
            let letter = if index == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{letter}{:.1} {:.1}", x(index), 50.0 - half(*height));
        }
        for (index, height) in upper.rev() {
            let _ = write!(path, "L{:.1} {:.1}", x(index), 50.0 + half(*height));
        }
        path.push('Z');
    }
    path
}

/// So many values, each the highest of those that it stands for.
fn resampled(peaks: &[f32], points: usize) -> Vec<f32> {
    if peaks.len() <= points {
        return peaks.to_vec();
    }
    let part = |index: usize| index * peaks.len() / points;
    (0..points)
        .map(|index| {
            let own = &peaks[part(index)..part(index + 1)];
            own.iter().copied().fold(0.0, f32::max)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_of_each_stretch_is_kept() {
        assert_eq!(resampled(&[0.1, 0.9, 0.2, 0.3], 2), [0.9, 0.3]);
        assert_eq!(resampled(&[0.1, 0.2], 5), [0.1, 0.2]);
        assert_eq!(resampled(&[], 5), [0.0; 0]);
    }

    #[test]
    fn a_wave_has_its_sections_pauses_and_marks_where_they_are_in_time() {
        let peaks = [0.5, 1.0, 0.25];
        let stretch = |from_ms, to_ms, peaks, is_missing| Stretch {
            from_ms,
            to_ms,
            peaks,
            is_missing,
        };
        let stretches = [
            stretch(0, 1_000, &peaks[..], false),
            stretch(1_000, 4_000, &[], true),
        ];
        let svg = wave(1, 4_000, &stretches, &[(500, 700)], &[2_000]);
        for expected in [
            "class=\"band\" x=\"0%\" y=\"0\" width=\"25%\"",
            "class=\"lost\" x=\"25%\" y=\"20\" width=\"75%\"",
            "class=\"pause-band\" x=\"12.5%\" y=\"20\" width=\"5%\"",
            "class=\"flag\" x1=\"50%\"",
            "d=\"M0.0 15.6L125.0 1.5L250.0 25.5L250.0 74.5L125.0 98.5L0.0 84.4Z\"",
        ] {
            assert!(svg.contains(expected), "{expected} is not in {svg}");
        }
    }
}
