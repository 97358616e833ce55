//! What practice has come to: where one stands, where one is going, and what to sit next. Tables,
//! documents and reports all show these figures.

mod calibration;
mod competencies;
mod course;
mod criteria;
mod delivery;
mod figures;
mod groups;
mod takes;
#[cfg(test)]
mod tests;
mod time;
mod weeks;

use serde::Serialize;

use super::bank::Bank;
use super::practice::Practice;
use super::readiness::Readiness;

pub use calibration::{Calibration, calibration};
pub use competencies::{CompetencyProgress, competencies};
pub use course::{Course, Direction, LEAST, NEWEST, slope};
#[cfg(test)]
pub use criteria::by_criterion;
pub use criteria::{CriterionProgress, CriterionScores, ScaledValue, criteria};
use delivery::delivery;
pub use delivery::{DeliveryFigure, DeliveryProgress};
pub use figures::Figures;
pub(super) use figures::mean;
pub use groups::{By, GroupProgress, GroupValue, groups};
pub use takes::{PromptTake, takes};
pub use time::{SectionTime, TimePoint, sections};
pub use weeks::{Calendar, WeekStanding, Weeks, calendar, weeks};

/// How many answers `progress` looks back on: years for most, and seen at a glance for all.
pub const LOOKED_AT: usize = 500;

/// All of it. Its JSON is that of `progress --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Progress<'a> {
    /// None where no pack says what one is to be ready for.
    pub readiness: Option<Readiness<'a>>,
    pub criteria: Vec<CriterionProgress>,
    pub competencies: Vec<CompetencyProgress<'a>>,
    pub time: Vec<SectionTime<'a>>,
    pub delivery: Vec<DeliveryProgress>,
    pub calibration: Vec<Calibration<'a>>,
    /// How many sessions all but readiness and criteria is of.
    pub sessions: usize,
    pub answers: usize,
    /// From when on, where there is more before it.
    pub since: Option<jiff::Timestamp>,
}

impl<'a> Progress<'a> {
    /// What `practice` has come to; `scores` are those of all practice.
    pub fn of(
        bank: &Bank,
        practice: &'a Practice,
        mut scores: Vec<CriterionScores>,
        readiness: Option<Readiness<'a>>,
    ) -> Self {
        scores.retain(|own| own.n > 0);
        Progress {
            readiness,
            criteria: criteria(bank, scores),
            competencies: competencies(&practice.answers),
            time: sections(&practice.sections),
            delivery: delivery(&practice.sections),
            calibration: calibration(&practice.scores),
            sessions: practice.sessions(),
            answers: practice.answers.len(),
            since: practice.since,
        }
    }
}
