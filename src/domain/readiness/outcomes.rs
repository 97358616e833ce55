//! What one should be able to do when one is ready, each against the criteria that show it.

use serde::Serialize;

use super::super::rubric::{Outcome, Rubric};
use super::CriterionStanding;

/// One outcome, and how far the evidence for it goes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OutcomeStanding<'a> {
    #[serde(flatten)]
    pub outcome: &'a Outcome,
    /// The mean of the criteria that show it.
    pub value: Option<f64>,
    /// Of how many scores.
    pub n: usize,
    /// Whether that is a strength by the rubric's bands; none without enough evidence for each of
    /// its criteria, or without bands.
    pub shown: Option<bool>,
}

pub(super) fn outcomes<'a>(
    rubric: &'a Rubric,
    criteria: &[CriterionStanding<'a>],
) -> Vec<OutcomeStanding<'a>> {
    let outcomes = rubric.outcomes.iter().map(|outcome| {
        let own = criteria.iter();
        let own = own.filter(|known| outcome.shown_by.contains(&known.criterion.id));
        let own: Vec<&CriterionStanding<'_>> = own.collect();
        let values: Vec<f64> = own.iter().filter_map(|known| known.value).collect();
        let value = super::super::progress::mean(&values).filter(|_| rubric.scale().is_some());
        let is_whole = !own.is_empty() && own.iter().all(|known| known.missing == 0);
        let enough = rubric.bands.map(|bands| bands.strength);
        OutcomeStanding {
            outcome,
            value,
            n: own.iter().map(|known| known.n).sum(),
            shown: value
                .zip(enough)
                .filter(|_| is_whole)
                .map(|(value, enough)| value >= enough),
        }
    });
    outcomes.collect()
}
