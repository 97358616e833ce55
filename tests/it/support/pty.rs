//! The program on a terminal: keys go in, and what a person would see comes out.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{InputModes, LocalModes, OutputModes, tcgetattr};
use vt100::Parser;

use super::process::show;
use super::wait::until;

/// For a program that draws to draw once more.
const CLOSED: Duration = Duration::from_mins(1);

/// How a program left the terminal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Code(u32),
    /// By a signal it did not catch, in the system's words.
    Signal(String),
}

/// A program on a terminal of its own. Dropping it kills the program.
pub(crate) struct Pty {
    command: String,
    child: Box<dyn Child + Send + Sync>,
    /// Both are kept open: the terminal exists, and keeps its modes, as long as this side does.
    ours: Option<(Box<dyn Write + Send>, Box<dyn MasterPty + Send>)>,
    screen: Arc<Mutex<Parser>>,
    tape: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
    is_closed: Arc<AtomicBool>,
    is_slow: Arc<AtomicBool>,
    tty: PathBuf,
}

impl Pty {
    /// Starts the command (its program, arguments, environment and folder) as the leader of a
    /// terminal of `rows` by `columns`.
    pub(crate) fn start(command: &Command, rows: u16, columns: u16) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let tty = pair.master.tty_name().expect("a pty has a name");
        let child = pair.slave.spawn_command(builder(command));
        let child =
            child.unwrap_or_else(|error| panic!("{} does not start: {error}", show(command)));
        // With this side's copy gone, the reader sees the end when the program has closed its own.
        drop(pair.slave);
        let nonzero = |n| NonZeroU16::new(n).expect("a terminal has a size");
        let screen = Parser::new(nonzero(rows), nonzero(columns), 0);
        let screen = Arc::new(Mutex::new(screen));
        let tape = Arc::new(Mutex::new(Vec::new()));
        let output = pair.master.try_clone_reader().expect("the pty is read");
        let is_closed = Arc::new(AtomicBool::new(false));
        let is_slow = Arc::new(AtomicBool::new(false));
        let reader = thread::Builder::new()
            .name("pty-reader".to_owned())
            .spawn({
                let (screen, tape) = (Arc::clone(&screen), Arc::clone(&tape));
                let (is_closed, is_slow) = (Arc::clone(&is_closed), Arc::clone(&is_slow));
                move || draw(output, &screen, &tape, &is_closed, &is_slow)
            })
            .expect("a thread for the pty");
        Self {
            command: show(command),
            child,
            ours: Some((
                pair.master.take_writer().expect("the pty is written"),
                pair.master,
            )),
            screen,
            tape,
            reader,
            is_closed,
            is_slow,
            tty,
        }
    }

    /// Presses keys: Enter is `\r`, Ctrl-C `\x03`.
    pub(crate) fn send(&mut self, keys: &str) {
        let (writer, _) = self.ours.as_mut().expect("the terminal is open");
        writer.write_all(keys.as_bytes()).expect("keys go in");
        writer.flush().expect("keys go in");
    }

    /// Closes the terminal, as a window is closed. The program must be drawing, if only because of
    /// these keys: its next bytes are the last that are read.
    pub(crate) fn close_at(&mut self, keys: &str) {
        self.is_closed.store(true, Ordering::Relaxed);
        self.send(keys);
        self.ours = None;
        let closed = until(CLOSED, || self.reader.is_finished().then_some(()));
        assert!(closed.is_some(), "the program draws nothing");
    }

    /// From now on the terminal reads a byte a second, or as fast as it can again.
    pub(crate) fn slow_down(&self, is_slow: bool) {
        self.is_slow.store(is_slow, Ordering::Relaxed);
    }

    /// Gives the terminal another size, as somebody who drags its window does.
    pub(crate) fn resize(&mut self, rows: u16, columns: u16) {
        let (_, terminal) = self.ours.as_ref().expect("the terminal is open");
        let nonzero = |n| NonZeroU16::new(n).expect("a terminal has a size");
        lock(&self.screen).set_size(nonzero(rows), nonzero(columns));
        let size = PtySize {
            rows,
            cols: columns,
            ..PtySize::default()
        };
        terminal.resize(size).expect("the terminal takes a size");
    }

    /// The screen as text, a line per row, without what is blank at its right and bottom.
    pub(crate) fn screen(&self) -> String {
        lock(&self.screen).screen().contents()
    }

    /// What `draw` makes of the screen.
    pub(crate) fn draw_with<T>(&self, draw: impl FnOnce(&vt100::Screen) -> T) -> T {
        draw(lock(&self.screen).screen())
    }

    /// All that the program has written, as it came.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        lock(&self.tape).clone()
    }

    /// The rows of the screen, without what is blank at their right: also where a program has
    /// written a row to its last column, which [`Pty::screen`] takes for a line that goes on.
    pub(crate) fn rows(&self) -> Vec<String> {
        let parser = lock(&self.screen);
        let (_, columns) = parser.screen().size();
        let rows = parser.screen().rows(0, columns.get());
        rows.map(|row| row.trim_end().to_owned()).collect()
    }

    /// The screen as soon as `text` stands on it.
    ///
    /// # Panics
    /// After `limit` without it, showing the screen.
    pub(crate) fn wait_for(&self, text: &str, limit: Duration) -> String {
        let seen = until(limit, || {
            let screen = self.screen();
            screen.contains(text).then_some(screen)
        });
        seen.unwrap_or_else(|| self.fail(&format!("{text:?} never came")))
    }

    /// How the program ended; after that, the screen is complete.
    ///
    /// # Panics
    /// If it goes on for longer than `limit`, showing the screen.
    pub(crate) fn wait_exit(&mut self, limit: Duration) -> Exit {
        let ended = until(limit, || {
            self.child.try_wait().expect("the child can be asked")
        });
        let status = ended.unwrap_or_else(|| self.fail("it goes on and on"));
        // Its last words may still be in the pty. (A grandchild may keep it open: no reason to hang.)
        until(limit, || self.reader.is_finished().then_some(()));
        match status.signal() {
            Some(signal) => Exit::Signal(signal.to_owned()),
            None => Exit::Code(status.exit_code()),
        }
    }

    /// The program's process.
    pub(crate) fn id(&self) -> u32 {
        self.child.process_id().expect("the program runs")
    }

    /// Sends a signal to the program.
    pub(crate) fn kill(&self, signal: Signal) {
        let id = i32::try_from(self.id()).ok().and_then(Pid::from_raw);
        kill_process(id.expect("a process id"), signal).expect("the program takes signals");
    }

    /// Whether a shell could go on here: typing is echoed and edited by the line, Ctrl-C is a
    /// signal, Enter is a newline, and output begins at the left.
    pub(crate) fn is_sane(&self) -> bool {
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let tty = rustix::fs::open(&self.tty, flags, Mode::empty()).expect("the terminal is there");
        let modes = tcgetattr(&tty).expect("a terminal has modes");
        let local = LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        modes.local_modes.contains(local)
            && modes.input_modes.contains(InputModes::ICRNL)
            && modes.output_modes.contains(OutputModes::OPOST)
    }

    /// Whether the cursor is hidden, as it must not be left.
    pub(crate) fn hides_cursor(&self) -> bool {
        lock(&self.screen).screen().hide_cursor()
    }

    /// Whether anything on the screen has a color.
    pub(crate) fn has_color(&self) -> bool {
        let parser = lock(&self.screen);
        let screen = parser.screen();
        let (rows, columns) = screen.size();
        let cells =
            (0..rows.get()).flat_map(|row| (0..columns.get()).map(move |column| (row, column)));
        cells
            .filter_map(|(row, column)| screen.cell(row, column))
            .any(|cell| cell.fgcolor() != vt100::Color::Default)
    }

    fn fail(&self, what: &str) -> ! {
        let screen = self.screen();
        panic!("{}: {what}\n--- screen\n{screen}\n---", self.command);
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // It may have ended by itself, which is as good.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn builder(command: &Command) -> CommandBuilder {
    let mut builder = CommandBuilder::new(command.get_program());
    builder.args(command.get_args());
    builder.env("TERM", "xterm-256color");
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => builder.env(name, value),
            None => builder.env_remove(name),
        }
    }
    if let Some(folder) = command.get_current_dir() {
        builder.cwd(folder);
    }
    builder
}

