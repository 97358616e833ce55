//! A stream from a source: asked for, opened, and closed.

use std::ffi::CString;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use pulseaudio::protocol::stream::{BufferAttr, StreamFlags};
use pulseaudio::protocol::{Command, CreateRecordStreamReply, RecordStreamParams, ServerInfo};

use super::PulseError;
use super::connection::Connection;
use super::reading::{Reading, Signs};
use super::source::Source;
use crate::audio::capture::{Stamp, ring};
use crate::audio::format::Format;
use crate::audio::timeline::Trust;

/// The longest block. Half of it is the server's to gather, so twenty-five come in a second.
const BLOCK: Duration = Duration::from_millis(80);

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
        self.signs.closed.store(true, Ordering::Relaxed);
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
    if spec.channels == 0 || spec.sample_rate == 0 || spec.format != source.spec.format {
        return Err(PulseError::Format(spec.channels, spec.sample_rate));
    }
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
    let mut reading = Reading::new(reader, (version, number), &reply, intake, &signs);
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
