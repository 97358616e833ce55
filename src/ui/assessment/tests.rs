//! The page of an assessment, as it is read.

use super::super::samples::talk;
use super::*;
use crate::domain::{NextSteps, PassRules, Rubric, Score, change, judge, shortfalls};

fn rubric() -> Rubric {
    let mut rubric = talk();
    rubric.pass = PassRules {
        each_area_mean_at_least: Some(4.0),
        ..PassRules::default()
    };
    for criterion in &mut rubric.criteria {
        criterion.weight = 1.0;
    }
    rubric
}

fn given(rubric: &Rubric, values: &[i64]) -> Vec<Score> {
    let pairs = rubric.criteria.iter().zip(values);
    let scores = pairs.map(|(criterion, value)| Score {
        criterion: criterion.id.clone(),
        value: *value,
        min: 1,
        max: 5,
        note: None,
    });
    scores.collect()
}

/// The page for these values, after an earlier assessment with those.
fn shown(rubric: &Rubric, before: Option<&[i64]>, values: &[i64]) -> String {
    let judgment = judge(rubric, &given(rubric, values));
    let before = before.map(|values| judge(rubric, &given(rubric, values)));
    let change = before.map(|before| change(&before, &judgment));
    let shortfalls = shortfalls(&judgment);
    let assessment = Assessment {
        judgment: &judgment,
        change: change.as_ref().map(|change| (change, "2026-11-18")),
        shortfalls: &shortfalls,
        rounds: &[],
    };
    page(&assessment, 80)
}

#[track_caller]
fn says(page: &str, lines: &[&str]) {
    for line in lines {
        assert!(page.contains(line), "no {line:?} in\n{page}");
    }
}

#[test]
fn a_first_one_compares_nothing() {
    let page = shown(&rubric(), None, &[4, 4, 5, 5]);
    says(
        &page,
        &["Message  4.0\n", "Manner   5.0\n", "Total 18 of 20"],
    );
    assert!(!page.contains("Since") && !page.contains('±'), "{page}");
}

#[test]
fn a_second_one_shows_what_has_moved() {
    let rubric = rubric();
    let page = shown(&rubric, Some(&[3, 4, 5, 5]), &[4, 4, 5, 3]);
    says(
        &page,
        &[
            "Message  4.0   +0.5\n",
            "Manner   4.0   −1.0\n",
            "Since 2026-11-18: total −1",
            "(3 → 4)",
            "(5 → 3)",
        ],
    );
    let same = shown(&rubric, Some(&[4, 4, 5, 5]), &[4, 4, 5, 5]);
    says(
        &same,
        &["Since 2026-11-18: every value is as it was.", "±0"],
    );
}

#[test]
fn an_area_that_is_short_says_by_how_many_points() {
    let page = shown(&rubric(), None, &[3, 3, 5, 5]);
    says(
        &page,
        &["Not yet", "  · Message: 2 points more make a mean of 4.0\n"],
    );
}

#[test]
fn what_was_left_out_is_to_be_rated_next() {
    let page = shown(&rubric(), None, &[3]);
    says(&page, &["Manner   -\n", "again, with every criterion"]);
    assert!(!page.contains("points more"), "{page}");
}

#[test]
fn the_rubrics_own_steps_go_with_the_verdict() {
    let mut rubric = rubric();
    rubric.pass.overall_mean_at_least = Some(4.6);
    rubric.next_steps = NextSteps {
        ready: vec!["Ask for a date".to_owned()],
        not_yet: vec!["Take another month".to_owned()],
        deeper: vec!["`hotseat prompts list`: more".to_owned()],
    };
    let ready = shown(&rubric, None, &[4, 5, 5, 5]);
    says(
        &ready,
        &[
            "  · Ask for a date\n",
            "\n\nDeeper\n  · `hotseat prompts list`: more",
        ],
    );
    assert!(!ready.contains("another month"), "{ready}");
    // Every area is where it should be, and the whole is not.
    let nearly = shown(&rubric, None, &[4, 4, 5, 5]);
    says(
        &nearly,
        &["Not yet", "Overall: one point", "  · Ask for a date\n"],
    );
    let short = shown(&rubric, None, &[3, 4, 5, 5]);
    says(&short, &["Not yet", "  · Take another month\n", "Deeper"]);
    assert!(!short.contains("Ask for a date"), "{short}");
    let part = shown(&rubric, None, &[5]);
    assert!(
        !part.contains("Ask for") && !part.contains("another month"),
        "{part}"
    );
}

#[test]
fn titles_do_nothing_to_a_terminal() {
    let mut rubric = rubric();
    rubric.areas[0].title = "\u{1b}[31mMessage".to_owned();
    let page = shown(&rubric, None, &[4, 4, 5, 5]);
    assert!(!page.contains('\u{1b}'), "{page:?}");
}
