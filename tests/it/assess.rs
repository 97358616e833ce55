//! `assess`: the figures of the seven-day plan, what is kept, and what cannot be assessed.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::ran;

const LIMIT: Duration = Duration::from_mins(1);

/// The ids of a rubric's criteria, in its order.
fn criteria(home: &Home, rubric: &str) -> Vec<String> {
    let document = ran(home, &["rubrics", "show", rubric, "--json"]).json();
    let criteria = document["criteria"].as_array().expect("criteria");
    let id = |criterion: &Value| criterion["id"].as_str().expect("an id").to_owned();
    criteria.iter().map(id).collect()
}

/// Assesses with these values for the criteria in their order.
fn assess(home: &Home, rubric: &str, values: &[[i64; 4]; 3]) -> Value {
    let ids = criteria(home, rubric);
    assert_eq!(ids.len(), 12, "{ids:?}");
    let set: Vec<String> = ids
        .iter()
        .zip(values.as_flattened())
        .map(|(id, value)| format!("--set={id}={value}"))
        .collect();
    let set = set.iter().map(String::as_str);
    let args: Vec<&str> = ["assess", rubric, "--json"]
        .into_iter()
        .chain(set)
        .collect();
    ran(home, &args).json()
}

fn means(document: &Value) -> Vec<f64> {
    let areas = document["areas"].as_array().expect("areas");
    areas
        .iter()
        .filter_map(|area| area["mean"].as_f64())
        .collect()
}

#[test]
fn the_baseline_passes_at_42_of_60_and_not_at_41() {
    let home = Home::new();
    let passed = assess(&home, "l7-baseline", &[[4, 4, 3, 3]; 3]);
    assert_eq!(
        (&passed["total"], &passed["max"], &passed["verdict"]),
        (&json!(42), &json!(60), &json!("ready"))
    );
    assert_eq!(passed["strengths"].as_array().map(Vec::len), Some(6));
    assert_eq!(passed["development"].as_array().map(Vec::len), Some(6));
    assert_eq!(passed["lowest"].as_array().map(Vec::len), Some(3));
    let short = assess(
        &home,
        "l7-baseline",
        &[[4, 4, 3, 3], [4, 4, 3, 3], [4, 3, 3, 3]],
    );
    assert_eq!(
        (&short["total"], &short["verdict"]),
        (&json!(41), &json!("not-yet"))
    );
    assert_eq!(short["shortfalls"][0]["points"], 1);
    // The second shows what has changed since the first.
    assert_eq!(short["since"]["card"], passed["card"]);
    assert_eq!(short["since"]["total"], -1);
    assert_eq!(short["since"]["areas"][2]["mean"], -0.25);
    assert_eq!(short["since"]["criteria"][0]["from"], 4);
}

#[test]
fn readiness_asks_for_every_area_and_for_the_whole() {
    let home = Home::new();
    let four = [4; 4];
    let cases = [
        ([four, four, [5, 5, 5, 4]], vec![4.0, 4.0, 4.75], "ready"),
        ([four, four, [5, 5, 4, 4]], vec![4.0, 4.0, 4.5], "not-yet"),
        (
            [[4, 4, 4, 3], [5; 4], [5; 4]],
            vec![3.75, 5.0, 5.0],
            "not-yet",
        ),
    ];
    for (values, areas, verdict) in cases {
        let document = assess(&home, "l7-readiness", &values);
        assert_eq!(means(&document), areas);
        assert_eq!(document["verdict"], verdict, "{areas:?}");
    }
    // 3.75 in one area: it is named, with what is missing.
    let last = assess(&home, "l7-readiness", &[[4, 4, 4, 3], [5; 4], [5; 4]]);
    let shortfalls = last["shortfalls"].as_array().expect("a list");
    assert_eq!(shortfalls.len(), 1);
    assert_eq!(shortfalls[0]["area"], "technical-leadership");
    assert_eq!(shortfalls[0]["points"], 1);
    assert!(
        last["practise"]
            .as_array()
            .is_some_and(|rounds| !rounds.is_empty())
    );
}

