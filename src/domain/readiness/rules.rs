//! The rubric's pass rules, measured on evidence.

use super::super::rubric::{Area, Criterion, Rubric, Scale, Scorecard};
use super::super::verdict::{AreaMean, MeasuredRule, Rule, Verdict, judge, measure_rules, verdict};
use super::{AreaStanding, CriterionStanding, ReadinessRule, ReadinessShortfall};

pub(super) struct Measured<'a> {
    pub(super) verdict: Option<Verdict>,
    pub(super) rules: Vec<ReadinessRule<'a>>,
    pub(super) shortfalls: Vec<ReadinessShortfall<'a>>,
    pub(super) areas: Vec<AreaStanding<'a>>,
}

pub(super) fn measure<'a>(
    rubric: &'a Rubric,
    criteria: &[CriterionStanding<'a>],
    card: Option<&Scorecard>,
) -> Measured<'a> {
    let areas = areas(rubric, criteria, card);
    let shared = rubric.scale().is_some();
    let all: Vec<&CriterionStanding<'_>> = criteria.iter().collect();
    let overall = mean(&all).filter(|_| shared);
    let total = criteria.iter().filter_map(|known| known.value).sum();
    let means: Vec<AreaMean<'_>> = areas
        .iter()
        .map(|known| AreaMean {
            area: known.area,
            mean: known.mean,
        })
        .collect();
    let measured = measure_rules(rubric, total, overall, &means);
    let is_partial = criteria.iter().any(|known| known.missing > 0);
    let verdict = verdict(&measured, is_partial);
    let n: usize = criteria.iter().map(|known| known.n).sum();
    let rules: Vec<ReadinessRule<'a>> = measured
        .into_iter()
        .map(|rule| with_n(rule, &areas, n))
        .collect();
    let shortfalls = match verdict {
        Some(Verdict::NotYet) => rules.iter().flat_map(|rule| short(rule, &areas)).collect(),
        _ => Vec::new(),
    };
    Measured {
        verdict,
        rules,
        shortfalls,
        areas,
    }
}

fn areas<'a>(
    rubric: &'a Rubric,
    criteria: &[CriterionStanding<'a>],
    card: Option<&Scorecard>,
) -> Vec<AreaStanding<'a>> {
    let assessed = card.map(|card| judge(rubric, &card.values).areas);
    let standing = |area: &'a Area| {
        let own = |criterion: &Criterion| criterion.area.as_deref() == Some(area.id.as_str());
        let of_area = rubric.criteria.iter().filter(|criterion| own(criterion));
        let shared = Scale::shared(of_area).is_some();
        let criteria = criteria.iter().filter(|known| own(known.criterion));
        let criteria: Vec<&CriterionStanding<'_>> = criteria.collect();
        let mut assessed = assessed.iter().flatten();
        AreaStanding {
            area,
            mean: mean(&criteria).filter(|_| shared),
            n: criteria.iter().map(|known| known.n).sum(),
            assessed: assessed
                .find(|known| known.area.id == area.id)
                .and_then(|known| known.mean),
        }
    };
    rubric.areas.iter().map(standing).collect()
}

/// By weight, of those that have a value.
fn mean(criteria: &[&CriterionStanding<'_>]) -> Option<f64> {
    let valued = criteria
        .iter()
        .filter_map(|known| Some((known.criterion.weight, known.value?)));
    let (weights, sum) = valued.fold((0.0, 0.0), |(weights, sum), (weight, value)| {
        (weights + weight, sum + weight * value)
    });
    let mean: f64 = sum / weights;
    mean.is_finite().then_some(mean)
}

fn with_n<'a>(measured: MeasuredRule, areas: &[AreaStanding<'a>], n: usize) -> ReadinessRule<'a> {
    if measured.rule != Rule::EachAreaMeanAtLeast {
        let area = None;
        return ReadinessRule { measured, n, area };
    }
    let with_mean = areas.iter().filter_map(|known| Some((known.mean?, known)));
    let lowest = with_mean.min_by(|(a, _), (b, _)| a.total_cmp(b));
    ReadinessRule {
        measured,
        n: lowest.map_or(0, |(_, known)| known.n),
        area: lowest.map(|(_, known)| known.area.id.as_str()),
    }
}

fn short<'a>(rule: &ReadinessRule<'a>, areas: &[AreaStanding<'a>]) -> Vec<ReadinessShortfall<'a>> {
    let measured = rule.measured;
    let shortfall = |area, value, n| ReadinessShortfall {
        rule: measured.rule,
        area,
        value,
        at_least: measured.at_least,
        by: measured.at_least - value,
        n,
    };
    match measured.value {
        _ if measured.holds => Vec::new(),
        None => Vec::new(),
        Some(_) if measured.rule == Rule::EachAreaMeanAtLeast => areas
            .iter()
            .filter_map(|known| {
                let mean = known.mean.filter(|mean| !measured.is_reached_by(*mean))?;
                Some(shortfall(Some(known.area.id.as_str()), mean, known.n))
            })
            .collect(),
        Some(value) => vec![shortfall(None, value, rule.n)],
    }
}
