//! A stream from a source: a thread that reads the server's messages and hands on what it is told.
//!
//! The thread is to this stream what the callback is to others, and as spare: nothing on its way
//! allocates once it flows, locks, prints or touches a file.

use std::ffi::CString;
use std::io::{BufReader, Cursor, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{
    Command, CreateRecordStreamReply, LatencyParams, MAX_MEMBLOCKQ_LENGTH, ProtocolError,
    RecordLatency, RecordStreamParams, SampleFormat, SampleSpec, ServerInfo, TagStructRead,
    TagStructReader, encode_command_message, read_descriptor,
};

use super::PulseError;
use super::connection::Connection;
use super::position::Position;
use super::source::Source;
use crate::audio::capture::{Intake, Stamp, ring};
use crate::audio::format::Format;
use crate::audio::timeline::{Trust, time_of};
use crate::clock;

/// The longest block. Half of it is the server's to gather, so twenty-five come in a second.
const BLOCK: Duration = Duration::from_millis(80);

/// How long between two questions for the time of the stream.
const BETWEEN: Duration = Duration::from_millis(100);

/// What the thread tells besides sound.
#[derive(Debug, Default)]
struct Signs {
    failed: AtomicBool,
    /// How many frames the server handles at once.
    cycle: AtomicU64,
    /// The name of the source that the stream was moved to.
    moved: Mutex<Option<String>>,
}

/// A stream that flows. Ends when it is dropped.
#[derive(Debug)]
pub(in crate::audio) struct ServerStream {
    socket: UnixStream,
    trust: Trust,
    signs: Arc<Signs>,
    thread: Option<JoinHandle<()>>,
}

impl ServerStream {
    /// How far its capture times can be trusted.
    pub(in crate::audio) fn trust(&self) -> Trust {
        self.trust
    }

    /// How many frames the server handles at once, and so loses at once; 0 where that is not known.
    pub(in crate::audio) fn cycle(&self) -> u64 {
        self.signs.cycle.load(Ordering::Relaxed)
    }

    /// Whether no more will come.
    pub(in crate::audio) fn has_failed(&self) -> bool {
        self.signs.failed.load(Ordering::Relaxed)
    }

    /// Where the server has moved the stream to since this was asked last.
    pub(in crate::audio) fn moved_to(&self) -> Option<String> {
        self.signs.moved.try_lock().ok()?.take()
    }
}

impl Drop for ServerStream {
    fn drop(&mut self) {
        let _ = self.socket.shutdown(Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

type Rings = (rtrb::Consumer<f32>, rtrb::Consumer<Stamp>);

/// Opens a stream from `source` as it runs by itself, and lets it flow. One that `follows` goes
/// where the server moves it, as when another default is chosen; else it ends with its source.
pub(in crate::audio) fn open(
    source: &Source,
    follows: bool,
) -> Result<(ServerStream, Format, Rings), PulseError> {
    let spec = source.spec;
    if spec.channels == 0 || !(1..=crate::audio::wav::FASTEST).contains(&spec.sample_rate) {
        return Err(PulseError::Format(spec.channels, spec.sample_rate));
    }
    let mut connection = Connection::open()?;
    let server: ServerInfo = connection.ask(&Command::GetServerInfo)?;
    let name = server.server_name.unwrap_or_default();
    let trust = if name.to_string_lossy().contains("PipeWire") {
        Trust::Fine
    } else {
        Trust::Fair
    };
    let reply: CreateRecordStreamReply =
        connection.ask(&Command::CreateRecordStream(params(source, follows)))?;
    let spec = reply.sample_spec;
    let format = Format {
        sample_rate: spec.sample_rate,
        channels: u16::from(spec.channels),
    };
    let (intake, samples, stamps) = ring(format);
    let (reader, version, number) = connection.into_parts();
    // From here on silence is no fault: a suspended source has nothing to say.
    reader.get_ref().set_read_timeout(None)?;
    let socket = reader.get_ref().try_clone()?;
    let signs = Arc::new(Signs::default());
    let mut reading = Reading {
        reader,
        version,
        number,
        channel: reply.channel,
        spec,
        bytes_per_frame: spec.format.bytes_per_sample() * usize::from(spec.channels),
        position: Position::new(spec.sample_rate),
        received: 0,
        asked: None,
        asked_last: None,
        intake,
        signs: Arc::clone(&signs),
        message: Vec::with_capacity(1 << 16),
    };
    let thread = Builder::new().name("server-stream".to_owned());
    let thread = thread.spawn(move || reading.until_the_end())?;
    let stream = ServerStream {
        socket,
        trust,
        signs,
        thread: Some(thread),
    };
    Ok((stream, format, (samples, stamps)))
}

fn params(source: &Source, follows: bool) -> RecordStreamParams {
    let spec = source.spec;
    let bytes_per_frame = spec.format.bytes_per_sample() * usize::from(spec.channels);
    let frames = crate::audio::timeline::frames_in(BLOCK, spec.sample_rate) as usize;
    RecordStreamParams {
        sample_spec: spec,
        channel_map: source.channel_map,
        // Where nothing is named the server chooses, and goes on choosing.
        source_name: (!follows)
            .then(|| CString::new(source.name.as_str()).ok())
            .flatten(),
        buffer_attr: BufferAttr {
            // As long as the server allows: tens of seconds.
            max_length: u32::MAX,
            fragment_size: (frames * bytes_per_frame) as u32,
            ..BufferAttr::default()
        },
        flags: StreamFlags {
            adjust_latency: true,
            no_move: !follows,
            ..StreamFlags::default()
        },
        ..RecordStreamParams::default()
    }
}

struct Reading {
    reader: BufReader<UnixStream>,
    version: u16,
    /// The number of the next question.
    number: u32,
    channel: u32,
    spec: SampleSpec,
    bytes_per_frame: usize,
    position: Position,
    /// Frames so far.
    received: u64,
    /// The question that is not answered yet, and when it was asked.
    asked: Option<(u32, Instant)>,
    asked_last: Option<Instant>,
    intake: Intake,
    signs: Arc<Signs>,
    message: Vec<u8>,
}

impl Reading {
    fn until_the_end(&mut self) {
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

    fn hear(&mut self, now: Instant) {
        let frames = self.message.len() / self.bytes_per_frame;
        let captured = self.position.captured(self.received).unwrap_or_else(|| {
            let length = time_of(frames as u64, self.spec.sample_rate);
            now.checked_sub(length).unwrap_or(now)
        });
        self.received += frames as u64;
        let bytes = &self.message[..frames * self.bytes_per_frame];
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

    /// Asks when a block has just come: some servers know the age of the sound best then.
    fn ask_for_the_time(&mut self) -> Result<(), ProtocolError> {
        let now = clock::now();
        let is_due = |at: Instant| now.saturating_duration_since(at) >= BETWEEN;
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
            Err(ProtocolError::Unimplemented(..) | ProtocolError::Invalid(_)) => return Ok(()),
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
                self.position.forget();
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
        let written = u64::try_from(latency.write_offset).unwrap_or(0);
        let frames = written / self.bytes_per_frame as u64;
        let age = Duration::from_micros(latency.source_usec);
        // Of a monitor: what it hears is still on its way to the speaker.
        let ahead = Duration::from_micros(latency.sink_usec);
        self.position.learn(asked, answered, frames, (age, ahead));
        let cycle = self.position.cycle();
        self.signs.cycle.store(cycle, Ordering::Relaxed);
    }
}
