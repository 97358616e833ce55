//! Judging, as tables: the thresholds of the seven-day plan, and what every rubric needs.

mod cards;
mod next;
mod plan;
mod properties;
mod scales;

use super::super::rubric::{Bands, PassRules, Per};
use super::*;

const FIVE: Scale = Scale::Range { min: 1, max: 5 };

fn criterion(id: &str, area: Option<&str>, scale: Scale) -> Criterion {
    Criterion {
        id: id.to_owned(),
        area: area.map(str::to_owned),
        title: format!("Title of {id}"),
        scale,
        weight: 1.0,
        anchors: std::collections::BTreeMap::new(),
        evidence: vec![],
    }
}

/// A rubric of these criteria, with the areas that they name.
fn rubric(criteria: Vec<Criterion>) -> Rubric {
    let mut areas: Vec<Area> = Vec::new();
    for id in criteria.iter().filter_map(|c| c.area.as_ref()) {
        if areas.iter().all(|area| area.id != *id) {
            areas.push(Area {
                id: id.clone(),
                title: id.to_uppercase(),
            });
        }
    }
    Rubric {
        id: "checked".to_owned(),
        version: 1,
        pack: "test".to_owned(),
        title: "Checked".to_owned(),
        per: Per::None,
        areas,
        criteria,
        bands: None,
        pass: PassRules::default(),
        outcomes: vec![],
    }
}

/// Criteria `a1`, `a2`, …, `b1`, … in areas `a`, `b`, … of as many criteria each.
fn in_areas(areas: usize, each: usize, scale: Scale) -> Rubric {
    let names = ('a'..).take(areas);
    let criteria = names.flat_map(|area| {
        (1..=each).map(move |n| criterion(&format!("{area}{n}"), Some(&area.to_string()), scale))
    });
    rubric(criteria.collect())
}

fn weighted(weights: &[f64]) -> Rubric {
    let numbers = weights.iter().zip(1..);
    let criteria = numbers.map(|(weight, n)| Criterion {
        weight: *weight,
        ..criterion(&format!("c{n}"), None, FIVE)
    });
    rubric(criteria.collect())
}

/// Values for the criteria in their order; none leaves one out.
fn scores(rubric: &Rubric, values: &[Option<i64>]) -> Vec<Score> {
    let pairs = rubric.criteria.iter().zip(values);
    let given = pairs.filter_map(|(criterion, value)| {
        Some(Score {
            criterion: criterion.id.clone(),
            value: (*value)?,
            min: criterion.scale.min(),
            max: criterion.scale.max(),
            note: None,
        })
    });
    given.collect()
}

fn all(rubric: &Rubric, values: &[i64]) -> Vec<Score> {
    assert_eq!(values.len(), rubric.criteria.len());
    let values: Vec<_> = values.iter().copied().map(Some).collect();
    scores(rubric, &values)
}

