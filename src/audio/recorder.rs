//! From a ring to takes: frames are cut at the frame, gaps filled, files kept valid.
//!
//! One thread owns all of it. It stays a moment behind the newest frames, so that a boundary which
//! it hears of a little late still lies in what it has not written yet.

mod arrival;
mod assembly;
mod desk;
mod ear;
mod engine;
mod listener;
mod presence;
mod take;
mod throughput;

use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use super::AudioError;
use super::device::Opened;
use super::level::{Complaint, Level};
use crate::clock;
use crate::domain::{GapCause, Heard, Mic, Take, TakeFormat};
use engine::Engine;
pub use throughput::throughput;

/// Where a take goes, and the caller's name for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeSpec<K> {
    pub key: K,
    /// Must not exist yet.
    pub path: PathBuf,
    /// The path as it is written down: relative to the session's folder.
    pub name: String,
    /// Whether it is listened to while it is recorded.
    pub listen: bool,
}

/// What the recorder has to say.
#[derive(Debug)]
pub enum RecorderEvent<K> {
    /// About ten times a second.
    Level(Level),
    /// Something is wrong with what is heard in a take; said once of each thing.
    Complaint(Complaint),
    /// A take is whole and safely on disk.
    Done { key: K, take: Take },
    /// What was heard in a take that was listened to. It comes before or after `Done`, and not at all
    /// where the disk refused some of the take, or this machine was too busy.
    Heard { key: K, heard: Heard },
    /// The disk takes no more. Takes go on, in silence, until it does again.
    NotWriting(AudioError),
    /// The disk takes more again.
    Writing,
    /// A take could not be written as it should be. What of it is on disk is valid.
    Failed {
        key: K,
        take: Option<Take>,
        error: AudioError,
    },
    /// Frames were lost, and silence stands in their place.
    Gap { frames: u64, cause: GapCause },
    /// The microphone is gone; silence is recorded until it is back.
    Lost,
    /// The microphone is back, and what it is now.
    Back(Mic),
    /// The sound server has gone over to another microphone.
    Moved(Mic),
}

/// From an instant on, what is heard goes elsewhere.
pub(super) struct Boundary<K> {
    pub(super) at: Instant,
    pub(super) turn: Turn<K>,
}

pub(super) enum Turn<K> {
    /// The take on its way, if any, ends, with `marks` in it; the next begins.
    Cut {
        marks: Vec<(Duration, String)>,
        next: Option<TakeSpec<K>>,
    },
    /// What comes is of no take, until the take on its way goes on.
    Pause,
    Resume,
}

pub(super) enum Command<K> {
    Begin(Instant),
    Boundary(Boundary<K>),
    /// The next boundary lies here at the latest.
    Horizon(Option<Instant>),
    /// No more cuts will come. What the microphone has not delivered by then is given up.
    Finish {
        by: Instant,
    },
}

/// A running recorder.
#[derive(Debug)]
pub struct Recorder<K> {
    commands: Sender<Command<K>>,
    thread: Option<JoinHandle<()>>,
}

impl<K: Send + Clone + 'static> Recorder<K> {
    /// Starts on a microphone that is open and flowing, with takes as `wanted`. `tell` is called on the recorder's threads
    /// and must not block.
    pub fn start<F>(opened: Opened, wanted: TakeFormat, tell: F) -> Result<Self, AudioError>
    where
        F: Fn(RecorderEvent<K>) + Send + Sync + Clone + 'static,
    {
        let (commands, inbox) = channel();
        let mut engine = Engine::new(opened, wanted, tell, clock::now())?;
        let thread = Builder::new()
            .name("recorder".to_owned())
            .spawn(move || engine.run(&inbox))
            .map_err(AudioError::Thread)?;
        Ok(Recorder {
            commands,
            thread: Some(thread),
        })
    }

    /// The session began at `at`.
    pub fn begin(&self, at: Instant) {
        self.send(Command::Begin(at));
    }

    /// Ends the take on its way at `at`, and begins `next` with the very frame after.
    pub fn cut(&self, at: Instant, marks: Vec<(Duration, String)>, next: Option<TakeSpec<K>>) {
        self.turn(at, Turn::Cut { marks, next });
    }

    /// Leaves out of the take on its way what is heard from `at` on, until it goes on.
    pub fn pause(&self, at: Instant) {
        self.turn(at, Turn::Pause);
    }

    /// The take on its way goes on with the frame of `at`, right behind the one before the pause.
    pub fn resume(&self, at: Instant) {
        self.turn(at, Turn::Resume);
    }

    /// Until further notice the next boundary comes at `at`, if not before. Nothing behind it is
    /// written until it has come, however late it is told of.
    pub fn expect(&self, at: Option<Instant>) {
        self.send(Command::Horizon(at));
    }

    /// No more cuts will come: reads on until every one is behind, but no longer than until `by`, and
    /// closes the microphone. May be called again with less patience.
    pub fn finish_by(&self, by: Instant) {
        self.send(Command::Finish { by });
    }

    /// Whether that is done.
    pub fn is_over(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits until that is done. When this returns, every take has been told of.
    pub fn finish(mut self, by: Instant) {
        self.finish_by(by);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }

    fn turn(&self, at: Instant, turn: Turn<K>) {
        self.send(Command::Boundary(Boundary { at, turn }));
    }

    fn send(&self, command: Command<K>) {
        // The thread ends only after a finish, which consumes us.
        let _ = self.commands.send(command);
    }
}
