//! A session on its way, as a pure machine: `handle(event, now)` returns what must happen.
//!
//! All times count from the session's start. Deadlines are kept as instants; a late tick fires
//! everything that was due, each at its own instant, so no boundary depends on how often or how
//! punctually the machine is called.

mod outcome;
mod view;

use std::time::Duration;

use uuid::Uuid;

use super::record::{End, Status};
use super::script::{Script, SectionScript};
use outcome::{AnswerOutcome, MarkOutcome, SectionOutcome};
pub use view::{AnswerClock, View};

/// Warnings come when these shares of a section's budget are left.
const WARNINGS: [f64; 2] = [0.2, 0.1];

/// Which section of which answer, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    pub answer: usize,
    pub section: usize,
}

/// Where a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The clock has not started.
    Ready,
    /// Before an answer; not recorded.
    Preparation {
        answer: usize,
    },
    /// Time to read a follow-up; not recorded.
    Reading {
        slot: Slot,
    },
    /// Recorded.
    Speaking {
        slot: Slot,
    },
    /// After an answer; not recorded.
    Break {
        answer: usize,
    },
    Over {
        status: Status,
    },
}

/// What happens to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The candidate begins. Only this starts the clock.
    Start,
    /// Time has passed.
    Tick,
    /// The candidate has finished early.
    Next,
    /// The candidate notes this moment.
    Mark { id: Uuid },
    /// The candidate ticks off a cue, by its number from 1.
    Cue { id: Uuid, number: u32 },
    /// The machine was asleep, and the clock with it.
    Slept,
    /// `q` or a signal.
    Stop,
}

/// What must happen now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// The take on its way, if any, ends at `at`; the one of `next`, if any, begins there.
    Cut { at: Duration, next: Option<Slot> },
    /// The screen has something new to show.
    Entered(Phase),
    /// A section is over, and how.
    Ended { slot: Slot, end: End },
    /// Time is running out: tell it once, in words.
    Warn { slot: Slot, left: Duration },
    /// A mark was set.
    Marked { slot: Slot, cue: Option<u32> },
    /// What has been said so far should be put on disk.
    Save,
    /// Nothing more will come.
    Finished(Status),
}

/// The rules of a session, and its course so far.
#[derive(Debug, Clone)]
pub struct Machine {
    script: Script,
    phase: Phase,
    /// When the phase began.
    since: Duration,
    /// How many of the section's warnings have been given.
    warned: usize,
    answers: Vec<AnswerOutcome>,
}

impl Machine {
    pub fn new(script: Script) -> Self {
        let answers = script
            .answers
            .iter()
            .map(AnswerOutcome::unreached)
            .collect();
        Machine {
            script,
            phase: Phase::Ready,
            since: Duration::ZERO,
            warned: 0,
            answers,
        }
    }

    pub fn phase(&self) -> Phase {
        self.phase
    }

    pub fn script(&self) -> &Script {
        &self.script
    }

    /// The section or follow-up at `slot`.
    ///
    /// # Panics
    /// When the slot is not of this script.
    pub fn section(&self, slot: Slot) -> &SectionScript {
        &self.script.answers[slot.answer].sections[slot.section]
    }

    /// When something happens by itself next.
    pub fn deadline(&self) -> Option<Duration> {
        let end = self.phase_end()?;
        Some(self.warning().map_or(end, |warning| warning.min(end)))
    }

    /// When the phase ends if nobody acts.
    pub fn phase_end(&self) -> Option<Duration> {
        Some(self.since + self.budget()?)
    }

    /// Takes one event at `now`, after everything that was due before it.
    pub fn handle(&mut self, event: Event, now: Duration) -> Vec<Effect> {
        let mut effects = Vec::new();
        while let Some(due) = self.deadline().filter(|due| *due <= now) {
            self.fire(due, &mut effects);
        }
        match event {
            Event::Start if self.phase == Phase::Ready => self.enter_answer(0, now, &mut effects),
            Event::Next => self.next(now, &mut effects),
            Event::Mark { id } => self.mark(id, None, now, &mut effects),
            Event::Cue { id, number } => self.mark(id, Some(number), now, &mut effects),
            Event::Slept => {
                if let Phase::Speaking { slot } = self.phase {
                    self.outcome(slot).slept = true;
                }
            }
            Event::Stop => self.stop(now, &mut effects),
            Event::Start | Event::Tick => {}
        }
        effects
    }

    /// How long the phase lasts if nobody acts.
    fn budget(&self) -> Option<Duration> {
        match self.phase {
            Phase::Ready | Phase::Over { .. } => None,
            Phase::Preparation { answer } => Some(self.script.answers[answer].prep),
            Phase::Reading { slot } => Some(self.section(slot).lead),
            Phase::Speaking { slot } => Some(self.section(slot).budget),
            Phase::Break { answer } => Some(self.script.answers[answer].break_after),
        }
    }

    /// When the next warning of the section is due.
    fn warning(&self) -> Option<Duration> {
        let Phase::Speaking { slot } = self.phase else {
            return None;
        };
        let share_left = WARNINGS.get(self.warned)?;
        Some(self.since + self.section(slot).budget.mul_f64(1.0 - share_left))
    }

