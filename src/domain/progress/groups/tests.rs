use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::domain::{Area, Criterion, NextSteps, Pass, PassRules, Per, Rubric, Scale};

/// A card of two criteria on a scale of 1 to 5 and one of 0 to 1.
fn card(number: u128, prompt: Option<&str>, values: [i64; 2]) -> Vec<PastScore> {
    let card = Arc::new(PastCard {
        id: Uuid::from_u128(number),
        session: Some(Uuid::nil()),
        rehearsal: false,
        round: Some("loop".to_owned()),
        answer: prompt.map(|_| 1),
        prompt: prompt.map(str::to_owned),
        kind: None,
        competencies: prompt.map_or(vec![], |_| vec!["a".to_owned(), "b".to_owned()]),
        level: vec![],
        rubric: "star".to_owned(),
        version: 1,
        rater: if number == 9 { "peer" } else { "self" }.to_owned(),
        pass: Pass::First,
        at: "2026-11-22T07:00:00Z".parse().unwrap(),
    });
    let scales = [("depth", 1, 5), ("stated", 0, 1), ("fixed", 1, 1)];
    let values = [values[0], values[1], 1];
    let scores = scales.into_iter().zip(values);
    scores
        .map(|((criterion, min, max), value)| PastScore {
            card: Arc::clone(&card),
            criterion: criterion.to_owned(),
            value,
            min,
            max,
            note: None,
        })
        .collect()
}

/// Id, n, mean, change, and how many values.
type Row = (&'static str, usize, Option<f64>, Option<f64>, usize);

#[test]
fn a_card_counts_once_in_every_group_that_it_is_of() {
    let mut scores = card(1, Some("p"), [3, 1]);
    scores.extend(card(2, Some("q"), [1, 0]));
    scores.extend(card(3, None, [5, 1]));
    scores.extend(card(9, Some("q"), [5, 1]));
    let bank = Bank::default();
    let cases: [(By, Vec<Row>); 5] = [
        (
            By::Rubric,
            vec![("star", 3, Some(175.0 / 3.0), Some(62.5), 4)],
        ),
        (
            By::Round,
            vec![("loop", 3, Some(175.0 / 3.0), Some(62.5), 4)],
        ),
        (
            By::Prompt,
            vec![("q", 1, Some(0.0), None, 2), ("p", 1, Some(75.0), None, 1)],
        ),
        (
            By::Competency,
            vec![
                ("a", 2, Some(37.5), Some(-75.0), 3),
                ("b", 2, Some(37.5), Some(-75.0), 3),
            ],
        ),
        // No pack says which area they are of.
        (By::Area, vec![]),
    ];
    for (by, expected) in cases {
        let found = groups(&bank, by, &scores, |card| card.rater == "self");
        let found: Vec<_> = found
            .iter()
            .map(|own| {
                let Figures {
                    n, mean, change, ..
                } = own.figures;
                (own.id, n, mean, change, own.values.len())
            })
            .collect();
        assert_eq!(found, expected, "{by:?}");
    }
}

#[test]
fn a_trend_takes_five_cards() {
    for (n, expected) in [(4, None), (5, Some(Direction::Improving))] {
        let scores: Vec<PastScore> = (1..=n)
            .flat_map(|number| card(number, Some("p"), [number as i64, 1]))
            .collect();
        let bank = Bank::default();
        let found = groups(&bank, By::Prompt, &scores, |_| true);
        assert_eq!(found[0].trend, expected, "{n}");
    }
}

#[test]
fn a_card_counts_once_in_every_area_of_its_criteria() {
    let area = |id: &str| Area {
        id: id.to_owned(),
        title: id.to_uppercase(),
    };
    let criterion = |id: &str, area: &str| Criterion {
        id: id.to_owned(),
        area: Some(area.to_owned()),
        title: id.to_owned(),
        scale: Scale::Range { min: 1, max: 5 },
        weight: 1.0,
        anchors: BTreeMap::new(),
        evidence: vec![],
    };
    let rubric = |id: &str| Rubric {
        id: id.to_owned(),
        version: 1,
        pack: "p".to_owned(),
        title: "Star".to_owned(),
        per: Per::Answer,
        areas: vec![area("story"), area("form")],
        criteria: vec![criterion("stated", "form"), criterion("depth", "story")],
        bands: None,
        pass: PassRules::default(),
        next_steps: NextSteps::default(),
        outcomes: vec![],
    };
    let bank = Bank {
        rubrics: vec![rubric("star"), rubric("other")],
        ..Bank::default()
    };
    let mut scores = card(1, Some("p"), [3, 1]);
    scores.extend(card(2, Some("p"), [5, 0]));
    // Another rubric's area of the same name is another area.
    for score in card(3, Some("p"), [1, 0]) {
        let mut other = PastCard::clone(&score.card);
        other.rubric = "other".to_owned();
        let card = Arc::new(other);
        scores.push(PastScore { card, ..score });
    }
    let found = groups(&bank, By::Area, &scores, |_| true);
    let found: Vec<_> = found
        .iter()
        .map(|own| (own.rubric, own.id, own.title, own.newest.clone()))
        .collect();
    let expected = [
        (Some("star"), "story", "STORY", vec![50.0, 100.0]),
        (Some("star"), "form", "FORM", vec![100.0, 0.0]),
        (Some("other"), "story", "STORY", vec![0.0]),
        (Some("other"), "form", "FORM", vec![0.0]),
    ];
    assert_eq!(found, expected);
}
