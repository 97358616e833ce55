//! Scores by rubric and criterion, with where each is going.

#[cfg(test)]
use std::collections::HashMap;

use serde::Serialize;

use super::super::bank::Bank;
#[cfg(test)]
use super::super::practice::PastScore;
use super::course::Direction;
#[cfg(test)]
use super::course::NEWEST;
use super::figures::Figures;

/// What the history says of one criterion, without all that it has.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionScores {
    pub rubric: String,
    pub criterion: String,
    pub n: usize,
    /// What its values sum to.
    pub total: f64,
    /// The newest twenty at most, oldest first.
    pub newest: Vec<ScaledValue>,
}

/// A value with the ends of its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScaledValue {
    pub value: i64,
    pub min: i64,
    pub max: i64,
}

impl ScaledValue {
    /// How far up its scale it stands, from 0 to 1; none on a scale of one value.
    pub fn share(self) -> Option<f64> {
        let span = self.max as f64 - self.min as f64;
        (span > 0.0).then(|| ((self.value as f64 - self.min as f64) / span).clamp(0.0, 1.0))
    }
}

/// One criterion over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionProgress {
    pub rubric: String,
    /// Its id; none where the packs have neither rubric nor area.
    pub area: Option<String>,
    pub criterion: String,
    /// Its id where the packs do not know it any more.
    pub title: String,
    #[serde(flatten)]
    pub figures: Figures,
    /// None of fewer than five values.
    pub trend: Option<Direction>,
    /// Of the newest value.
    pub min: i64,
    pub max: i64,
    /// The newest twenty at most, oldest first.
    pub values: Vec<i64>,
}

impl CriterionProgress {
    /// How far up its scale the mean stands, from 0 to 1.
    pub fn share(&self) -> Option<f64> {
        let span = self.max as f64 - self.min as f64;
        let mean = self.figures.mean?;
        (span > 0.0).then(|| (mean - self.min as f64) / span)
    }

    fn of(bank: &Bank, scores: CriterionScores) -> Self {
        let known = bank.rubric(&scores.rubric);
        let known = known.and_then(|known| known.criterion(&scores.criterion));
        let values: Vec<f64> = scores.newest.iter().map(|new| new.value as f64).collect();
        // By the share of the scale, since a rubric may have had another one.
        let shares: Vec<f64> = scores.newest.iter().filter_map(|new| new.share()).collect();
        let last = scores.newest.last();
        CriterionProgress {
            area: known.and_then(|known| known.area.clone()),
            title: known.map_or_else(|| scores.criterion.clone(), |known| known.title.clone()),
            rubric: scores.rubric,
            criterion: scores.criterion,
            figures: Figures::of(scores.n, scores.total, &values),
            trend: Direction::of(&shares),
            min: last.map_or(0, |new| new.min),
            max: last.map_or(1, |new| new.max),
            values: scores.newest.iter().map(|new| new.value).collect(),
        }
    }
}

/// Rubric by rubric, in the rubric's own order where a pack still has it.
pub fn criteria(bank: &Bank, mut scores: Vec<CriterionScores>) -> Vec<CriterionProgress> {
    let place = |own: &CriterionScores| {
        let mut criteria = bank.rubric(&own.rubric)?.criteria.iter();
        criteria.position(|known| known.id == own.criterion)
    };
    scores.sort_by_cached_key(|own| {
        let place = place(own).unwrap_or(usize::MAX);
        (own.rubric.clone(), place, own.criterion.clone())
    });
    let scores = scores.into_iter();
    scores.map(|own| CriterionProgress::of(bank, own)).collect()
}

/// What the history adds up of these scores, which stand oldest first, for tests without one.
#[cfg(test)]
pub fn by_criterion(scores: &[PastScore]) -> Vec<CriterionScores> {
    let mut groups: Vec<CriterionScores> = Vec::new();
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    for score in scores.iter().filter(|score| score.is_own_first()) {
        let key = (&*score.card.rubric, &*score.criterion);
        let place = *places.entry(key).or_insert_with(|| {
            groups.push(CriterionScores {
                rubric: score.card.rubric.clone(),
                criterion: score.criterion.clone(),
                n: 0,
                total: 0.0,
                newest: Vec::new(),
            });
            groups.len() - 1
        });
        let group = &mut groups[place];
        group.n += 1;
        group.total += score.value as f64;
        group.newest.push(score.scaled());
    }
    for group in &mut groups {
        let old = group.newest.len().saturating_sub(NEWEST);
        group.newest.drain(..old);
    }
    groups
}
