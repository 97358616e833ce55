//! Getting the microphone that was asked for, or an honest substitute.

use inquire::{Confirm, InquireError};

use super::super::context::Context;
use super::super::failure::{failure, unknown};
use crate::audio::{self, AudioError, MicChoice, Opened};
use crate::domain::Mic;

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
    let rehearsal = *choice == MicChoice::Tone;
    match audio::open(choice) {
        Ok(opened) => Ok(Some(Ears::of(opened, rehearsal))),
        Err(error) if *choice == MicChoice::Auto => without_microphone(context, &error),
        Err(AudioError::UnknownMicrophone(name)) => {
            let listed = audio::microphones();
            let names = listed.iter().map(|mic| mic.name.as_str());
            Err(unknown("microphone", &name, names, "hotseat mic list"))
        }
        Err(error @ AudioError::AmbiguousMicrophone { .. }) => Err(failure(
            error.to_string(),
            "give more of its name, or its id from `hotseat mic list`",
        )),
        Err(error @ (AudioError::File { .. } | AudioError::NotWav { .. })) => Err(failure(
            error.to_string(),
            "`--mic file:` takes the path of a WAV file",
        )),
        Err(error) => Err(failure(
            error.to_string(),
            "another program may hold it; `hotseat mic list` shows the others, `--mic none` goes without",
        )),
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
    let question = Confirm::new("Go on with the clock only? Nothing will be recorded.")
        .with_default(false)
        .prompt();
    match question {
        Ok(true) => Ok(Some(Ears::of(None, false))),
        Ok(false) | Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
