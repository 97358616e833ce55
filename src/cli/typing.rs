//! Keys outside a session: of whoever gives scores, or rests between two rounds.
//!
//! A signal is one more key, so that whatever ends the asking, what was given before is kept.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::Context as _;

use super::signals::{self, Listening, Signal};
use crate::ui::keys::{Key, Keys};
use crate::ui::terminal::Seized;

#[derive(Debug, Clone, Copy)]
enum Pressed {
    Key(Key),
    Signal(Signal),
}

/// The keyboard outside a session.
pub(super) struct Typing {
    pressed: Receiver<Pressed>,
    signal: Option<Signal>,
    // They go in this order.
    _keys: Keys,
    _seized: Seized,
    _listening: Listening,
}

impl Typing {
    pub(super) fn begin() -> anyhow::Result<Self> {
        let (tell, pressed) = channel();
        let signalled = tell.clone();
        let listening = signals::listen(move |signal| {
            let _ = signalled.send(Pressed::Signal(signal));
        });
        let listening = listening.context("signals cannot be handled")?;
        let seized = Seized::keyboard().context("the terminal cannot be used")?;
        let keys = Keys::listen(move |key| {
            let _ = tell.send(Pressed::Key(key));
        });
        Ok(Typing {
            pressed,
            signal: None,
            _keys: keys.context("the terminal cannot be used")?,
            _seized: seized,
            _listening: listening,
        })
    }

    /// Waits for a key.
    pub(super) fn key(&mut self) -> Key {
        let pressed = self.pressed.recv();
        self.meant(pressed.unwrap_or(Pressed::Key(Key::Gone)))
    }

    /// As [`Typing::key`], for so long at most.
    pub(super) fn key_within(&mut self, limit: Duration) -> Option<Key> {
        let pressed = match self.pressed.recv_timeout(limit) {
            Ok(pressed) => pressed,
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => Pressed::Key(Key::Gone),
        };
        Some(self.meant(pressed))
    }

    fn meant(&mut self, pressed: Pressed) -> Key {
        let (key, signal) = match pressed {
            Pressed::Key(Key::Gone) => (Key::Gone, Some(Signal::HangUp)),
            Pressed::Key(Key::Interrupt) => (Key::Interrupt, Some(Signal::Interrupt)),
            Pressed::Key(key) => (key, None),
            Pressed::Signal(signal) => (Key::Interrupt, Some(signal)),
        };
        self.signal = self.signal.or(signal);
        key
    }

    /// What came from outside.
    pub(super) fn signal(&self) -> Option<Signal> {
        self.signal
    }
}
