//! A waveform in one line of text.

use crate::domain::Swing;

/// From next to nothing to the loudest of the answer.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// What was not listened to yet.
const UNKNOWN: char = '·';

/// One line of `width` columns. Bins may be more or fewer than columns; each column is as high as the
/// strongest of its bins, beside the strongest of all.
pub fn waveform(bins: &[Option<Swing>], width: usize) -> String {
    let strongest = strongest(bins).unwrap_or(0.0);
    let column = |n: usize| {
        let from = n * bins.len() / width;
        let to = ((n + 1) * bins.len()).div_ceil(width).max(from + 1);
        let own = bins.get(from..to.min(bins.len())).unwrap_or_default();
        strongest_of(own, strongest)
    };
    (0..width).map(column).collect()
}

fn strongest(bins: &[Option<Swing>]) -> Option<f32> {
    let known = bins.iter().flatten().map(|swing| swing.rms);
    known.reduce(f32::max)
}

fn strongest_of(bins: &[Option<Swing>], beside: f32) -> char {
    let Some(rms) = strongest(bins) else {
        return UNKNOWN;
    };
    if beside <= 0.0 {
        return HEIGHTS[0];
    }
    // Not in proportion: soft speech is to be seen beside loud speech, as it is heard.
    let share = (rms / beside).clamp(0.0, 1.0).powf(0.7);
    let height = (share * HEIGHTS.len() as f32).ceil() as usize;
    HEIGHTS[height.clamp(1, HEIGHTS.len()) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bins(levels: &[f32]) -> Vec<Option<Swing>> {
        let swing = |rms: &f32| {
            (*rms >= 0.0).then(|| Swing {
                rms: *rms,
                ..Swing::default()
            })
        };
        levels.iter().map(swing).collect()
    }

    #[test]
    fn loud_is_high_and_what_is_unknown_is_a_dot() {
        let levels = bins(&[0.0, 0.01, 0.1, 0.25, 0.5, -1.0]);
        assert_eq!(waveform(&levels, 6), "▁▁▃▅█·");
        assert_eq!(waveform(&levels, 3), "▁▅█");
        assert_eq!(waveform(&levels, 12), "▁▁▁▁▃▃▅▅██··");
        assert_eq!(waveform(&bins(&[0.0; 4]), 4), "▁▁▁▁");
        assert_eq!(waveform(&[], 3), "···");
        assert_eq!(waveform(&levels, 0), "");
    }
}
