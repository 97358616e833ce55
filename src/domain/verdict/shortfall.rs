//! What is missing where a rule does not hold: how far the mean is off, and how many points that is.

use serde::Serialize;

use super::{Given, Judgment, MeasuredRule, Rule};

/// One broken rule; of the rule about areas, one area that breaks it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shortfall<'a> {
    pub rule: Rule,
    /// Its id.
    pub area: Option<&'a str>,
    /// In the rule's own units.
    pub by: f64,
    /// How many steps of the scale, whichever criteria they are on. None where weights make one
    /// step worth more than another.
    pub points: Option<i64>,
}

/// Where a judgment with every criterion scored falls short, rule by rule.
pub fn shortfalls<'a>(judgment: &Judgment<'a>) -> Vec<Shortfall<'a>> {
    if !judgment.missing.is_empty() {
        return Vec::new();
    }
    let broken = judgment.rules.iter().filter(|rule| !rule.holds);
    broken.flat_map(|rule| of_rule(judgment, rule)).collect()
}

fn of_rule<'a>(judgment: &Judgment<'a>, rule: &MeasuredRule) -> Vec<Shortfall<'a>> {
    let all: Vec<&Given<'_>> = judgment.given.iter().collect();
    match (rule.rule, rule.value) {
        (_, None) => Vec::new(),
        (Rule::TotalAtLeast, Some(total)) => vec![Shortfall {
            rule: rule.rule,
            area: None,
            by: rule.at_least - total,
            points: Some((rule.at_least - total).ceil() as i64),
        }],
        (Rule::OverallMeanAtLeast, Some(mean)) => vec![Shortfall {
            rule: rule.rule,
            area: None,
            by: rule.at_least - mean,
            points: points(rule, &all),
        }],
        (Rule::EachAreaMeanAtLeast, Some(_)) => {
            let areas = judgment.areas.iter();
            let short = areas.filter_map(|area| {
                let mean = area.mean.filter(|mean| !rule.is_reached_by(*mean))?;
                let own = |given: &&Given<'_>| given.criterion.area.as_ref() == Some(&area.area.id);
                let own: Vec<&Given<'_>> = judgment.given.iter().filter(own).collect();
                Some(Shortfall {
                    rule: rule.rule,
                    area: Some(&area.area.id),
                    by: rule.at_least - mean,
                    points: points(rule, &own),
                })
            });
            short.collect()
        }
    }
}

/// The fewest steps after which the mean is enough.
fn points(rule: &MeasuredRule, given: &[&Given<'_>]) -> Option<i64> {
    let count = given.len() as f64;
    let mut weights = given.iter().map(|given| given.criterion.weight);
    let first = weights.next();
    let is_even = weights.all(|weight| Some(weight) == first);
    let total: f64 = given.iter().map(|given| given.value as f64).sum();
    // The first guess may be one too many where the threshold is no exact number.
    let most = (rule.at_least * count - total).ceil().max(1.0);
    let enough = |points: f64| points > 0.0 && rule.is_reached_by((total + points) / count);
    let points = if enough(most - 1.0) { most - 1.0 } else { most };
    is_even.then_some(points as i64)
}
