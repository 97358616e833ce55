//! What holds where a flag may say it: the flag, else the setting, which has the program's own
//! default where nothing is set.

use super::context::Context;
use crate::domain::{ClockFace, DrawMode, MicChoice};
use crate::store::Settings;

/// The microphone that is meant, and who says so.
pub(super) struct Microphone {
    pub(super) choice: MicChoice,
    /// The file, unless it was a flag.
    set_in: Option<String>,
}

impl Microphone {
    pub(super) fn of(context: &Context, flag: Option<&MicChoice>, settings: &Settings) -> Self {
        if let Some(choice) = flag {
            return Microphone {
                choice: choice.clone(),
                set_in: None,
            };
        }
        let choice = match &settings.practice.mic {
            // A setting means the same wherever the program is started.
            MicChoice::File(path) => MicChoice::File(context.home.root().join(path)),
            choice => choice.clone(),
        };
        Microphone {
            choice,
            set_in: Some(context.home.settings().display().to_string()),
        }
    }

    /// Where it was set, if it was.
    pub(super) fn set_in(&self) -> Option<&str> {
        let is_set = self.choice != MicChoice::Auto;
        self.set_in.as_deref().filter(|_| is_set)
    }

    /// An error of this microphone: nobody should look for a name on the command line that stands
    /// in a file.
    pub(super) fn explain(&self, error: anyhow::Error) -> anyhow::Error {
        match self.set_in() {
            Some(file) => error.context(format!("the microphone set in {file} cannot be had")),
            None => error,
        }
    }
}

pub(super) fn draw(flag: Option<DrawMode>, settings: &Settings) -> DrawMode {
    flag.unwrap_or(settings.practice.draw)
}

pub(super) fn clock(flag: Option<ClockFace>, settings: &Settings) -> ClockFace {
    flag.unwrap_or(settings.practice.clock)
}

/// The program that speaks, if any does; empty for the usual one.
pub(super) fn voice(flag: Option<&str>, settings: &Settings) -> Option<Vec<String>> {
    crate::domain::voice(flag, &settings.voice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Defaults;

    #[test]
    fn a_flag_goes_before_the_setting() {
        let practice = Defaults {
            draw: DrawMode::Weak,
            clock: ClockFace::Hidden,
            ..Defaults::default()
        };
        let set = Settings {
            practice,
            ..Settings::default()
        };
        let unset = Settings::default();
        for (flag, settings, mode) in [
            (None, &unset, DrawMode::Fresh),
            (None, &set, DrawMode::Weak),
            (Some(DrawMode::Fresh), &set, DrawMode::Fresh),
            (Some(DrawMode::Due), &unset, DrawMode::Due),
        ] {
            assert_eq!(draw(flag, settings), mode, "{flag:?}");
        }
        for (flag, settings, face) in [
            (None, &unset, ClockFace::Shown),
            (None, &set, ClockFace::Hidden),
            (Some(ClockFace::Shown), &set, ClockFace::Shown),
        ] {
            assert_eq!(clock(flag, settings), face, "{flag:?}");
        }
    }
}
