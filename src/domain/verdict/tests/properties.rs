//! What holds for any values: better never means worse, and only the proportions of weights count.

use proptest::prelude::*;

use super::*;

const AREAS: usize = 3;
const EACH: usize = 4;
const CRITERIA: usize = AREAS * EACH;

fn any_rubric() -> impl Strategy<Value = Rubric> {
    let weights = prop::collection::vec(0.1f64..4.0, CRITERIA);
    let threshold = || prop::option::of(2.0f64..4.5);
    (
        weights,
        prop::option::of(24i32..56),
        threshold(),
        threshold(),
    )
        .prop_map(|(weights, total, overall, each)| {
            let mut rubric = in_areas(AREAS, EACH, FIVE);
            for (criterion, weight) in rubric.criteria.iter_mut().zip(weights) {
                criterion.weight = weight;
            }
            rubric.pass = PassRules {
                total_at_least: total.map(f64::from),
                overall_mean_at_least: overall,
                each_area_mean_at_least: each,
            };
            rubric
        })
}

fn any_values() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(1i64..=5, CRITERIA)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_higher_value_never_loses_what_was_reached(
        rubric in any_rubric(),
        values in any_values(),
        at in 0..CRITERIA,
        by in 1i64..=4,
    ) {
        let before = judge(&rubric, &all(&rubric, &values));
        let mut raised = values.clone();
        raised[at] = (raised[at] + by).min(5);
        let after = judge(&rubric, &all(&rubric, &raised));
        for (before, after) in before.rules.iter().zip(&after.rules) {
            prop_assert!(after.holds || !before.holds, "{before:?} {after:?}");
        }
        if before.verdict == Some(Verdict::Ready) {
            prop_assert_eq!(after.verdict, Some(Verdict::Ready));
        }
    }

    #[test]
    fn weights_count_in_proportion(
        rubric in any_rubric(),
        values in any_values(),
        factor in 0.001f64..1000.0,
    ) {
        let mut scaled = rubric.clone();
        for criterion in &mut scaled.criteria {
            criterion.weight *= factor;
        }
        let given = all(&rubric, &values);
        let (one, other) = (judge(&rubric, &given), judge(&scaled, &given));
        let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-9,
            _ => a == b,
        };
        prop_assert!(near(one.mean, other.mean));
        for (one, other) in one.areas.iter().zip(&other.areas) {
            prop_assert!(near(one.mean, other.mean));
        }
        prop_assert_eq!(one.total, other.total);
        prop_assert_eq!(one.verdict, other.verdict);
    }

    #[test]
    fn equal_weights_are_no_weights(values in any_values(), weight in 0.1f64..4.0) {
        let plain = in_areas(AREAS, EACH, FIVE);
        let mut even = plain.clone();
        for criterion in &mut even.criteria {
            criterion.weight = weight;
        }
        let mean = |rubric: &Rubric| judge(rubric, &all(rubric, &values)).mean.unwrap();
        prop_assert!((mean(&plain) - mean(&even)).abs() < 1e-9);
    }
}
