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

/// The first words of every criterion in the printed table, in which groups are not indented.
fn table(home: &Home, args: &[&str]) -> Vec<Vec<String>> {
    let printed = ran(home, &[&["history"], args].concat()).ok();
    let lines = printed.stdout.lines();
    let rows = lines.filter(|line| line.starts_with("  "));
    rows.map(|row| row.split_whitespace().take(5).map(str::to_owned).collect())
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
            ["structure", "1", "4.0", "4.0", "-"],
            ["impact", "1", "2.0", "2.0", "-"],
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
        [["structure", "2", "3.0", "4.0", "+2.0"]]
    );

    // In percent of its scale, by what it was given for.
    let by = ran(&home, &["history", "--by", "rubric", "--json"]).json();
    let star = &by["groups"][0];
    assert_eq!((&by["by"], &star["id"]), (&json!("rubric"), &json!("star")));
    assert_eq!((&star["n"], &star["mean"]), (&json!(2), &json!(50.0)));
    assert_eq!(
        (&star["last"], &star["change"]),
        (&json!(75.0), &json!(50.0))
    );
    let printed = ran(&home, &["history", "--by", "rubric"]).ok();
    assert!(
        printed.stdout.contains("50 %  75 %  +50"),
        "{}",
        printed.show()
    );
    let lines = ran(&home, &["history", "--by", "rubric", "--csv"]).ok();
    let lines: Vec<&str> = lines.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[2].contains(",star,75,self,first"), "{lines:?}");

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

/// A pack with one rubric of one criterion.
fn save_pack(home: &Home, version: u32, scale: &str) {
    let folder = home.path().join("prompts");
    fs::create_dir_all(&folder).expect("a folder for packs");
    let pack = format!(
        "format_version = 1\n[pack]\nid = \"mine\"\ntitle = \"Mine\"\n\
         [[rubric]]\nid = \"point-first\"\nversion = {version}\ntitle = \"The point first\"\n\
         pass = {{ total_at_least = 4 }}\n\
         [[rubric.criterion]]\nid = \"opening\"\ntitle = \"Opening\"\nscale = \"{scale}\"\n"
    );
    fs::write(folder.join("mine.toml"), pack).expect("the pack is saved");
}

#[test]
fn a_card_is_judged_when_it_is_kept_and_when_it_is_shown() {
    let home = Home::new();
    sit(&home, &["quick", "--mic", "none"]);
    let shown = || ran(&home, &["sessions", "show"]).ok().stdout;

    let partial = score(&home, &["--set", "structure=4", "--set", "impact=2"]);
    let sentence = "2 of 6 criteria scored, mean 3.0. Not enough evidence for a verdict without";
    assert!(partial.stderr.contains(sentence), "{}", partial.show());
    assert!(shown().contains(sentence), "{}", shown());

    // One point apart, on either side of the rubric's mean of 4.0.
    let ids = [
        "structure",
        "specificity",
        "ownership",
        "impact",
        "reflection",
        "concision",
    ];
    for (last, verdict) in [
        (
            3,
            "Total 23 of 30, mean 3.83. Not yet: overall mean 3.83, at least 4.0 wanted.",
        ),
        (
            4,
            "Total 24 of 30, mean 4.0. Ready: overall mean 4.0, at least 4.0 wanted.",
        ),
    ] {
        let values: Vec<String> = ids
            .iter()
            .zip([4, 5, 4, 4, 3, last])
            .map(|(id, value)| format!("{id}={value}"))
            .collect();
        let args: Vec<&str> = values.iter().flat_map(|value| ["--set", value]).collect();
        let kept = score(&home, &args);
        assert!(kept.stderr.contains(verdict), "{}", kept.show());
        assert!(
            kept.stderr.contains("\nWork on: Reflection (3)"),
            "{}",
            kept.show()
        );
        assert!(
            shown().contains(&format!("\n    {verdict}\n")),
            "{}",
            shown()
        );
    }

    // What was taken back amounts to nothing.
    let cards = newest(&home)["answers"][0]["scorecards"].clone();
    score(
        &home,
        &["--retract", cards[2]["id"].as_str().expect("an id")],
    );
    assert!(!shown().contains("Ready: "), "{}", shown());
}

#[test]
fn a_card_is_not_judged_by_another_rubric_than_its_own() {
    let home = Home::new();
    sit(&home, &["quick", "--mic", "none"]);
    save_pack(&home, 1, "1-5");
    score(&home, &["--rubric", "point-first", "--set", "opening=4"]);
    let card = || {
        let shown = ran(&home, &["sessions", "show"]).ok().stdout;
        let at = shown.find("point-first ·").expect("the card is shown");
        shown[at..].split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let judged = "opening 4 of 5 Total 4 of 5. Ready: total 4, at least 4 wanted.";
    assert!(card().contains(judged), "{}", card());

    save_pack(&home, 2, "1-5");
    let other = "opening 4 of 5 This card cannot be judged: it was given on version 1 of \
                 `point-first`, and the packs have version 2.";
    assert!(card().contains(other), "{}", card());

    save_pack(&home, 1, "0-10");
    let scales = "This card cannot be judged: the scales of `point-first` have changed";
    assert!(card().contains(scales), "{}", card());

    fs::remove_file(home.path().join("prompts/mine.toml")).expect("the pack goes");
    let gone = "opening 4 of 5 This card cannot be judged: no pack has the rubric `point-first` \
                any more.";
    assert!(card().contains(gone), "{}", card());
}
