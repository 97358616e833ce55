//! A process that does not outlive its test, however the test ends.

use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::wait::until;

#[derive(Debug)]
pub(crate) struct Process(Child);

impl Process {
    pub(crate) fn start(command: &mut Command) -> Self {
        match command.spawn() {
            Ok(child) => Self(child),
            Err(error) => panic!("{} does not start: {error}", show(command)),
        }
    }

    /// How it ended; none if it goes on for longer than `limit`.
    pub(crate) fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        until(limit, || self.0.try_wait().expect("the child can be asked"))
    }

    /// What it reads and what it writes, of a command that was given pipes for both.
    pub(crate) fn pipes(&mut self) -> (ChildStdin, ChildStdout) {
        let (stdin, stdout) = (self.0.stdin.take(), self.0.stdout.take());
        (stdin.expect("a pipe"), stdout.expect("a pipe"))
    }

    pub(crate) fn id(&self) -> u32 {
        self.0.id()
    }

    pub(crate) fn send(&self, signal: Signal) {
        let id = i32::try_from(self.id()).ok().and_then(Pid::from_raw);
        kill_process(id.expect("a process id"), signal).expect("it takes signals");
    }

    /// Ends it at once: SIGKILL, which no program can catch.
    pub(crate) fn kill(&mut self) {
        // It may have ended by itself, which is as good.
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A command as one would type it.
pub(crate) fn show(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(|word| word.to_string_lossy()));
    words.join(" ")
}

#[test]
fn a_process_ends_with_its_owner() {
    let mut sleeper = Process::start(Command::new("sleep").arg("600"));
    let id = rustix::process::Pid::from_child(&sleeper.0);
    assert_eq!(sleeper.wait(Duration::ZERO), None);
    drop(sleeper);
    rustix::process::test_kill_process(id).expect_err("it is gone");
    let mut quick = Process::start(&mut Command::new("true"));
    let status = quick.wait(Duration::from_mins(1)).expect("it ends");
    assert!(status.success());
}
