//! The rules that a rubric passes by, held against what was given.

use serde::Serialize;

use super::super::rubric::Rubric;
use super::{AreaMean, Verdict};

/// How much a value may lie below what is wanted. A mean is a fraction, and so are weights: by
/// weights of 0.1, 0.2 and 0.7 the values 4, 5 and 4 have a mean of 4.2, and a computer says
/// 4.199999999999999. Two means of one rubric never lie this close, unless its weights are a
/// billion apart.
const TOLERANCE: f64 = 1e-9;

/// What a rule is about, by its key in a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    TotalAtLeast,
    OverallMeanAtLeast,
    /// Measured by the lowest area.
    EachAreaMeanAtLeast,
}

/// A rule, what it was measured by, and whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MeasuredRule {
    pub rule: Rule,
    /// Of the values given so far; none where it cannot be measured.
    pub value: Option<f64>,
    pub at_least: f64,
    pub holds: bool,
}

impl MeasuredRule {
    fn new(rule: Rule, value: Option<f64>, at_least: f64) -> Self {
        let mut measured = MeasuredRule {
            rule,
            value,
            at_least,
            holds: false,
        };
        measured.holds = value.is_some_and(|value| measured.is_reached_by(value));
        measured
    }

    /// Whether a value is what is wanted, or more.
    pub fn is_reached_by(&self, value: f64) -> bool {
        value >= self.at_least - TOLERANCE
    }
}

/// The rules that stand, in the order in which a pack lists them.
pub(in crate::domain) fn measure(
    rubric: &Rubric,
    total: f64,
    mean: Option<f64>,
    areas: &[AreaMean<'_>],
) -> Vec<MeasuredRule> {
    let pass = rubric.pass;
    let total = rubric.scale().map(|_| total);
    let rules = [
        (Rule::TotalAtLeast, total, pass.total_at_least),
        (Rule::OverallMeanAtLeast, mean, pass.overall_mean_at_least),
        (
            Rule::EachAreaMeanAtLeast,
            lowest_mean(rubric, areas),
            pass.each_area_mean_at_least,
        ),
    ];
    let standing = rules.into_iter().filter_map(|(rule, value, at_least)| {
        at_least.map(|at_least| MeasuredRule::new(rule, value, at_least))
    });
    standing.collect()
}

/// The lowest of the areas' means, if each area that has criteria has one.
fn lowest_mean(rubric: &Rubric, areas: &[AreaMean<'_>]) -> Option<f64> {
    rubric.scale()?;
    let is_empty = |id: &str| {
        let mut criteria = rubric.criteria.iter();
        criteria.all(|criterion| criterion.area.as_deref() != Some(id))
    };
    let filled = areas.iter().filter(|area| !is_empty(&area.area.id));
    let means: Option<Vec<f64>> = filled.map(|area| area.mean).collect();
    means?.into_iter().reduce(f64::min)
}

pub(in crate::domain) fn verdict(rules: &[MeasuredRule], is_partial: bool) -> Option<Verdict> {
    if rules.is_empty() {
        None
    } else if is_partial {
        Some(Verdict::NotEnoughEvidence)
    } else if rules.iter().any(|rule| rule.value.is_none()) {
        None
    } else if rules.iter().all(|rule| rule.holds) {
        Some(Verdict::Ready)
    } else {
        Some(Verdict::NotYet)
    }
}