    /// What was due at `due`: a warning, or the end of the phase.
    fn fire(&mut self, due: Duration, effects: &mut Vec<Effect>) {
        let end = self.phase_end();
        match self.phase {
            Phase::Speaking { slot } if end != Some(due) => {
                let left = (self.since + self.section(slot).budget).saturating_sub(due);
                self.warned += 1;
                effects.push(Effect::Warn { slot, left });
            }
            Phase::Speaking { slot } => self.leave_section(slot, due, End::TimeUp, effects),
            _ => self.next(due, effects),
        }
    }

    /// Leaves the phase for the one after it.
    fn next(&mut self, at: Duration, effects: &mut Vec<Effect>) {
        match self.phase {
            Phase::Ready | Phase::Over { .. } => {}
            Phase::Preparation { answer } => {
                self.answers[answer].prep_used = at.saturating_sub(self.since);
                self.enter_section(Slot { answer, section: 0 }, at, effects);
            }
            Phase::Reading { slot } => self.speak(slot, at, effects),
            Phase::Speaking { slot } => self.leave_section(slot, at, End::Next, effects),
            Phase::Break { answer } => self.enter_answer(answer + 1, at, effects),
        }
    }

    fn enter(&mut self, phase: Phase, at: Duration, effects: &mut Vec<Effect>) {
        self.phase = phase;
        self.since = at;
        self.warned = 0;
        effects.push(Effect::Entered(phase));
        effects.push(Effect::Save);
    }

    fn enter_answer(&mut self, answer: usize, at: Duration, effects: &mut Vec<Effect>) {
        match self.script.answers.get(answer) {
            None => self.finish(Status::Completed, at, effects),
            Some(script) if script.prep.is_zero() => {
                self.enter_section(Slot { answer, section: 0 }, at, effects);
            }
            Some(_) => self.enter(Phase::Preparation { answer }, at, effects),
        }
    }

    /// Goes to `slot`, to the time for reading its question, or past the answer's last section.
    fn enter_section(&mut self, slot: Slot, at: Duration, effects: &mut Vec<Effect>) {
        let answer = &self.script.answers[slot.answer];
        match answer.sections.get(slot.section) {
            Some(section) if section.lead.is_zero() => self.speak(slot, at, effects),
            Some(_) => {
                effects.push(Effect::Cut { at, next: None });
                self.enter(Phase::Reading { slot }, at, effects);
            }
            None => {
                effects.push(Effect::Cut { at, next: None });
                if answer.break_after.is_zero() {
                    self.enter_answer(slot.answer + 1, at, effects);
                } else {
                    let answer = slot.answer;
                    self.enter(Phase::Break { answer }, at, effects);
                }
            }
        }
    }

    fn speak(&mut self, slot: Slot, at: Duration, effects: &mut Vec<Effect>) {
        effects.push(Effect::Cut {
            at,
            next: Some(slot),
        });
        self.outcome(slot).started = Some(at);
        self.enter(Phase::Speaking { slot }, at, effects);
    }

    fn leave_section(&mut self, slot: Slot, at: Duration, end: End, effects: &mut Vec<Effect>) {
        let outcome = self.outcome(slot);
        // Whoever spoke through a sleep did not have the time that the clock tells.
        let end = if outcome.slept { End::Interrupted } else { end };
        outcome.ended = Some((at, end));
        effects.push(Effect::Ended { slot, end });
        let section = slot.section + 1;
        self.enter_section(Slot { section, ..slot }, at, effects);
    }

    fn mark(&mut self, id: Uuid, cue: Option<u32>, at: Duration, effects: &mut Vec<Effect>) {
        let Phase::Speaking { slot } = self.phase else {
            return;
        };
        let label = match cue {
            None => None,
            // A number without a cue is no cue.
            Some(number) => match self.cue(slot, number) {
                Some(text) => Some(text.to_owned()),
                None => return,
            },
        };
        let since = self.since;
        let outcome = self.outcome(slot);
        if cue.is_some() && outcome.marks.iter().any(|mark| mark.cue == cue) {
            return;
        }
        let at = at.saturating_sub(since);
        outcome.marks.push(MarkOutcome { id, at, cue, label });
        effects.push(Effect::Marked { slot, cue });
        effects.push(Effect::Save);
    }

    fn cue(&self, slot: Slot, number: u32) -> Option<&str> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.section(slot).cues.get(index).map(String::as_str)
    }

    fn stop(&mut self, at: Duration, effects: &mut Vec<Effect>) {
        match self.phase {
            Phase::Over { .. } => return,
            Phase::Preparation { answer } => {
                self.answers[answer].prep_used = at.saturating_sub(self.since);
            }
            Phase::Speaking { slot } => {
                self.outcome(slot).ended = Some((at, End::Stopped));
                let end = End::Stopped;
                effects.push(Effect::Cut { at, next: None });
                effects.push(Effect::Ended { slot, end });
            }
            Phase::Ready | Phase::Reading { .. } | Phase::Break { .. } => {}
        }
        self.finish(Status::Stopped, at, effects);
    }

    fn finish(&mut self, status: Status, at: Duration, effects: &mut Vec<Effect>) {
        self.enter(Phase::Over { status }, at, effects);
        effects.push(Effect::Finished(status));
    }

    fn outcome(&mut self, slot: Slot) -> &mut SectionOutcome {
        &mut self.answers[slot.answer].sections[slot.section]
    }
}

#[cfg(test)]
mod tests;
