//! What a session does with its voice, and what it hears of it.

use super::{Driver, Rule};
use crate::domain::session::{Phase, Slot};

impl Driver<'_> {
    /// Speaks the question of the phase that has begun, if it is there for that, and nothing else.
    pub(super) fn speak(&mut self, phase: Phase) {
        match (&mut self.voice, phase) {
            (Some(voice), Phase::Asking { slot }) => voice.ask(slot, self.machine.question(slot)),
            _ => self.hush(),
        }
    }

    pub(super) fn hush(&mut self) {
        if let Some(voice) = &mut self.voice {
            voice.hush();
        }
    }

    pub(super) fn spoken(&mut self, slot: Slot, trouble: Option<String>) {
        let Some(trouble) = trouble else {
            self.rule(Rule::Asked { slot });
            return;
        };
        self.voice = None;
        self.rule(Rule::Voiceless);
        self.trouble(trouble);
    }
}
