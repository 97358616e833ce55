//! From one phase to the next, by time, by key, or because nothing is left.

use std::time::Duration;

use super::{Effect, Machine, Phase, Slot};
use crate::domain::record::{End, Status};

impl Machine {
    /// Leaves the phase for the one after it.
    pub(super) fn next(&mut self, at: Duration, effects: &mut Vec<Effect>) {
        match self.phase {
            Phase::Ready | Phase::Over { .. } => {}
            Phase::Asking { slot } => self.after_asking(slot, at, effects),
            Phase::Preparation { answer } => {
                self.answers[answer].prep_used = self.elapsed(at);
                self.enter_section(Slot { answer, section: 0 }, at, effects);
            }
            Phase::Reading { slot } => self.speak(slot, at, effects),
            Phase::Speaking { slot } => self.leave_section(slot, at, End::Next, effects),
            Phase::Scoring { answer } => self.rest(answer, at, effects),
            Phase::Break { answer } => self.enter_answer(answer + 1, at, effects),
        }
    }

    fn enter(&mut self, phase: Phase, at: Duration, effects: &mut Vec<Effect>) {
        self.clock = self.clock_of(phase);
        self.phase = phase;
        self.since = at;
        self.told = 0;
        self.paused = Duration::ZERO;
        self.paused_at = None;
        effects.push(Effect::Entered(phase));
        effects.push(Effect::Save);
    }

    pub(super) fn enter_answer(&mut self, answer: usize, at: Duration, effects: &mut Vec<Effect>) {
        match self.script.answers.get(answer) {
            None => self.finish(Status::Completed, at, effects),
            Some(_) if self.voiced => {
                let slot = Slot { answer, section: 0 };
                self.enter(Phase::Asking { slot }, at, effects);
            }
            Some(_) => self.begin_answer(answer, at, effects),
        }
    }

    pub(super) fn begin_answer(&mut self, answer: usize, at: Duration, effects: &mut Vec<Effect>) {
        if self.script.answers[answer].prep.is_zero() {
            self.enter_section(Slot { answer, section: 0 }, at, effects);
        } else {
            self.enter(Phase::Preparation { answer }, at, effects);
        }
    }

    /// Goes to `slot`, to the question that is asked before it, or past the answer's last section.
    fn enter_section(&mut self, slot: Slot, at: Duration, effects: &mut Vec<Effect>) {
        let slot = self.pass_over(slot, at, effects);
        let answer = &self.script.answers[slot.answer];
        match answer.sections.get(slot.section) {
            Some(_) if self.asks_before(slot) => {
                effects.push(Effect::Cut { at, next: None });
                self.enter(Phase::Asking { slot }, at, effects);
            }
            Some(_) => self.read_or_speak(slot, at, effects),
            None => {
                effects.push(Effect::Cut { at, next: None });
                let answer = slot.answer;
                if self.is_scored_after(answer) {
                    self.asked = answer + 1;
                    self.enter(Phase::Scoring { answer }, at, effects);
                } else {
                    self.rest(answer, at, effects);
                }
            }
        }
    }

    /// Goes to the break after `answer`, or past it.
    fn rest(&mut self, answer: usize, at: Duration, effects: &mut Vec<Effect>) {
        if self.script.answers[answer].break_after.is_zero() {
            self.enter_answer(answer + 1, at, effects);
        } else {
            self.enter(Phase::Break { answer }, at, effects);
        }
    }

    /// Goes to `slot`, or to the time for reading its question.
    pub(super) fn read_or_speak(&mut self, slot: Slot, at: Duration, effects: &mut Vec<Effect>) {
        if self.section(slot).lead.is_zero() {
            self.speak(slot, at, effects);
        } else {
            effects.push(Effect::Cut { at, next: None });
            self.enter(Phase::Reading { slot }, at, effects);
        }
    }

    /// Ends every section from `slot` on that has no time left, and returns the first that has.
    fn pass_over(&mut self, mut slot: Slot, at: Duration, effects: &mut Vec<Effect>) -> Slot {
        while slot.section < self.script.answers[slot.answer].sections.len()
            && self.section_clock(slot).is_used_up()
        {
            let outcome = self.outcome(slot);
            outcome.started = Some(at);
            let end = End::TimeUp;
            outcome.ended = Some((at, end));
            effects.push(Effect::Ended { slot, end });
            slot.section += 1;
        }
        slot
    }

    fn speak(&mut self, slot: Slot, at: Duration, effects: &mut Vec<Effect>) {
        effects.push(Effect::Cut {
            at,
            next: Some(slot),
        });
        self.outcome(slot).started = Some(at);
        self.enter(Phase::Speaking { slot }, at, effects);
    }

    pub(super) fn leave_section(
        &mut self,
        slot: Slot,
        at: Duration,
        end: End,
        effects: &mut Vec<Effect>,
    ) {
        // Whoever spoke through a sleep did not have the time that the clock tells.
        let slept = self.outcome(slot).slept;
        let end = if slept { End::Interrupted } else { end };
        self.end_section(slot, at, end);
        effects.push(Effect::Ended { slot, end });
        let section = slot.section + 1;
        self.enter_section(Slot { section, ..slot }, at, effects);
    }

    fn end_section(&mut self, slot: Slot, at: Duration, end: End) {
        let paused = self.paused_until(at);
        let outcome = self.outcome(slot);
        outcome.paused = paused;
        outcome.ended = Some((at, end));
    }

    pub(super) fn stop(&mut self, at: Duration, effects: &mut Vec<Effect>) {
        match self.phase {
            Phase::Over { .. } => return,
            Phase::Preparation { answer } => {
                self.answers[answer].prep_used = self.elapsed(at);
            }
            Phase::Speaking { slot } => {
                self.end_section(slot, at, End::Stopped);
                let end = End::Stopped;
                effects.push(Effect::Cut { at, next: None });
                effects.push(Effect::Ended { slot, end });
            }
            Phase::Ready
            | Phase::Asking { .. }
            | Phase::Reading { .. }
            | Phase::Scoring { .. }
            | Phase::Break { .. } => {}
        }
        self.finish(Status::Stopped, at, effects);
    }

    fn finish(&mut self, status: Status, at: Duration, effects: &mut Vec<Effect>) {
        self.enter(Phase::Over { status }, at, effects);
        effects.push(Effect::Finished(status));
    }
}