#[test]
fn assessments_are_kept_in_a_portable_copy_from_which_a_lost_database_is_filled() {
    let home = Home::new();
    let first = assess(&home, "l7-baseline", &[[3; 4]; 3]);
    let copy = home.path().join("progress/assessments.json");
    let kept: Value = serde_json::from_slice(&fs::read(&copy).expect("a copy")).expect("JSON");
    assert_eq!(kept["assessments"][0]["id"], first["card"]);
    fs::remove_file(home.path().join("history.db")).expect("the database is lost");
    let second = assess(&home, "l7-baseline", &[[4; 4]; 3]);
    assert_eq!(second["since"]["card"], first["card"]);
    assert_eq!(second["since"]["total"], 12);

    fs::write(&copy, "no JSON").expect("the copy breaks");
    let ran = ran(&home, &["assess", "l7-baseline", "--set", "stakeholders=3"]);
    assert_eq!(
        (ran.status, ran.stdout.as_str()),
        (Some(1), ""),
        "{}",
        ran.show()
    );
    assert!(ran.stderr.contains("assessments.json"), "{}", ran.show());
    assert_eq!(fs::read(&copy).expect("it is there"), b"no JSON");
}

#[test]
fn what_cannot_be_assessed_says_what_can() {
    let home = Home::new();
    let cases: [(&[&str], i32, &str); 6] = [
        (&["l7-basline"], 1, "did you mean `l7-baseline`?"),
        (&["star"], 1, "hotseat score --rubric star"),
        (&["l7-baseline"], 1, "--set CRITERION=VALUE"),
        (
            &["l7-baseline", "--set", "stakeholder=3"],
            1,
            "did you mean `stakeholders`?",
        ),
        (
            &["l7-baseline", "--set", "stakeholders=6"],
            1,
            "is not on the scale 1-5",
        ),
        (&["l7-baseline", "--set", "stakeholders"], 2, "stakeholders"),
    ];
    for (args, code, piece) in cases {
        let ran = ran(&home, &[&["assess"], args].concat());
        assert_eq!(
            (ran.status, ran.stdout.as_str()),
            (Some(code), ""),
            "{}",
            ran.show()
        );
        assert!(ran.stderr.contains(piece), "no {piece:?}: {}", ran.show());
    }
    assert!(!home.path().join("progress/assessments.json").exists());
}

#[test]
fn on_a_terminal_every_criterion_is_asked_with_its_anchors() {
    let home = Home::new();
    let mut pty = Pty::start(hotseat(&home).args(["assess", "l7-baseline"]), 24, 80);
    for number in 1..=12 {
        pty.wait_for(&format!("{number}/12"), LIMIT);
        pty.send("4\r");
    }
    pty.wait_for("One change for next time", LIMIT);
    pty.send("\r");
    pty.wait_for("after some practice", LIMIT);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
    assert!(pty.is_sane());
    let next = assess(&home, "l7-baseline", &[[4; 4]; 3]);
    assert_eq!(next["since"]["total"], 0);
}

#[test]
fn an_assessment_that_is_taken_back_counts_no_more() {
    let home = Home::new();
    ran(&home, &["plan", "start"]).ok();
    let done = || {
        let plan = ran(&home, &["plan", "show", "--day", "1", "--json"]).json();
        plan["days"][0]["deliverables"][0]["done"].clone()
    };
    let first = assess(&home, "l7-baseline", &[[3; 4]; 3]);
    let second = assess(&home, "l7-baseline", &[[4; 4]; 3]);
    assert_eq!(done(), true);
    let card = second["card"].as_str().expect("a card");
    let taken = ran(&home, &["assess", "--retract", card]).ok();
    assert!(
        taken.stderr.contains("l7-baseline counts no more"),
        "{}",
        taken.show()
    );
    assert_eq!(done(), false);
    // The portable copy knows it too.
    fs::remove_file(home.path().join("history.db")).expect("the database is lost");
    let third = assess(&home, "l7-baseline", &[[5; 4]; 3]);
    assert_eq!(third["since"]["card"], first["card"]);

    let nobodys = "01936f0c-0000-7000-8000-000000000000";
    let cases: [(&[&str], i32, &str); 3] = [
        (
            &["--retract", nobodys],
            1,
            third["card"].as_str().expect("a card"),
        ),
        (&["l7-baseline", "--retract", card], 2, "--retract"),
        (&[], 2, "<ID>"),
    ];
    for (args, code, piece) in cases {
        let ran = ran(&home, &[&["assess"], args].concat());
        assert_eq!(ran.status, Some(code), "{}", ran.show());
        assert!(ran.stderr.contains(piece), "no {piece:?}: {}", ran.show());
    }
}
