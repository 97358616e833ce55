//! The keyboard during a session.

#[cfg(not(unix))]
mod elsewhere;
#[cfg(unix)]
mod unix;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

#[cfg(not(unix))]
use elsewhere as reader;
pub(super) use reader::Reader;
#[cfg(unix)]
use unix as reader;

/// What a candidate can press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Enter,
    Escape,
    Space,
    Left,
    Right,
    Up,
    Down,
    Char(char),
    /// Takes back the last letter.
    Backspace,
    /// Ctrl-D: there is nothing more to say.
    Done,
    /// Ctrl-C where the terminal hands it over as a key.
    Interrupt,
    /// The terminal has another size.
    Resize,
    /// There is no keyboard any more.
    Gone,
}

/// Listens until it is dropped.
#[derive(Debug)]
pub struct Keys {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keys {
    /// Calls `tell` for every key, on a thread of its own.
    pub fn listen(tell: impl Fn(Key) + Send + 'static) -> io::Result<Self> {
        /// How soon it notices that it should stop.
        const PERIOD: Duration = Duration::from_millis(50);
        let mut reader = Reader::new()?;
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = Builder::new().name("keys".to_owned()).spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                let key = reader.key_within(PERIOD);
                key.into_iter().for_each(&tell);
                if key == Some(Key::Gone) {
                    return;
                }
            }
        })?;
        Ok(Keys {
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        // What was meant for the session is no answer to the question that comes next.
        reader::forget();
    }
}
