//! `progress` and `history`: readiness by evidence, and figures that agree wherever they are shown.

use std::fs;

use serde_json::{Value, json};

use super::support::home::Home;
use super::support::sitting::{ran, sit};

/// A round of three answers, the rubric that they are scored on, and one that they speak for.
const PACK: &str = r#"
format_version = 1
[pack]
id = "mine"

[[round]]
id = "three"
title = "Three answers"
rubrics = ["told"]
[[round.part]]
draw = { kind = "behavioral", level = "L7", count = 3 }
sections = [{ title = "Answer", minutes = 1 }]

[[rubric]]
id = "told"
title = "Told"
[[rubric.criterion]]
id = "point"
title = "The point"
[[rubric.criterion]]
id = "figures"
title = "Figures"
scale = "yes-no"

[[rubric]]
id = "fit"
title = "Fit"
per = "none"
[[rubric.area]]
id = "telling"
title = "Telling"
[[rubric.area]]
id = "proving"
title = "Proving"
[[rubric.criterion]]
id = "clear"
area = "telling"
title = "Clear"
evidence = ["told/point"]
[[rubric.criterion]]
id = "proved"
area = "proving"
title = "Proved"
evidence = ["told/figures"]
[[rubric.outcome]]
text = "I prove what I say."
shown_by = ["proved"]
[rubric.bands]
strength = 4
development = 3
[rubric.pass]
overall_mean_at_least = 4.2
each_area_mean_at_least = 4.0
"#;

fn home() -> Home {
    let home = Home::new();
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for packs");
    fs::write(home.path().join("prompts/mine.toml"), PACK).expect("the pack is saved");
    home
}

fn score(home: &Home, answer: usize, point: i64, figures: &str) {
    let answer = answer.to_string();
    let point = format!("point={point}");
    let figures = format!("figures={figures}");
    let args = [
        "score", "--answer", &answer, "--set", &point, "--set", &figures,
    ];
    ran(home, &args).ok();
}

fn readiness(home: &Home, args: &[&str]) -> Value {
    let all = [&["progress", "--rubric", "fit", "--json"], args].concat();
    ran(home, &all).json()["readiness"].clone()
}

/// The figures of one criterion in a list of them.
fn figures(list: &Value, rubric: &str, criterion: &str) -> Value {
    let lines = list.as_array().expect("a list");
    let own = lines
        .iter()
        .find(|line| line["rubric"] == rubric && line["criterion"] == criterion);
    let own = own.unwrap_or_else(|| panic!("{rubric}/{criterion} in {list}"));
    json!([
        own["n"],
        own["mean"],
        own["last"],
        own["change"],
        own["trend"]
    ])
}