fn draw(
    mut output: impl Read,
    screen: &Mutex<Parser>,
    tape: &Mutex<Vec<u8>>,
    is_closed: &AtomicBool,
    is_slow: &AtomicBool,
) {
    const SECOND: Duration = Duration::from_secs(1);
    let mut bytes = [0; 4096];
    loop {
        let slow = is_slow.load(Ordering::Relaxed);
        let room = if slow { 1 } else { bytes.len() };
        let Ok(count @ 1..) = output.read(&mut bytes[..room]) else {
            return;
        };
        if slow {
            until(SECOND, || (!is_slow.load(Ordering::Relaxed)).then_some(()));
        }
        lock(tape).extend_from_slice(&bytes[..count]);
        lock(screen).process(&bytes[..count]);
        if is_closed.load(Ordering::Relaxed) {
            return;
        }
    }
}

/// A test that panicked while it looked is no reason to stop drawing.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_mins(1);

    fn shell(script: &str) -> Pty {
        let mut command = Command::new("sh");
        command.args(["-c", script]).env("WHO", "you");
        Pty::start(&command, 5, 30)
    }

    #[test]
    fn keys_go_in_and_the_screen_comes_out() {
        let mut pty =
            shell("stty size; printf 'gone\\033[2J\\033[H'; read x; echo \"$x, $WHO\"; exit 7");
        pty.send("hello\r");
        let screen = pty.wait_for("hello, you", LIMIT);
        assert!(!screen.contains("gone"), "{screen}");
        let bytes = String::from_utf8(pty.bytes()).expect("UTF-8");
        assert!(bytes.contains("gone\u{1b}[2J"), "{bytes:?}");
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(7));
        assert_eq!(pty.screen().lines().last(), Some("hello, you"));
    }

    #[test]
    fn a_full_row_is_a_row() {
        let mut pty = shell("printf '%30s' a; printf '%-30s' b");
        pty.wait_exit(LIMIT);
        let rows = pty.rows();
        assert_eq!((rows[0].trim(), &*rows[1], &*rows[2]), ("a", "b", ""));
    }

    #[test]
    fn the_program_knows_its_size_and_its_folder() {
        let mut command = Command::new("sh");
        command
            .args(["-c", "stty size; pwd; echo $TERM"])
            .current_dir("/");
        let mut pty = Pty::start(&command, 24, 100);
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
        assert_eq!(pty.screen(), "24 100\n/\nxterm-256color");
    }

    #[test]
    fn ctrl_c_is_a_signal_and_so_is_a_kill() {
        for (keys, signal) in [("\x03", None), ("", Some(Signal::TERM))] {
            let mut pty = shell("trap 'exit 9' INT TERM; echo ready; while :; do sleep 0.05; done");
            pty.wait_for("ready", LIMIT);
            pty.send(keys);
            if let Some(signal) = signal {
                pty.kill(signal);
            }
            assert_eq!(pty.wait_exit(LIMIT), Exit::Code(9));
        }
        let mut pty = shell("echo ready; exec sleep 600");
        pty.wait_for("ready", LIMIT);
        pty.kill(Signal::KILL);
        assert_eq!(pty.wait_exit(LIMIT), Exit::Signal("Killed".to_owned()));
    }

    #[test]
    fn a_closed_terminal_hangs_up() {
        let home = tempfile::tempdir().expect("a folder");
        let note = home.path().join("note");
        let mut pty = shell(&format!(
            "trap 'echo gone >{}; exit 5' HUP; while :; do echo drawn; sleep 0.05; done",
            note.display()
        ));
        pty.wait_for("drawn", LIMIT);
        pty.close_at("");
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(5));
        assert_eq!(std::fs::read_to_string(note).expect("a note"), "gone\n");
    }

    #[test]
    fn a_terminal_left_raw_is_noticed() {
        for (script, sane) in [
            ("true", true),
            ("stty -echo", false),
            ("stty -icanon", false),
            ("stty raw", false),
            ("stty raw; stty sane", true),
        ] {
            let mut pty = shell(script);
            assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
            assert_eq!(pty.is_sane(), sane, "{script}");
        }
    }

    #[test]
    fn a_cursor_left_hidden_is_noticed() {
        for (script, hidden) in [("\\033[?25l", true), ("\\033[?25l\\033[?25h", false)] {
            let mut pty = shell(&format!("printf '{script}'"));
            pty.wait_exit(LIMIT);
            assert_eq!(pty.hides_cursor(), hidden);
        }
    }

    #[test]
    fn a_color_is_noticed() {
        for (script, colored) in [("\\033[31mred", true), ("\\033[1mbold", false)] {
            let mut pty = shell(&format!("printf '{script}'"));
            pty.wait_exit(LIMIT);
            assert_eq!(pty.has_color(), colored);
        }
    }

    #[test]
    #[should_panic(expected = "never came\n--- screen\nelse")]
    fn what_does_not_come_shows_what_came() {
        let mut pty = shell("echo else");
        pty.wait_exit(LIMIT);
        pty.wait_for("something", Duration::ZERO);
    }
}
