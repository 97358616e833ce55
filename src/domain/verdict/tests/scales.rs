//! Scales side by side, and scales as wide as numbers are.

use super::*;

/// Two criteria of five in one area, two of yes and no in another.
fn mixed() -> Rubric {
    rubric(vec![
        criterion("five-1", Some("fives"), FIVE),
        criterion("yes-1", Some("checks"), Scale::YesNo),
        criterion("five-2", Some("fives"), FIVE),
        criterion("yes-2", Some("checks"), Scale::YesNo),
    ])
}

#[test]
fn values_on_different_scales_are_not_added_up() {
    let mut rubric = mixed();
    rubric.bands = Some(Bands {
        strength: 4.0,
        development: 3.0,
    });
    let judgment = judge(&rubric, &all(&rubric, &[5, 1, 2, 0]));
    assert_eq!(
        (judgment.total, judgment.max, judgment.mean),
        (None, None, None)
    );
    // A yes is no 1 of 5, so it is nothing to work on.
    assert_eq!(ids(&judgment.strengths), "");
    assert_eq!(ids(&judgment.development), "");
    // How far up its scale a value lies can be told on any.
    assert_eq!(ids(&judgment.lowest), "yes-2 five-2 five-1");
    // Within an area there is one scale.
    let means: Vec<_> = judgment.areas.iter().map(|area| area.mean).collect();
    assert_eq!(means, [Some(3.5), Some(0.5)]);
}

#[test]
fn a_rule_that_cannot_be_measured_leaves_no_verdict() {
    let rules = [
        PassRules {
            total_at_least: Some(1.0),
            ..PassRules::default()
        },
        PassRules {
            overall_mean_at_least: Some(0.1),
            ..PassRules::default()
        },
        PassRules {
            each_area_mean_at_least: Some(0.1),
            ..PassRules::default()
        },
    ];
    for pass in rules {
        let rubric = Rubric { pass, ..mixed() };
        let judgment = judge(&rubric, &all(&rubric, &[5, 1, 5, 1]));
        assert_eq!(judgment.verdict, None, "{pass:?}");
        let rule = judgment.rules[0];
        assert_eq!((rule.value, rule.holds), (None, false), "{pass:?}");
        let judgment = judge(&rubric, &scores(&rubric, &[Some(5), None]));
        assert_eq!(judgment.verdict, Some(Verdict::NotEnoughEvidence));
    }
    // A rule about areas says nothing where there are none.
    let mut rubric = weighted(&[1.0, 1.0]);
    rubric.pass.each_area_mean_at_least = Some(3.0);
    assert_eq!(judge(&rubric, &all(&rubric, &[5, 5])).verdict, None);
}

#[test]
fn an_area_without_criteria_hinders_nobody() {
    let mut rubric = in_areas(1, 2, FIVE);
    rubric.pass.each_area_mean_at_least = Some(4.0);
    rubric.areas.push(Area {
        id: "bare".to_owned(),
        title: "Bare".to_owned(),
    });
    let judgment = judge(&rubric, &all(&rubric, &[4, 4]));
    assert_eq!(judgment.areas[1].mean, None);
    assert_eq!(judgment.verdict, Some(Verdict::Ready));
}

#[test]
fn a_scale_as_wide_as_numbers_breaks_nothing() {
    let widest = Scale::Range {
        min: 0,
        max: i64::MAX,
    };
    let mut rubric = in_areas(1, 3, widest);
    rubric.criteria[0].weight = f64::MAX;
    rubric.criteria[1].weight = f64::MAX;
    rubric.pass.overall_mean_at_least = Some(1.0);
    let judgment = judge(&rubric, &all(&rubric, &[i64::MAX, i64::MAX, 3]));
    assert_eq!(judgment.total, Some(i64::MAX));
    assert_eq!(judgment.mean, None);
    assert_eq!(ids(&judgment.lowest), "a3 a1 a2");
    assert_eq!(judgment.verdict, None);
}
