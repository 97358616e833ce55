//! Reading a stream: the server's messages, and what they say of the sound.
//!
//! The thread that does it is to this stream what the callback is to others, and as spare: on the way
//! of the sound nothing allocates once it flows, locks, prints or touches a file.

use std::io::{BufReader, Cursor, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pulseaudio::protocol::{
    Command, CreateRecordStreamReply, LatencyParams, MAX_MEMBLOCKQ_LENGTH, ProtocolError,
    RecordLatency, SampleFormat, SampleSpec, TagStructRead, TagStructReader,
    encode_command_message, read_descriptor,
};

use super::position::Position;
use crate::audio::capture::Intake;
use crate::audio::timeline::time_of;
use crate::clock;

/// How long between two questions for the time of the stream.
const BETWEEN: Duration = Duration::from_millis(100);

/// How long sound waits for an answer that places it in time. A stream that is silent for 1.5 s counts
/// as gone.
const UNPLACED: Duration = Duration::from_secs(1);

/// In pieces of so many frames is passed on what has waited.
const PIECE: usize = 1024;

/// What the thread tells besides sound.
#[derive(Debug, Default)]
pub(super) struct Signs {
    pub(super) failed: AtomicBool,
    /// Nobody wants any more.
    pub(super) closed: AtomicBool,
    /// How many frames the server handles at once.
    pub(super) cycle: AtomicU64,
    /// The name of the source that the stream was moved to.
    pub(super) moved: Mutex<Option<String>>,
}

pub(super) struct Reading {
    reader: BufReader<UnixStream>,
    version: u16,
    /// The number of the next question.
    number: u32,
    channel: u32,
    spec: SampleSpec,
    bytes_per_frame: usize,
    position: Position,
    /// Frames so far, with those that the server skipped.
    received: u64,
    /// Sound that is not placed in time yet, and since when there has been any.
    unplaced: Vec<u8>,
    unplaced_since: Option<Instant>,
    /// By how much the server counts otherwise; none until it has told.
    counts_from: Option<i64>,
    /// The question that is not answered yet, and when it was asked.
    asked: Option<(u32, Instant)>,
    asked_last: Option<Instant>,
    intake: Intake,
    signs: Arc<Signs>,
    message: Vec<u8>,
}

impl Reading {
    /// Reads the stream of `reply` from `reader`; `version` is the protocol's, `number` that of the
    /// next question.
    pub(super) fn new(
        reader: BufReader<UnixStream>,
        (version, number): (u16, u32),
        reply: &CreateRecordStreamReply,
        intake: Intake,
        signs: &Arc<Signs>,
    ) -> Self {
        let spec = reply.sample_spec;
        Reading {
            reader,
            version,
            number,
            channel: reply.channel,
            spec,
            bytes_per_frame: spec.format.bytes_per_sample() * usize::from(spec.channels),
            position: Position::new(spec.sample_rate),
            received: 0,
            unplaced: Vec::new(),
            unplaced_since: None,
            counts_from: None,
            asked: None,
            asked_last: None,
            intake,
            signs: Arc::clone(signs),
            message: Vec::with_capacity(1 << 16),
        }
    }

    pub(super) fn until_the_end(&mut self) {
        // Whatever ends it, nothing more will come.
        while self.one_message().is_ok() {}
        self.signs.failed.store(true, Ordering::Relaxed);
    }

    fn one_message(&mut self) -> Result<(), ProtocolError> {
        let head = read_descriptor(&mut self.reader)?;
        let length = head.length as usize;
        if length > MAX_MEMBLOCKQ_LENGTH {
            return Err(ProtocolError::Invalid("a message without end".to_owned()));
        }
        self.message.resize(length, 0);
        self.reader.read_exact(&mut self.message)?;
        if head.channel == self.channel {
            self.hear(clock::now());
            self.ask_for_the_time()
        } else if head.channel == u32::MAX {
            self.obey(clock::now())
        } else {
            Ok(())
        }
    }

    /// A stream's first blocks come before anything is known of their time, and on a busy machine
    /// late. When they came is no measure: they wait for a good answer.
    fn hear(&mut self, now: Instant) {
        let frames = self.message.len() / self.bytes_per_frame;
        let message = std::mem::take(&mut self.message);
        let bytes = &message[..frames * self.bytes_per_frame];
        let since = *self.unplaced_since.get_or_insert(now);
        if self.position.is_sure() || now.saturating_duration_since(since) >= UNPLACED {
            self.place(now);
            self.pass_on(bytes, now);
        } else {
            self.unplaced.extend_from_slice(bytes);
        }
        self.message = message;
    }

    /// Passes on what has waited.
    fn place(&mut self, now: Instant) {
        let unplaced = std::mem::take(&mut self.unplaced);
        for bytes in unplaced.chunks(PIECE * self.bytes_per_frame) {
            self.pass_on(bytes, now);
        }
    }

    fn pass_on(&mut self, bytes: &[u8], now: Instant) {
        let frames = bytes.len() / self.bytes_per_frame;
        let captured = self.position.captured(self.received).unwrap_or_else(|| {
            let length = time_of(frames as u64, self.spec.sample_rate);
            now.checked_sub(length).unwrap_or(now)
        });
        self.received += frames as u64;
        self.wait_for_room(frames);
        if self.spec.format == SampleFormat::S16Le {
            let values = bytes.as_chunks().0.iter();
            let values = values.map(|pair| f32::from(i16::from_le_bytes(*pair)) / 32_768.0);
            self.intake.push_values(frames, values, captured);
        } else {
            let values = bytes.as_chunks().0.iter();
            let values = values.map(|four| f32::from_le_bytes(*four));
            self.intake.push_values(frames, values, captured);
        }
    }

    /// What does not fit now is the server's to keep, whose queue is longer than the ring. It comes to
    /// this after the program was stopped for a while.
    fn wait_for_room(&self, frames: usize) {
        /// A recorder that reads nothing for as long as this has ended.
        const PATIENCE: Duration = Duration::from_secs(10);
        let since = clock::now();
        while !self.intake.has_room(frames)
            && !self.signs.closed.load(Ordering::Relaxed)
            && clock::now().saturating_duration_since(since) < PATIENCE
        {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks when a block has just come: some servers know the age of the sound best then.
    fn ask_for_the_time(&mut self) -> Result<(), ProtocolError> {
        let now = clock::now();
        // What is not placed yet waits for the answer.
        let between = if self.position.is_sure() {
            BETWEEN
        } else {
            Duration::ZERO
        };
        let is_due = |at: Instant| now.saturating_duration_since(at) >= between;
        if self.asked.is_some() || !self.asked_last.is_none_or(is_due) {
            return Ok(());
        }
        let question = Command::GetRecordLatency(LatencyParams {
            channel: self.channel,
            now: std::time::UNIX_EPOCH,
        });
        let mut bytes = [0; 64];
        let length = encode_command_message(&mut bytes[..], self.number, &question, self.version)?;
        self.asked = Some((self.number, now));
        self.asked_last = Some(now);
        self.number = self.number.wrapping_add(1);
        self.reader.get_mut().write_all(&bytes[..length])?;
        Ok(())
    }

    fn obey(&mut self, now: Instant) -> Result<(), ProtocolError> {
        let mut message = Cursor::new(&self.message[..]);
        let (number, command) = match Command::read_tag_prefixed(&mut message, self.version) {
            Ok(read) => read,
            // Something that this protocol has learned since.
            Err(ProtocolError::Unimplemented(..) | ProtocolError::Invalid(_)) => {
                // It may have been the answer.
                self.asked = None;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        match command {
            Command::Reply if self.asked.is_some_and(|(asked, _)| asked == number) => {
                let mut reader = TagStructReader::new(&mut message, self.version);
                let latency = RecordLatency::read(&mut reader, self.version)?;
                if let Some((_, asked)) = self.asked.take() {
                    self.learn(asked, now, &latency);
                }
            }
            Command::Error(_) => self.asked = None,
            Command::RecordStreamMoved(moved) => {
                self.place(now);
                self.position.forget();
                self.unplaced_since = None;
                self.counts_from = None;
                if let Ok(mut name) = self.signs.moved.lock() {
                    *name = Some(moved.device_name.to_string_lossy().into_owned());
                }
            }
            Command::RecordStreamKilled(_) => return Err(ProtocolError::Timeout),
            _ => {}
        }
        Ok(())
    }

    fn learn(&mut self, asked: Instant, answered: Instant, latency: &RecordLatency) {
        /// No sound is older; a server that says so has mixed up its signs.
        const OLDEST: Duration = Duration::from_mins(1);
        self.count_skipped(latency.read_offset);
        let written = u64::try_from(latency.write_offset).unwrap_or(0);
        let frames = written / self.bytes_per_frame as u64;
        let age = Duration::from_micros(latency.source_usec);
        // Of a monitor: what it hears is still on its way to the speaker.
        let ahead = Duration::from_micros(latency.sink_usec);
        if age > OLDEST || ahead > OLDEST {
            return;
        }
        self.position.learn(asked, answered, frames, (age, ahead));
        if self.position.is_sure() {
            self.place(answered);
        }
        let cycle = self.position.cycle();
        self.signs.cycle.store(cycle, Ordering::Relaxed);
    }

    /// Answers come in order with the sound, so what the server has sent by its own count and has not
    /// come was skipped: its queue was full.
    fn count_skipped(&mut self, read_offset: i64) {
        let Ok(bytes_per_frame) = i64::try_from(self.bytes_per_frame) else {
            return;
        };
        let sent = read_offset / bytes_per_frame;
        let waiting = self.unplaced.len() / self.bytes_per_frame;
        let ours = self.received + waiting as u64;
        let ours = i64::try_from(ours).unwrap_or(i64::MAX);
        let from = *self.counts_from.get_or_insert(sent - ours);
        if let Ok(skipped) = u64::try_from(sent - from - ours)
            && skipped > 0
        {
            self.place(clock::now());
            self.received += skipped;
            self.intake.lose(skipped);
        }
    }
}

#[cfg(test)]
mod tests;
