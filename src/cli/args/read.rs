//! Values of flags as they are typed.

use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use crate::domain::{PAUSE_RANGE_MS, is_id};

/// One of a closed list of words, read as what it means.
pub(super) fn one_of<T, E, const N: usize>(
    words: [&'static str; N],
    read: fn(&str) -> Result<T, E>,
) -> impl TypedValueParser<Value = T>
where
    T: Clone + Send + Sync + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
{
    PossibleValuesParser::new(words).try_map(move |word| read(&word).map_err(Into::into))
}

pub(super) fn id(text: &str) -> Result<String, String> {
    if is_id(text) {
        Ok(text.to_owned())
    } else {
        Err("an id is 1 to 64 lower-case letters, digits and dashes".to_owned())
    }
}

pub(super) fn scale(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(scale) if scale.is_finite() && scale > 0.0 => Ok(scale),
        _ => Err("it has to be a number above 0".to_owned()),
    }
}

/// Up to a day, fractions and all.
pub(super) fn minutes(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(minutes) if minutes > 0.0 && minutes <= 24.0 * 60.0 => {
            Ok(Duration::from_secs_f64(minutes * 60.0))
        }
        _ => Err("it has to be a number of minutes above 0, and a day at most".to_owned()),
    }
}

/// Seconds, in milliseconds.
pub(super) fn pause_ms(text: &str) -> Result<u64, String> {
    let seconds: f64 = text.parse().unwrap_or(f64::NAN);
    let ms = (seconds * 1000.0).round();
    let bounds = *PAUSE_RANGE_MS.start() as f64..=*PAUSE_RANGE_MS.end() as f64;
    if bounds.contains(&ms) {
        Ok(ms as u64)
    } else {
        let seconds = |ms: &f64| ms / 1000.0;
        let (from, to) = (seconds(bounds.start()), seconds(bounds.end()));
        Err(format!("it has to be a number of seconds, {from} to {to}"))
    }
}

/// `SS`, `MM:SS` or `HH:MM:SS`.
pub(super) fn position(text: &str) -> Result<Duration, String> {
    let wrong = || "it has to be MM:SS".to_owned();
    let parts: Vec<&str> = text.split(':').collect();
    if parts.len() > 3 {
        return Err(wrong());
    }
    let mut seconds = 0u64;
    for (index, part) in parts.iter().enumerate() {
        let number: u32 = part.parse().map_err(|_| wrong())?;
        // Sixty seconds are a minute, but ninety alone are ninety.
        if index > 0 && number >= 60 {
            return Err(wrong());
        }
        seconds = seconds * 60 + u64::from(number);
    }
    Ok(Duration::from_secs(seconds))
}

/// From when on: a day, or so many days back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Since {
    Day(Date),
    Days(u32),
}

/// `YYYY-MM-DD`, or days as in `30d`.
pub(super) fn since(text: &str) -> Result<Since, String> {
    // A thousand years.
    const MOST: u32 = 366_000;
    let wrong = "it has to be a day, YYYY-MM-DD, or a number of days, as in 30d";
    let Some(days) = text.strip_suffix('d') else {
        let day = text.parse().map(Since::Day);
        return day.map_err(|_| wrong.to_owned());
    };
    match days.parse() {
        Ok(days) if (1..=MOST).contains(&days) => Ok(Since::Days(days)),
        _ => Err(wrong.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_a_day_or_a_number_of_days() {
        let day = jiff::civil::date(2026, 11, 22);
        for (good, expected) in [
            ("2026-11-22", Since::Day(day)),
            ("30d", Since::Days(30)),
            ("1d", Since::Days(1)),
        ] {
            assert_eq!(since(good), Ok(expected), "{good}");
        }
        for bad in [
            "",
            "d",
            "0d",
            "-1d",
            "30",
            "30w",
            "2026-02-30",
            "yesterday",
            "99999999d",
        ] {
            assert!(since(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_position_is_minutes_and_seconds() {
        let cases = [
            ("5", Some(5)),
            ("1:30", Some(90)),
            ("90", Some(90)),
            ("9:99", None),
            ("9:99", None),
            ("01:00:00", Some(3600)),
            ("", None),
            ("a", None),
            ("1:2:3:4", None),
            ("-1", None),
        ];
        for (text, seconds) in cases {
            assert_eq!(
                position(text).ok().map(|at| at.as_secs()),
                seconds,
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_scale_is_above_zero() {
        for good in ["1", "0.01", "2.5"] {
            assert!(scale(good).is_ok(), "{good}");
        }
        for bad in ["0", "-1", "inf", "nan", "x", ""] {
            assert!(scale(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_pause_is_as_long_as_one_may_be() {
        for (good, ms) in [("0.3", 300), ("2", 2_000), ("1.25", 1_250), ("60", 60_000)] {
            assert_eq!(pause_ms(good), Ok(ms), "{good}");
        }
        for bad in ["0", "0.299", "-1", "inf", "nan", "x", "", "61"] {
            assert!(pause_ms(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn minutes_are_up_to_a_day() {
        for (good, seconds) in [("1", 60), ("0.5", 30), ("1440", 86_400)] {
            assert_eq!(minutes(good).map(|m| m.as_secs()), Ok(seconds), "{good}");
        }
        for bad in ["0", "-1", "inf", "nan", "x", "", "1441", "1e-400"] {
            assert!(minutes(bad).is_err(), "{bad}");
        }
    }
}
