//! Trends as text.

use crate::domain::LEAST;

/// One column a value, lowest to highest of the scale; newest last, at most `width` of them.
pub fn sparkline(values: &[f64], min: f64, max: f64, width: usize) -> String {
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let span = (max - min).max(f64::EPSILON);
    values[values.len().saturating_sub(width)..]
        .iter()
        .map(|value| {
            let share = ((value - min) / span).clamp(0.0, 1.0);
            STEPS[(share * (STEPS.len() - 1) as f64).round() as usize]
        })
        .collect()
}

/// In the place of a trend: how many more values it takes than these.
pub(super) fn too_few(n: usize) -> String {
    format!("{} more for a trend", LEAST.saturating_sub(n).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparkline_spans_the_scale_and_keeps_the_newest() {
        assert_eq!(sparkline(&[1.0, 3.0, 5.0], 1.0, 5.0, 10), "▁▅█");
        assert_eq!(sparkline(&[1.0, 2.0, 5.0], 1.0, 5.0, 2), "▃█");
        assert_eq!(sparkline(&[], 1.0, 5.0, 2), "");
        assert_eq!(sparkline(&[9.0, -9.0], 1.0, 5.0, 2), "█▁");
    }
}
