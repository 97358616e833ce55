//! The sound server's own protocol, spoken directly: that of `PulseAudio`, which `PipeWire` speaks
//! too.
//!
//! A recorder wants three things of the server at once that no layer above the protocol gives
//! together: short blocks, so that meter and marks are prompt; a long queue on the server's side, so
//! that a stall of this program loses nothing; and the server's word on when a frame was captured.
//! The protocol has them all, and says when the microphone was taken away or exchanged.

mod connection;
mod position;
mod reading;
mod sink;
mod source;
mod stream;

pub(super) use sink::{Handover, Whereabouts};
pub(super) use source::{Source, default_source, sources};
pub(super) use stream::{ServerStream, open};

use std::io;

use pulseaudio::protocol::ProtocolError;
use thiserror::Error;

/// What can go wrong between us and the server.
#[derive(Debug, Error)]
pub(super) enum PulseError {
    #[error("no sound server is running")]
    NoServer,
    #[error("the sound server has no microphone")]
    NoSource,
    #[error("the sound server does not answer: {0}")]
    Socket(#[from] io::Error),
    #[error("the sound server refuses: {0}")]
    Protocol(#[from] ProtocolError),
    #[error("the sound server answers something else than was asked")]
    Confused,
    #[error("its sound has {0} channels at {1} Hz")]
    Format(u8, u32),
}
