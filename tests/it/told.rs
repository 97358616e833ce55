//! What stories are for: matched to prompts, told against the clock, and seen by the plan.

use std::fs;

use serde_json::json;

use super::support::home::Home;
use super::support::sitting::{ran, sit};
use super::support::story::{CRISIS, all, path, write};

#[test]
fn stories_are_matched_to_prompts_and_fill_the_five_slots() {
    let home = Home::new();
    write(
        &home,
        "outage",
        "crisis-leadership",
        "competencies = [\"resilience\", \"earn-trust\"]\npeople = 80",
        &CRISIS,
    );
    write(
        &home,
        "cloud",
        "technical-strategy",
        "competencies = [\"strategy\"]",
        &["Situation"],
    );
    let matched = ran(
        &home,
        &["stories", "match", "crisis-leadership-story", "--json"],
    )
    .json();
    assert_eq!(all(&matched["stories"], "story"), ["outage"]);
    assert_eq!(matched["stories"][0]["by_framework"], true);
    assert_eq!(matched["stories"][0]["shared"], json!(["resilience"]));

    let matrix = ran(&home, &["stories", "match", "--matrix", "--json"]).json();
    let row = |name: &str| {
        let rows = matrix["competencies"].as_array().expect("rows");
        let row = rows
            .iter()
            .find(|row| row["competency"] == name)
            .expect(name);
        (
            row["stories"].clone(),
            row["prompts"].as_u64().expect("a number"),
        )
    };
    assert_eq!(row("earn-trust").0, json!(["outage"]));
    assert_eq!(row("conflict").0, json!([]));
    let uncovered = matrix["uncovered"]["competencies"]
        .as_array()
        .expect("uncovered");
    assert!(uncovered.contains(&json!("conflict")) && !uncovered.contains(&json!("strategy")));
    // One story stands for most of what can be told.
    assert_eq!(matrix["overused"], json!(["outage"]));
    let page = ran(&home, &["stories", "match", "--matrix"]).ok().stdout;
    assert!(
        page.contains("`outage` is the best answer to more than half"),
        "{page}"
    );
    assert!(
        page.lines().all(|line| line.chars().count() <= 80),
        "{page}"
    );

    let top = ran(&home, &["stories", "top", "--json"]).json();
    let filled: Vec<_> = top["slots"]
        .as_array()
        .expect("slots")
        .iter()
        .map(|slot| (slot["slot"].clone(), slot["story"].clone()))
        .collect();
    assert_eq!(filled[2], (json!("decision"), json!("cloud")));
    assert_eq!(filled[4], (json!("crisis"), json!("outage")));
    assert_eq!(
        top["empty"],
        json!(["platform", "transformation", "innovation"])
    );
    let page = ran(&home, &["stories", "top"]).ok().stdout;
    assert!(page.contains("none yet"), "{page}");
}

#[test]
fn a_story_is_told_scored_and_told_again() {
    let home = Home::new();
    write(
        &home,
        "outage",
        "crisis-leadership",
        "competencies = [\"resilience\"]",
        &CRISIS,
    );
    // A prompt of the same name is none of its business.
    let pack = "format_version = 1\n[pack]\nid = \"mine\"\n[[prompt]]\nid = \"outage\"\nkind = \"story\"\n\
                title = \"Another\"\nlevel = [\"L5\"]\ncompetencies = []\nask = \"Another?\"\n";
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for packs");
    fs::write(home.path().join("prompts/mine.toml"), pack).expect("a pack");

    let told = sit(&home, &["story:outage", "--mic", "none"]);
    assert_eq!(told["round"]["id"], "story");
    let prompt = &told["answers"][0]["prompt"];
    assert_eq!(
        (&prompt["id"], &prompt["pack"]),
        (&json!("story-outage"), &json!("your-stories"))
    );
    assert_eq!(
        (&prompt["kind"], &prompt["title"]),
        (&json!("story"), &json!("The story outage"))
    );
    let sections = told["answers"][0]["sections"].as_array().expect("sections");
    assert_eq!(sections.len(), 1);
    assert_eq!(sections[0]["budget_ms"], 900);
    // What the telling was scored on, and what it is known by, are that of its framework's round.
    ran(&home, &["score", "last", "--set", "time-horizon=4"]).ok();

    let listed = ran(&home, &["stories", "list", "--json"]).json();
    assert!(listed["stories"][0]["told_at"].is_string(), "{listed}");
    let again = [
        "again", "--yes", "--json", "--scale", "0.001", "--mic", "none",
    ];
    let again = ran(&home, &again).json();
    assert_eq!(again["answers"][0]["prompt"], *prompt);
    let other = sit(&home, &["outage", "--mic", "none"]);
    assert_eq!(other["answers"][0]["prompt"]["title"], "Another");

    // Taken away by hand, it cannot be told again, and what was said of it stays.
    fs::remove_file(path(&home, "outage")).expect("it is deleted");
    let id = told["id"].as_str().expect("an id");
    let gone = ran(&home, &["again", id, "--yes", "--mic", "none"]);
    assert_eq!(gone.status, Some(1), "{}", gone.show());
    assert!(
        gone.stderr.contains("the story `outage` is gone"),
        "{}",
        gone.show()
    );
    ran(&home, &["sessions", "show", id]).ok();
}

