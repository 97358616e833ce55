use jiff::civil::date;

use super::*;

fn axis() -> Axis {
    Axis {
        low: 1.0,
        high: 5.0,
        target: None,
        write: |value| format!("{value:.0}"),
    }
}

#[test]
fn no_line_is_drawn_through_fewer_values_than_make_a_trend() {
    for (values, has_line) in [
        (&[][..], false),
        (&[3.0], false),
        (&[3.0, 4.0, 2.0, 5.0], false),
        (&[3.0, 4.0, 2.0, 5.0, 5.0], true),
    ] {
        let svg = trend("Scores", values, axis());
        assert_eq!(svg.contains("<polyline"), has_line, "{svg}");
        assert_eq!(svg.matches("<circle").count(), values.len(), "{svg}");
    }
}

#[test]
fn every_chart_says_what_it_shows() {
    let known = Calibration {
        rubric: "star",
        min: 1,
        max: 5,
        n: 6,
        bias: -0.5,
        spread: Some(0.4),
    };
    let days = Calendar {
        from: date(2026, 11, 16),
        days: vec![0, 1, 0, 0, 0, 0, 0, 4],
        earlier: 0,
    };
    let cases = [
        (trend("Scores", &[], axis()), "Scores: nothing yet"),
        (
            trend("Scores", &[3.0, 4.0], axis()),
            "Scores, oldest first: 3, 4",
        ),
        (time_bar(72_000, 60_000), "01:12 used of 01:00"),
        (
            standing((1, 5), Some(3.5), Some(4)),
            "3.5 by practice, 4 assessed, on 1 to 5",
        ),
        (
            standing((1, 5), None, None),
            "no value by practice, on 1 to 5",
        ),
        (bias(&known).unwrap(), "−0.5 after listening"),
        (
            calendar(&days).remove(0),
            "<title>2026-11-16 to 2026-11-23: 5 sessions</title>",
        ),
        (
            calendar(&days).remove(0),
            "<title>2026-11-23: 4 sessions</title>",
        ),
    ];
    for (svg, expected) in cases {
        assert!(svg.contains("role=\"img\""), "{svg}");
        assert!(svg.contains(expected), "{expected} is not in {svg}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
    assert_eq!(time_bar(0, 0), "");
}

#[test]
fn too_few_pairs_are_not_drawn() {
    let known = Calibration {
        rubric: "star",
        min: 1,
        max: 5,
        n: 1,
        bias: 1.0,
        spread: None,
    };
    assert_eq!(bias(&known), None);
}

#[test]
fn what_runs_over_a_budget_begins_where_it_ends() {
    let svg = time_bar(120_000, 90_000);
    assert!(
        svg.contains("class=\"bar-used\" x=\"0\" y=\"3\" width=\"75%\""),
        "{svg}"
    );
    assert!(
        svg.contains("class=\"bar-over\" x=\"75%\" y=\"3\" width=\"25%\""),
        "{svg}"
    );
    assert!(!time_bar(60_000, 90_000).contains("bar-over"));
}

#[test]
fn values_off_their_axis_stay_in_the_drawing() {
    let svg = trend("Scores", &[-3.0, 99.0], axis());
    assert!(
        svg.contains("cy=\"38\"") && svg.contains("cy=\"6\""),
        "{svg}"
    );
}

#[test]
fn a_year_is_drawn_in_halves() {
    let year = Calendar {
        from: date(2025, 12, 1),
        days: vec![1; 53 * 7],
        earlier: 0,
    };
    let halves = calendar(&year);
    assert_eq!(halves.len(), 2);
    assert!(halves[0].contains("2025-12-01 to 2026-06-07: 189 sessions"));
    assert!(halves[1].contains("2026-06-08 to 2026-12-06: 182 sessions"));
}
