//! How practice goes where no flag says it.

use std::str::FromStr;

use super::draw::DrawMode;
use super::mic_choice::MicChoice;

/// Whether the clock shows when a session begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClockFace {
    #[default]
    Shown,
    /// Until the candidate asks for it.
    Hidden,
}

impl ClockFace {
    pub const ALL: [ClockFace; 2] = [ClockFace::Shown, ClockFace::Hidden];

    pub fn as_str(self) -> &'static str {
        match self {
            ClockFace::Shown => "shown",
            ClockFace::Hidden => "hidden",
        }
    }
}

impl FromStr for ClockFace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        ClockFace::ALL
            .into_iter()
            .find(|face| face.as_str() == text)
            .ok_or_else(|| format!("`{text}` is neither `shown` nor `hidden`"))
    }
}

/// What the user has set for every session.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Defaults {
    pub mic: MicChoice,
    pub draw: DrawMode,
    pub clock: ClockFace,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_shown_or_hidden() {
        for face in ClockFace::ALL {
            assert_eq!(face.as_str().parse(), Ok(face));
        }
        assert!("Shown".parse::<ClockFace>().is_err());
        assert_eq!(Defaults::default().clock, ClockFace::Shown);
    }
}
