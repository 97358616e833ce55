//! Tells lines on a thread of its own: a pipe that nobody reads must not hold up a session.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use super::terminal::Terminal;

/// Tells until it is dropped.
#[derive(Debug)]
pub struct Teller {
    lines: Option<Sender<String>>,
    thread: Option<JoinHandle<()>>,
}

impl Teller {
    pub fn start(terminal: Terminal) -> io::Result<Self> {
        let (lines, told) = channel::<String>();
        let thread = Builder::new()
            .name("teller".to_owned())
            .spawn(move || told.iter().for_each(|line| terminal.say(&line)))?;
        Ok(Teller {
            lines: Some(lines),
            thread: Some(thread),
        })
    }

    /// Tells `line` as soon as it can be told. Never waits for it.
    pub fn say(&self, line: &str) {
        if let Some(lines) = &self.lines {
            let _ = lines.send(line.to_owned());
        }
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        /// How long a reader that reads nothing may hold up the end.
        const PATIENCE: Duration = Duration::from_millis(500);
        self.lines = None;
        if let Some(thread) = self.thread.take() {
            super::screen::join_within(thread, PATIENCE);
        }
    }
}
