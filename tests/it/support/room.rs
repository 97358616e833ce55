//! A room with a microphone in it: a private sound server whose only device is a null sink. What
//! is played into the sink is what its monitor, the default microphone, hears; bit for bit, if it
//! is 48 kHz, mono and 16 bits.
//!
//! The server has its own runtime folder, sockets, cookie and HOME, and loads no hardware. So it
//! runs beside the desktop's server and beside other rooms, as any user, and touches no real device.

use std::cell::Cell;
use std::env;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::Signal;
use tempfile::TempDir;

use super::home::ALSA_IS_PULSE;
use super::process::{Process, show};
use super::{parts, wait, wav};

/// For a server to come up on a machine with better things to do.
const LIMIT: Duration = Duration::from_mins(1);

/// The rate at which nothing is converted.
const RATE: u32 = 48_000;

/// Frames of silence before samples that are played.
const LEAD: usize = 12_000;

const CLIENTS: [&str; 3] = ["pactl", "paplay", "parec"];

/// Keeps `WirePlumber` away from the machine's own devices: as 0.4 reads it, and as 0.5 does.
const NO_HARDWARE: [(&str, &str); 3] = [
    (
        "wireplumber/main.lua.d/51-no-hardware.lua",
        "alsa_monitor.enabled = false\nv4l2_monitor.enabled = false\n",
    ),
    (
        "wireplumber/bluetooth.lua.d/51-no-hardware.lua",
        "bluez_monitor.enabled = false\n",
    ),
    (
        "wireplumber/wireplumber.conf.d/51-no-hardware.conf",
        "wireplumber.profiles = { main = { hardware.audio = disabled, \
         hardware.bluetooth = disabled, hardware.video-capture = disabled } }\n",
    ),
];

/// Rooms take turns: two sound servers and their microphones at once starve each other on a small
/// machine.
static TURN: Mutex<()> = Mutex::new(());

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Server {
    PulseAudio,
    PipeWire,
}

impl Server {
    /// Its name among the parts of a machine, and its programs.
    fn parts(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Server::PulseAudio => ("pulseaudio", &["pulseaudio"]),
            Server::PipeWire => (
                "pipewire",
                &["pipewire", "wireplumber", "pipewire-pulse", "dbus-daemon"],
            ),
        }
    }
}

/// Dropping it ends every process in it and removes its folder. While it stands no other test has
/// a room, so a test opens one only once it needs it.
#[derive(Debug)]
pub(crate) struct Room {
    server: Server,
    /// Ended in this order: those who ask before those who answer. They stand before the folder
    /// because fields are dropped in their order, and a server would write into it until its end.
    processes: Vec<Process>,
    /// Of the sink.
    rate: u32,
    played: Cell<u32>,
    folder: TempDir,
    /// None where another room of the same test has the turn.
    _turn: Option<MutexGuard<'static, ()>>,
}

impl Room {
    /// With a `PulseAudio`. None, said on stderr, where that is not installed.
    pub(crate) fn pulse() -> Option<Self> {
        Self::new(Server::PulseAudio, true)
    }

    /// With a `PipeWire`, spoken to in `PulseAudio`'s protocol. None, said on stderr, where that is
    /// not installed.
    pub(crate) fn pipewire() -> Option<Self> {
        Self::new(Server::PipeWire, true)
    }

    /// A second room of the same test, with the same kind of server.
    pub(crate) fn beside(&self) -> Option<Self> {
        Self::new(self.server, false)
    }

