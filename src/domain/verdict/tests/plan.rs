//! The thresholds of the seven-day plan, on its first day and on its last.

use super::*;

/// Three areas of four criteria, 1 to 5.
fn assessment(pass: PassRules) -> Rubric {
    Rubric {
        bands: Some(Bands {
            strength: 4.0,
            development: 3.0,
        }),
        pass,
        ..in_areas(3, 4, FIVE)
    }
}

fn judged(rubric: &Rubric, values: [[i64; 4]; 3]) -> Judgment<'_> {
    judge(rubric, &all(rubric, values.as_flattened()))
}

#[test]
fn the_baseline_is_ready_from_a_total_of_42_of_60_on() {
    let rubric = assessment(PassRules {
        total_at_least: Some(42.0),
        ..PassRules::default()
    });
    let cases = [
        ([[4, 4, 3, 3], [4, 4, 3, 3], [4, 3, 3, 3]], 41, false),
        ([[4, 4, 3, 3], [4, 4, 3, 3], [4, 4, 3, 3]], 42, true),
        // An area may lie at 3.25: the first day asks for the total only.
        ([[4, 3, 3, 3], [4, 4, 4, 4], [4, 4, 4, 4]], 45, true),
        ([[1, 1, 1, 1], [5, 5, 5, 5], [5, 5, 5, 5]], 44, true),
        ([[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]], 12, false),
        ([[5, 5, 5, 5], [5, 5, 5, 5], [5, 5, 5, 5]], 60, true),
    ];
    for (values, total, is_ready) in cases {
        let judgment = judged(&rubric, values);
        assert_eq!(
            (judgment.total, judgment.max),
            (Some(total), Some(60)),
            "{values:?}"
        );
        let ready = judgment.verdict == Some(Verdict::Ready);
        assert_eq!(ready, is_ready, "{values:?}");
        // The total of 42 is a mean of 3.5.
        assert_eq!(judgment.mean.unwrap() >= 3.5, is_ready, "{values:?}");
    }
}

#[test]
fn the_baseline_names_strengths_development_and_the_lowest_three() {
    let rubric = assessment(PassRules::default());
    let judgment = judged(&rubric, [[4, 5, 3, 3], [2, 4, 4, 1], [3, 5, 5, 4]]);
    assert_eq!(ids(&judgment.strengths), "a1 a2 b2 b3 c2 c3 c4");
    assert_eq!(ids(&judgment.development), "a3 a4 b1 b4 c1");
    assert_eq!(ids(&judgment.lowest), "b4 b1 a3");
    let means: Vec<_> = judgment
        .areas
        .iter()
        .map(|area| (area.area.id.as_str(), area.mean))
        .collect();
    let expected = [("a", Some(3.75)), ("b", Some(2.75)), ("c", Some(4.25))];
    assert_eq!(means, expected);
}

#[test]
fn readiness_wants_every_area_at_4_and_all_together_at_4_2() {
    let rubric = assessment(PassRules {
        total_at_least: None,
        overall_mean_at_least: Some(4.2),
        each_area_mean_at_least: Some(4.0),
    });
    // What it is, the overall mean, the lowest area, and which of the two rules hold.
    let cases = [
        (
            "all areas at 4.0",
            [[4, 4, 4, 4], [4, 4, 4, 4], [4, 4, 4, 4]],
            (4.0, 4.0),
            [false, true],
        ),
        (
            "4.25 with an area at 3.75",
            [[4, 4, 4, 3], [5, 5, 4, 4], [5, 5, 4, 4]],
            (4.25, 3.75),
            [true, false],
        ),
        (
            "4.25 everywhere",
            [[5, 4, 4, 4], [5, 4, 4, 4], [5, 4, 4, 4]],
            (4.25, 4.25),
            [true, true],
        ),
        (
            "4.25 with an area at 4.0",
            [[4, 4, 4, 4], [5, 4, 4, 4], [5, 5, 4, 4]],
            (4.25, 4.0),
            [true, true],
        ),
        (
            "one value short of 4.2",
            [[4, 4, 4, 4], [5, 4, 4, 4], [5, 4, 4, 4]],
            (50.0 / 12.0, 4.0),
            [false, true],
        ),
        (
            "nothing at all",
            [[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]],
            (1.0, 1.0),
            [false, false],
        ),
    ];
    for (what, values, (mean, lowest), holds) in cases {
        let judgment = judged(&rubric, values);
        let measured: Vec<_> = judgment
            .rules
            .iter()
            .map(|rule| (rule.rule, rule.value, rule.at_least, rule.holds))
            .collect();
        let expected = [
            (Rule::OverallMeanAtLeast, Some(mean), 4.2, holds[0]),
            (Rule::EachAreaMeanAtLeast, Some(lowest), 4.0, holds[1]),
        ];
        assert_eq!(measured, expected, "{what}");
        let verdict = if holds == [true, true] {
            Verdict::Ready
        } else {
            Verdict::NotYet
        };
        assert_eq!(judgment.verdict, Some(verdict), "{what}");
    }
}

#[test]
fn a_check_counts_what_was_seen_and_passes_nobody() {
    let rubric = in_areas(1, 4, Scale::YesNo);
    let cases = [
        ([1, 1, 1, 1], 4, 1.0, "a1 a2 a3"),
        ([1, 0, 1, 0], 2, 0.5, "a2 a4 a1"),
        ([0, 0, 0, 0], 0, 0.0, "a1 a2 a3"),
    ];
    for (values, total, mean, lowest) in cases {
        let judgment = judge(&rubric, &all(&rubric, &values));
        assert_eq!((judgment.total, judgment.max), (Some(total), Some(4)));
        assert_eq!(judgment.mean, Some(mean), "{values:?}");
        assert_eq!(ids(&judgment.lowest), lowest, "{values:?}");
        assert_eq!(judgment.verdict, None, "{values:?}");
    }
}

#[test]
fn a_tally_counts_answers() {
    let mut rubric = in_areas(1, 4, Scale::Tally { of: 6 });
    rubric.pass.overall_mean_at_least = Some(4.5);
    let cases = [
        ([6, 6, 6, 6], 24, 6.0, Verdict::Ready),
        ([6, 3, 5, 4], 18, 4.5, Verdict::Ready),
        ([6, 3, 5, 3], 17, 4.25, Verdict::NotYet),
        ([0, 0, 0, 0], 0, 0.0, Verdict::NotYet),
    ];
    for (values, total, mean, verdict) in cases {
        let judgment = judge(&rubric, &all(&rubric, &values));
        assert_eq!((judgment.total, judgment.max), (Some(total), Some(24)));
        assert_eq!(judgment.mean, Some(mean), "{values:?}");
        assert_eq!(judgment.verdict, Some(verdict), "{values:?}");
    }
}
