//! Reads keys where the system hands them over as events.

use std::io;
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};

use super::Key;

/// Reads keys.
#[derive(Debug)]
pub(in crate::ui) struct Reader(());

impl Reader {
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    pub(in crate::ui) fn new() -> io::Result<Self> {
        Ok(Reader(()))
    }

    /// The next key, if it comes within `limit`. Where there is no console it is [`Key::Gone`].
    #[expect(clippy::unused_self, reason = "elsewhere a reader keeps half a key")]
    pub(in crate::ui) fn key_within(&mut self, limit: Duration) -> Option<Key> {
        match poll(limit) {
            Ok(false) => None,
            Ok(true) => match read() {
                Ok(event) => key_of(&event),
                Err(_) => Some(Key::Gone),
            },
            Err(_) => Some(Key::Gone),
        }
    }
}

/// Drops what was typed and has not been read.
pub(super) fn forget() {
    while poll(Duration::ZERO).is_ok_and(|waiting| waiting) {
        if read().is_err() {
            return;
        }
    }
}

fn key_of(event: &Event) -> Option<Key> {
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
            KeyCode::Enter => Some(Key::Enter),
            KeyCode::Backspace => Some(Key::Backspace),
            KeyCode::Char(c) => Some(Key::Char(*c)),
            _ => None,
        },
        _ => None,
    }
}