    fn new(server: Server, takes_turn: bool) -> Option<Self> {
        let (part, programs) = server.parts();
        if !parts::have(part, &[programs, &CLIENTS].concat()) {
            return None;
        }
        let turn = takes_turn.then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner));
        let folder = tempfile::Builder::new().prefix("room").tempdir();
        let mut room = Self {
            server,
            processes: Vec::new(),
            rate: RATE,
            played: Cell::new(0),
            folder: folder.expect("a folder for the room"),
            _turn: turn,
        };
        room.furnish();
        room.start_server();
        Some(room)
    }

    fn furnish(&self) {
        for folder in [self.runtime(), self.runtime().join("pulse"), self.home()] {
            fs::create_dir_all(&folder).expect("a folder in the room");
            // Both servers refuse a runtime folder that others can read.
            fs::set_permissions(&folder, Permissions::from_mode(0o700)).expect("it is private");
        }
        fs::write(self.home().join(".asoundrc"), ALSA_IS_PULSE).expect("ALSA is set");
        fs::create_dir_all(self.cookie().with_file_name("")).expect("a folder for the cookie");
        for (file, text) in NO_HARDWARE {
            let path = self.home().join(".config").join(file);
            fs::create_dir_all(path.with_file_name("")).expect("a folder for the settings");
            fs::write(path, text).expect("the settings are written");
        }
    }

    /// Starts the server and waits until the microphone hears: at first, and after `kill_server`.
    pub(crate) fn start_server(&mut self) {
        match self.server {
            Server::PulseAudio => self.start_pulse(),
            Server::PipeWire => self.start_pipewire(),
        }
        self.pactl(&["set-default-source", "room.monitor"]);
        self.listen_closely("room.monitor");
    }

    /// Starts the server anew, with a sink of another rate.
    pub(crate) fn start_server_at(&mut self, rate: u32) {
        self.rate = rate;
        self.start_server();
    }

    /// Somebody always listens closely. Otherwise `PulseAudio` lets a null sink deliver in chunks of
    /// two seconds, as no real microphone does.
    pub(super) fn listen_closely(&mut self, source: &str) {
        let mut listener = self.command("parec");
        listener.args(["--latency-msec=20", "-d", source]);
        self.processes.insert(0, Process::start(&mut listener));
    }

    /// Nobody listens any more, as on a machine without hardware.
    pub(crate) fn listen_no_more(&mut self) {
        // Whoever listens stands before the server, of which there is one process here.
        self.processes.drain(..self.processes.len() - 1);
    }

    /// The only device at first, in a format in which nothing is converted.
    fn sink(&self) -> [String; 4] {
        let rate = format!("rate={}", self.rate);
        ["sink_name=room", &rate, "channels=1", "format=s16le"].map(str::to_owned)
    }

    fn start_pulse(&mut self) {
        let socket = format!(
            "module-native-protocol-unix socket={}",
            self.socket().display()
        );
        let sink = ["module-null-sink", &self.sink().join(" ")].join(" ");
        let mut server = self.command("pulseaudio");
        server.args(["-n", "--daemonize=no", "--exit-idle-time=-1"]);
        server.args(["--disable-shm=yes", "--use-pid-file=no"]);
        server.args(["-L", &socket, "-L", &sink]);
        self.processes.push(Process::start(&mut server));
        self.wait_for("info", "room");
    }

    fn start_pipewire(&mut self) {
        let mut bus = self.command("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile"]);
        bus.args(["--address", &self.bus()]);
        let bus = Process::start(&mut bus);
        self.wait_for_file(&self.runtime().join("bus"));
        let core = Process::start(&mut self.command("pipewire"));
        self.wait_for_file(&self.runtime().join("pipewire-0"));
        let policy = Process::start(&mut self.command("wireplumber"));
        let pulse = Process::start(&mut self.command("pipewire-pulse"));
        self.processes.extend([pulse, policy, core, bus]);
        self.wait_for("info", "Server Name");
        let sink = self.sink();
        let sink: Vec<&str> = sink.iter().map(String::as_str).collect();
        self.pactl(&[&["load-module", "module-null-sink"], &sink[..]].concat());
        // The sink is there at once, its monitor only when WirePlumber has seen it.
        self.wait_for("list short sources", "room.monitor");
        // Right after its start the server may refuse this, or forget it again.
        let is_default = wait::until(LIMIT, || {
            let mut pactl = self.command("pactl");
            let set = pactl
                .args(["set-default-sink", "room"])
                .stderr(Stdio::null())
                .status();
            let done = set.is_ok_and(|status| status.success());
            (done && self.pactl(&["get-default-sink"]).trim() == "room").then_some(())
        });
        assert!(is_default.is_some(), "the room never becomes the default");
    }

    /// Takes the sound server away at once, as a crash does. The room can be used again after
    /// `start_server`.
    pub(crate) fn kill_server(&mut self) {
        for process in &mut self.processes {
            process.kill();
        }
        self.processes.clear();
        // A crash leaves its sockets lying about; the next server must not be taken for up
        // because of them.
        for name in ["bus", "pipewire-0", "pulse/native"] {
            fs::remove_file(self.runtime().join(name)).ok();
        }
    }

    /// Lets everybody in the room but its visitors stand still, or go on.
    pub(crate) fn signal_server(&self, signal: Signal) {
        for process in &self.processes {
            process.send(signal);
        }
    }

    /// What a program needs to hear this room's microphone, and no other.
    pub(crate) fn env(&self) -> Vec<(String, String)> {
        let text = |path: PathBuf| path.display().to_string();
        [
            ("HOME", text(self.home())),
            ("XDG_CONFIG_HOME", text(self.home().join(".config"))),
            ("XDG_STATE_HOME", text(self.home().join(".state"))),
            ("XDG_RUNTIME_DIR", text(self.runtime())),
            ("PULSE_RUNTIME_PATH", text(self.runtime().join("pulse"))),
            ("PULSE_SERVER", format!("unix:{}", self.socket().display())),
            ("PULSE_COOKIE", text(self.cookie())),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    }

    /// Puts a program into the room.
    pub(crate) fn apply(&self, command: &mut Command) {
        command.envs(self.env());
    }

    /// Plays a file: heard bit for bit if it is of `wav::ROOM`, but for its first milliseconds
    /// (see `play_samples`). The process ends with the sound.
    pub(crate) fn play(&self, file: &Path) -> Process {
        self.play_on("room", file)
    }

    pub(super) fn play_on(&self, sink: &str, file: &Path) -> Process {
        let mut player = self.command("paplay");
        Process::start(player.args(["-d", sink]).arg(file))
    }

    /// Plays samples of 48 kHz, mono, after a little silence. A sink takes back what it had
    /// prepared when a new stream comes in, but its monitor has heard it already: of every stream
    /// the first milliseconds are lost (some 600 frames, in `PulseAudio`).
    pub(crate) fn play_samples(&self, samples: &[i16]) -> Process {
        self.play(&self.to_play(samples))
    }

    /// A file of the room's that holds `samples` after a little silence.
    pub(super) fn to_play(&self, samples: &[i16]) -> PathBuf {
        let number = self.played.replace(self.played.get() + 1);
        let file = self.path(&format!("played-{number}.wav"));
        wav::write(&file, wav::ROOM, &[&vec![0; LEAD], samples].concat());
        file
    }

    /// A place for a file that goes with the room.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Records the default microphone into a file of bare samples, with a program that knows nothing
    /// of this one. `wav::read_bare` reads them, on the way too.
    pub(crate) fn record(&self, file: &Path) -> Process {
        let mut parec = self.command("parec");
        parec
            .args(["--raw", "--format=s16le", "--rate=48000", "--channels=1"])
            .arg("--latency-msec=20")
            .stdout(fs::File::create(file).expect("a file for the recording"));
        Process::start(&mut parec)
    }

    /// What `pactl` answers in this room. Fails the test where it fails.
    pub(crate) fn pactl(&self, args: &[&str]) -> String {
        let mut pactl = self.command("pactl");
        let output = pactl.args(args).stdout(Stdio::piped()).output();
        let output = output.expect("pactl runs");
        assert!(output.status.success(), "{} failed", show(&pactl));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// A program in the room, silent except for its complaints, which show where a test fails.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for name in [
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "PIPEWIRE_REMOTE",
            "PULSE_SINK",
        ] {
            command.env_remove(name);
        }
        self.apply(&mut command);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        if env::var_os("HOTSEAT_TEST_SERVER_LOG").is_none() {
            command.stderr(Stdio::null());
        }
        command
    }

    pub(super) fn wait_for(&self, question: &str, word: &str) {
        let heard = wait::until(LIMIT, || {
            let mut pactl = self.command("pactl");
            pactl.args(question.split(' ')).stdout(Stdio::piped());
            let output = pactl.output().expect("pactl runs");
            let answer = String::from_utf8_lossy(&output.stdout);
            (output.status.success() && answer.contains(word)).then_some(())
        });
        assert!(
            heard.is_some(),
            "{:?} does not come up: `pactl {question}` never said {word:?} \
             (HOTSEAT_TEST_SERVER_LOG=1 shows the server's own words)",
            self.server
        );
    }

    fn wait_for_file(&self, path: &Path) {
        let there = wait::until(LIMIT, || path.exists().then_some(()));
        assert!(
            there.is_some(),
            "{:?} does not come up: no {}",
            self.server,
            path.display()
        );
    }

    fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    fn runtime(&self) -> PathBuf {
        self.folder.path().join("run")
    }

    fn socket(&self) -> PathBuf {
        self.runtime().join("pulse/native")
    }

    fn cookie(&self) -> PathBuf {
        self.home().join(".config/pulse/cookie")
    }

    fn bus(&self) -> String {
        format!("unix:path={}", self.runtime().join("bus").display())
    }
}
