use super::super::practice::tests::{at, coached, replayed, score};
use super::super::rubric::{Bands, NextSteps, Outcome, Pass, PassRules, Scale, Score};
use super::*;

const NOW: &str = "2026-12-01T12:00:00Z";
const RECENT: &str = "2026-11-30T12:00:00Z";
const FIVE: Scale = Scale::Range { min: 1, max: 5 };

/// Three areas of four criteria, `c0` to `c11`, each with a practice criterion of the same name.
fn rubric() -> Rubric {
    let areas = ["a0", "a1", "a2"].map(|id| Area {
        id: id.to_owned(),
        title: format!("Area {id}"),
    });
    let criteria = (0..12).map(|number| Criterion {
        id: format!("c{number}"),
        area: Some(format!("a{}", number / 4)),
        title: format!("Criterion {number}"),
        scale: FIVE,
        weight: 1.0,
        anchors: std::collections::BTreeMap::new(),
        evidence: vec![format!("practice/c{number}"), "check/yes".to_owned()],
    });
    Rubric {
        id: "ready".to_owned(),
        version: 1,
        pack: "p".to_owned(),
        title: "Ready".to_owned(),
        per: Per::None,
        areas: areas.into(),
        criteria: criteria.collect(),
        bands: Some(Bands {
            strength: 4.0,
            development: 3.0,
        }),
        pass: PassRules {
            overall_mean_at_least: Some(4.2),
            each_area_mean_at_least: Some(4.0),
            ..PassRules::default()
        },
        next_steps: NextSteps {
            ready: vec!["Go.".to_owned()],
            not_yet: vec!["Wait.".to_owned()],
            deeper: vec![],
        },
        outcomes: vec![Outcome {
            text: "I can.".to_owned(),
            group: None,
            shown_by: vec!["c0".to_owned(), "c11".to_owned()],
        }],
    }
}

/// So many scores for each criterion, whose values are these.
fn scores(values: &[[i64; 4]; 3], each: usize, when: &str) -> Vec<PastScore> {
    let numbered = values.as_flattened().iter().enumerate();
    numbered
        .flat_map(|(number, value)| {
            vec![score("practice", &format!("c{number}"), *value, when); each]
        })
        .collect()
}

fn judged<'a>(bank: &'a Bank, scores: &[PastScore], cards: &[Scorecard]) -> Readiness<'a> {
    let rubric = bank.rubric("ready").unwrap();
    let wanted = ReadinessRules::default();
    Readiness::of(bank, rubric, scores, cards, wanted, at(NOW))
}

fn bank() -> Bank {
    Bank {
        rubrics: vec![rubric()],
        ..Bank::default()
    }
}

/// Rule, area and shortfall in hundredths.
type Short<'a> = (Rule, Option<&'a str>, f64);

fn shortfalls<'a>(readiness: &Readiness<'a>) -> Vec<Short<'a>> {
    let all = readiness.shortfalls.iter();
    all.map(|short| (short.rule, short.area, (short.by * 100.0).round()))
        .collect()
}

