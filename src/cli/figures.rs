//! The figures that `progress` and reports show, from one place: what of the history they are of,
//! and what that comes to.

use jiff::Timestamp;

use super::context::Context;
use crate::domain::{
    Bank, CriterionScores, LOOKED_AT, Practice, Progress, Readiness, ReadinessRules, Rubric,
    Scorecard, readiness_rubric,
};
use crate::store::{History, PracticeFilter, ScoreFilter};

/// What figures are of.
pub(super) struct Seen {
    pub(super) practice: Practice,
    /// Those of all practice, however long ago.
    scores: Vec<CriterionScores>,
    pub(super) assessments: Vec<Scorecard>,
    pub(super) wanted: ReadinessRules,
    pub(super) now: Timestamp,
}

impl Seen {
    /// Looks at the newest of the history as it is `now`.
    pub(super) fn of(
        context: &Context,
        history: &mut History,
        rehearsals: bool,
        now: Timestamp,
    ) -> anyhow::Result<Self> {
        let wanted = context.settings()?.readiness;
        let newest = history.start_of_newest(LOOKED_AT, rehearsals)?;
        let filter = PracticeFilter {
            // Readiness is of so many days, however many answers that are.
            since: newest.map(|newest| newest.min(wanted.since(now))),
            prompt: None,
            rehearsals,
        };
        let all = ScoreFilter {
            rehearsals,
            ..ScoreFilter::default()
        };
        Ok(Seen {
            practice: history.practice(&filter)?,
            scores: history.criteria_of_practice(&all)?,
            assessments: history.assessments(&context.home.progress()?)?,
            wanted,
            now,
        })
    }

    /// What it comes to; readiness by `rubric`, or by the first that practice can speak for.
    pub(super) fn progress<'a>(
        &'a self,
        bank: &'a Bank,
        rubric: Option<&'a Rubric>,
    ) -> Progress<'a> {
        let rubric = rubric.or_else(|| readiness_rubric(bank));
        let readiness = rubric.map(|rubric| self.readiness(bank, rubric));
        Progress::of(bank, &self.practice, self.scores.clone(), readiness)
    }

    fn readiness<'a>(&self, bank: &'a Bank, rubric: &'a Rubric) -> Readiness<'a> {
        let Seen {
            practice,
            assessments,
            wanted,
            now,
            ..
        } = self;
        Readiness::of(bank, rubric, &practice.scores, assessments, *wanted, *now)
    }
}
