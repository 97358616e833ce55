//! A home of the test's own, and the real binary run in it: without the settings of the person who
//! runs the tests, without their recordings, and deaf, so that no test opens a real microphone by
//! accident. A `Room` gives it ears.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use super::disk::Disk;
use super::process::{Process, show};

/// Longer than any run without a session on a busy machine.
const LIMIT: Duration = Duration::from_mins(2);

/// A folder with a `hotseat.toml`, found from within, and beside it one to be the user's `HOME`.
#[derive(Debug)]
pub(crate) struct Home {
    /// Goes before the folder in which it is mounted.
    disk: Option<Disk>,
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        let home = Self {
            disk: None,
            folder: tempfile::tempdir().expect("a folder for the home"),
        };
        fs::create_dir(home.path()).expect("the home is made");
        home.furnished()
    }

    /// On a disk of its own of this size. None, said loudly, where nobody may mount.
    pub(crate) fn on_small_disk(kilobytes: u32) -> Option<Self> {
        let mut home = Self {
            disk: None,
            folder: tempfile::tempdir().expect("a folder for the home"),
        };
        home.disk = Some(Disk::mount(&home.path(), kilobytes)?);
        Some(home.furnished())
    }

    fn furnished(self) -> Self {
        let home = self;
        fs::write(home.path().join("hotseat.toml"), "").expect("it is marked as a home");
        fs::create_dir(home.user()).expect("the user's folder is made");
        // ALSA's default would be the first card of the machine.
        fs::write(home.user().join(".asoundrc"), ALSA_IS_PULSE).expect("ALSA is set");
        home
    }

    pub(crate) fn disk(&self) -> &Disk {
        self.disk.as_ref().expect("the home is on a small disk")
    }

    /// The home: what `--home` and `HOTSEAT_HOME` mean.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// What the shell calls `~`.
    pub(crate) fn user(&self) -> PathBuf {
        self.folder.path().join("user")
    }
}

/// ALSA's default device is the sound server that `PULSE_SERVER` names.
pub(crate) const ALSA_IS_PULSE: &str = "pcm.!default pulse\nctl.!default pulse\n";

/// The binary in this home, which is its working directory too.
pub(crate) fn hotseat(home: &Home) -> Command {
    isolated(env!("CARGO_BIN_EXE_hotseat"), home)
}

/// As `hotseat`, with no more than so many KiB of memory.
pub(crate) fn hotseat_within(home: &Home, kilobytes: u32) -> Command {
    let mut command = isolated("sh", home);
    let limited = format!("ulimit -v {kilobytes} && exec \"$0\" \"$@\"");
    command.args(["-c", &limited, env!("CARGO_BIN_EXE_hotseat")]);
    command
}

fn isolated(program: &str, home: &Home) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os().filter(|(name, _)| is_personal(name)) {
        command.env_remove(name);
    }
    let nowhere = home.user().join("no-sound-server");
    command
        .current_dir(home.path())
        .env("HOME", home.user())
        .env("XDG_RUNTIME_DIR", home.user())
        .env("PULSE_SERVER", format!("unix:{}", nowhere.display()))
        .env("LC_ALL", "C.UTF-8");
    command
}

/// Whether a variable says something about who runs the tests, where, or in which terminal.
fn is_personal(name: &OsStr) -> bool {
    const PREFIXES: [&str; 7] = [
        "HOTSEAT_",
        "XDG_",
        "PULSE_",
        "PIPEWIRE_",
        "ALSA_",
        "DBUS_SESSION_",
        "CLICOLOR",
    ];
    let name = name.to_string_lossy();
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        || ["NO_COLOR", "COLUMNS", "LINES", "EDITOR", "VISUAL"].contains(&&*name)
}

/// What a run left.
#[derive(Debug)]
pub(crate) struct Ran {
    command: String,
    /// None after a signal.
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command to its end, without a terminal.
pub(crate) fn run(command: &mut Command) -> Ran {
    // Into files: a pipe that nobody empties would stop the program.
    let folder = tempfile::tempdir().expect("a folder for the output");
    let create = |name| File::create(folder.path().join(name)).expect("a file for the output");
    let read = |name| {
        let bytes = fs::read(folder.path().join(name)).expect("the output is there");
        String::from_utf8(bytes).expect("the output is UTF-8")
    };
    let shown = show(command);
    let mut process = Process::start(
        command
            .stdin(Stdio::null())
            .stdout(create("stdout"))
            .stderr(create("stderr")),
    );
    let Some(status) = process.wait(LIMIT) else {
        let (out, err) = (read("stdout"), read("stderr"));
        panic!("{shown} goes on and on\n--- stdout\n{out}\n--- stderr\n{err}");
    };
    Ran {
        command: shown,
        status: status.code(),
        stdout: read("stdout"),
        stderr: read("stderr"),
    }
}

impl Ran {
    /// Itself, if the status is 0.
    pub(crate) fn ok(self) -> Self {
        let (status, shown) = (self.status, self.show());
        assert_eq!(status, Some(0), "{shown}");
        self
    }

    /// The one document on stdout of a run that went well.
    pub(crate) fn json(self) -> Value {
        let ran = self.ok();
        match serde_json::from_str(&ran.stdout) {
            Ok(document) => document,
            Err(error) => panic!("not one JSON document: {error}\n{}", ran.show()),
        }
    }

    /// All of it, for the message of a test that fails.
    pub(crate) fn show(&self) -> String {
        let Self {
            command,
            status,
            stdout,
            stderr,
        } = self;
        format!("{command}\nended with {status:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}")
    }
}

fn shell(home: &Home, script: &str) -> Ran {
    run(isolated("sh", home).args(["-c", script]))
}

#[test]
fn a_command_knows_its_home_and_no_other() {
    let home = Home::new();
    let ran = shell(&home, "pwd -P; echo \"$HOME\"; echo \"$PULSE_SERVER\"; env").ok();
    let mut lines = ran.stdout.lines();
    let at = fs::canonicalize(home.path()).expect("the home is there");
    assert_eq!(lines.next().map(Path::new), Some(at.as_path()));
    assert_eq!(lines.next().map(Path::new), Some(home.user().as_path()));
    let server = lines.next().and_then(|line| line.strip_prefix("unix:"));
    assert!(!Path::new(server.expect("a socket")).exists());
    assert!(!lines.any(|line| line.starts_with("HOTSEAT_")));
    assert!(home.path().join("hotseat.toml").exists());
}

#[test]
fn variables_of_the_person_are_told_from_those_of_the_machine() {
    for name in ["HOTSEAT_HOME", "XDG_DATA_HOME", "PULSE_SOURCE", "NO_COLOR"] {
        assert!(is_personal(OsStr::new(name)), "{name}");
    }
    for name in ["PATH", "TERM", "TMPDIR", "RUST_BACKTRACE"] {
        assert!(!is_personal(OsStr::new(name)), "{name}");
    }
}

#[test]
fn a_run_is_kept_as_it_was() {
    let home = Home::new();
    let ran = shell(&home, "echo '{\"n\": 1}'; echo said >&2");
    assert_eq!((ran.status, &*ran.stderr), (Some(0), "said\n"));
    assert_eq!(ran.json()["n"], 1);
    let failed = shell(&home, "exit 3");
    assert_eq!((failed.status, &*failed.stdout), (Some(3), ""));
    assert_eq!(shell(&home, "kill -9 $$").status, None);
}

#[test]
fn the_binary_runs() {
    run(hotseat(&Home::new()).arg("--version")).ok();
}
