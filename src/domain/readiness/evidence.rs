//! What speaks for one criterion.

use jiff::Timestamp;

use super::super::practice::PastScore;
use super::super::progress::mean;
use super::super::rubric::{Criterion, Scorecard};
use super::{CriterionStanding, ReadinessRules};

/// Where a criterion stands by the scores that count, or, where it names no evidence, by `card`.
pub(super) fn standing<'a>(
    criterion: &'a Criterion,
    scores: &[&PastScore],
    card: Option<&Scorecard>,
    since: Timestamp,
    wanted: ReadinessRules,
) -> CriterionStanding<'a> {
    let assessed = card.and_then(|card| {
        let mut values = card.values.iter();
        let score = values.find(|score| score.criterion == criterion.id)?;
        Some(score.value)
    });
    if criterion.evidence.is_empty() {
        let recent = assessed.filter(|_| card.is_some_and(|card| card.at >= since));
        return CriterionStanding {
            criterion,
            value: recent.map(|value| value as f64),
            n: usize::from(recent.is_some()),
            missing: usize::from(recent.is_none()),
            assessed,
        };
    }
    let own = scores.iter().filter(|score| speaks_for(score, criterion));
    let values: Vec<f64> = own
        .filter_map(|score| on_the_scale_of(criterion, score))
        .collect();
    CriterionStanding {
        criterion,
        value: mean(&values),
        n: values.len(),
        missing: (wanted.at_least as usize).saturating_sub(values.len()),
        assessed,
    }
}

fn speaks_for(score: &PastScore, criterion: &Criterion) -> bool {
    let mut sources = criterion.evidence.iter();
    sources.any(|source| {
        source.split_once('/') == Some((score.card.rubric.as_str(), score.criterion.as_str()))
    })
}

/// Lowest to lowest, highest to highest, and in between by a line.
fn on_the_scale_of(criterion: &Criterion, score: &PastScore) -> Option<f64> {
    let (min, max) = (criterion.scale.min(), criterion.scale.max());
    if (score.min, score.max) == (min, max) {
        // As it stands, without what a division does to it.
        return Some(score.value as f64);
    }
    let (min, max) = (min as f64, max as f64);
    score
        .scaled()
        .share()
        .map(|share| min + share * (max - min))
}
