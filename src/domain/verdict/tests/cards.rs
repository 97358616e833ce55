//! A card is judged by its own rubric or not at all.

use super::super::super::bank::Bank;
use super::super::super::rubric::{Pass, Scorecard};
use super::*;

fn card(values: Vec<Score>) -> Scorecard {
    Scorecard {
        id: uuid::Uuid::nil(),
        rubric: "checked".to_owned(),
        version: 1,
        rater: "self".to_owned(),
        pass: Pass::First,
        at: jiff::Timestamp::UNIX_EPOCH,
        values,
        next_time: None,
        retracted: false,
    }
}

fn bank(rubrics: Vec<Rubric>) -> Bank {
    Bank {
        rubrics,
        ..Bank::default()
    }
}

#[test]
fn a_card_is_judged_by_the_rubric_it_was_given_on() {
    let given_on = in_areas(1, 2, FIVE);
    let card = card(all(&given_on, &[4, 2]));
    let known = bank(vec![given_on.clone()]);
    let judgment = judge_card(&known, &card).unwrap();
    assert_eq!((judgment.total, judgment.mean), (Some(6), Some(3.0)));

    let newer = Rubric {
        version: 3,
        ..given_on
    };
    let rescaled = in_areas(1, 2, Scale::Range { min: 0, max: 5 });
    let grown = in_areas(1, 3, FIVE);
    let cases = [
        (vec![], Some("no pack has the rubric `checked` any more")),
        (
            vec![newer],
            Some("it was given on version 1 of `checked`, and the packs have version 3"),
        ),
        (
            vec![rescaled],
            Some("the scales of `checked` have changed since it was given"),
        ),
        // A criterion that came later has no value, as one that was left out.
        (vec![grown], None),
    ];
    for (rubrics, expected) in cases {
        let bank = bank(rubrics);
        let error = judge_card(&bank, &card)
            .err()
            .map(|error| error.to_string());
        assert_eq!(error.as_deref(), expected);
    }
}
