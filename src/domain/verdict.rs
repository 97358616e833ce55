//! What the values given to a rubric's criteria amount to: total and means, strengths, what needs
//! work, and whether it is enough.
//!
//! Values add up only where they stand on one scale: a yes and a 4 of 5 have no sum. So a rubric
//! whose criteria have several scales has no total, no overall mean and no bands, and an area has a
//! mean only if its own criteria share a scale. A rule about what is not there cannot be measured,
//! and without all of its rules a rubric has no verdict.

mod card;
mod change;
mod rules;
mod shortfall;
mod steps;
mod training;

use serde::{Serialize, Serializer};

use super::rubric::{Area, Criterion, Rubric, Scale, Score};

pub use card::{Unjudged, judge_card};
pub use change::{AreaChange, Change, CriterionChange, change};
pub use rules::{MeasuredRule, Rule};
pub(super) use rules::{measure as measure_rules, verdict};
pub use shortfall::{Shortfall, shortfalls};
pub use steps::next_steps;
pub(super) use steps::steps_after;
pub use training::training;

/// How many of the lowest criteria are named.
const LOWEST: usize = 3;

/// Whether the values given are enough. Its words are those of `assess` and `progress`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every rule that stands holds.
    Ready,
    NotYet,
    /// Some criterion has no value.
    NotEnoughEvidence,
}

/// All that a rubric says about the values given to its criteria. In a document its rubric, areas
/// and criteria stand by their ids; criteria are in the rubric's order but for `lowest`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judgment<'a> {
    #[serde(serialize_with = "rubric_id")]
    pub rubric: &'a Rubric,
    /// The sum of the values given, whatever their weights.
    pub total: Option<i64>,
    /// The total if every criterion had the highest value.
    pub max: Option<i64>,
    /// Of the values given, by weight, in their own units.
    pub mean: Option<f64>,
    pub areas: Vec<AreaMean<'a>>,
    /// Criteria in the upper band.
    pub strengths: Vec<Given<'a>>,
    /// Criteria in the lower band.
    pub development: Vec<Given<'a>>,
    /// Up to three criteria, lowest on its scale first; ties are in the rubric's order.
    pub lowest: Vec<Given<'a>>,
    /// Criteria without a value.
    #[serde(serialize_with = "criterion_ids")]
    pub missing: Vec<&'a Criterion>,
    /// None without rules, and where a rule cannot be measured.
    pub verdict: Option<Verdict>,
    pub rules: Vec<MeasuredRule>,
    #[serde(skip)]
    pub given: Vec<Given<'a>>,
}

/// The mean of the values given in one area; none without values or without one scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AreaMean<'a> {
    #[serde(serialize_with = "area_id")]
    pub area: &'a Area,
    pub mean: Option<f64>,
}

/// A criterion and its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given<'a> {
    pub criterion: &'a Criterion,
    pub value: i64,
}

/// Judges values by a rubric. Values of criteria that the rubric does not have, or that do not
/// stand on the criterion's scale, count nowhere.
pub fn judge<'a>(rubric: &'a Rubric, scores: &[Score]) -> Judgment<'a> {
    let (given, missing) = sort_out(rubric, scores);
    let shared = rubric.scale().is_some();
    let mean = mean(&given).filter(|_| shared);
    let areas = area_means(rubric, &given);
    let total = given
        .iter()
        .map(|given| given.value)
        .fold(0, i64::saturating_add);
    let rules = rules::measure(rubric, total as f64, mean, &areas);
    let bands = rubric.bands.filter(|_| shared);
    let banded = |is_in: &dyn Fn(f64) -> bool| {
        let all = given.iter().copied();
        all.filter(|given| is_in(given.value as f64)).collect()
    };
    Judgment {
        rubric,
        total: shared.then_some(total),
        max: shared.then(|| rubric.highest_total()),
        mean,
        areas,
        strengths: banded(&|value| bands.is_some_and(|bands| value >= bands.strength)),
        development: banded(&|value| bands.is_some_and(|bands| value <= bands.development)),
        lowest: lowest(&given),
        verdict: rules::verdict(&rules, !missing.is_empty()),
        missing,
        rules,
        given,
    }
}

/// The criteria with their values, and those without one.
fn sort_out<'a>(rubric: &'a Rubric, scores: &[Score]) -> (Vec<Given<'a>>, Vec<&'a Criterion>) {
    let (mut given, mut missing) = (Vec::new(), Vec::new());
    for criterion in &rubric.criteria {
        let on_scale = criterion.scale.min()..=criterion.scale.max();
        let score = scores.iter().find(|score| score.criterion == criterion.id);
        match score.filter(|score| on_scale.contains(&score.value)) {
            Some(score) => given.push(Given {
                criterion,
                value: score.value,
            }),
            None => missing.push(criterion),
        }
    }
    (given, missing)
}

/// Whole weights and values of any usual size give the nearest number there is to the mean; what
/// other weights do to it is met by the tolerance of the rules.
fn mean(given: &[Given<'_>]) -> Option<f64> {
    let weights: f64 = given.iter().map(|given| given.criterion.weight).sum();
    let weighed = |given: &Given<'_>| given.criterion.weight * given.value as f64;
    let mean = given.iter().map(weighed).sum::<f64>() / weights;
    // Of nothing, or by weights beyond all numbers, there is none.
    mean.is_finite().then_some(mean)
}

fn area_means<'a>(rubric: &'a Rubric, given: &[Given<'a>]) -> Vec<AreaMean<'a>> {
    let means = rubric.areas.iter().map(|area| {
        let own = |criterion: &Criterion| criterion.area.as_deref() == Some(area.id.as_str());
        let criteria = rubric.criteria.iter().filter(|criterion| own(criterion));
        let values: Vec<Given<'_>> = given
            .iter()
            .copied()
            .filter(|given| own(given.criterion))
            .collect();
        let mean = Scale::shared(criteria).and_then(|_| mean(&values));
        AreaMean { area, mean }
    });
    means.collect()
}

/// By how far up its scale each value is, so that a no comes before a 3 of 5. Compared as
/// fractions, since ties must be ties.
fn lowest<'a>(given: &[Given<'a>]) -> Vec<Given<'a>> {
    let height = |given: &Given<'_>| {
        let scale = given.criterion.scale;
        let (min, max) = (i128::from(scale.min()), i128::from(scale.max()));
        (i128::from(given.value) - min, (max - min).max(1))
    };
    let mut lowest = given.to_vec();
    lowest.sort_by(|a, b| {
        let ((a, a_of), (b, b_of)) = (height(a), height(b));
        (a * b_of).cmp(&(b * a_of))
    });
    lowest.truncate(LOWEST);
    lowest
}

impl Serialize for Given<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.criterion.id)
    }
}

fn rubric_id<S: Serializer>(rubric: &Rubric, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rubric.id)
}

fn area_id<S: Serializer>(area: &Area, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&area.id)
}

fn criterion_ids<S: Serializer>(criteria: &[&Criterion], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(criteria.iter().map(|criterion| &criterion.id))
}

#[cfg(test)]
mod tests;
