//! Scores, from the sitting to the trend: whatever one verb keeps, every other verb tells.

use std::fs;

use serde_json::{Value, json};

use super::support::home::{Home, Ran};
use super::support::sitting::{files, ran, sit};

/// The newest session, as the history has it and as its portable copy has it.
fn newest(home: &Home) -> Value {
    let shown = ran(home, &["sessions", "show", "--json"]).json();
    let folder = shown["folder"].as_str().expect("a folder");
    let copy = fs::read(home.path().join(folder).join("session.json")).expect("a copy");
    let mut copy: Value = serde_json::from_slice(&copy).expect("a copy is JSON");
    copy["folder"] = folder.into();
    assert_eq!(shown, copy);
    shown
}

fn score(home: &Home, args: &[&str]) -> Ran {
    ran(home, &[&["score"], args].concat()).ok()
}

/// Criterion, n, mean, last and change of every line.
fn figures(home: &Home, args: &[&str]) -> Vec<Value> {
    let document = ran(home, &[&["history", "--json"], args].concat()).json();
    let lines = document["criteria"].as_array().expect("a list");
    let figures = lines.iter().map(|line| {
        json!([
            line["criterion"],
            line["n"],
            line["mean"],
            line["last"],
            line["change"]
        ])
    });
    figures.collect()
}

/// The first words of every line of the printed table.
fn table(home: &Home, args: &[&str]) -> Vec<Vec<String>> {
    let printed = ran(home, &[&["history"], args].concat()).ok();
    let rows = printed.stdout.lines().skip(1);
    rows.map(|row| row.split_whitespace().take(6).map(str::to_owned).collect())
        .collect()
}

#[test]
fn every_verb_tells_the_same_scores() {
    let home = Home::new();
    sit(&home, &["quick", "--mic", "none", "--seed", "3"]);
    assert_eq!(figures(&home, &[]), [json!(null); 0]);
    let first = [
        "--set",
        "structure=4",
        "--set",
        "impact=2",
        "--note",
        "no number",
    ];
    score(
        &home,
        &[&first[..], &["--next-time", " Begin with the result. "]].concat(),
    );

    let session = newest(&home);
    let card = &session["answers"][0]["scorecards"][0];
    let values = json!([
        {"criterion": "structure", "value": 4, "min": 1, "max": 5, "note": null},
        {"criterion": "impact", "value": 2, "min": 1, "max": 5, "note": "no number"},
    ]);
    assert_eq!(card["values"], values);
    assert_eq!(card["next_time"], "Begin with the result.");
    assert_eq!(
        (&card["pass"], &card["rater"]),
        (&json!("first"), &json!("self"))
    );
    let expected = [
        json!(["structure", 1, 4.0, 4.0, null]),
        json!(["impact", 1, 2.0, 2.0, null]),
    ];
    assert_eq!(figures(&home, &[]), expected);
    assert_eq!(
        table(&home, &[]),
        [
            ["star", "structure", "1", "4.0", "4.0", "-"],
            ["star", "impact", "1", "2.0", "2.0", "-"],
        ]
    );
    let shown = ran(&home, &["sessions", "show"]).ok();
    for piece in [
        "structure 4 of 5",
        "no number",
        "next time: Begin with the result.",
    ] {
        assert!(shown.stdout.contains(piece), "{}", shown.show());
    }

    // After listening: kept, told, and not counted.
    score(&home, &["--set", "structure=1"]);
    assert_eq!(
        newest(&home)["answers"][0]["scorecards"][1]["pass"],
        "replay"
    );
    assert_eq!(figures(&home, &[]), expected);
    let document = ran(&home, &["history", "--json", "--criterion", "structure"]).json();
    let values = document["criteria"][0]["values"]
        .as_array()
        .expect("values");
    let passes: Vec<_> = values
        .iter()
        .map(|value| (&value["value"], &value["pass"]))
        .collect();
    assert_eq!(
        passes,
        [(&json!(4), &json!("first")), (&json!(1), &json!("replay"))]
    );

    // Taken back: on record, and counted nowhere.
    let id = card["id"].as_str().expect("a card has an id");
    score(&home, &["--retract", id]);
    let cards = newest(&home)["answers"][0]["scorecards"].clone();
    assert_eq!(
        (&cards[0]["retracted"], &cards[1]["retracted"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(cards[0]["values"], card["values"]);
    assert_eq!(
        figures(&home, &[]),
        [json!(["structure", 0, null, null, null])]
    );
    let shown = ran(&home, &["sessions", "show"]).ok();
    assert!(shown.stdout.contains("retracted"), "{}", shown.show());
}

#[test]
fn a_trend_counts_what_was_sat_and_not_what_was_rehearsed() {
    let home = Home::new();
    let mut days = Vec::new();
    for (mic, seed, value) in [("none", "1", "2"), ("tone", "2", "5"), ("none", "3", "4")] {
        let sat = sit(&home, &["quick", "--mic", mic, "--seed", seed]);
        score(&home, &["--set", &format!("structure={value}")]);
        days.push(sat["answers"][0]["prompt"]["competencies"].clone());
    }
    assert_eq!(
        figures(&home, &[]),
        [json!(["structure", 2, 3.0, 4.0, 2.0])]
    );
    let all = figures(&home, &["--rehearsals"]);
    assert_eq!(all[0][1], 3);
    assert_eq!(
        table(&home, &[]),
        [["star", "structure", "2", "3.0", "4.0", "+2.0"]]
    );

    // What narrows.
    let none: [Value; 0] = [];
    let competency = days[0][0].as_str().expect("a competency");
    let asked_for = days
        .iter()
        .step_by(2)
        .filter(|list| {
            list.as_array()
                .expect("a list")
                .contains(&json!(competency))
        })
        .count();
    assert_eq!(
        figures(&home, &["--competency", competency])[0][1],
        asked_for
    );
    assert_eq!(figures(&home, &["--rubric", "star"]).len(), 1);
    assert_eq!(figures(&home, &["--rubric", "l6-system-design"]), none);
    assert_eq!(figures(&home, &["--criterion", "impact"]), none);
    assert_eq!(figures(&home, &["--since", "2020-01-01"])[0][1], 2);
    assert_eq!(figures(&home, &["--since", "2999-01-01"]), none);
    let said = ran(&home, &["history", "--since", "2999-01-01"]).ok();
    assert!(said.stderr.contains("no such scores"), "{}", said.show());
    assert_eq!(said.stdout, "");

    // A session goes with its files and its scores, and takes nothing else along.
    let last = newest(&home);
    ran(&home, &["sessions", "delete", "last", "--yes"]).ok();
    let folder = home.path().join(last["folder"].as_str().expect("a folder"));
    assert!(!folder.exists());
    assert_eq!(
        figures(&home, &[]),
        [json!(["structure", 1, 2.0, 2.0, null])]
    );
    let left = ran(&home, &["sessions", "list", "--json"]).json();
    assert_eq!(left["sessions"].as_array().map(Vec::len), Some(2));
    let id = last["id"].as_str().expect("an id");
    assert_eq!(ran(&home, &["sessions", "show", id]).status, Some(1));
    let copies = files(&home);
    let copies = copies.keys().filter(|path| path.ends_with("session.json"));
    assert_eq!(copies.count(), 2);
}

#[test]
fn rehearsals_are_named_where_they_are_all_there_is() {
    let home = Home::new();
    sit(&home, &["quick", "--mic", "tone"]);
    score(&home, &["--set", "structure=3"]);
    let said = ran(&home, &["history"]).ok();
    assert!(said.stderr.contains("--rehearsals"), "{}", said.show());
}
