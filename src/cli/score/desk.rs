//! Where scores are asked for: what is pressed there, and where what was given is kept.
//!
//! A signal is one more key, so that whatever ends the asking, what was given before is kept.

use std::sync::mpsc::{Receiver, channel};

use anyhow::Context as _;

use super::super::context::Context;
use super::super::signals::{self, Listening, Signal};
use super::Asked;
use super::cards::add;
use super::sheets::Sheet;
use crate::domain::{Pass, Scorecard};
use crate::store::{History, Kept};
use crate::ui::keys::{Key, Keys};
use crate::ui::scoring::Outcome;
use crate::ui::terminal::Seized;

/// A place at which scores are given.
pub(in crate::cli) trait Desk {
    /// Waits for a key; a signal is an interruption.
    fn key(&mut self) -> Key;

    fn keep(&mut self, sheet: &Sheet<'_>, outcome: Outcome) -> anyhow::Result<Scorecard>;
}

enum Pressed {
    Key(Key),
    Signal(Signal),
}

/// The keyboard outside a session.
pub(in crate::cli) struct Typing {
    pressed: Receiver<Pressed>,
    signal: Option<Signal>,
    // They go in this order.
    _keys: Keys,
    _seized: Seized,
    _listening: Listening,
}

impl Typing {
    pub(in crate::cli) fn begin() -> anyhow::Result<Self> {
        let (tell, pressed) = channel();
        let signalled = tell.clone();
        let listening = signals::listen(move |signal| {
            drop(signalled.send(Pressed::Signal(signal)));
        });
        let listening = listening.context("signals cannot be handled")?;
        let seized = Seized::keyboard().context("the terminal cannot be used")?;
        let keys = Keys::listen(move |key| drop(tell.send(Pressed::Key(key))));
        Ok(Typing {
            pressed,
            signal: None,
            _keys: keys.context("the terminal cannot be used")?,
            _seized: seized,
            _listening: listening,
        })
    }

    pub(in crate::cli) fn key(&mut self) -> Key {
        let (key, signal) = match self.pressed.recv() {
            Ok(Pressed::Key(Key::Gone)) | Err(_) => (Key::Gone, Some(Signal::HangUp)),
            Ok(Pressed::Key(Key::Interrupt)) => (Key::Interrupt, Some(Signal::Interrupt)),
            Ok(Pressed::Key(key)) => (key, None),
            Ok(Pressed::Signal(signal)) => (Key::Interrupt, Some(signal)),
        };
        self.signal = self.signal.or(signal);
        key
    }

    /// What ended the asking from outside.
    pub(in crate::cli) fn signal(&self) -> Option<Signal> {
        self.signal
    }
}

/// After a session: the history is there to be written.
pub(in crate::cli) struct AtHome<'a> {
    context: &'a Context,
    history: &'a mut History,
    kept: &'a Kept,
    pass: Option<Pass>,
    typing: Typing,
}

impl<'a> AtHome<'a> {
    pub(in crate::cli) fn new(
        context: &'a Context,
        history: &'a mut History,
        kept: &'a Kept,
        pass: Option<Pass>,
    ) -> anyhow::Result<Self> {
        Ok(AtHome {
            context,
            history,
            kept,
            pass,
            typing: Typing::begin()?,
        })
    }

    /// What ended the asking from outside, if that did.
    pub(in crate::cli) fn signal(&self, asked: &Asked) -> Option<Signal> {
        match asked {
            Asked::Done => None,
            Asked::Interrupted => self.typing.signal().or(Some(Signal::Interrupt)),
        }
    }
}

impl Desk for AtHome<'_> {
    fn key(&mut self) -> Key {
        self.typing.key()
    }

    fn keep(&mut self, sheet: &Sheet<'_>, outcome: Outcome) -> anyhow::Result<Scorecard> {
        add(
            self.context,
            self.history,
            self.kept,
            sheet,
            self.pass,
            outcome,
        )
    }
}
