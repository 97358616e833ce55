//! Two judgments by one rubric, the later held against the earlier.
//!
//! A total or a mean over other criteria than before says nothing about a change, so it is compared
//! only where no criterion was left out on either side.

use serde::Serialize;

use super::super::rubric::Criterion;
use super::Judgment;

/// What is different in the later one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change<'a> {
    pub total: Option<i64>,
    pub mean: Option<f64>,
    pub areas: Vec<AreaChange<'a>>,
    /// Criteria with another value than before, in the rubric's order.
    pub criteria: Vec<CriterionChange<'a>>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaChange<'a> {
    /// Its id.
    pub area: &'a str,
    pub mean: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionChange<'a> {
    #[serde(serialize_with = "criterion_id")]
    pub criterion: &'a Criterion,
    pub from: i64,
    pub to: i64,
}

/// From `before` to `now`, which are judged by the same rubric.
pub fn change<'a>(before: &Judgment<'_>, now: &Judgment<'a>) -> Change<'a> {
    let left_out = || before.missing.iter().chain(&now.missing);
    let is_whole = left_out().next().is_none();
    let areas = now.areas.iter().zip(&before.areas).map(|(now, before)| {
        let id = Some(&now.area.id);
        let is_whole = left_out().all(|criterion| criterion.area.as_ref() != id);
        let mean = now.mean.zip(before.mean).filter(|_| is_whole);
        AreaChange {
            area: &now.area.id,
            mean: mean.map(|(now, before)| now - before),
        }
    });
    let criteria = now.given.iter().filter_map(|given| {
        let mut earlier = before.given.iter();
        let from = earlier.find(|known| known.criterion.id == given.criterion.id)?;
        (from.value != given.value).then_some(CriterionChange {
            criterion: given.criterion,
            from: from.value,
            to: given.value,
        })
    });
    let total = now.total.zip(before.total).filter(|_| is_whole);
    let mean = now.mean.zip(before.mean).filter(|_| is_whole);
    Change {
        total: total.map(|(now, before)| now - before),
        mean: mean.map(|(now, before)| now - before),
        areas: areas.collect(),
        criteria: criteria.collect(),
    }
}

fn criterion_id<S: serde::Serializer>(
    criterion: &Criterion,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&criterion.id)
}
