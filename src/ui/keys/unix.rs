//! Reads the terminal itself, and leaves to a library what the bytes mean. A library that reads, too,
//! waits inside half a key for the other half, and for ever where the terminal is closed meanwhile.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{QueueSelector, tcflush};
use signal_hook::SigId;
use signal_hook::consts::SIGWINCH;
use termina::event::{KeyCode, KeyEvent, KeyEventKind, Modifiers};
use termina::{Event, Parser};

use super::Key;

/// The rest of a key that comes in pieces, over a slow line, is there by then. It is also how long
/// Escape by itself has to wait until it is known to be itself.
const REST: Duration = Duration::from_millis(25);

/// Reads keys, until it is dropped.
#[derive(Debug)]
pub(in crate::ui) struct Reader {
    parser: Parser,
    /// Since the parser was new.
    has_read: bool,
    keys: VecDeque<Key>,
    resized: Arc<AtomicBool>,
    signal: SigId,
}

impl Reader {
    pub(in crate::ui) fn new() -> io::Result<Self> {
        let resized = Arc::new(AtomicBool::new(false));
        Ok(Reader {
            parser: Parser::default(),
            has_read: false,
            keys: VecDeque::new(),
            signal: signal_hook::flag::register(SIGWINCH, Arc::clone(&resized))?,
            resized,
        })
    }

    /// The next key, if it comes within `limit`. Where the terminal is closed it is [`Key::Gone`].
    pub(in crate::ui) fn key_within(&mut self, limit: Duration) -> Option<Key> {
        if let Some(key) = self.keys.pop_front() {
            return Some(key);
        }
        let waiting = wait(limit);
        if self.resized.swap(false, Ordering::Relaxed) {
            return Some(Key::Resize);
        }
        match waiting {
            Waiting::Nothing => {
                // Half a key whose other half does not come takes no part in the next one.
                if std::mem::take(&mut self.has_read) {
                    self.parser = Parser::default();
                }
                None
            }
            Waiting::Bytes => self.read(),
            Waiting::Closed => Some(Key::Gone),
        }
    }

    /// Takes in what is there, and does not wait.
    fn read(&mut self) -> Option<Key> {
        let mut bytes = [0; 1024];
        match rustix::io::read(io::stdin(), &mut bytes) {
            Ok(0) => return Some(Key::Gone),
            Ok(count) => self.take_in(&bytes[..count], || wait(REST)),
            Err(error) if error == rustix::io::Errno::INTR => {}
            Err(_) => return Some(Key::Gone),
        }
        self.keys.pop_front()
    }

    /// Takes in what was read; `waiting` says what comes after it, where that matters.
    fn take_in(&mut self, bytes: &[u8], waiting: impl FnOnce() -> Waiting) {
        const ESCAPE: u8 = 0x1b;
        let more = bytes.last() == Some(&ESCAPE) && waiting() == Waiting::Bytes;
        self.parser.parse(bytes, more);
        self.has_read = true;
        while let Some(event) = self.parser.pop() {
            self.keys.extend(key_of(&event));
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        signal_hook::low_level::unregister(self.signal);
    }
}

/// Drops what was typed and has not been read.
pub(super) fn forget() {
    // Where it fails there is no terminal any more.
    let _ = tcflush(io::stdin(), QueueSelector::IFlush);
}

#[derive(Debug, PartialEq, Eq)]
enum Waiting {
    Nothing,
    Bytes,
    Closed,
}

/// Waits until there is something to read, for `limit` at most.
fn wait(limit: Duration) -> Waiting {
    let stdin = io::stdin();
    let mut terminal = [PollFd::new(&stdin, PollFlags::IN)];
    let limit = Timespec::try_from(limit).ok();
    // An interruption is only an early end of the wait.
    let _ = poll(&mut terminal, limit.as_ref());
    let seen = terminal[0].revents();
    if seen.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
        Waiting::Closed
    } else if seen.contains(PollFlags::IN) {
        Waiting::Bytes
    } else {
        Waiting::Nothing
    }
}

fn key_of(event: &Event) -> Option<Key> {
    let Event::Key(KeyEvent {
        code,
        modifiers,
        kind: KeyEventKind::Press | KeyEventKind::Repeat,
        ..
    }) = event
    else {
        return None;
    };
    match code {
        KeyCode::Char('c') if modifiers.contains(Modifiers::CONTROL) => Some(Key::Interrupt),
        KeyCode::Char('d') if modifiers.contains(Modifiers::CONTROL) => Some(Key::Done),
        // The key arrives as a line feed where the terminal makes one of it, which is Ctrl-J.
        KeyCode::Char('j') if *modifiers == Modifiers::CONTROL => Some(Key::Enter),
        // Other combinations are nobody's.
        _ if modifiers.intersects(Modifiers::CONTROL | Modifiers::ALT) => None,
        KeyCode::Escape => Some(Key::Escape),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Char(' ') => Some(Key::Space),
        KeyCode::Enter | KeyCode::Char('\n' | '\r') => Some(Key::Enter),
        KeyCode::Backspace => Some(Key::Backspace),
        KeyCode::Char(c) => Some(Key::Char(*c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys_of(pieces: &[&[u8]]) -> Vec<Key> {
        let mut reader = Reader::new().expect("signals can be handled");
        let mut pieces = pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            let waiting = match pieces.peek() {
                Some(_) => Waiting::Bytes,
                None => Waiting::Nothing,
            };
            reader.take_in(piece, || waiting);
        }
        reader.keys.drain(..).collect()
    }

    #[test]
    fn a_key_means_one_thing_and_the_rest_means_nothing() {
        let cases: [(&[u8], &[Key]); 16] = [
            (b"n", &[Key::Char('n')]),
            (b"N", &[Key::Char('N')]),
            ("né世".as_bytes(), &['n', 'é', '世'].map(Key::Char)),
            (b"\x03", &[Key::Interrupt]),
            (b"\x04", &[Key::Done]),
            (b"\x0e", &[]),
            (b"\x1bn", &[]),
            (b" ", &[Key::Space]),
            (b"\r", &[Key::Enter]),
            (b"\n", &[Key::Enter]),
            (b"\x7f", &[Key::Backspace]),
            (b"\x1b", &[Key::Escape]),
            (
                b"\x1b[A\x1b[B\x1b[C\x1b[D",
                &[Key::Up, Key::Down, Key::Right, Key::Left],
            ),
            (b"\x1bOD", &[Key::Left]),
            // F1, a report that the window has the focus, a mouse.
            (b"\x1bOP\x1b[I\x1b[<0;20;10M", &[]),
            (b"\x1b[", &[]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(keys_of(&[bytes]), expected, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn a_key_may_come_in_pieces() {
        assert_eq!(keys_of(&[b"\x1b", b"[A"]), [Key::Up]);
        assert_eq!(keys_of(&[b"\x1b[", b"A"]), [Key::Up]);
        assert_eq!(keys_of(&[b"\xc3", b"\xa9"]), [Key::Char('é')]);
        assert_eq!(keys_of(&[b"x", b"\x1b"]), [Key::Char('x'), Key::Escape]);
    }
}
