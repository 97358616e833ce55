//! The keyboard during a session.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};

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
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = Builder::new().name("keys".to_owned()).spawn(move || {
            while !stopped.load(Ordering::Relaxed) {
                if is_hung_up(PERIOD) {
                    return tell(Key::Gone);
                }
                // All that has come: what was pasted is read at once, and stdin is silent after that.
                while !stopped.load(Ordering::Relaxed) {
                    match poll(Duration::ZERO) {
                        Ok(false) => break,
                        Ok(true) => match read() {
                            Ok(event) => key_of(&event).into_iter().for_each(&tell),
                            Err(_) => return tell(Key::Gone),
                        },
                        Err(_) => return tell(Key::Gone),
                    }
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
        while !is_hung_up(Duration::ZERO) && poll(Duration::ZERO).is_ok_and(|waiting| waiting) {
            if read().is_err() {
                return;
            }
        }
    }
}

/// Waits until there is something to read, for `limit` at most. Whether the terminal was closed:
/// whoever asks crossterm to read from one that was, waits for ever.
#[cfg(unix)]
fn is_hung_up(limit: Duration) -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec};
    let stdin = io::stdin();
    let mut terminal = [PollFd::new(&stdin, PollFlags::IN)];
    let limit = Timespec::try_from(limit).ok();
    // An interruption is only an early end of the wait.
    let _ = rustix::event::poll(&mut terminal, limit.as_ref());
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    terminal[0].revents().intersects(gone)
}

#[cfg(not(unix))]
fn is_hung_up(limit: Duration) -> bool {
    // What is waited for here comes with the next look.
    std::thread::sleep(limit);
    false
}

pub(super) fn key_of(event: &Event) -> Option<Key> {
    match event {
        Event::Resize(..) => Some(Key::Resize),
        Event::Key(KeyEvent {
            code,
            modifiers,
            kind: KeyEventKind::Press | KeyEventKind::Repeat,
            ..
        }) => match code {
            KeyCode::Char('c') if modifiers.contains(KeyModifiers::CONTROL) => Some(Key::Interrupt),
            KeyCode::Char('d') if modifiers.contains(KeyModifiers::CONTROL) => Some(Key::Done),
            // Other combinations are nobody's.
            _ if modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => None,
            KeyCode::Esc => Some(Key::Escape),
            KeyCode::Left => Some(Key::Left),
            KeyCode::Right => Some(Key::Right),
            KeyCode::Up => Some(Key::Up),
            KeyCode::Down => Some(Key::Down),
            KeyCode::Char(' ') => Some(Key::Space),
            // The key arrives as a line end where the terminal is not in raw mode.
            KeyCode::Enter | KeyCode::Char('\n' | '\r') => Some(Key::Enter),
            KeyCode::Backspace => Some(Key::Backspace),
            KeyCode::Char(c) => Some(Key::Char(*c)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_means_one_thing_and_the_rest_means_nothing() {
        let key = |code, modifiers| Event::Key(KeyEvent::new(code, modifiers));
        let none = KeyModifiers::NONE;
        let cases = [
            (key(KeyCode::Char('n'), none), Some(Key::Char('n'))),
            (
                key(KeyCode::Char('N'), KeyModifiers::SHIFT),
                Some(Key::Char('N')),
            ),
            (
                key(KeyCode::Char('c'), KeyModifiers::CONTROL),
                Some(Key::Interrupt),
            ),
            (key(KeyCode::Char('n'), KeyModifiers::CONTROL), None),
            (key(KeyCode::Char('n'), KeyModifiers::ALT), None),
            (key(KeyCode::Char(' '), none), Some(Key::Space)),
            (
                key(KeyCode::Char('d'), KeyModifiers::CONTROL),
                Some(Key::Done),
            ),
            (key(KeyCode::Backspace, none), Some(Key::Backspace)),
            (key(KeyCode::F(1), none), None),
            (Event::Resize(80, 24), Some(Key::Resize)),
            (Event::FocusLost, None),
        ];
        for (event, expected) in cases {
            assert_eq!(key_of(&event), expected, "{event:?}");
        }
    }
}
