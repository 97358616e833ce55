//! The whole plan, from its first block to its verdict, through the public commands. Its time is a
//! ten-thousandth of what it is, and it began long ago: its days are moved as they go.

use std::fs;

use serde_json::Value;

use super::support::home::{Home, hotseat, run};
use super::support::sitting::ran;
use super::support::{story, wav};

const VOICE: &str = "voice.wav";

/// A home with a voice in it, where one score is evidence enough, and a plan that has begun.
fn begun() -> Home {
    let home = Home::new();
    let settings = "[readiness]\nat_least = 1\n";
    fs::write(home.path().join("hotseat.toml"), settings).expect("the settings are written");
    wav::write(&home.path().join(VOICE), wav::ROOM, &vec![0; 48_000]);
    ran(&home, &["plan", "start", "--on", "2020-01-06"]).ok();
    home
}

/// Runs the next block, which must be this one, with an editor that answers every question, and
/// returns what it prints and what it says.
#[track_caller]
fn next(home: &Home, id: &str, flags: &[String]) -> (Value, String) {
    let mut command = hotseat(home);
    command
        .args(["plan", "next", "--json", "--scale=0.0001"])
        .args(flags)
        .env("EDITOR", "sed -i 's/^## .*/&\\n\\nan answer/'");
    let ran = run(&mut command).ok();
    let said = ran.stderr.clone();
    let document = ran.json();
    assert_eq!(document["block"]["id"], id, "{said}");
    (document, said)
}

/// `--set` for every criterion of a rubric, in its order.
fn set(home: &Home, rubric: &str, values: &[[i64; 4]; 3]) -> Vec<String> {
    let document = ran(home, &["rubrics", "show", rubric, "--json"]).json();
    let criteria = document["criteria"].as_array().expect("criteria").iter();
    let values = values.as_flattened();
    let set = criteria.zip(values).map(|(criterion, value)| {
        let id = criterion["id"].as_str().expect("an id");
        format!("--set={id}={value}")
    });
    set.collect()
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().expect(key).iter()
}

/// Which rubrics are scored after a block, so that every criterion of the readiness has evidence.
const SCORED: [(&str, &[&str]); 5] = [
    ("impact-stories", &["l7-behavioral"]),
    (
        "platform-design",
        &["l7-system-design", "l7-platform-check"],
    ),
    ("leadership-scenarios", &["scenario"]),
    ("influence", &["executive-communication"]),
    ("executive-design", &["l7-executive-check"]),
];

/// Gives the first answer of the last session the best score there is.
fn score(home: &Home, rubric: &str) {
    let document = ran(home, &["rubrics", "show", rubric, "--json"]).json();
    let set = list(&document, "criteria").map(|criterion| {
        let id = criterion["id"].as_str().expect("an id");
        format!("--set={id}={}", criterion["max"])
    });
    let set: Vec<String> = set.collect();
    let head = ["score", "--answer=1", "--rubric", rubric].into_iter();
    let args: Vec<&str> = head.chain(set.iter().map(String::as_str)).collect();
    ran(home, &args).ok();
}

/// What practice says of being ready.
fn readiness(home: &Home) -> Value {
    let progress = ran(home, &["progress", "--json"]).json();
    progress["readiness"]["verdict"].clone()
}

/// Does one block as its type asks for, and says what it said.
fn does(home: &Home, block: &Value) -> String {
    let id = block["id"].as_str().expect("an id");
    let flags = match block["type"].as_str() {
        Some("checklist") => {
            for check in list(block, "checks") {
                let item = format!("{id}/{}", check["number"]);
                ran(home, &["plan", "done", &item]).ok();
            }
            return String::new();
        }
        Some("assess") => set(
            home,
            block["use"].as_str().expect("a rubric"),
            &[[4; 4], [4; 4], [5, 5, 5, 4]],
        ),
        // Answers count where they were recorded.
        Some("loop") => vec![format!("--mic=file:{VOICE}")],
        _ => vec!["--mic=none".to_owned()],
    };
    let (document, said) = next(home, id, &flags);
    assert_eq!(document["block"]["done"], true, "{id}: {said}");
    for rubric in SCORED.iter().filter(|(block, _)| *block == id) {
        rubric.1.iter().for_each(|rubric| score(home, rubric));
    }
    said
}

fn shown(home: &Home, day: usize) -> Value {
    let day = day.to_string();
    let document = ran(home, &["plan", "show", "--json", "--day", &day]).json();
    document["days"][0].clone()
}

