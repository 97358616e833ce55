//! Takes to the speaker: position, seek, pause, speed.
//!
//! A thread reads the takes into a ring, the speaker's callback empties it. The position is the frame
//! that is at the ear: what the callback has taken, less what is still on its way, traced back
//! through every hop to the source.

mod filler;
mod places;
mod window;

use std::ops::Range;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::AudioError;
use super::speaker::Tap;
use super::tape::Tape;
use super::timeline::frames_in;
use filler::Filler;
use places::Places;

/// Silence after the end before it is over: on a busy machine the sound on its way to the ear is more
/// than the sound server says.
const TAIL: Duration = Duration::from_millis(300);

/// How it is to be played.
#[derive(Debug, Clone, PartialEq)]
pub struct Manner {
    /// The frame to begin with.
    pub from: u64,
    /// Times as fast as it was said.
    pub speed: f64,
    /// From 0 to 1.
    pub volume: f32,
    pub paused: bool,
    /// What is left out when it is come to.
    pub skips: Vec<Range<u64>>,
}

impl Default for Manner {
    fn default() -> Self {
        Manner {
            from: 0,
            speed: 1.0,
            volume: 1.0,
            paused: false,
            skips: Vec::new(),
        }
    }
}

enum Command {
    Seek(u64),
    Speed(f64),
    Volume(f32),
    Pause(bool),
    Skips(Vec<Range<u64>>),
}

/// Where the sound goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outlet {
    /// To the speaker of this name.
    Speaker {
        name: String,
        /// The one that went away, where the sound server has gone on with this one by itself.
        instead_of: Option<String>,
    },
    /// Nowhere, since this one went away; it is looked for.
    Gone(String),
    /// Nowhere, since a take cannot be read any more, for this reason.
    Broken(String),
}

/// What the thread and whoever listens share. The callback has no part in it.
struct Shared {
    /// Of the speaker that plays; none while there is none.
    tap: Option<Arc<Tap>>,
    places: Places,
    /// A jump that is not made yet.
    sought: Option<u64>,
    outlet: Outlet,
}

/// Takes that are playing. Dropping it stops them.
pub struct Player {
    shared: Arc<Mutex<Shared>>,
    commands: Option<Sender<Command>>,
    thread: Option<JoinHandle<()>>,
    frames: u64,
}

impl std::fmt::Debug for Player {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Player")
            .field("frames", &self.frames)
            .finish_non_exhaustive()
    }
}

impl Player {
    /// Plays `tape` on the speaker that `speaker` is a part of the name of, else on the default one.
    pub fn start(
        tape: Tape,
        speaker: Option<String>,
        manner: Manner,
    ) -> Result<Player, AudioError> {
        let frames = tape.frames();
        let shared = Arc::new(Mutex::new(Shared {
            tap: None,
            places: Places::default(),
            sought: Some(manner.from),
            outlet: Outlet::Gone(String::new()),
        }));
        let (commands, inbox) = channel();
        let (opened, told) = channel();
        let theirs = Arc::clone(&shared);
        let thread = Builder::new()
            .name("player".to_owned())
            .spawn(move || {
                let mut filler = Filler::new(tape, theirs, speaker, manner);
                let first = filler.open_first();
                let is_open = first.is_ok();
                let _ = opened.send(first);
                if is_open {
                    filler.until_dropped(&inbox);
                }
            })
            .map_err(AudioError::Thread)?;
        // It cannot end without a word.
        told.recv().unwrap_or(Err(AudioError::NoSpeaker))?;
        Ok(Player {
            shared,
            commands: Some(commands),
            thread: Some(thread),
            frames,
        })
    }

    /// The frame that is heard now; the end once all was heard.
    pub fn position(&self) -> u64 {
        let shared = locked(&self.shared);
        shared.place().min(self.frames)
    }

    /// Whether the speaker has the sound of the place that was jumped to last.
    pub fn has_reached_speaker(&self) -> bool {
        let shared = locked(&self.shared);
        let Some(tap) = &shared.tap else { return false };
        shared.sought.is_none() && tap.taken() > shared.places.begin()
    }

    /// Whether all of it has been heard.
    pub fn is_over(&self) -> bool {
        let shared = locked(&self.shared);
        let Some(tap) = &shared.tap else { return false };
        let end = shared.places.end();
        shared.sought.is_none() && end.is_some_and(|end| tap.heard() >= end)
    }

    pub fn outlet(&self) -> Outlet {
        locked(&self.shared).outlet.clone()
    }

    pub fn seek(&self, frame: u64) {
        let frame = frame.min(self.frames);
        // Whoever jumps twice at once jumps from there.
        locked(&self.shared).sought = Some(frame);
        self.command(Command::Seek(frame));
    }

    pub fn set_paused(&self, paused: bool) {
        self.command(Command::Pause(paused));
    }

    /// Times as fast as it was said.
    pub fn set_speed(&self, speed: f64) {
        self.command(Command::Speed(speed));
    }

    /// From 0 to 1.
    pub fn set_volume(&self, volume: f32) {
        self.command(Command::Volume(volume));
    }

    pub fn set_skips(&self, skips: Vec<Range<u64>>) {
        self.command(Command::Skips(skips));
    }

    fn command(&self, command: Command) {
        if let Some(commands) = &self.commands {
            let _ = commands.send(command);
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        /// How long a sound system that does not answer may hold up the end.
        const PATIENCE: Duration = Duration::from_secs(1);
        const TURN: Duration = Duration::from_millis(5);
        self.commands = None;
        let Some(thread) = self.thread.take() else {
            return;
        };
        let mut waited = Duration::ZERO;
        while !thread.is_finished() && waited < PATIENCE {
            std::thread::sleep(TURN);
            waited += TURN;
        }
        if thread.is_finished() {
            let _ = thread.join();
        }
    }
}

impl Shared {
    /// Where one is: where one has jumped to, even if that is not heard yet.
    fn place(&self) -> u64 {
        self.sought.unwrap_or_else(|| self.heard())
    }

    /// The frame of the source that is at the ear.
    fn heard(&self) -> u64 {
        let ring = self.tap.as_ref().map_or(0, |tap| tap.heard());
        self.places.source_at(ring)
    }
}

/// How many frames of silence belong to the end.
fn tail(rate: u32) -> u64 {
    frames_in(TAIL, rate)
}

fn locked(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
