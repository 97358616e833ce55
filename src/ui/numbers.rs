//! Means, thresholds and scales as they are written.

use crate::domain::{MeasuredRule, Scale};

/// Decimals of a mean, where more are not needed.
const USUAL: usize = 2;

/// Decimals that a mean is told apart from its threshold with.
const MOST: usize = 9;

/// A mean to hundredths, with one decimal at least: `4.0`, `3.25`, `3.67`.
pub fn mean(value: f64) -> String {
    decimals(value, USUAL)
}

/// A mean as [`mean`] has it, unless that would read as if it were enough for a rule that it
/// breaks: 3.998 is no 4.0.
pub fn against(value: f64, rule: Option<&MeasuredRule>) -> String {
    let short = rule.filter(|rule| !rule.holds);
    let reads_as_enough =
        |text: &str| short.is_some_and(|rule| text.parse().unwrap_or(value) >= rule.at_least);
    (USUAL..MOST)
        .map(|most| decimals(value, most))
        .find(|text| !reads_as_enough(text))
        .unwrap_or_else(|| decimals(value, MOST))
}

fn decimals(value: f64, most: usize) -> String {
    let text = format!("{value:.most$}");
    let short = text.trim_end_matches('0');
    if short.ends_with('.') {
        format!("{short}0")
    } else {
        short.to_owned()
    }
}

/// How far a value has moved, with its sign.
pub fn change(by: f64) -> String {
    signed(by, mean)
}

/// The same in whole percents.
pub fn change_of_percent(by: f64) -> String {
    signed(by.round(), |by| format!("{by:.0}"))
}

fn signed(by: f64, told: impl Fn(f64) -> String) -> String {
    match by {
        by if by > 0.0 => format!("+{}", told(by)),
        by if by < 0.0 => format!("−{}", told(-by)),
        _ => "±0".to_owned(),
    }
}

/// A threshold of means, as it stands in a pack.
pub fn threshold(value: f64) -> String {
    format!("{value:?}")
}

/// What may be given.
pub fn scale(scale: Scale) -> String {
    match scale {
        Scale::Range { min, max } => format!("{min} to {max}"),
        Scale::YesNo => "yes or no".to_owned(),
        Scale::Tally { of } => format!("how many of {of} answers"),
    }
}

/// A value as somebody would say it.
pub fn value(scale: Scale, value: i64) -> String {
    match (scale, value) {
        (Scale::YesNo, 0) => "no".to_owned(),
        (Scale::YesNo, _) => "yes".to_owned(),
        (_, value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Rule;

    #[test]
    fn a_mean_has_the_decimals_it_needs() {
        let cases = [
            (4.0, "4.0"),
            (3.5, "3.5"),
            (3.25, "3.25"),
            (11.0 / 3.0, "3.67"),
            (0.0, "0.0"),
            (4.199_999_999_999_999, "4.2"),
            (10.0, "10.0"),
        ];
        for (value, expected) in cases {
            assert_eq!(mean(value), expected);
        }
    }

    #[test]
    fn a_mean_that_is_too_low_never_reads_as_enough() {
        let cases = [
            (3.9, 4.0, false, "3.9"),
            (3.996, 4.0, false, "3.996"),
            (3.999_6, 4.0, false, "3.9996"),
            (3.999_999_99, 4.0, false, "3.99999999"),
            (4.0, 4.0, true, "4.0"),
            (4.199_999_999_999_999, 4.2, true, "4.2"),
        ];
        for (value, at_least, holds, expected) in cases {
            let rule = MeasuredRule {
                rule: Rule::OverallMeanAtLeast,
                value: Some(value),
                at_least,
                holds,
            };
            assert_eq!(against(value, Some(&rule)), expected);
        }
    }
}