#[test]
fn every_area_and_the_whole_have_to_be_good_enough() {
    use Rule::{EachAreaMeanAtLeast, OverallMeanAtLeast};
    use Verdict::{NotYet, Ready};
    type Case = ([[i64; 4]; 3], Verdict, Vec<Short<'static>>);
    let four = [4; 4];
    let cases: [Case; 4] = [
        ([four, four, [5, 5, 5, 4]], Ready, vec![]),
        // 4.17 over all, and every area is good enough.
        (
            [four, four, [5, 5, 4, 4]],
            NotYet,
            vec![(OverallMeanAtLeast, None, 3.0)],
        ),
        (
            [[4, 4, 4, 3], [5; 4], [5; 4]],
            NotYet,
            vec![(EachAreaMeanAtLeast, Some("a0"), 25.0)],
        ),
        (
            [[4, 4, 4, 3], [3; 4], [5; 4]],
            NotYet,
            vec![
                (OverallMeanAtLeast, None, 28.0),
                (EachAreaMeanAtLeast, Some("a0"), 25.0),
                (EachAreaMeanAtLeast, Some("a1"), 100.0),
            ],
        ),
    ];
    let bank = bank();
    for (values, verdict, expected) in cases {
        let readiness = judged(&bank, &scores(&values, 3, RECENT), &[]);
        assert_eq!(readiness.verdict, Some(verdict), "{values:?}");
        assert_eq!(shortfalls(&readiness), expected, "{values:?}");
        // Who has only the whole to make up goes on with those who are ready.
        let in_areas = expected
            .iter()
            .any(|(rule, ..)| *rule == EachAreaMeanAtLeast);
        let step = if in_areas { "Wait." } else { "Go." };
        assert_eq!(readiness.steps, [step], "{values:?}");
        // No figure without how many scores it is of.
        let ns: Vec<usize> = readiness.rules.iter().map(|rule| rule.n).collect();
        assert_eq!(ns, [36, 12]);
        assert!(readiness.areas.iter().all(|area| area.n == 12));
    }
}

#[test]
fn a_verdict_takes_enough_scores_that_are_new_enough() {
    let bank = bank();
    let five = [[5; 4]; 3];
    let thirty = "2026-11-01T12:00:00Z";
    let older = "2026-11-01T11:59:59Z";
    let mut one_short = scores(&five, 3, RECENT);
    one_short.remove(0);
    let mut one_old = one_short.clone();
    one_old.push(score("practice", "c0", 5, "2026-10-31T12:00:00Z"));
    let mut heard_again = one_short.clone();
    heard_again.push(replayed(score("practice", "c0", 5, RECENT)));
    let mut by_a_coach = one_short.clone();
    by_a_coach.push(coached(score("practice", "c0", 5, RECENT)));
    let cases = [
        (scores(&five, 3, RECENT), 0),
        (scores(&five, 3, thirty), 0),
        (scores(&five, 3, older), 36),
        (one_short, 1),
        (one_old, 1),
        (heard_again, 1),
        (by_a_coach, 1),
        (scores(&five, 2, RECENT), 12),
        (vec![], 36),
    ];
    for (given, missing) in cases {
        let readiness = judged(&bank, &given, &[]);
        let found: usize = readiness.criteria.iter().map(|known| known.missing).sum();
        assert_eq!(found, missing, "{} scores", given.len());
        let verdict = if missing == 0 {
            Verdict::Ready
        } else {
            Verdict::NotEnoughEvidence
        };
        assert_eq!(readiness.verdict, Some(verdict));
        assert!(readiness.shortfalls.is_empty());
    }
}

#[test]
fn scores_of_other_scales_are_brought_to_the_criterions_own_by_a_line() {
    let bank = bank();
    let cases = [
        ((0, 0, 1), 1.0),
        ((1, 0, 1), 5.0),
        ((3, 0, 6), 3.0),
        ((7, 1, 9), 4.0),
        ((-1, 0, 6), 1.0),
    ];
    for ((value, min, max), expected) in cases {
        let given = PastScore {
            min,
            max,
            ..score("practice", "c0", value, RECENT)
        };
        let readiness = judged(&bank, &[given], &[]);
        let value = readiness.criteria[0].value;
        assert_eq!(value, Some(expected), "{value:?} of {min} to {max}");
    }
    // Each of the sources that it names speaks for a criterion.
    let mixed = [
        score("practice", "c0", 2, RECENT),
        PastScore {
            min: 0,
            max: 1,
            ..score("check", "yes", 1, RECENT)
        },
        score("practice", "elsewhere", 1, RECENT),
    ];
    let first = judged(&bank, &mixed, &[]).criteria[0];
    assert_eq!((first.value, first.n, first.missing), (Some(3.5), 2, 1));
}

fn card(values: &[i64], when: &str) -> Scorecard {
    let values = values.iter().enumerate().map(|(number, value)| Score {
        criterion: format!("c{number}"),
        value: *value,
        min: 1,
        max: 5,
        note: None,
    });
    Scorecard {
        id: Uuid::nil(),
        rubric: "ready".to_owned(),
        version: 1,
        rater: SELF.to_owned(),
        pass: Pass::First,
        at: at(when),
        values: values.collect(),
        next_time: None,
        retracted: false,
    }
}

#[test]
fn an_assessment_stands_beside_the_evidence_and_moves_nothing() {
    let bank = bank();
    let given = scores(&[[4; 4]; 3], 3, RECENT);
    let mut retracted = card(&[1; 12], RECENT);
    retracted.retracted = true;
    let readiness = judged(&bank, &given, &[card(&[5; 12], RECENT), retracted]);
    assert_eq!(readiness.verdict, Some(Verdict::NotYet));
    assert_eq!(readiness.assessed.unwrap().verdict, Some(Verdict::Ready));
    assert_eq!(readiness.areas[0].assessed, Some(5.0));
    assert_eq!(readiness.criteria[0].assessed, Some(5));
    assert_eq!(readiness.criteria[0].value, Some(4.0));
}

#[test]
fn a_criterion_that_names_no_evidence_has_what_was_assessed_lately() {
    let mut bank = bank();
    bank.rubrics[0].criteria[0].evidence.clear();
    let given = scores(&[[5; 4]; 3], 3, RECENT);
    let cases = [
        (vec![card(&[3; 12], RECENT)], Some(3.0), Verdict::Ready),
        (
            vec![card(&[3; 12], "2026-10-01T12:00:00Z")],
            None,
            Verdict::NotEnoughEvidence,
        ),
        (vec![], None, Verdict::NotEnoughEvidence),
    ];
    for (cards, value, verdict) in cases {
        let readiness = judged(&bank, &given, &cards);
        assert_eq!(readiness.criteria[0].value, value);
        assert_eq!(readiness.verdict, Some(verdict));
        if value.is_none() {
            assert_eq!(readiness.sit[0].command(), "assess ready");
        }
    }
}

#[test]
fn an_outcome_is_shown_when_all_that_shows_it_is() {
    let bank = bank();
    let outcome = |values, each| {
        let given = scores(&values, each, RECENT);
        let known = judged(&bank, &given, &[]).outcomes[0];
        (known.shown, known.n)
    };
    assert_eq!(outcome([[4; 4]; 3], 3), (Some(true), 6));
    assert_eq!(outcome([[4; 4], [5; 4], [3; 4]], 3), (Some(false), 6));
    assert_eq!(outcome([[5; 4]; 3], 2), (None, 4));
}

#[test]
fn what_to_sit_is_as_few_rounds_as_will_do() {
    use super::super::draw::Narrow;
    use super::super::round::{Part, Policy, Round, ScoreWhen, Source};
    use std::time::Duration;
    let round = |id: &str, rubrics: &[&str], count| Round {
        id: id.to_owned(),
        pack: "p".to_owned(),
        title: id.to_owned(),
        policy: Policy::Strict,
        score_when: ScoreWhen::End,
        rubrics: rubrics.iter().map(|id| (*id).to_owned()).collect(),
        parts: vec![Part {
            source: Source::Draw {
                narrow: Narrow::default(),
                count,
            },
            prep: Duration::ZERO,
            sections: vec![],
            follow_ups: 0,
            follow_up_budget: Duration::ZERO,
            break_after: Duration::ZERO,
        }],
    };
    let scored = |id: &str, per| Rubric {
        id: id.to_owned(),
        per,
        ..rubric()
    };
    let mut bank = bank();
    bank.rubrics[0].criteria[3].evidence = vec!["tally/c".to_owned()];
    bank.rubrics[0].criteria[4].evidence = vec!["by-hand/c".to_owned()];
    bank.rubrics.extend([
        scored("practice", Per::Answer),
        scored("tally", Per::Loop),
        scored("by-hand", Per::Answer),
    ]);
    bank.rounds = vec![
        round("one", &["practice"], 1),
        round("two", &["practice", "tally"], 2),
    ];
    let told = |readiness: &Readiness<'_>| -> Vec<(String, usize, usize)> {
        let sit = readiness.sit.iter();
        sit.map(|sit| (sit.command(), sit.times, sit.criteria.len()))
            .collect()
    };
    let none = judged(&bank, &[], &[]);
    let expected = [
        ("practice two".to_owned(), 3, 11),
        ("score --rubric by-hand".to_owned(), 3, 1),
    ];
    assert_eq!(told(&none), expected);

    // With enough evidence, what is lowest.
    let mut given = scores(&[[5, 5, 2, 5], [5; 4], [3; 4]], 3, RECENT);
    given.extend(vec![score("tally", "c", 5, RECENT); 3]);
    given.extend(vec![score("by-hand", "c", 5, RECENT); 3]);
    let short = judged(&bank, &given, &[]);
    assert_eq!(short.verdict, Some(Verdict::NotYet));
    assert_eq!(told(&short), [("practice one".to_owned(), 1, 3)]);
    assert_eq!(short.sit[0].criteria, ["c2", "c8", "c9"]);
}
