//! The player's thread: keeps the ring full, and the speaker open.

mod watch;

use std::ops::Range;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::super::convert::Converter;
use super::super::format::Format;
#[cfg(target_os = "linux")]
use super::super::speaker::Lookout;
use super::super::speaker::{self, Closing, Playing};
use super::super::stretch::Stretch;
use super::super::tape::Tape;
use super::super::{AudioError, stretch::Piece};
use super::window::Window;
use super::{Command, Manner, Outlet, Shared, locked, tail};
use crate::clock;
use watch::{Gone, Silence};

const PERIOD: Duration = Duration::from_millis(20);

pub(super) struct Filler {
    tape: Tape,
    window: Window,
    stretch: Stretch,
    shared: Arc<Mutex<Shared>>,
    /// Part of the name of the speaker that is meant; none for the default one.
    named: Option<String>,
    manner: Manner,
    playing: Option<Playing>,
    /// None where the speaker takes sound as it is.
    converter: Option<Converter>,
    /// Frames of the tape's rate that were made since the last jump.
    made: u64,
    /// Frames put into the ring since the speaker was opened.
    written: u64,
    hop: Vec<f32>,
    /// Made, and not in the ring yet.
    waiting: Vec<f32>,
    /// The stream before the one that plays.
    closing: Option<Closing>,
    /// Whether the speaker was told to play.
    is_begun: bool,
    silence: Silence,
    gone: Option<Gone>,
    /// Where a sound server plays.
    #[cfg(target_os = "linux")]
    lookout: Option<Lookout>,
}

impl Filler {
    pub(super) fn new(
        tape: Tape,
        shared: Arc<Mutex<Shared>>,
        named: Option<String>,
        manner: Manner,
    ) -> Self {
        let Format {
            sample_rate,
            channels,
        } = tape.format();
        let mut stretch = Stretch::new(sample_rate, channels);
        stretch.set_speed(manner.speed);
        Filler {
            window: Window::new(channels),
            stretch,
            tape,
            shared,
            named,
            manner,
            playing: None,
            converter: None,
            made: 0,
            written: 0,
            hop: Vec::new(),
            waiting: Vec::new(),
            closing: None,
            is_begun: false,
            silence: Silence::begin(clock::now()),
            gone: None,
            #[cfg(target_os = "linux")]
            lookout: None,
        }
    }

    /// Opens the speaker, and begins.
    pub(super) fn open_first(&mut self) -> Result<(), AudioError> {
        let format = self.tape.format();
        let playing = speaker::open(self.named.as_deref(), format, None)?;
        let from = self.manner.from;
        self.play_on(playing, from)
    }

