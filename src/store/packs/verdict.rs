//! `[rubric.bands]` and `[rubric.pass]`: what a card has to come to.
//!
//! A bound that no card can reach is a slip, such as a total reckoned for one criterion more, and it
//! would never be noticed: the rubric would just never be passed. How totals and means are made is
//! not decided here, so a bound is reported only if it lies beyond every way to make them.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::domain::{Bands, PassRules, Scale};
use crate::store::document::{Fields, Log, Value};

/// The area that a criterion belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Belongs {
    Nowhere,
    To(String),
    /// It names one that there is not.
    Unknown,
}

/// What a criterion adds to a card, as far as it could be read.
#[derive(Debug)]
pub(super) struct Point {
    pub(super) area: Belongs,
    pub(super) scale: Option<Scale>,
    pub(super) weight: Option<f64>,
}

/// A number with its key and place.
struct Bound {
    key: &'static str,
    number: f64,
    at: Range<usize>,
}

impl Bound {
    fn read(fields: &Fields<'_>, key: &'static str, log: &mut Log) -> Option<Self> {
        let value = fields.find(key)?;
        let number = value.number(log)?;
        let at = value.at;
        Some(Self { key, number, at })
    }

    /// Reports that it lies beyond what there is.
    fn unreachable(&self, there_is: &str, log: &mut Log) {
        let Self { key, number, at } = self;
        let message = format!("`{key}` is {number}, and {there_is}");
        log.error("unreachable", at, message, "no card can ever reach it");
    }

    /// Reports that no value is so high, if that is so.
    fn check_highest(&self, highest: Option<f64>, of: &str, log: &mut Log) {
        if let Some(highest) = highest.filter(|highest| self.number > *highest) {
            self.unreachable(&format!("no value{of} is above {highest}"), log);
        }
    }
}

/// Where a strength begins and where work is needed; between the two lies the ordinary.
pub(super) fn bands_of(value: &Value<'_>, points: &[Point], log: &mut Log) -> Option<Bands> {
    let fields = Fields::open(value, log)?;
    for key in ["strength", "development"] {
        fields.need(key, log);
    }
    let strength = Bound::read(&fields, "strength", log);
    let development = Bound::read(&fields, "development", log);
    if let Some(strength) = &strength {
        strength.check_highest(highest(points.iter()), "", log);
    }
    if let (Some(development), Some(lowest)) = (&development, lowest(points))
        && development.number < lowest
    {
        development.unreachable(&format!("no value is below {lowest}"), log);
    }
    let (strength, development) = (strength?, development?);
    if development.number >= strength.number {
        let message = "`development` must lie below `strength`";
        let help = format!("`strength` is {}", strength.number);
        log.error("bad-number", &development.at, message, help);
    }
    Some(Bands {
        strength: strength.number,
        development: development.number,
    })
}

/// The rules to pass by. None at all is allowed: such a rubric has no verdict.
pub(super) fn pass_of(value: &Value<'_>, points: &[Point], log: &mut Log) -> Option<PassRules> {
    let fields = Fields::open(value, log)?;
    let [total, overall, each] = [
        "total_at_least",
        "overall_mean_at_least",
        "each_area_mean_at_least",
    ]
    .map(|key| Bound::read(&fields, key, log));
    if let (Some(bound), Some(most)) = (&total, highest_total(points))
        && bound.number > most
    {
        bound.unreachable(&format!("the highest total is {most}"), log);
    }
    if let Some(bound) = &overall {
        bound.check_highest(highest(points.iter()), "", log);
    }
    if let Some(bound) = &each {
        check_areas(bound, points, log);
    }
    let number = |bound: Option<Bound>| bound.map(|bound| bound.number);
    Some(PassRules {
        total_at_least: number(total),
        overall_mean_at_least: number(overall),
        each_area_mean_at_least: number(each),
    })
}

/// The first area whose mean can never be so high is reported.
fn check_areas(bound: &Bound, points: &[Point], log: &mut Log) {
    let mut by_area: BTreeMap<&str, Vec<&Point>> = BTreeMap::new();
    for point in points {
        if let Belongs::To(area) = &point.area {
            by_area.entry(area).or_default().push(point);
        }
    }
    for (area, points) in by_area {
        let most = highest(points.into_iter());
        if most.is_some_and(|most| bound.number > most) {
            bound.check_highest(most, &format!(" in the area `{area}`"), log);
            return;
        }
    }
}

/// The highest value of all: no mean lies above it, whatever the weights. Not known where the scale
/// of one is not.
fn highest<'p>(points: impl Iterator<Item = &'p Point>) -> Option<f64> {
    let mut most = None;
    for point in points {
        most = most.max(Some(point.scale?.max()));
    }
    most.map(|most| most as f64)
}

fn lowest(points: &[Point]) -> Option<f64> {
    let scales = points.iter().map(|point| point.scale);
    let scales: Option<Vec<Scale>> = scales.collect();
    let lowest = scales?.into_iter().map(Scale::min).min();
    lowest.map(|lowest| lowest as f64)
}

/// With or without weights, whichever is more.
fn highest_total(points: &[Point]) -> Option<f64> {
    let mut plain = 0.0;
    let mut weighted = 0.0;
    for point in points {
        let most = point.scale?.max() as f64;
        plain += most;
        weighted += most * point.weight?;
    }
    (!points.is_empty()).then_some(f64::max(plain, weighted))
}
