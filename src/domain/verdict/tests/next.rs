//! What is missing, what has changed, and what to sit.

use super::super::super::bank::Bank;
use super::super::super::round::{Policy, Round, ScoreWhen};
use super::*;

/// Three areas of four criteria, with the rules of the plan's last day.
fn readiness() -> Rubric {
    Rubric {
        pass: PassRules {
            overall_mean_at_least: Some(4.2),
            each_area_mean_at_least: Some(4.0),
            ..PassRules::default()
        },
        ..in_areas(3, 4, FIVE)
    }
}

fn judged(rubric: &Rubric, values: [[i64; 4]; 3]) -> Judgment<'_> {
    judge(rubric, &all(rubric, values.as_flattened()))
}

#[test]
fn a_broken_rule_says_how_many_points_are_missing() {
    let rubric = readiness();
    let cases = [
        // 4.0, 4.0, 4.5: 50 of 60, and 4.2 takes 51.
        (
            [[4, 4, 4, 4], [4, 4, 4, 4], [5, 5, 4, 4]],
            vec![(None, Some(1))],
        ),
        ([[4, 4, 4, 4], [4, 4, 4, 4], [5, 5, 5, 4]], vec![]),
        (
            [[4, 4, 4, 3], [5, 5, 5, 5], [5, 5, 5, 5]],
            vec![(Some("a"), Some(1))],
        ),
        (
            [[1, 1, 1, 1], [5, 5, 5, 5], [4, 4, 4, 3]],
            vec![
                (None, Some(12)),
                (Some("a"), Some(12)),
                (Some("c"), Some(1)),
            ],
        ),
    ];
    for (values, expected) in cases {
        let judgment = judged(&rubric, values);
        let short = shortfalls(&judgment);
        let told: Vec<_> = short
            .iter()
            .map(|short| (short.area, short.points))
            .collect();
        assert_eq!(told, expected, "{values:?}");
        assert!(short.iter().all(|short| short.by > 0.0), "{short:?}");
    }
}

#[test]
fn nothing_is_said_to_be_missing_before_everything_is_scored() {
    let rubric = readiness();
    let judgment = judge(&rubric, &scores(&rubric, &[Some(1), Some(1)]));
    assert_eq!(shortfalls(&judgment), []);
}

#[test]
fn the_steps_of_the_ready_are_for_all_whose_areas_are_where_they_should_be() {
    let texts = |text: &str| vec![text.to_owned()];
    let rubric = Rubric {
        next_steps: NextSteps {
            ready: texts("go"),
            not_yet: texts("stay"),
            deeper: texts("read"),
        },
        ..readiness()
    };
    let cases = [
        ([[4, 4, 4, 4], [4, 4, 4, 4], [5, 5, 5, 4]], "go"),
        // 4.17 overall.
        ([[4, 4, 4, 4], [4, 4, 4, 4], [5, 5, 4, 4]], "go"),
        ([[4, 4, 4, 3], [5, 5, 5, 5], [5, 5, 5, 5]], "stay"),
    ];
    for (values, expected) in cases {
        assert_eq!(
            next_steps(&judged(&rubric, values)),
            [expected],
            "{values:?}"
        );
    }
    let part = judge(&rubric, &scores(&rubric, &[Some(5)]));
    assert!(next_steps(&part).is_empty());
    // By a total alone it is the verdict that counts.
    let rubric = Rubric {
        pass: PassRules {
            total_at_least: Some(42.0),
            ..PassRules::default()
        },
        ..rubric
    };
    let low = judged(&rubric, [[3; 4]; 3]);
    assert_eq!(next_steps(&low), ["stay"]);
}

#[test]
fn weights_leave_the_number_of_points_open() {
    let rubric = Rubric {
        pass: PassRules {
            overall_mean_at_least: Some(4.0),
            ..PassRules::default()
        },
        ..weighted(&[1.0, 3.0])
    };
    let judgment = judge(&rubric, &all(&rubric, &[3, 3]));
    let short = shortfalls(&judgment);
    assert_eq!((short.len(), short[0].points), (1, None));
}

#[test]
fn a_second_judgment_shows_the_change() {
    let rubric = readiness();
    let before = judged(&rubric, [[4, 4, 3, 3], [4, 4, 4, 4], [2, 3, 4, 5]]);
    let now = judged(&rubric, [[5, 4, 4, 3], [4, 4, 4, 4], [2, 2, 4, 5]]);
    let change = change(&before, &now);
    assert_eq!(change.total, Some(1));
    let areas: Vec<_> = change.areas.iter().map(|area| area.mean).collect();
    assert_eq!(areas, [Some(0.5), Some(0.0), Some(-0.25)]);
    let moved: Vec<_> = change
        .criteria
        .iter()
        .map(|moved| (moved.criterion.id.as_str(), moved.from, moved.to))
        .collect();
    assert_eq!(moved, [("a1", 4, 5), ("a3", 3, 4), ("c2", 3, 2)]);
}

#[test]
fn totals_over_different_criteria_are_not_compared() {
    let rubric = readiness();
    let before = judge(&rubric, &scores(&rubric, &[4, 4, 4, 4, 2].map(Some)));
    let now = judged(&rubric, [[5, 4, 4, 4], [4, 4, 4, 4], [4, 4, 4, 4]]);
    let change = change(&before, &now);
    assert_eq!((change.total, change.mean), (None, None));
    let areas: Vec<_> = change.areas.iter().map(|area| area.mean).collect();
    assert_eq!(areas, [Some(0.25), None, None]);
    assert_eq!(change.criteria.len(), 2);
}

#[test]
fn what_is_lowest_is_trained_by_a_round_whose_scores_speak_for_it() {
    let mut rubric = readiness();
    for at in [0, 1] {
        rubric.criteria[at].evidence = vec!["gone/x".to_owned(), "design/x".to_owned()];
    }
    let round = |id: &str, rubric: &str| Round {
        id: id.to_owned(),
        pack: "test".to_owned(),
        title: id.to_owned(),
        policy: Policy::Strict,
        score_when: ScoreWhen::End,
        rubrics: vec![rubric.to_owned()],
        parts: vec![],
    };
    let bank = Bank {
        rounds: vec![
            round("talk", "manner"),
            round("long", "design"),
            round("short", "design"),
        ],
        ..Bank::default()
    };
    let sit = |values| {
        let judgment = judged(&rubric, values);
        let rounds = training(&bank, &judgment);
        rounds
            .iter()
            .map(|round| round.id.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(sit([[1, 1, 5, 5], [5; 4], [5; 4]]), ["long"]);
    assert_eq!(sit([[5; 4], [5; 4], [5; 4]]), [""; 0]);
}
