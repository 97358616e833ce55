//! What a screen needs to know of a session at one moment.

use std::time::Duration;

use super::{Machine, Phase};
use crate::domain::record::Role;
use crate::domain::script::SectionScript;

/// The clock of a whole answer: its sections without its follow-ups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerClock {
    pub left: Duration,
    pub budget: Duration,
}

/// A session at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub phase: Phase,
    /// Of the phase.
    pub left: Duration,
    pub budget: Duration,
    /// None outside an answer's own sections.
    pub answer: Option<AnswerClock>,
    /// The cue numbers ticked off in this section.
    pub ticked: Vec<u32>,
}

impl Machine {
    /// The session as it stands at `now`.
    pub fn view(&self, now: Duration) -> View {
        let budget = self.budget().unwrap_or_default();
        let left = (self.since + budget).saturating_sub(now).min(budget);
        View {
            phase: self.phase,
            left,
            budget,
            answer: self.answer_clock(left),
            ticked: self.ticked(),
        }
    }

    fn answer_clock(&self, section_left: Duration) -> Option<AnswerClock> {
        let Phase::Speaking { slot } = self.phase else {
            return None;
        };
        let sections = &self.script.answers[slot.answer].sections;
        if sections[slot.section].role != Role::Section {
            return None;
        }
        let total = |sections: &[SectionScript]| -> Duration {
            let own = sections
                .iter()
                .filter(|section| section.role == Role::Section);
            own.map(|section| section.budget).sum()
        };
        Some(AnswerClock {
            left: section_left + total(&sections[slot.section + 1..]),
            budget: total(sections),
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