    pub(super) fn until_dropped(&mut self, inbox: &Receiver<Command>) {
        loop {
            self.watch();
            self.fill();
            match inbox.recv_timeout(PERIOD) {
                Ok(command) => self.obey_all(command, inbox),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// What has come, but for what the next one makes void: a key that is held down asks for more
    /// jumps than a sound server can make.
    fn obey_all(&mut self, first: Command, inbox: &Receiver<Command>) {
        let mut next = Some(first);
        while let Some(command) = next {
            next = inbox.try_recv().ok();
            let is_void = matches!(
                (&command, &next),
                (Command::Seek(_), Some(Command::Seek(_)))
                    | (Command::Volume(_), Some(Command::Volume(_)))
                    | (Command::Speed(_), Some(Command::Speed(_)))
            );
            if !is_void {
                self.obey(command);
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Seek(frame) => self.seek(frame),
            Command::Speed(speed) => {
                self.manner.speed = speed;
                self.stretch.set_speed(speed);
                // At once: what was made already would be heard as it is.
                let heard = locked(&self.shared).place();
                self.seek(heard);
            }
            Command::Volume(volume) => {
                self.manner.volume = volume;
                if self.playing.as_ref().is_some_and(Playing::is_by_server) {
                    // What it holds is as loud as it was.
                    let heard = locked(&self.shared).place();
                    self.seek(heard);
                }
            }
            Command::Pause(paused) => self.pause(paused),
            Command::Skips(skips) => self.manner.skips = skips,
        }
        self.tell_tap();
    }

    fn tell_tap(&self) {
        if let Some(playing) = &self.playing {
            playing.tap.set_volume(self.manner.volume);
            let fades = self.manner.paused && !playing.is_by_server();
            playing.tap.paused.store(fades, Ordering::Relaxed);
        }
    }

    fn pause(&mut self, paused: bool) {
        let is_new = std::mem::replace(&mut self.manner.paused, paused) != paused;
        let Some(playing) = self.playing.as_ref().filter(|p| is_new && p.is_by_server()) else {
            return;
        };
        let done = match (paused, self.is_begun) {
            (true, true) => playing.stand_still(),
            (true, false) => Ok(()),
            (false, true) => playing.go_on(),
            (false, false) => self.begin(),
        };
        self.is_begun |= !paused;
        if done.is_err() {
            self.lose(clock::now());
        }
    }

    /// Plays from a frame on, on a speaker that was just opened.
    fn play_on(&mut self, playing: Playing, from: u64) -> Result<(), AudioError> {
        let own = self.tape.format();
        let converter = (playing.format != own).then(|| {
            let refused = || AudioError::Speaker {
                name: playing.name.clone(),
                reason: format!("it plays at {} Hz only", playing.format.sample_rate),
            };
            Converter::new(own, playing.format).ok_or_else(refused)
        });
        self.converter = converter.transpose()?;
        self.written = 0;
        let called = playing.name.clone();
        let tap = Arc::clone(&playing.tap);
        self.silence = Silence::begin(clock::now());
        let old = self.playing.replace(playing);
        self.tell_tap();
        self.restart(from);
        {
            let mut shared = locked(&self.shared);
            shared.tap = Some(tap);
            // One that was told of is not told of again because of a jump.
            if !matches!(&shared.outlet, Outlet::Speaker { name, .. } if *name == called) {
                shared.outlet = Outlet::Speaker {
                    name: called,
                    instead_of: None,
                };
            }
            if shared.sought == Some(from) {
                shared.sought = None;
            }
        }
        // The speaker asks at once, and what is missing then is heard as silence.
        self.fill();
        // One that is not to be heard yet stays as it was opened.
        let is_by_server = self.playing.as_ref().is_some_and(Playing::is_by_server);
        self.is_begun = !(self.manner.paused && is_by_server);
        let begun = if self.is_begun { self.begin() } else { Ok(()) };
        // Only now, so that nothing had to wait for it.
        let closing = old.and_then(|mut old| old.close());
        self.closing = closing.or(self.closing.take());
        begun
    }

    /// Has the speaker ask for sound. The library closes a stream by its number, and does so twice;
    /// `PipeWire` gives the number to the next one after the first time, which the second then closes.
    /// So none is made while another one is closing.
    fn begin(&mut self) -> Result<(), AudioError> {
        if let Some(closing) = self.closing.take() {
            closing.wait();
        }
        self.playing.as_mut().map_or(Ok(()), Playing::begin)
    }

    fn seek(&mut self, frame: u64) {
        locked(&self.shared).sought.get_or_insert(frame);
        if self.playing.as_ref().is_some_and(Playing::is_by_server) {
            self.seek_anew(frame);
            return;
        }
        self.restart(frame);
        // What comes then lies behind what is stale before the speaker is told to skip that.
        self.fill();
        let mut shared = locked(&self.shared);
        if let Some(playing) = &self.playing {
            playing.tap.skip_to(shared.places.begin());
            if shared.sought == Some(frame) {
                shared.sought = None;
            }
        }
        // Without a speaker it is from there that it will go on.
    }

    /// On another stream of the same speaker: what the old one still holds is not heard any more.
    fn seek_anew(&mut self, frame: u64) {
        let renewed = match &self.playing {
            Some(old) => old.renewed(self.tape.format()).and_then(|renewed| {
                if self.is_begun && !self.manner.paused {
                    old.stand_still()?;
                }
                Ok(renewed)
            }),
            None => return,
        };
        self.replace(renewed, frame);
    }

    /// Where there is no other stream, the speaker counts as gone, which is told.
    fn replace(&mut self, renewed: Result<Playing, AudioError>, frame: u64) {
        // The old one goes once the new one has its place: until then it is the one to be lost.
        let replaced = renewed.and_then(|renewed| self.play_on(renewed, frame));
        if replaced.is_err() {
            self.lose(clock::now());
        }
    }

    /// What comes into the ring next is the source from `frame` on.
    fn restart(&mut self, frame: u64) {
        self.stretch.restart(frame);
        self.waiting.clear();
        self.made = 0;
        if let Some(converter) = &mut self.converter {
            converter.restart();
        }
        let rate = self.tape.format().sample_rate;
        let to = self.playing.as_ref().map_or(rate, |p| p.format.sample_rate);
        let mut shared = locked(&self.shared);
        shared.places.restart(self.written, frame, (rate, to));
    }

    /// Makes sound until enough of it lies ahead.
    fn fill(&mut self) {
        loop {
            let Some(playing) = &mut self.playing else {
                return;
            };
            let channels = usize::from(playing.format.channels);
            let room = playing.ring.slots() / channels;
            let frames = room.min(self.waiting.len() / channels);
            if let Ok(chunk) = playing.ring.write_chunk_uninit(frames * channels) {
                chunk.fill_from_iter(self.waiting.drain(..frames * channels));
                self.written += frames as u64;
            }
            let taken = playing.tap.taken();
            let ahead = playing.ahead;
            let fresh = {
                let mut shared = locked(&self.shared);
                let heard = playing.tap.heard();
                shared.places.forget_before(heard);
                self.written
                    .saturating_sub(taken.max(shared.places.begin()))
            };
            if !self.waiting.is_empty() || fresh >= ahead {
                return;
            }
            if let Err(error) = self.make() {
                // The record still tells what was said, and the user where the file was.
                locked(&self.shared).outlet = Outlet::Broken(error.to_string());
                self.playing = None;
                return;
            }
        }
    }

    /// Makes one hop.
    fn make(&mut self) -> Result<(), AudioError> {
        let begun = self.made;
        let hop = self.stretch.hop_frames() as u64;
        self.hop.clear();
        let at = self.stretch.at();
        let end = self.tape.frames();
        let pieces = if let Some(to) = self.skip_from(at, hop) {
            let from = self.stretch.natural();
            let before = self
                .window
                .frames(&mut self.tape, from..from + hop)?
                .to_vec();
            let after = self.window.frames(&mut self.tape, to..to + hop)?;
            self.stretch.jump(to, &before, after, &mut self.hop)
        } else {
            let wanted = self.stretch.wants();
            let source = self.window.frames(&mut self.tape, wanted)?;
            self.stretch.hop(source, &mut self.hop)
        };
        self.made += hop;
        self.note(begun, &pieces, at, end);
        match &mut self.converter {
            None => self.waiting.append(&mut self.hop),
            Some(converter) => {
                converter.convert(&self.hop, &mut self.waiting);
            }
        }
        Ok(())
    }

    fn note(&mut self, begun: u64, pieces: &[Piece], at: u64, end: u64) {
        let to = self.playing.as_ref().map(|p| p.format.sample_rate);
        let mut shared = locked(&self.shared);
        shared.places.add(begun, pieces);
        if shared.places.end().is_none() && self.stretch.at() >= end {
            let left = end.saturating_sub(at) as f64 / self.manner.speed;
            let tail = to.map_or(0, tail);
            shared.places.end_at(begun + left as u64, tail);
        }
    }

    /// Where it goes on if something that is left out begins within this hop.
    fn skip_from(&self, at: u64, hop: u64) -> Option<u64> {
        let now = at..at + (hop as f64 * self.manner.speed).ceil() as u64;
        let skips = self.manner.skips.iter();
        // Whoever was sent into the middle of one wants to hear it.
        let mut begun = skips.filter(|skip| now.contains(&skip.start));
        begun.next().map(|skip: &Range<u64>| skip.end)
    }
}

#[cfg(test)]
mod tests;