#[test]
fn a_prompt_with_the_id_of_a_told_story_is_told_from_it() {
    let home = Home::new();
    write(&home, "outage", "crisis-leadership", "", &CRISIS);
    let pack = "format_version = 1\n[pack]\nid = \"mine\"\n[[prompt]]\nid = \"story-outage\"\nkind = \"story\"\n\
                title = \"Another\"\nlevel = [\"L5\"]\ncompetencies = []\nask = \"Another?\"\n";
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for packs");
    fs::write(home.path().join("prompts/mine.toml"), pack).expect("a pack");
    let refused = ran(
        &home,
        &["practice", "story:outage", "--yes", "--mic", "none"],
    );
    assert_eq!(refused.status, Some(1), "{}", refused.show());
    assert!(
        refused.stderr.contains("a pack has `story-outage`"),
        "{}",
        refused.show()
    );
    fs::remove_file(path(&home, "outage")).expect("it is deleted");
    let new = ran(&home, &["stories", "new", "outage"]);
    assert_eq!(new.status, Some(1), "{}", new.show());
    assert!(!path(&home, "outage").exists());
}

#[test]
fn a_framework_of_ones_own_is_told_along() {
    let home = Home::new();
    let pack = "format_version = 1\n[pack]\nid = \"mine\"\n[[framework]]\nid = \"two\"\ntitle = \"Two steps\"\n\
                [[framework.step]]\ntitle = \"Before\"\nask = \"What was it like?\"\n\
                [[framework.step]]\ntitle = \"After\"\nask = \"What is it like now?\"\n";
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for packs");
    fs::write(home.path().join("prompts/mine.toml"), pack).expect("a pack");
    ran(&home, &["prompts", "check", "prompts/mine.toml"]).ok();
    ran(&home, &["stories", "new", "a move", "--framework", "two"]).ok();
    let text = fs::read_to_string(path(&home, "a-move")).expect("it is there");
    assert!(
        text.contains("\n## Before\n\n<!-- What was it like? -->\n"),
        "{text}"
    );
    let told = sit(&home, &["story:a-move", "--mic", "none"]);
    assert_eq!(told["answers"][0]["sections"][0]["budget_ms"], 900);
    // Without the pack the story waits for its framework.
    fs::remove_file(home.path().join("prompts/mine.toml")).expect("it is deleted");
    let broken = ran(&home, &["stories", "check"]);
    assert_eq!(broken.status, Some(1), "{}", broken.show());
    assert!(
        broken.stderr.contains("there is no framework `two`"),
        "{}",
        broken.show()
    );
}

#[test]
fn four_stories_that_reach_an_organization_tick_their_deliverable() {
    let home = Home::new();
    ran(&home, &["plan", "start"]).ok();
    let deliverable = || {
        let plan = ran(&home, &["plan", "show", "--day", "1", "--json"]).json();
        let items = plan["days"][0]["deliverables"]
            .as_array()
            .expect("deliverables")
            .clone();
        items
            .into_iter()
            .find(|item| item["id"] == "four-stories")
            .expect("it is there")
    };
    for id in ["a", "b", "c"] {
        write(&home, id, "crisis-leadership", "people = 50", &CRISIS);
    }
    write(&home, "small", "crisis-leadership", "people = 49", &CRISIS);
    write(
        &home,
        "unwritten",
        "crisis-leadership",
        "people = 50",
        &CRISIS[1..],
    );
    assert_eq!(deliverable()["done"], false);
    write(
        &home,
        "d",
        "star",
        "business_units = 2",
        &["Situation", "Task", "Action", "Result"],
    );
    assert_eq!(deliverable()["done"], true);
    assert_eq!(deliverable()["evidence"], "the stories a, b, c, d");
}
