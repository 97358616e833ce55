//! Questions spoken by a program of the candidate's choice.
//!
//! The session never waits for it: a thread does, and tells when it is through. What is spoken is
//! the text of a pack, so it goes to the program as one argument, past any shell.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::Builder;
use std::time::Duration;

use super::driver::Event;
use crate::domain::session::Slot;
use crate::ui::text;

/// Speak by themselves, with a text as their one argument: on Linux, on macOS.
const USUAL: [&str; 2] = ["espeak-ng", "say"];

/// How often it is looked whether the program is through.
const LOOK: Duration = Duration::from_millis(20);

pub(super) struct Voice {
    program: PathBuf,
    /// In front of the text.
    arguments: Vec<String>,
    tell: Sender<Event>,
    speaking: Option<Speaking>,
}

impl Voice {
    /// The program that is first of `words`, with the others as its arguments, or else the first
    /// usual one that there is; or why there is none.
    pub(super) fn find(mut words: Vec<String>, tell: Sender<Event>) -> Result<Self, String> {
        let arguments = words.split_off(words.len().min(1));
        let program = match words.pop() {
            None => {
                let found = USUAL.iter().find_map(|name| in_path(name));
                found.ok_or_else(|| {
                    let usual = USUAL.join("` nor `");
                    format!(
                        "no voice: neither `{usual}` is there; the session goes on in text, and \
                         `--voice=PROGRAM` names another program"
                    )
                })
            }
            Some(named) if Path::new(&named).components().count() > 1 => {
                let path = PathBuf::from(&named);
                path.is_file()
                    .then_some(path)
                    .ok_or_else(|| missing(&named))
            }
            Some(named) => in_path(&named).ok_or_else(|| missing(&named)),
        };
        Ok(Voice {
            program: program?,
            arguments,
            tell,
            speaking: None,
        })
    }

    /// Begins to speak, and tells when that is over, unless it is hushed.
    pub(super) fn ask(&mut self, slot: Slot, question: &str) {
        self.hush();
        match self.start(question, slot) {
            Ok(speaking) => self.speaking = Some(speaking),
            Err(error) => {
                let trouble = Some(failed(&self.program, &error.to_string()));
                let _ = self.tell.send(Event::Voice { slot, trouble });
            }
        }
    }

    fn start(&self, question: &str, slot: Slot) -> std::io::Result<Speaking> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(argument(question));
        Speaking::start(command, &self.program, slot, self.tell.clone())
    }

    /// Ends what is being spoken.
    pub(super) fn hush(&mut self) {
        self.speaking = None;
    }
}

/// A program that speaks. Dropping it kills it.
struct Speaking {
    stop: Option<Sender<()>>,
    ended: Receiver<()>,
}

impl Speaking {
    fn start(
        mut command: Command,
        program: &Path,
        slot: Slot,
        tell: Sender<Event>,
    ) -> std::io::Result<Self> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // A group of its own, so that what a script has started ends with the script.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let program = program.to_owned();
        let (stop, stopped) = channel();
        let (end, ended) = channel();
        let (hand, handed) = channel::<Child>();
        let waiting = Builder::new().name("voice".to_owned()).spawn(move || {
            let Ok(mut child) = handed.recv() else {
                return;
            };
            if let Some(status) = wait(&mut child, &stopped) {
                let trouble = trouble(&program, status);
                let _ = tell.send(Event::Voice { slot, trouble });
            } else {
                kill(&mut child);
                let _ = end.send(());
                // Nobody waits for this: only the system's table of processes.
                let _ = child.wait();
            }
        });
        if let Err(error) = waiting {
            kill(&mut child);
            return Err(error);
        }
        let _ = hand.send(child);
        Ok(Speaking {
            stop: Some(stop),
            ended,
        })
    }
}

impl Drop for Speaking {
    fn drop(&mut self) {
        /// Much more than a kill takes: a take may begin now.
        const PATIENCE: Duration = Duration::from_millis(200);
        self.stop = None;
        let _ = self.ended.recv_timeout(PATIENCE);
    }
}

/// How it ended; none when it is to be stopped, or cannot be waited for.
fn wait(child: &mut Child, stopped: &Receiver<()>) -> Option<std::io::Result<ExitStatus>> {
    loop {
        match child.try_wait() {
            Ok(None) => {}
            Ok(Some(status)) => return Some(Ok(status)),
            Err(error) => {
                kill(child);
                return Some(Err(error));
            }
        }
        match stopped.recv_timeout(LOOK) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

/// Kills it and all that it has started.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
}

fn trouble(program: &Path, status: std::io::Result<ExitStatus>) -> Option<String> {
    match status {
        Ok(status) if status.success() => None,
        Ok(status) => Some(failed(program, &status.to_string())),
        Err(error) => Some(failed(program, &error.to_string())),
    }
}

fn failed(program: &Path, why: &str) -> String {
    let program = program.display();
    format!("the voice failed, and the session goes on in text: `{program}`: {why}")
}

fn missing(named: &str) -> String {
    format!("no voice: there is no program `{named}`; the session goes on in text")
}

/// What is spoken, as one line that no program takes for an option.
fn argument(question: &str) -> String {
    let text = text::sanitize(question).replace('\n', " ");
    let text = text.trim();
    if text.starts_with('-') {
        format!(" {text}")
    } else {
        text.to_owned()
    }
}

/// Where a program is. Relative folders do not count: what lies there may come from anywhere.
fn in_path(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    let path = env::var_os("PATH")?;
    let folders = env::split_paths(&path).filter(|folder| folder.is_absolute());
    folders
        .map(|folder| folder.join(&file))
        .find(|at| is_program(at))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_one_line_and_no_option() {
        let table = [
            ("Why?", "Why?"),
            ("--help", " --help"),
            ("-f /etc/passwd", " -f /etc/passwd"),
            ("\n -x", " -x"),
            ("one\ntwo\n", "one two"),
            ("\u{1b}[31mred\u{7}", "[31mred"),
        ];
        for (question, spoken) in table {
            assert_eq!(argument(question), spoken, "{question:?}");
        }
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        for named in ["no-such-voice", "/no/such/voice"] {
            let (tell, _events) = channel();
            let missing = Voice::find(vec![named.to_owned()], tell).err();
            assert!(missing.is_some_and(|why| why.contains(named)), "{named}");
        }
    }
}
