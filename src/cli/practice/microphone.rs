//! Getting the microphone that was asked for, or an honest substitute.

use inquire::InquireError;

use super::super::context::Context;
use super::super::failure::{failure, unknown};
use crate::audio::{self, AudioError, Opened};
use crate::domain::{Mic, MicChoice};
use crate::ui::asking;

/// What the session will hear with.
pub(super) struct Ears {
    /// None: the clock alone.
    pub(super) opened: Option<Opened>,
    pub(super) mic: Mic,
    /// Nobody was heard, so it does not count.
    pub(super) rehearsal: bool,
}

impl Ears {
    fn of(opened: Option<Opened>, rehearsal: bool) -> Ears {
        let mic = opened
            .as_ref()
            .map_or_else(Mic::none, |opened| opened.mic.clone());
        Ears {
            opened,
            mic,
            rehearsal,
        }
    }
}

/// Opens `choice`. None when the candidate would rather not go on without a microphone.
pub(super) fn open(context: &Context, choice: &MicChoice) -> anyhow::Result<Option<Ears>> {
    if *choice == MicChoice::Auto {
        return match audio::open(choice) {
            Ok(opened) => Ok(Some(Ears::of(opened, false))),
            Err(error) => without_microphone(context, &error),
        };
    }
    let opened = open_named(choice)?;
    Ok(Some(Ears::of(opened, *choice == MicChoice::Tone)))
}

/// Opens exactly what was asked for. None for `none`.
pub(in crate::cli) fn open_named(choice: &MicChoice) -> anyhow::Result<Option<Opened>> {
    audio::open(choice).map_err(no_microphone)
}

/// What is wrong with a microphone, and the way out.
pub(in crate::cli) fn no_microphone(error: AudioError) -> anyhow::Error {
    match error {
        AudioError::UnknownMicrophone(name) => {
            let listed = audio::microphones().unwrap_or_default();
            let names = listed.iter().map(|mic| mic.name.as_str());
            unknown("microphone", &name, names, "hotseat mic list")
        }
        AudioError::AmbiguousMicrophone { .. } => failure(
            error.to_string(),
            "give more of its name, or its id from `hotseat mic list`",
        ),
        AudioError::File { .. } | AudioError::NotWav { .. } => failure(
            error.to_string(),
            "`--mic file:` takes the path of a WAV file",
        ),
        AudioError::Server(_) => failure(
            error.to_string(),
            "`pactl info` tells more; `--mic none` goes without a microphone",
        ),
        AudioError::NoMicrophone => failure(
            error.to_string(),
            "plug one in; `hotseat mic list` shows what the system has",
        ),
        error => failure(
            error.to_string(),
            "another program may hold it; `hotseat mic list` shows the others, `--mic none` goes without",
        ),
    }
}

fn without_microphone(context: &Context, error: &AudioError) -> anyhow::Result<Option<Ears>> {
    let terminal = context.terminal;
    if !terminal.is_interactive() {
        terminal.say(&format!(
            "{error}: a built-in tone plays its part, and this session is a rehearsal"
        ));
        let opened = audio::open(&MicChoice::Tone)?;
        return Ok(Some(Ears::of(opened, true)));
    }
    terminal.say(&format!("{error}."));
    let question = "Go on with the clock only? Nothing will be recorded.";
    match asking::confirm(terminal, question) {
        Ok(true) => Ok(Some(Ears::of(None, false))),
        Ok(false) | Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
