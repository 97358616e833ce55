//! A room whose default microphone is fed by the benchmark.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::microphone::{Feeder, Sound};
use super::wall::shifted;
use crate::support::process::Process;
use crate::support::room::Room;
use crate::support::wait::until;

const LIMIT: Duration = Duration::from_secs(30);

/// What a `PipeWire` finds in its pipe at first.
const AHEAD: Duration = Duration::from_millis(300);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Server {
    PulseAudio,
    PipeWire,
}

pub(crate) const SERVERS: [Server; 2] = [Server::PulseAudio, Server::PipeWire];

impl Server {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Server::PulseAudio => "PulseAudio",
            Server::PipeWire => "PipeWire",
        }
    }
}

/// Ended in this order: who feeds, who listens, the server.
#[derive(Debug)]
pub(crate) struct Studio {
    pub(crate) feeder: Feeder,
    pub(crate) server: Server,
    _listener: Process,
    room: Room,
    _folder: TempDir,
}

impl Studio {
    pub(crate) fn open(server: Server, sound: Sound) -> Self {
        let room = match server {
            Server::PulseAudio => Room::pulse(),
            Server::PipeWire => Room::pipewire(),
        };
        let room = room.unwrap_or_else(|| panic!("{} is not installed", server.name()));
        let folder = tempfile::tempdir().expect("a folder for the pipe");
        let pipe = folder.path().join("microphone");
        let file = format!("file={}", pipe.display());
        room.pactl(&[
            "load-module",
            "module-pipe-source",
            "source_name=mic",
            &file,
            "format=s16le",
            "rate=48000",
            "channels=1",
        ]);
        let is_default = until(LIMIT, || {
            room.pactl(&["set-default-source", "mic"]);
            (room.pactl(&["get-default-source"]).trim() == "mic").then_some(())
        });
        is_default.expect("the pipe becomes the default microphone");
        // A PulseAudio reads a pipe at once; nothing may be left over in it from before. A PipeWire
        // reads by its own clock, and hands out silence where the pipe is empty: it gets a start.
        let early = (server == Server::PipeWire).then(|| Feeder::start(&pipe, sound));
        if early.is_some() {
            sleep(AHEAD);
        }
        let listener = listen(&room);
        Studio {
            feeder: early.unwrap_or_else(|| Feeder::start(&pipe, sound)),
            server,
            _listener: listener,
            room,
            _folder: folder,
        }
    }

    pub(crate) fn apply(&self, command: &mut Command) {
        self.room.apply(command);
    }

    /// When sample `i` came into the reach of any recorder: captured, and on a `PipeWire`, whose
    /// pipe waits for the server's own clock, read.
    pub(crate) fn truth(&self, i: i64) -> Instant {
        let captured = self.feeder.captured(i);
        shifted(captured, self.behind(captured))
    }

    /// Whose truth this instant is.
    pub(crate) fn number(&self, at: Instant) -> i64 {
        self.feeder.number(shifted(at, -self.behind(at)))
    }

    /// Seconds.
    fn behind(&self, at: Instant) -> f64 {
        match self.server {
            Server::PulseAudio => 0.0,
            Server::PipeWire => self.feeder.behind(at) / 1000.0,
        }
    }
}

/// A server reads a pipe only while somebody listens. This one always does.
fn listen(room: &Room) -> Process {
    let mut listener = Command::new("parec");
    room.apply(&mut listener);
    listener.args(["--latency-msec=20", "-d", "mic"]);
    let listener = Process::start(listener.stdout(Stdio::null()).stderr(Stdio::null()));
    let running = until(LIMIT, || {
        let sources = room.pactl(&["list", "short", "sources"]);
        let mut lines = sources.lines();
        lines.find(|line| line.contains("\tmic\t") && line.ends_with("RUNNING"))?;
        Some(())
    });
    running.expect("the microphone runs");
    listener
}
