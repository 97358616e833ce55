use unicode_width::UnicodeWidthStr;

use super::super::samples::{FIVE, criterion, plain, talk};
use super::*;
use crate::domain::Scale;

#[test]
fn a_rubric_reads_well_at_any_width() {
    let rubric = talk();
    insta::assert_snapshot!("narrow", describe(&rubric, 60));
    insta::assert_snapshot!("wide", describe(&rubric, 120));
    for width in [20, 40, 60, 80, 120] {
        for line in describe(&rubric, width).lines() {
            assert!(line.width() <= width.min(WIDEST), "{width}: {line:?}");
        }
    }
}

#[test]
fn the_head_says_what_is_scored_and_how() {
    let one = |scale| plain(vec![criterion("a", None, "A", scale)]);
    let mut check = one(Scale::YesNo);
    check.per = Per::None;
    let mut tally = one(Scale::Tally { of: 6 });
    tally.criteria.push(tally.criteria[0].clone());
    tally.per = Per::Loop;
    let mut mixed = tally.clone();
    mixed.criteria[1].scale = FIVE;
    mixed.per = Per::Session;
    let cases = [
        (one(FIVE), "Scored per answer: 1 criterion, 1 to 5."),
        (check, "Scored on its own: 1 criterion, yes or no."),
        (tally, "Scored per loop: 2 criteria, how many of 6 answers."),
        (mixed, "Scored per session: 2 criteria."),
    ];
    for (rubric, expected) in cases {
        assert_eq!(describe(&rubric, 80).lines().nth(2), Some(expected));
    }
}

#[test]
fn the_foot_says_what_values_lead_to() {
    let mut rubric = talk();
    let foot = |rubric: &Rubric| {
        let text = describe(rubric, 80).replace("\n  ", " ");
        let (_, foot) = text.rsplit_once("\n\n").unwrap();
        foot.to_owned()
    };
    let bands = "4 or more is a strength, 3 or less needs work.";
    let cases = [
        (
            Some(42.0),
            None,
            None,
            "Ready when the total is at least 42 of 20.",
        ),
        (
            None,
            Some(4.0),
            None,
            "Ready when the overall mean is at least 4.0.",
        ),
        (
            None,
            Some(4.2),
            Some(4.0),
            "Ready when the overall mean is at least 4.2, and the mean of every area is at least 4.0.",
        ),
        (
            None,
            None,
            None,
            "There are no pass rules, so there is no verdict.",
        ),
    ];
    for (total_at_least, overall_mean_at_least, each_area_mean_at_least, expected) in cases {
        rubric.pass = PassRules {
            total_at_least,
            overall_mean_at_least,
            each_area_mean_at_least,
        };
        assert_eq!(foot(&rubric), format!("{bands}\n{expected}"));
    }
    rubric.criteria[0].scale = Scale::YesNo;
    let mixed = "The criteria have different scales, so there is no total, no overall mean and no \
                 verdict.";
    assert_eq!(foot(&rubric), mixed);
    // Then every criterion says its own.
    let text = describe(&rubric, 80);
    assert!(
        text.contains("  opening · The first sentence is the point (yes or no, weight 2)"),
        "{text}"
    );
    assert!(text.contains("  ending · Ending (1 to 5)"), "{text}");
}
