//! A file or a tone that plays the part of the microphone, in real time.
//!
//! It hands out frames a little late, as a real microphone does. That delay is what lets a file
//! begin exactly at the session's start, of which it hears only afterwards.

use std::f32::consts::TAU;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use super::capture::{Intake, ring};
use super::feed::Feed;
use super::format::Format;
use super::wav::WavSource;
use super::{AudioError, timeline};
use crate::clock;

/// How far the frames lag behind the present.
const LATENCY: Duration = Duration::from_millis(200);

/// How often frames are handed out.
const PERIOD: Duration = Duration::from_millis(10);

/// Frames handed out at once.
const BLOCK: u64 = 1024;

/// The tone: quiet, and at a pitch that nobody mistakes for speech.
const TONE_HERTZ: f32 = 440.0;
const TONE_AMPLITUDE: f32 = 0.1;
const TONE_FORMAT: Format = Format {
    sample_rate: 48_000,
    channels: 1,
};

/// Ends when it is dropped.
pub(super) struct SimulatedMic {
    begin: Option<Sender<Instant>>,
    thread: Option<JoinHandle<()>>,
}

impl SimulatedMic {
    /// The session began at `at`. Only the first call counts.
    pub(super) fn begin(&self, at: Instant) {
        if let Some(begin) = &self.begin {
            let _ = begin.send(at);
        }
    }
}

impl Drop for SimulatedMic {
    fn drop(&mut self) {
        self.begin = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A WAV as the microphone: silence until the session begins, then the file, then silence again.
pub(super) fn file(path: &Path) -> Result<Feed, AudioError> {
    let source = WavSource::open(path)?;
    start(source.format, Voice::File(Box::new(source)))
}

/// The built-in signal.
pub(super) fn tone() -> Result<Feed, AudioError> {
    start(TONE_FORMAT, Voice::Tone)
}

enum Voice {
    File(Box<WavSource>),
    Tone,
}

fn start(format: Format, voice: Voice) -> Result<Feed, AudioError> {
    let (intake, samples, stamps) = ring(format);
    let (begin, begun) = channel();
    let mut run = Run {
        format,
        voice,
        intake,
        opened: clock::now(),
        sent: 0,
        begin_frame: None,
        block: Vec::new(),
    };
    let thread = Builder::new()
        .name("simulated-mic".to_owned())
        .spawn(move || run.until_dropped(&begun))
        .map_err(AudioError::Thread)?;
    let mic = SimulatedMic {
        begin: Some(begin),
        thread: Some(thread),
    };
    Ok(Feed::simulated(format, samples, stamps, mic))
}

struct Run {
    format: Format,
    voice: Voice,
    intake: Intake,
    opened: Instant,
    /// Frames handed out so far.
    sent: u64,
    /// The frame at which the session began.
    begin_frame: Option<u64>,
    block: Vec<f32>,
}

impl Run {
    fn until_dropped(&mut self, begun: &Receiver<Instant>) {
        loop {
            match begun.recv_timeout(PERIOD) {
                Ok(at) if self.begin_frame.is_none() => self.begin(self.frame_at(at)),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            let due = clock::now()
                .checked_sub(LATENCY)
                .map_or(0, |at| self.frame_at(at));
            while self.sent < due {
                self.hand_out((due - self.sent).min(BLOCK));
            }
        }
    }

    fn begin(&mut self, frame: u64) {
        self.begin_frame = Some(frame);
        // Heard of it too late on a busy machine: what has passed has passed.
        let missed = self.sent.saturating_sub(frame);
        if let (Voice::File(source), 1..) = (&mut self.voice, missed) {
            let _ = source.seek(missed);
        }
    }

    fn frame_at(&self, at: Instant) -> u64 {
        timeline::frames_in(
            at.saturating_duration_since(self.opened),
            self.format.sample_rate,
        )
    }

    fn hand_out(&mut self, frames: u64) {
        let channels = usize::from(self.format.channels);
        let whole = frames as usize * channels;
        self.block.clear();
        match &mut self.voice {
            Voice::Tone => self
                .block
                .extend((0..frames).map(|n| tone_at(self.sent + n))),
            Voice::File(source) => {
                let begin = self.begin_frame.unwrap_or(u64::MAX);
                let before = begin.saturating_sub(self.sent).min(frames);
                self.block.resize(before as usize * channels, 0.0);
                // After the end, or a fault in the file, comes silence.
                let _ = source.read((frames - before) as usize, &mut self.block);
                self.block.resize(whole, 0.0);
            }
        }
        let into_stream = timeline::time_of(self.sent, self.format.sample_rate);
        self.intake.push(&self.block, self.opened + into_stream);
        self.sent += frames;
    }
}

fn tone_at(frame: u64) -> f32 {
    // The phase is taken within one second, where a float still has all its precision.
    let within = (frame % u64::from(TONE_FORMAT.sample_rate)) as f32;
    TONE_AMPLITUDE * (TAU * TONE_HERTZ * within / TONE_FORMAT.sample_rate as f32).sin()
}
