//! Questions that are spoken: until one is, no clock runs and no take is open.
//!
//! Whatever was spoken, what comes after it is what would have come without a voice, only later.

use std::time::Duration;

use super::{Effect, Machine, Phase, Slot};
use crate::domain::record::Role;

/// A voice that takes longer than this for one question hangs.
pub(super) const LONGEST: Duration = Duration::from_mins(5);

impl Machine {
    /// The same session, with its questions spoken.
    #[must_use]
    pub fn voiced(self) -> Self {
        Machine {
            voiced: true,
            ..self
        }
    }

    pub fn is_voiced(&self) -> bool {
        self.voiced
    }

    /// What is asked at `slot`: the prompt's text before its answer, a follow-up's before its own.
    pub fn question(&self, slot: Slot) -> &str {
        let answer = &self.script.answers[slot.answer];
        let section = answer.sections.get(slot.section);
        let ask = section.and_then(|section| section.ask.as_deref());
        ask.unwrap_or(&answer.prompt.ask)
    }

    /// Whether a question belongs to `slot` that is spoken before it.
    pub(super) fn asks_before(&self, slot: Slot) -> bool {
        let section = self.script.answers[slot.answer].sections.get(slot.section);
        let follows_up = section.is_some_and(|section| section.role == Role::FollowUp);
        self.voiced && slot.section > 0 && follows_up
    }

    /// The question of `slot` is over, if it is still the one that is spoken.
    pub(super) fn asked(&mut self, slot: Slot, at: Duration, effects: &mut Vec<Effect>) {
        if self.phase == (Phase::Asking { slot }) {
            self.after_asking(slot, at, effects);
        }
    }

    pub(super) fn lose_voice(&mut self, at: Duration, effects: &mut Vec<Effect>) {
        self.voiced = false;
        if let Phase::Asking { slot } = self.phase {
            self.after_asking(slot, at, effects);
        }
    }

    pub(super) fn after_asking(&mut self, slot: Slot, at: Duration, effects: &mut Vec<Effect>) {
        if slot.section == 0 {
            self.begin_answer(slot.answer, at, effects);
        } else {
            self.read_or_speak(slot, at, effects);
        }
    }
}
