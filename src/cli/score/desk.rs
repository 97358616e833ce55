//! Where scores are asked for: what is pressed there, and where what was given is kept.

use super::super::context::Context;
use super::super::signals::Signal;
use super::super::typing::Typing;
use super::Asked;
use super::cards::add;
use super::sheets::Sheet;
use crate::domain::{Pass, Scorecard};
use crate::store::{History, Kept};
use crate::ui::keys::Key;
use crate::ui::scoring::Outcome;

/// A place at which scores are given.
pub(in crate::cli) trait Desk {
    /// Waits for a key; a signal is an interruption.
    fn key(&mut self) -> Key;

    fn keep(&mut self, sheet: &Sheet<'_>, outcome: Outcome) -> anyhow::Result<Scorecard>;
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
