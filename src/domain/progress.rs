//! What scores over time say.

/// How many values before the last one it is compared with.
const BEFORE: usize = 5;

/// Where a criterion stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    pub n: usize,
    pub mean: f64,
    pub last: f64,
    /// The last value minus the mean of up to five before it; none for a single value.
    pub change: Option<f64>,
}

/// The trend of values that stand oldest first; none where there is no value.
pub fn trend(values: &[f64]) -> Option<Trend> {
    let (&last, before) = values.split_last()?;
    let recent = &before[before.len().saturating_sub(BEFORE)..];
    Some(Trend {
        n: values.len(),
        mean: mean(values)?,
        last,
        change: mean(recent).map(|usual| last - usual),
    })
}

fn mean(values: &[f64]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "nobody keeps 2^52 scores")]
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_is_compared_with_up_to_five_before_it() {
        let cases: [(&[f64], Option<Trend>); 4] = [
            (&[], None),
            (
                &[3.0],
                Some(Trend {
                    n: 1,
                    mean: 3.0,
                    last: 3.0,
                    change: None,
                }),
            ),
            (
                &[2.0, 4.0],
                Some(Trend {
                    n: 2,
                    mean: 3.0,
                    last: 4.0,
                    change: Some(2.0),
                }),
            ),
            // The first 1.0 lies more than five back.
            (
                &[1.0, 3.0, 3.0, 3.0, 3.0, 3.0, 5.0],
                Some(Trend {
                    n: 7,
                    mean: 3.0,
                    last: 5.0,
                    change: Some(2.0),
                }),
            ),
        ];
        for (values, expected) in cases {
            assert_eq!(trend(values), expected, "{values:?}");
        }
    }
}
