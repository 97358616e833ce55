//! Microphone to WAV and back.
//!
//! Sound comes in through a callback that only copies and counts, crosses a wait-free ring, and is
//! cut into takes by the recorder, frame by frame, on the capture clock of the audio system. A
//! microphone, a file and a built-in tone stand behind the same [`Feed`], so that nothing after it
//! can tell them apart.

mod alsa_errors;
mod analysis;
mod capture;
mod checkpoint;
mod convert;
mod device;
mod disk;
mod envelope;
mod feed;
mod flac;
mod format;
mod level;
mod marks;
mod notes;
mod player;
#[cfg(target_os = "linux")]
mod pulse;
mod recorder;
mod repair;
mod simulated;
mod speaker;
mod stretch;
mod survey;
mod take_source;
mod tape;
mod timeline;
pub mod wav;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

pub use alsa_errors::alsa_said;
pub use analysis::{Analyser, Analysis, analyse};
pub use device::{Microphone, Opened, microphones, open};
pub use disk::free_bytes;
pub use envelope::Envelope;
pub use feed::Feed;
pub use flac::flac;
pub use format::Format;
pub use level::{Complaint, Level, verdict};
pub use marks::{mark_anew, mark_take};
pub use notes::{noted_gaps, remove_notes};
pub use player::{Manner, Outlet, Player};
pub use recorder::{Recorder, RecorderEvent, TakeSpec, throughput};
pub use repair::{Repaired, repair};
pub use speaker::{Speaker, speakers};
pub use survey::{Survey, survey};
pub use tape::{TakeFiles, Tape};

/// What can go wrong between a microphone and a file.
#[derive(Debug, Error)]
pub enum AudioError {
    #[error("no microphone was found")]
    NoMicrophone,
    /// It is there, and refuses or does not answer.
    #[error("{0}")]
    Server(String),
    #[error("no microphone is called `{0}`")]
    UnknownMicrophone(String),
    #[error("`{name}` fits several microphones: {}", candidates.join(", "))]
    AmbiguousMicrophone {
        name: String,
        candidates: Vec<String>,
    },
    #[error("the microphone `{name}` cannot be opened: {reason}")]
    Microphone { name: String, reason: String },
    #[error("the microphone `{0}` is not there")]
    MicrophoneGone(String),
    #[error("the microphone `{0}` was opened, but no sound came from it")]
    SilentMicrophone(String),
    #[error("no speaker or headphones were found")]
    NoSpeaker,
    #[error("no speaker is called `{0}`")]
    UnknownSpeaker(String),
    #[error("`{name}` fits several speakers: {}", candidates.join(", "))]
    AmbiguousSpeaker {
        name: String,
        candidates: Vec<String>,
    },
    #[error("the speaker `{name}` cannot be opened: {reason}")]
    Speaker { name: String, reason: String },
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    #[error("{}: not a WAV that can be read: {reason}", path.display())]
    NotWav { path: PathBuf, reason: String },
    /// Short, for it is told in one line of a screen, and whose take it is, is known.
    #[error("{} is not hotseat's; move it away and mark again", path.file_name().unwrap_or_default().display())]
    ForeignLabels { path: PathBuf },
    #[error("{}: cannot be packed as FLAC: {reason}", path.display())]
    NotFlac { path: PathBuf, reason: String },
    #[error("a thread could not be started: {0}")]
    Thread(#[source] io::Error),
}

impl AudioError {
    fn microphone(name: &str, error: &cpal::Error) -> AudioError {
        use cpal::ErrorKind::{DeviceNotAvailable, HostUnavailable};
        match error.kind() {
            DeviceNotAvailable | HostUnavailable => AudioError::MicrophoneGone(name.to_owned()),
            _ => AudioError::Microphone {
                name: name.to_owned(),
                reason: error.to_string(),
            },
        }
    }

    fn file(path: &std::path::Path) -> impl FnOnce(io::Error) -> AudioError {
        let path = path.to_owned();
        move |source| AudioError::File { path, source }
    }
}
