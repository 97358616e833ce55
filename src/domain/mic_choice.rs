//! Which microphone is meant, as `--mic` and the settings say it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// What is to be heard with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum MicChoice {
    /// The system's default one.
    #[default]
    Auto,
    /// The clock alone.
    None,
    Tone,
    File(PathBuf),
    /// An id, or a unique part of a name.
    Named(String),
}

impl FromStr for MicChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "" => return Err("a microphone needs a name".to_owned()),
            "auto" => MicChoice::Auto,
            "none" => MicChoice::None,
            "tone" => MicChoice::Tone,
            _ => match text.strip_prefix("file:") {
                Some("") => return Err("`file:` needs a path".to_owned()),
                Some(path) => MicChoice::File(PathBuf::from(path)),
                None => MicChoice::Named(text.to_owned()),
            },
        })
    }
}

/// As it is typed.
impl fmt::Display for MicChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MicChoice::Auto => f.write_str("auto"),
            MicChoice::None => f.write_str("none"),
            MicChoice::Tone => f.write_str("tone"),
            MicChoice::File(path) => write!(f, "file:{}", path.display()),
            MicChoice::Named(name) => f.write_str(name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_written_as_it_is_read() {
        let named = |name: &str| MicChoice::Named(name.to_owned());
        for (text, choice) in [
            ("auto", MicChoice::Auto),
            ("none", MicChoice::None),
            ("tone", MicChoice::Tone),
            ("file:a room.wav", MicChoice::File("a room.wav".into())),
            ("Blue Yeti", named("Blue Yeti")),
            ("Auto", named("Auto")),
            ("file", named("file")),
        ] {
            assert_eq!(text.parse(), Ok(choice.clone()), "{text}");
            assert_eq!(choice.to_string(), text);
        }
        for text in ["", "file:"] {
            assert!(text.parse::<MicChoice>().is_err(), "{text:?}");
        }
        assert_eq!(MicChoice::default(), MicChoice::Auto);
    }
}