#[test]
fn readiness_goes_from_too_little_over_not_yet_to_ready() {
    let home = home();
    let page = ran(&home, &["progress", "--rubric", "fit"]).ok();
    assert!(
        page.stdout.contains("Nothing was practised yet."),
        "{}",
        page.show()
    );
    sit(&home, &["three", "--mic", "none", "--seed", "1"]);
    score(&home, 1, 4, "yes");
    score(&home, 2, 4, "yes");

    let little = readiness(&home, &[]);
    assert_eq!(little["verdict"], "not-enough-evidence");
    assert_eq!(little["rubric"], "fit");
    assert_eq!(little["criteria"][0]["missing"], 1);
    // The round gives three at a time.
    assert_eq!(little["sit"][0]["verb"], "practice");
    assert_eq!(
        (&little["sit"][0]["id"], &little["sit"][0]["times"]),
        (&json!("three"), &json!(1))
    );

    // 4.0 and 3.67: a yes is 5 and a no is 1, so two yes and a no are 3.67.
    score(&home, 3, 4, "no");
    let not_yet = readiness(&home, &[]);
    assert_eq!(not_yet["verdict"], "not-yet");
    let rules = not_yet["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), 2);
    for rule in rules {
        assert_eq!(rule["holds"], false);
        assert!(rule["n"].as_u64() >= Some(3), "{rule}");
    }
    assert_eq!(rules[1]["rule"], "each_area_mean_at_least");
    assert_eq!(
        (&rules[1]["area"], &rules[1]["n"]),
        (&json!("proving"), &json!(3))
    );
    let by = not_yet["shortfalls"][1]["by"].as_f64().expect("a number");
    assert!((by - 1.0 / 3.0).abs() < 1e-9, "{by}");
    let page = ran(&home, &["progress", "--rubric", "fit", "--all"])
        .ok()
        .stdout;
    let words = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for piece in [
        "Not yet: overall mean 3.83 (n 6), 0.37 short of 4.2",
        "Proving 3.67 (n 3), 0.33 short of 4.0",
        "I prove what I say. (not yet: 3.67, n 3)",
        "hotseat practice three × 1",
    ] {
        assert!(words.contains(piece), "{piece}\n{page}");
    }

    // What was taken back counts nowhere, and its successor is a first pass again.
    let shown = ran(&home, &["sessions", "show", "--json"]).json();
    let card = shown["answers"][2]["scorecards"][0]["id"]
        .as_str()
        .expect("an id");
    ran(&home, &["score", "--retract", card]).ok();
    score(&home, 3, 4, "yes");
    let ready = readiness(&home, &[]);
    assert_eq!(ready["verdict"], "ready");
    assert_eq!(ready["outcomes"][0]["shown"], true);
    assert_eq!(ready["assessed"], Value::Null);

    // An assessment stands beside it; another setting asks for more.
    ran(
        &home,
        &["assess", "fit", "--set", "clear=2", "--set", "proved=2"],
    )
    .ok();
    let beside = readiness(&home, &[]);
    assert_eq!(
        (&beside["verdict"], &beside["assessed"]["verdict"]),
        (&json!("ready"), &json!("not-yet"))
    );
    fs::write(
        home.path().join("hotseat.toml"),
        "[readiness]\nat_least = 4\n",
    )
    .expect("it is set");
    let more = readiness(&home, &[]);
    assert_eq!(
        (&more["verdict"], &more["at_least"]),
        (&json!("not-enough-evidence"), &json!(4))
    );
}

#[test]
fn figures_agree_in_table_csv_and_json() {
    let home = home();
    sit(&home, &["three", "--mic", "none", "--seed", "1"]);
    for (answer, point) in [(1, 2), (2, 4), (3, 5)] {
        score(&home, answer, point, "yes");
    }
    // After listening: told, and not counted.
    score(&home, 1, 1, "no");
    ran(
        &home,
        &["assess", "fit", "--set", "clear=3", "--set", "proved=2"],
    )
    .ok();

    let document = ran(&home, &["history", "--json"]).json();
    let own = figures(&document["criteria"], "told", "point");
    assert_eq!(own, json!([3, 11.0 / 3.0, 5.0, 2.0, null]));
    let progress = ran(&home, &["progress", "--json"]).json();
    assert_eq!(figures(&progress["criteria"], "told", "point"), own);
    let calibration = &progress["calibration"];
    let points = calibration
        .as_array()
        .expect("a list")
        .iter()
        .find(|pair| pair["max"] == 5);
    assert_eq!(
        points.map(|pair| (&pair["n"], &pair["bias"])),
        Some((&json!(1), &json!(-1.0)))
    );
    let table = ran(&home, &["history"]).ok().stdout;
    let row = table
        .lines()
        .find(|line| line.starts_with("  point"))
        .expect("a row");
    let words: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(words[..5], ["point", "3", "3.67", "5.0", "+2.0"], "{table}");

    let csv = ran(&home, &["history", "--csv"]).ok().stdout;
    assert!(csv.ends_with("\r\n") && !csv.ends_with("\n\r\n"), "{csv:?}");
    let mut lines = csv.lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
    let column = |name| {
        head.iter()
            .position(|known| *known == name)
            .expect("a column")
    };
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let first =
        |row: &&Vec<&str>| row[column("criterion")] == "point" && row[column("pass")] == "first";
    let values: Vec<f64> = rows
        .iter()
        .filter(first)
        .map(|row| row[column("value")].parse().expect("a number"))
        .collect();
    assert_eq!(
        json!([values.len(), values.iter().sum::<f64>() / 3.0]),
        json!([own[0], own[1]])
    );
    // Those of an assessment are of no session.
    let assessed: Vec<_> = rows
        .iter()
        .filter(|row| row[column("rubric")] == "fit")
        .collect();
    assert_eq!(assessed.len(), 2);
    assert!(assessed.iter().all(|row| row[column("session")].is_empty()));
    let fit = ran(&home, &["history", "--rubric", "fit", "--json"]).json();
    assert_eq!(fit["criteria"][0]["values"][0]["session"], Value::Null);
    assert_eq!(fit["criteria"].as_array().map(Vec::len), Some(2));
}

/// `progress` looks back on 500 answers, and scores are of all of them everywhere.
#[test]
fn figures_agree_however_much_there_is() {
    let home = home();
    sit(&home, &["three", "--mic", "none", "--seed", "1"]);
    for answer in [1, 2, 3] {
        score(&home, answer, 5, "yes");
    }
    let shown = ran(&home, &["sessions", "show", "last", "--json"]).json();
    let other = tempfile::tempdir().expect("a folder");
    for number in 0..170_u128 {
        let mut session = shown.clone();
        let id = |number| uuid::Uuid::from_u128(0x0193_6f0c_0000_7000_8000 << 64 | number);
        session["id"] = json!(id(number * 10));
        session["started_at"] = json!(format!(
            "2024-{:02}-01T07:{:02}:00Z",
            number / 60 + 1,
            number % 60
        ));
        for (index, answer) in (1..).zip(session["answers"].as_array_mut().expect("answers")) {
            let card = &mut answer["scorecards"][0];
            card["id"] = json!(id(number * 10 + index));
            card["at"] = json!(format!(
                "2024-{:02}-01T08:{:02}:00Z",
                number / 60 + 1,
                number % 60
            ));
            card["values"][0]["value"] = json!(number % 3 + 1);
        }
        let folder = other.path().join(number.to_string());
        fs::create_dir(&folder).expect("a folder");
        let text = serde_json::to_string(&session).expect("a document");
        fs::write(folder.join("session.json"), text).expect("a session");
    }
    let path = other.path().to_string_lossy().into_owned();
    ran(&home, &["import", &path]).ok();

    let document = ran(&home, &["history", "--json"]).json();
    let own = figures(&document["criteria"], "told", "point");
    assert_eq!(own[0], 513);
    let progress = ran(&home, &["progress", "--json"]).json();
    assert!(
        progress["answers"].as_u64() < Some(513),
        "{}",
        progress["answers"]
    );
    assert_eq!(figures(&progress["criteria"], "told", "point"), own);
    let page = ran(&home, &["progress"]).ok();
    assert!(
        page.stdout.contains("Scores are of all practice"),
        "{}",
        page.show()
    );
}

#[test]
fn history_is_narrowed_by_what_was_asked_and_by_who_scored() {
    let home = home();
    let sat = sit(&home, &["three", "--mic", "none", "--seed", "1"]);
    score(&home, 1, 2, "yes");
    score(&home, 2, 4, "yes");
    score(&home, 1, 3, "no");
    ran(
        &home,
        &["assess", "fit", "--set", "clear=3", "--set", "proved=2"],
    )
    .ok();
    let n = |args: &[&str]| -> Vec<Value> {
        let document = ran(&home, &[&["history", "--json"], args].concat()).json();
        let lines = document["criteria"].as_array().expect("a list").iter();
        lines
            .map(|line| json!([line["criterion"], line["n"], line["mean"]]))
            .collect()
    };
    let prompt = sat["answers"][0]["prompt"]["id"].as_str().expect("an id");
    let point = |n, mean| json!(["point", n, mean]);
    let figures = |n, mean| json!(["figures", n, mean]);
    assert_eq!(n(&["--prompt", prompt]), [point(1, 2.0), figures(1, 1.0)]);
    assert_eq!(n(&["--round", "three"]), [point(2, 3.0), figures(2, 1.0)]);
    assert_eq!(n(&["--level", "L7"]), [point(2, 3.0), figures(2, 1.0)]);
    assert_eq!(n(&["--pass", "replay"]), [point(1, 3.0), figures(1, 0.0)]);
    assert_eq!(n(&["--area", "telling"]), [json!(["clear", 1, 3.0])]);
    assert_eq!(n(&["--since", "1d"]).len(), 4);
    assert_eq!(n(&["--rater", "self"]).len(), 4);

    let slips = [
        ("--prompt", "cut-the-bil", "cut-the-bill"),
        ("--round", "thre", "three"),
        ("--area", "tellin", "telling"),
        ("--rater", "selv", "self"),
    ];
    for (flag, name, near) in slips {
        let refused = ran(&home, &["history", flag, name]);
        assert_eq!(
            (refused.status, &*refused.stdout),
            (Some(1), ""),
            "{}",
            refused.show()
        );
        assert!(refused.stderr.contains(near), "{}", refused.show());
    }
    for args in [
        ["--since", "30"],
        ["--since", "2026-02-30"],
        ["--level", "L9"],
        ["--pass", "second"],
    ] {
        let refused = ran(&home, &[&["history"], &args[..]].concat());
        assert_eq!(
            (refused.status, &*refused.stdout),
            (Some(2), ""),
            "{}",
            refused.show()
        );
    }

    // One prompt over time.
    let takes = ran(&home, &["progress", prompt, "--json"]).json();
    let takes = takes["takes"].as_array().expect("a list");
    assert_eq!(takes.len(), 1);
    assert_eq!(takes[0]["share"], 25);
    let page = ran(&home, &["progress", prompt]).ok();
    assert!(page.stdout.contains("a trend takes 5"), "{}", page.show());
    for args in [
        ["progress", "no-such-prompt"],
        ["progress", "--rubric=told"],
    ] {
        assert_eq!(ran(&home, &args).status, Some(1), "{args:?}");
    }
}
