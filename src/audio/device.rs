//! Finding microphones, and opening the one that is meant.
//!
//! On Linux there are two ways to the same microphone. The sound server's own protocol is tried
//! first: it loses nothing, and tells within half a millisecond when a frame was captured. ALSA's
//! plugin for the server comes second; the times that it tells wander by some milliseconds.

mod input;

use std::sync::Arc;
use std::time::Duration;

use super::feed::Feed;
use super::{AudioError, alsa_errors, simulated};
use crate::domain::{Mic, MicChoice, MicKind};
use input::{Input, SERVER, defaults, inputs, open_input, server_inputs};

/// A microphone as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Microphone {
    pub id: String,
    pub name: String,
    pub host: String,
    pub default: bool,
}

/// How to get a microphone back after it went away.
#[derive(Clone)]
pub(super) struct Return {
    /// Finds and opens the same microphone, or else the new default; none while there is none.
    pub(super) again: Arc<Again>,
    /// What the microphone is that the sound server calls by this name.
    pub(super) identify: Arc<Identify>,
}

/// Is told for how long the microphone has been gone.
type Again = dyn Fn(Duration) -> Option<(Feed, Mic)> + Send + Sync;
/// How long a sound server may take to be restarted.
const RESTART: Duration = Duration::from_secs(10);

type Identify = dyn Fn(&str) -> Option<Mic> + Send + Sync;

impl Return {
    /// To the microphone with this id, or to the default one.
    fn to(id: Option<String>, by_server: bool) -> Self {
        Return {
            again: Arc::new(move |gone| reopen(id.as_deref(), by_server && gone < RESTART)),
            identify: Arc::new(identify),
        }
    }

    /// For what cannot go away.
    fn never() -> Self {
        Return {
            again: Arc::new(|_| None),
            identify: Arc::new(|_| None),
        }
    }
}

/// A microphone that is open and flowing.
pub struct Opened {
    pub(super) feed: Feed,
    pub(super) return_: Return,
    pub mic: Mic,
}

impl Opened {
    /// A feed that somebody else fills.
    pub(super) fn driven(feed: Feed, mic: Mic) -> Self {
        Opened {
            feed,
            return_: Return::never(),
            mic,
        }
    }
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("mic", &self.mic)
            .finish_non_exhaustive()
    }
}

/// The microphones there are, the default one first.
///
/// # Errors
/// When the sound server is there and refuses or does not answer.
pub fn microphones() -> Result<Vec<Microphone>, AudioError> {
    alsa_errors::silence();
    let found = inputs()?.into_iter();
    let mut listed: Vec<Microphone> = found.map(|input| input.microphone).collect();
    listed.sort_by_key(|microphone| !microphone.default);
    Ok(listed)
}

/// Opens what `choice` says and waits for its first frames. None for `none`.
///
/// # Errors
/// [`AudioError::NoMicrophone`] when `auto` finds nothing that delivers sound.
pub fn open(choice: &MicChoice) -> Result<Option<Opened>, AudioError> {
    alsa_errors::silence();
    match choice {
        MicChoice::None => Ok(None),
        MicChoice::Tone => Ok(Some(simulated_mic(simulated::tone()?, MicKind::Tone, None))),
        MicChoice::File(path) => {
            let name = Some(path.display().to_string());
            Ok(Some(simulated_mic(
                simulated::file(path)?,
                MicKind::File,
                name,
            )))
        }
        MicChoice::Auto => match defaults().and_then(open_first) {
            Ok((feed, mic)) => {
                let by_server = mic.host.as_deref() == Some(SERVER);
                Ok(Some(Opened {
                    feed,
                    mic,
                    return_: Return::to(None, by_server),
                }))
            }
            // Nobody has named it, so its name says nothing.
            Err(AudioError::MicrophoneGone(_)) => Err(AudioError::NoMicrophone),
            Err(error) => Err(error),
        },
        MicChoice::Named(name) => {
            let found = find(name, inputs()?)?;
            let id = found.microphone.id.clone();
            let (feed, mic) = open_input(&found)?;
            Ok(Some(Opened {
                feed,
                mic,
                return_: Return::to(Some(id), found.microphone.host == SERVER),
            }))
        }
    }
}

/// Everything is looked up anew: what was known of a device that went away leads nowhere.
/// A server that is being restarted leaves the bare card free for a moment, which is not the way to
/// take.
fn reopen(id: Option<&str>, by_server: bool) -> Option<(Feed, Mic)> {
    alsa_errors::silence();
    let is_pinned = |input: &Input| id == Some(input.microphone.id.as_str());
    let pinned = id.and_then(|_| inputs().ok()?.into_iter().find(is_pinned));
    pinned
        .and_then(|input| open_input(&input).ok())
        .or_else(|| {
            let mut ways = defaults().ok()?;
            ways.retain(|way| !by_server || way.is_by_server());
            open_first(ways).ok()
        })
}

/// A microphone that the server has moved a stream to.
fn identify(name: &str) -> Option<Mic> {
    let is_meant = |input: &Input| input.microphone.id == name;
    let found = server_inputs(true).ok()?.into_iter().find(is_meant)?;
    Some(found.mic(None))
}

fn simulated_mic(feed: Feed, kind: MicKind, name: Option<String>) -> Opened {
    let mic = Mic {
        kind,
        host: None,
        id: None,
        name,
        sample_rate: Some(feed.format.sample_rate),
        channels: Some(feed.format.channels),
    };
    Opened {
        feed,
        mic,
        return_: Return::never(),
    }
}

fn open_first(inputs: Vec<Input>) -> Result<(Feed, Mic), AudioError> {
    let mut refused = AudioError::NoMicrophone;
    for input in inputs {
        match open_input(&input) {
            Ok(opened) => return Ok(opened),
            // The first way is the usual one: its reason is the one to tell.
            Err(error) if matches!(refused, AudioError::NoMicrophone) => refused = error,
            Err(_) => {}
        }
    }
    Err(refused)
}

/// The one microphone that `name` means: an id, a whole name, or a part of just one name.
fn find(name: &str, inputs: Vec<Input>) -> Result<Input, AudioError> {
    let wanted = name.to_lowercase();
    let exact = |input: &Input| {
        input.microphone.id == name || input.microphone.name.to_lowercase() == wanted
    };
    let (mut whole, rest): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(exact);
    if !whole.is_empty() {
        return Ok(whole.remove(0));
    }
    let part = |input: &Input| input.microphone.name.to_lowercase().contains(&wanted);
    let mut fitting: Vec<Input> = rest.into_iter().filter(part).collect();
    match fitting.len() {
        0 => Err(AudioError::UnknownMicrophone(name.to_owned())),
        1 => Ok(fitting.remove(0)),
        _ => Err(AudioError::AmbiguousMicrophone {
            name: name.to_owned(),
            candidates: fitting
                .into_iter()
                .map(|input| input.microphone.name)
                .collect(),
        }),
    }
}
