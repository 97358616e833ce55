//! The figures of a row of scores, wherever they are shown.

use serde::Serialize;

/// How many values before the last one it is compared with.
const BEFORE: usize = 5;

/// Where a criterion stands. All but `n` are none without a value.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Figures {
    pub n: usize,
    pub mean: Option<f64>,
    pub last: Option<f64>,
    /// The last value minus the mean of up to five before it; none for a single value.
    pub change: Option<f64>,
}

impl Figures {
    /// Of `n` values that sum to `total`, with the newest six of them at least, where there are
    /// so many, oldest first.
    pub fn of(n: usize, total: f64, newest: &[f64]) -> Self {
        let Some((&last, before)) = newest.split_last() else {
            return Figures::default();
        };
        let recent = &before[before.len().saturating_sub(BEFORE)..];
        Figures {
            n,
            mean: Some(total / n as f64),
            last: Some(last),
            change: mean(recent).map(|usual| last - usual),
        }
    }

    /// Of all values there are, oldest first.
    pub fn of_all(values: &[f64]) -> Self {
        Self::of(values.len(), values.iter().sum(), values)
    }
}

/// None of nothing.
pub(in crate::domain) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_is_compared_with_up_to_five_before_it() {
        let figures = |n, mean, last, change| Figures {
            n,
            mean: Some(mean),
            last: Some(last),
            change,
        };
        let cases: [(&[f64], Figures); 4] = [
            (&[], Figures::default()),
            (&[3.0], figures(1, 3.0, 3.0, None)),
            (&[2.0, 4.0], figures(2, 3.0, 4.0, Some(2.0))),
            // The first 1.0 lies more than five back.
            (
                &[1.0, 3.0, 3.0, 3.0, 3.0, 3.0, 5.0],
                figures(7, 3.0, 5.0, Some(2.0)),
            ),
        ];
        for (values, expected) in cases {
            assert_eq!(Figures::of_all(values), expected, "{values:?}");
            let newest = &values[values.len().saturating_sub(BEFORE + 1)..];
            let shortened = Figures::of(values.len(), values.iter().sum(), newest);
            assert_eq!(shortened, expected, "{values:?}");
        }
    }
}
