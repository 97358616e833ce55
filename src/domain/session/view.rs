//! What a screen needs to know of a session at one moment.

use std::time::Duration;

use super::clock::total;
use super::{Machine, Phase, Slot};
use crate::domain::record::Role;
use crate::domain::round::Policy;

/// The clock of a whole answer: its sections without its follow-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerClock {
    pub left: Duration,
    /// Used beyond the budget.
    pub over: Duration,
    pub budget: Duration,
}

/// A session at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub phase: Phase,
    /// Of the phase.
    pub left: Duration,
    /// Taken beyond what there was.
    pub over: Duration,
    /// What there was: the budget, and under the policy `borrow` what has become of it.
    pub budget: Duration,
    /// The sections that pay for what is over, or, while nothing is, the one that would.
    pub lenders: Vec<Slot>,
    /// None outside an answer's own sections.
    pub answer: Option<AnswerClock>,
    /// How long the pause on its way has been.
    pub paused: Option<Duration>,
    /// The cue numbers ticked off in this section.
    pub ticked: Vec<u32>,
}

impl Machine {
    /// The session as it stands at `now`.
    pub fn view(&self, now: Duration) -> View {
        let elapsed = self.elapsed(now);
        let budget = self.clock.has;
        View {
            phase: self.phase,
            left: budget.saturating_sub(elapsed),
            over: elapsed.saturating_sub(budget),
            budget,
            lenders: self.lenders(elapsed),
            answer: self.answer_clock(elapsed),
            paused: self.pause_on_its_way(now),
            ticked: self.ticked(),
        }
    }

    fn lenders(&self, elapsed: Duration) -> Vec<Slot> {
        let (Phase::Speaking { slot }, Some(last)) = (self.phase, self.clock.lender(elapsed))
        else {
            return Vec::new();
        };
        let paying = slot.section + 1..=last;
        paying.map(|section| Slot { section, ..slot }).collect()
    }

    fn answer_clock(&self, elapsed: Duration) -> Option<AnswerClock> {
        let Phase::Speaking { slot } = self.phase else {
            return None;
        };
        let sections = &self.script.answers[slot.answer].sections;
        if sections[slot.section].role != Role::Section {
            return None;
        }
        let budget = total(sections);
        let used = match self.policy {
            // What was saved is not carried over.
            Policy::Strict => total(&sections[..slot.section]),
            Policy::Borrow | Policy::Open => self.used_before(slot),
        } + elapsed;
        Some(AnswerClock {
            left: budget.saturating_sub(used),
            over: used.saturating_sub(budget),
            budget,
        })
    }

    fn ticked(&self) -> Vec<u32> {
        match self.phase {
            Phase::Speaking { slot } => self.answers[slot.answer].sections[slot.section]
                .marks
                .iter()
                .filter_map(|mark| mark.cue)
                .collect(),
            _ => Vec::new(),
        }
    }
}
