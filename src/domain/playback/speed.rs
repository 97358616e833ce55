//! How fast and how loud it is heard.

use std::fmt;
use std::str::FromStr;

/// How fast, in hundredths of the speed at which it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speed(u16);

impl Speed {
    pub const AS_SAID: Speed = Speed(100);
    const SLOWEST: Speed = Speed(75);
    const FASTEST: Speed = Speed(250);
    const STEP: u16 = 25;

    /// The next step up; steps are the same from wherever one comes.
    #[must_use]
    pub fn faster(self) -> Speed {
        Speed((self.0 / Self::STEP + 1) * Self::STEP).min(Self::FASTEST)
    }

    #[must_use]
    pub fn slower(self) -> Speed {
        Speed((self.0.div_ceil(Self::STEP) - 1) * Self::STEP).max(Self::SLOWEST)
    }

    /// Times as fast as it was said.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Default for Speed {
    fn default() -> Self {
        Speed::AS_SAID
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.factor())
    }
}

impl FromStr for Speed {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "it has to be a number from 0.75 to 2.5".to_owned();
        let factor: f64 = text.parse().map_err(|_| wrong())?;
        let hundredths = (factor * 100.0).round();
        let slowest = f64::from(Self::SLOWEST.0);
        if (slowest..=f64::from(Self::FASTEST.0)).contains(&hundredths) {
            Ok(Speed(hundredths as u16))
        } else {
            Err(wrong())
        }
    }
}

/// How loud, in hundredths of what was recorded; never more than all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Volume(u8);

impl Volume {
    pub const FULL: Volume = Volume(100);
    const STEP: u8 = 10;

    #[must_use]
    pub fn louder(self) -> Volume {
        Volume(self.0 + Self::STEP).min(Self::FULL)
    }

    #[must_use]
    pub fn softer(self) -> Volume {
        Volume(self.0.saturating_sub(Self::STEP))
    }

    /// What every sample is multiplied by, 1 at most.
    pub fn gain(self) -> f32 {
        f32::from(self.0) / 100.0
    }
}

impl Default for Volume {
    fn default() -> Self {
        Volume::FULL
    }
}

impl fmt::Display for Volume {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_those_at_which_speech_can_be_followed() {
        for (text, shown) in [
            ("1", "1"),
            ("0.75", "0.75"),
            ("1.50", "1.5"),
            ("2.5", "2.5"),
        ] {
            assert_eq!(text.parse::<Speed>().unwrap().to_string(), shown);
        }
        for text in ["0.74", "2.51", "0", "-1", "nan", "inf", "", "fast", "1,5"] {
            assert!(text.parse::<Speed>().is_err(), "{text}");
        }
    }

    #[test]
    fn steps_meet_whole_quarters_from_anywhere() {
        for (from, faster, slower) in [
            ("1", "1.25", "0.75"),
            ("0.75", "1", "0.75"),
            ("1.1", "1.25", "1"),
            ("2.4", "2.5", "2.25"),
            ("2.5", "2.5", "2.25"),
        ] {
            let speed: Speed = from.parse().unwrap();
            assert_eq!(speed.faster().to_string(), faster, "{from}");
            assert_eq!(speed.slower().to_string(), slower, "{from}");
        }
    }

    #[test]
    fn nothing_is_louder_than_it_was_recorded() {
        assert_eq!(Volume::FULL.louder(), Volume::FULL);
        let quiet = (0..20).fold(Volume::FULL, |volume, _| volume.softer());
        assert!(quiet.gain().abs() < f32::EPSILON);
        assert_eq!(Volume::FULL.softer().to_string(), "90 %");
    }
}