fn ids(given: &[Given<'_>]) -> String {
    let ids: Vec<&str> = given.iter().map(|g| g.criterion.id.as_str()).collect();
    ids.join(" ")
}

#[test]
fn a_mean_counts_a_criterion_by_its_weight() {
    let cases: [(&[f64], &[i64], f64); 4] = [
        (&[1.0, 1.0], &[2, 5], 3.5),
        (&[2.0, 1.0], &[2, 5], 3.0),
        (&[0.5, 1.5], &[2, 5], 4.25),
        // The nearest number to 4.2 there is, since weights are whole.
        (&[1.0, 2.0, 2.0], &[5, 4, 4], 4.2),
    ];
    for (weights, values, expected) in cases {
        let rubric = weighted(weights);
        let judgment = judge(&rubric, &all(&rubric, values));
        assert_eq!(judgment.mean, Some(expected), "{weights:?} {values:?}");
        // A total is a plain sum.
        assert_eq!(judgment.total, Some(values.iter().sum()));
    }
}

#[test]
fn a_mean_that_computes_to_just_below_its_threshold_reaches_it() {
    let cases: [(&[f64], &[i64], f64, bool); 5] = [
        (&[0.1, 0.2, 0.7], &[4, 5, 4], 4.2, true),
        (&[0.3, 1.1, 0.1], &[2, 5, 2], 4.2, true),
        (&[0.1, 0.1, 0.1], &[2, 5, 5], 4.0, true),
        (&[1.0, 1.0, 1.0, 1.0, 1.0], &[5, 4, 4, 4, 4], 4.2, true),
        (&[0.1, 0.2, 0.7], &[4, 5, 4], 4.200_001, false),
    ];
    for (weights, values, at_least, holds) in cases {
        let mut rubric = weighted(weights);
        rubric.pass.overall_mean_at_least = Some(at_least);
        let judgment = judge(&rubric, &all(&rubric, values));
        assert_eq!(judgment.rules[0].holds, holds, "{weights:?} {values:?}");
    }
    // The tolerance is needed.
    let rubric = weighted(&[0.1, 0.2, 0.7]);
    let mean = judge(&rubric, &all(&rubric, &[4, 5, 4])).mean;
    assert!(mean.is_some_and(|mean| mean < 4.2), "{mean:?}");
}

#[test]
fn the_lowest_three_are_named_with_ties_in_the_rubrics_order() {
    let rubric = in_areas(1, 5, FIVE);
    let cases = [
        ([5, 4, 3, 2, 1], "a5 a4 a3"),
        ([3, 3, 3, 3, 3], "a1 a2 a3"),
        ([4, 2, 4, 2, 4], "a2 a4 a1"),
    ];
    for (values, expected) in cases {
        let judgment = judge(&rubric, &all(&rubric, &values));
        assert_eq!(ids(&judgment.lowest), expected, "{values:?}");
    }
    let given = scores(&rubric, &[None, Some(4), None, None, Some(2)]);
    assert_eq!(ids(&judge(&rubric, &given).lowest), "a5 a2");
}

#[test]
fn values_that_are_not_the_rubrics_count_nowhere() {
    let mut rubric = in_areas(1, 2, FIVE);
    rubric.pass.total_at_least = Some(1.0);
    let mut given = all(&rubric, &[4, 9]);
    given.push(Score {
        criterion: "unheard-of".to_owned(),
        ..given[0].clone()
    });
    let judgment = judge(&rubric, &given);
    assert_eq!(judgment.total, Some(4));
    assert_eq!(judgment.missing, [&rubric.criteria[1]]);
}

#[test]
fn what_is_missing_leaves_the_verdict_open() {
    let mut rubric = in_areas(2, 2, FIVE);
    rubric.pass = PassRules {
        total_at_least: Some(10.0),
        overall_mean_at_least: Some(4.0),
        each_area_mean_at_least: Some(4.0),
    };
    // Total and mean are those of what is given, and an area without a value has no mean.
    let cases = [
        ([None; 4], (0, None, None), [false, false, false]),
        (
            [Some(5), Some(5), None, None],
            (10, Some(5.0), None),
            [true, true, false],
        ),
        (
            [Some(5), Some(5), Some(3), None],
            (13, Some(13.0 / 3.0), Some(3.0)),
            [true, true, false],
        ),
    ];
    for (values, (total, mean, lowest), holds) in cases {
        let given = scores(&rubric, &values);
        let judgment = judge(&rubric, &given);
        assert_eq!(judgment.verdict, Some(Verdict::NotEnoughEvidence));
        assert_eq!(judgment.total, Some(total), "{values:?}");
        assert_eq!(judgment.mean, mean, "{values:?}");
        assert_eq!(judgment.rules[2].value, lowest, "{values:?}");
        let held: Vec<bool> = judgment.rules.iter().map(|rule| rule.holds).collect();
        assert_eq!(held, holds, "{values:?}");
        let left_out = values.iter().filter(|value| value.is_none()).count();
        assert_eq!(judgment.missing.len(), left_out);
    }
    let given = all(&rubric, &[4, 4, 4, 4]);
    assert_eq!(judge(&rubric, &given).verdict, Some(Verdict::Ready));
}

#[test]
fn the_document_has_the_fields_of_an_assessment() {
    let mut rubric = in_areas(2, 2, FIVE);
    rubric.bands = Some(Bands {
        strength: 4.0,
        development: 3.0,
    });
    rubric.pass.each_area_mean_at_least = Some(4.0);
    let judgment = judge(&rubric, &all(&rubric, &[4, 5, 2, 3]));
    let document = serde_json::to_value(&judgment).unwrap();
    let expected = serde_json::json!({
        "rubric": "checked",
        "total": 14,
        "max": 20,
        "mean": 3.5,
        "areas": [{"area": "a", "mean": 4.5}, {"area": "b", "mean": 2.5}],
        "strengths": ["a1", "a2"],
        "development": ["b1", "b2"],
        "lowest": ["b1", "b2", "a1"],
        "missing": [],
        "verdict": "not-yet",
        "rules": [
            {"rule": "each_area_mean_at_least", "value": 2.5, "at_least": 4.0, "holds": false},
        ],
    });
    assert_eq!(document, expected);
}

#[test]
fn verdicts_are_written_as_the_listings_have_them() {
    let cases = [
        (Verdict::Ready, "ready"),
        (Verdict::NotYet, "not-yet"),
        (Verdict::NotEnoughEvidence, "not-enough-evidence"),
    ];
    for (verdict, word) in cases {
        assert_eq!(serde_json::to_value(verdict).unwrap(), word);
    }
}
