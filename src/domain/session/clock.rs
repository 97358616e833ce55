//! The time of a phase under a policy: what it has, what is to be told on the way, and when it
//! ends by itself. All times count from the phase's start, without pauses.

use std::time::Duration;

use super::asking::LONGEST;
use super::{Machine, Phase, Slot};
use crate::domain::record::Role;
use crate::domain::round::Policy;
use crate::domain::script::SectionScript;

/// Warnings come when these shares of what a section has are left.
const WARNINGS: [f64; 2] = [0.2, 0.1];

/// What is to be told of a section's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Milestone {
    /// So much is left.
    Left(Duration),
    /// All of it is used. From now on it comes out of this section of the answer, if out of any.
    Over(Option<usize>),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Clock {
    /// What there is before anything is overtime.
    pub(super) has: Duration,
    /// None where only the candidate ends the phase.
    pub(super) end: Option<Duration>,
    /// In order, and all of them before the end.
    pub(super) milestones: Vec<(Duration, Milestone)>,
}

impl Clock {
    /// Neither warns nor lets anybody take longer.
    fn countdown(length: Duration) -> Self {
        Clock {
            has: length,
            end: Some(length),
            milestones: Vec::new(),
        }
    }

    /// Ends at the budget.
    fn strict(budget: Duration) -> Self {
        Clock::warning(budget, Some(budget))
    }

    /// Goes on beyond the budget.
    fn open(budget: Duration) -> Self {
        let mut clock = Clock::warning(budget, None);
        clock.milestones.push((budget, Milestone::Over(None)));
        clock
    }

    /// Section `index` of an answer of these sections, before which `used` was used. What has been
    /// saved or overdrawn until then bears on it, and it may take all that is left of the answer.
    fn borrow(sections: &[SectionScript], index: usize, used: Duration) -> Self {
        let planned_until = |last: usize| total(&sections[..=last]).saturating_sub(used);
        let own = sections.iter().filter(|s| s.role == Role::Section).count();
        let mut clock = Clock::warning(planned_until(index), Some(planned_until(own - 1)));
        for lender in index + 1..own {
            let from = planned_until(lender - 1);
            // One that has lent all it had has nothing to lend any more.
            if from < planned_until(lender) {
                let over = Milestone::Over(Some(lender));
                clock.milestones.push((from, over));
            }
        }
        clock
    }

    /// With the warnings of a section that has so much.
    fn warning(has: Duration, end: Option<Duration>) -> Self {
        let milestones = WARNINGS.map(|share| {
            let at = has.mul_f64(1.0 - share);
            (at, Milestone::Left(has.saturating_sub(at)))
        });
        let milestones = milestones.into_iter().filter(|(at, _)| *at < has);
        Clock {
            has,
            end,
            milestones: milestones.collect(),
        }
    }

    /// Whether there is nothing from the start, and no way to take longer but at others' cost.
    pub(super) fn is_used_up(&self) -> bool {
        self.has.is_zero() && self.end.is_some()
    }

    /// Which section of the answer pays for what is taken beyond what there is.
    pub(super) fn lender(&self, elapsed: Duration) -> Option<usize> {
        let mut lenders = self.milestones.iter().filter_map(|(at, what)| match what {
            Milestone::Over(Some(lender)) => Some((*at, *lender)),
            Milestone::Over(None) | Milestone::Left(_) => None,
        });
        let first = lenders.next()?;
        let paying = lenders.take_while(|(at, _)| *at <= elapsed).last();
        Some(paying.unwrap_or(first).1)
    }
}

/// What an answer's own sections plan, its follow-ups left out.
pub(super) fn total(sections: &[SectionScript]) -> Duration {
    let own = sections.iter().filter(|s| s.role == Role::Section);
    own.map(|section| section.budget).sum()
}

impl Machine {
    pub(super) fn clock_of(&self, phase: Phase) -> Clock {
        match phase {
            Phase::Ready | Phase::Scoring { .. } | Phase::Over { .. } => Clock::default(),
            // Ends before only where a voice hangs.
            Phase::Asking { .. } => Clock::countdown(LONGEST),
            Phase::Preparation { answer } => Clock::countdown(self.script.answers[answer].prep),
            Phase::Reading { slot } => Clock::countdown(self.section(slot).lead),
            Phase::Speaking { slot } => self.section_clock(slot),
            Phase::Break { answer } => Clock::countdown(self.script.answers[answer].break_after),
        }
    }

    /// What `slot` would have if it began now.
    pub(super) fn section_clock(&self, slot: Slot) -> Clock {
        let section = self.section(slot);
        match (self.policy, section.role) {
            // A follow-up has a budget of its own, and nothing to borrow from.
            (Policy::Strict, _) | (Policy::Borrow, Role::FollowUp) => Clock::strict(section.budget),
            (Policy::Borrow, Role::Section) => {
                let sections = &self.script.answers[slot.answer].sections;
                Clock::borrow(sections, slot.section, self.used_before(slot))
            }
            (Policy::Open, _) => Clock::open(section.budget),
        }
    }

    /// What `slot` has under the policy, as things stand when it begins.
    pub fn time_for(&self, slot: Slot) -> Duration {
        self.section_clock(slot).has
    }

    /// The section that pays first when `slot` takes more than it has.
    pub fn lender(&self, slot: Slot) -> Option<Slot> {
        let section = self.section_clock(slot).lender(Duration::ZERO)?;
        Some(Slot { section, ..slot })
    }

    /// What the answer's sections before `slot` have used.
    pub(super) fn used_before(&self, slot: Slot) -> Duration {
        let before = &self.answers[slot.answer].sections[..slot.section];
        before.iter().map(super::SectionOutcome::used).sum()
    }
}
