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

/// Who speaks the questions, as the user has set it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VoiceDefaults {
    /// A program and its arguments; empty for what is usual on this system.
    pub program: Vec<String>,
    /// Whether they are spoken where no flag asks for it.
    pub on: bool,
}

/// The flag that asks for no voice.
const NO_VOICE: &str = "none";

/// The program that is to speak, if any is: the one of the flag, which may be empty for the one that
/// is set; an empty one is the usual.
pub fn voice(flag: Option<&str>, set: &VoiceDefaults) -> Option<Vec<String>> {
    match flag {
        Some(NO_VOICE) => None,
        None if !set.on => None,
        None | Some("") => Some(set.program.clone()),
        Some(program) => Some(vec![program.to_owned()]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_is_that_of_the_flag_or_the_one_that_is_set() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let unset = VoiceDefaults::default();
        let named = VoiceDefaults {
            program: words("say -v Moira"),
            on: false,
        };
        let always = VoiceDefaults {
            on: true,
            ..named.clone()
        };
        let table = [
            (None, &unset, None),
            (Some(""), &unset, Some(vec![])),
            (Some("flite"), &unset, Some(words("flite"))),
            (None, &named, None),
            (Some(""), &named, Some(words("say -v Moira"))),
            (None, &always, Some(words("say -v Moira"))),
            // A flag is one program, whatever is in its name.
            (Some("my voice"), &always, Some(vec!["my voice".to_owned()])),
            (Some("none"), &always, None),
        ];
        for (flag, set, expected) in table {
            assert_eq!(voice(flag, set), expected, "{flag:?} {set:?}");
        }
    }

    #[test]
    fn a_clock_is_shown_or_hidden() {
        for face in ClockFace::ALL {
            assert_eq!(face.as_str().parse(), Ok(face));
        }
        assert!("Shown".parse::<ClockFace>().is_err());
        assert_eq!(Defaults::default().clock, ClockFace::Shown);
    }
}