#[test]
fn seven_days_lead_from_the_baseline_to_the_verdict() {
    let home = begun();
    for id in ["one", "two", "three", "four"] {
        story::write(
            &home,
            id,
            "crisis-leadership",
            "people = 80",
            &story::CRISIS,
        );
    }
    let mut by_itself = Vec::new();
    let mut last = String::new();
    for day in 1..=7 {
        let before = shown(&home, day);
        for block in list(&before, "parts").flat_map(|part| list(part, "blocks")) {
            assert_eq!(block["done"], false, "{}", block["id"]);
            let said = does(&home, block);
            if block["id"] == "readiness" {
                last = said;
            }
        }
        let after = shown(&home, day);
        let mut blocks = list(&after, "parts").flat_map(|part| list(part, "blocks"));
        assert!(blocks.all(|block| block["done"] == true), "{after}");
        for item in list(&after, "deliverables") {
            let id = item["id"].as_str().expect("an id");
            if item["done"] == true {
                assert!(item["evidence"].is_string(), "{item}");
                by_itself.push(id.to_owned());
            } else {
                ran(&home, &["plan", "done", id]).ok();
            }
        }
    }
    let expected = [
        "baseline-done",
        "four-stories",
        "platform-designed",
        "scenarios-answered",
        "briefing-given",
        "influence-practised",
        "three-vision-stories",
        "executive-designed",
        "six-answers",
        "readiness-shown",
    ];
    for id in expected {
        assert!(
            by_itself.iter().any(|known| known == id),
            "{id}: {by_itself:?}"
        );
    }
    assert!(last.contains("Ready"), "{last}");
    assert!(last.contains("Ask for interview dates"), "{last}");
    let plan = ran(&home, &["plan", "show", "--json"]).json();
    let items = list(&plan, "days").flat_map(|day| list(day, "deliverables"));
    let items: Vec<&Value> = items.collect();
    assert_eq!(items.len(), 28);
    assert!(items.iter().all(|item| item["done"] == true), "{items:?}");
    assert_eq!(plan["next"], Value::Null);
    assert_eq!(readiness(&home), "ready");
    let over = ran(&home, &["plan", "next"]).ok();
    assert!(over.stderr.contains("every block of"), "{}", over.stderr);
    let notes = ran(&home, &["plan", "notes", "--json"]).json();
    let blocks = list(&notes, "notes").filter(|note| note["text"] != "");
    let blocks: Vec<&str> = blocks.filter_map(|note| note["block"].as_str()).collect();
    let worksheets = ["vision", "unique-value", "alignment", "questions-to-ask"];
    assert_eq!(blocks, worksheets);
}

#[test]
fn an_area_that_is_short_is_named_with_the_steps_of_those_who_are_not_ready() {
    let home = begun();
    let values = set(&home, "l7-readiness", &[[4, 4, 4, 3], [5; 4], [5; 4]]);
    let mut flags = vec!["readiness".to_owned()];
    flags.extend(values);
    let (document, said) = next(&home, "readiness", &flags);
    assert_eq!(document["block"]["done"], true);
    assert_eq!(document["shown"], serde_json::json!([]));
    for piece in [
        "Not yet",
        "Strategic technical leadership: one point more makes a mean of 4.0",
        "whether L6",
        "prompts list --kind scenario",
    ] {
        assert!(said.contains(piece), "{piece}: {said}");
    }
    // What one says of oneself is no evidence.
    assert_eq!(readiness(&home), "not-enough-evidence");
    let last = shown(&home, 7);
    let item = list(&last, "deliverables").find(|item| item["id"] == "readiness-shown");
    assert_eq!(item.map(|item| &item["done"]), Some(&Value::Bool(false)));
}

#[test]
fn where_there_is_more_can_be_opened() {
    let home = Home::new();
    let rubric = ran(&home, &["rubrics", "show", "l7-readiness", "--json"]).json();
    let deeper: Vec<&Value> = list(&rubric["next_steps"], "deeper").collect();
    assert_eq!(deeper.len(), 4);
    for step in deeper {
        let text = step.as_str().expect("a text");
        let command = text.split('`').nth(1).expect("a command");
        let args: Vec<&str> = command.split(' ').skip(1).chain(["--json"]).collect();
        let prompts = ran(&home, &args).json();
        assert!(list(&prompts, "prompts").count() >= 3, "{command}");
    }
}
