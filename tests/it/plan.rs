//! `plan`: the seven days of the built-in plan, on one screen and as data, and plans of one's own.

use std::fs;

use serde_json::Value;

use super::support::home::Home;
use super::support::sitting::ran;

fn list<'v>(value: &'v Value, key: &str) -> &'v Vec<Value> {
    value[key]
        .as_array()
        .unwrap_or_else(|| panic!("{key} of {value}"))
}

fn numbers(values: &[Value], key: &str) -> Vec<f64> {
    values
        .iter()
        .filter_map(|value| value[key].as_f64())
        .collect()
}

/// `round l7-scenarios 60`, or `study platform-principles 20` of what runs nothing.
fn block(block: &Value) -> String {
    let name = block["use"].as_str().or(block["id"].as_str());
    let kind = block["type"].as_str().expect("a type");
    format!("{kind} {} {}", name.expect("a name"), block["minutes"])
}

#[test]
fn the_seven_days_have_the_times_of_the_document() {
    let home = Home::new();
    let plan = ran(&home, &["plan", "show", "--json"]).json();
    assert_eq!(plan["plan"], "l7-seven-days");
    assert_eq!(plan["minutes"], 720.0);
    let days = list(&plan, "days");
    assert_eq!(numbers(days, "day"), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
    let minutes = [120.0, 120.0, 120.0, 90.0, 120.0, 90.0, 60.0];
    assert_eq!(numbers(days, "minutes"), minutes);
    for day in days {
        let parts = list(day, "parts");
        let half = day["minutes"].as_f64().expect("minutes") / 2.0;
        assert_eq!(numbers(parts, "minutes"), [half, half], "{}", day["day"]);
        for part in parts {
            let sum: f64 = numbers(list(part, "blocks"), "minutes").iter().sum();
            assert!((sum - half).abs() < f64::EPSILON, "{}", day["day"]);
        }
        assert_eq!(list(day, "deliverables").len(), 4, "{}", day["day"]);
    }
    assert_eq!(list(&plan, "prerequisites").len(), 4);
    // Looking makes no home.
    assert!(!home.path().join("history.db").exists());
}

#[test]
fn every_block_of_the_document_is_there() {
    let home = Home::new();
    let plan = ran(&home, &["plan", "show", "--json"]).json();
    let days = list(&plan, "days").iter();
    let blocks = days
        .flat_map(|day| list(day, "parts"))
        .flat_map(|part| list(part, "blocks"));
    let blocks: Vec<&Value> = blocks.collect();
    let found: Vec<String> = blocks.iter().map(|found| block(found)).collect();
    let expected = [
        "assess l7-baseline 45.0",
        "worksheet vision 15.0",
        "round l7-impact-stories 60.0",
        "study platform-principles 20.0",
        "study aws-at-scale 20.0",
        "study strategy-framework 20.0",
        "round l7-platform-design 60.0",
        "round l7-scenarios 60.0",
        "round executive-briefing 30.0",
        "round l7-influence 30.0",
        "study industry-analysis 15.0",
        "study innovation-pipeline 15.0",
        "study thought-leadership 15.0",
        "round l7-vision-stories 45.0",
        "round l7-executive-design 60.0",
        "loop l7-behavioral-mock 60.0",
        "worksheet unique-value 15.0",
        "checklist presence 15.0",
        "worksheet alignment 15.0",
        "stories story-polish 30.0",
        "worksheet questions-to-ask 15.0",
        "assess l7-readiness 30.0",
        "checklist interview-day 30.0",
    ];
    assert_eq!(found, expected);
    let of = |id: &str| *blocks.iter().find(|block| block["id"] == id).expect(id);
    let items = |id: &str| -> Vec<usize> {
        let groups = list(of(id), "items").iter();
        groups.map(|group| list(group, "items").len()).collect()
    };
    for block in blocks.iter().filter(|block| block["type"] == "study") {
        assert_eq!(list(block, "topics").len(), 4, "{}", block["id"]);
    }
    assert_eq!(list(of("unique-value"), "questions").len(), 4);
    assert_eq!(list(of("alignment"), "questions").len(), 4);
    assert_eq!(list(of("questions-to-ask"), "questions").len(), 5);
    assert_eq!(items("presence"), [5]);
    assert_eq!(items("interview-day"), [4, 4, 4, 4]);
    assert_eq!(list(of("story-polish"), "topics").len(), 4);
    assert_eq!(items("story-polish"), [5]);
}

#[test]
fn what_a_block_runs_takes_as_long_as_the_block() {
    let home = Home::new();
    let plan = ran(&home, &["plan", "show", "--json"]).json();
    let mut sittings = ran(&home, &["rounds", "list", "--json"]).json();
    let mut loops = ran(&home, &["loops", "list", "--json"]).json();
    let mut all = std::mem::take(sittings["rounds"].as_array_mut().expect("rounds"));
    all.append(loops["loops"].as_array_mut().expect("loops"));
    let days = list(&plan, "days").iter();
    for part in days.flat_map(|day| list(day, "parts")) {
        let sat = |block: &&Value| block["type"] == "round" || block["type"] == "loop";
        for block in list(part, "blocks").iter().filter(sat) {
            let sitting = all.iter().find(|found| found["id"] == block["use"]);
            let sitting = sitting.expect("it runs something");
            assert_eq!(sitting["minutes"], block["minutes"], "{}", block["id"]);
        }
    }
}

#[test]
fn the_whole_plan_fits_one_screen_and_a_day_shows_all_of_itself() {
    let home = Home::new();
    let all = ran(&home, &["plan"]);
    // The prompt comes on the last line.
    assert!(all.stdout.lines().count() < 24, "{}", all.stdout);
    for line in all.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line:?}");
    }
    assert_eq!(all.stdout, ran(&home, &["plan", "show"]).stdout);
    let day = ran(&home, &["plan", "show", "--day", "7"]).stdout;
    for said in [
        "Day 7 of 7",
        "hotseat assess l7-readiness",
        "[ ] 11 I act quickly",
        "4.0 or more",
    ] {
        assert!(day.contains(said), "{said}: {day}");
    }
    let only = ran(&home, &["plan", "show", "--day", "7", "--json"]).json();
    assert_eq!(numbers(list(&only, "days"), "day"), [7.0]);
    for day in ["0", "8"] {
        let refused = ran(&home, &["plan", "show", "--day", day]);
        assert_eq!(refused.status, Some(1));
        assert!(
            refused.stderr.contains("its days are 1 to 7"),
            "{}",
            refused.stderr
        );
    }
}

#[test]
fn a_plan_of_ones_own_is_found_and_one_that_does_not_add_up_is_told() {
    let home = Home::new();
    let pack = |minutes| {
        format!(
            "format_version = 1\n[pack]\nid = \"mine\"\n[[plan]]\nid = \"weekend\"\n\
             title = \"A weekend\"\n[[plan.day]]\ntitle = \"Saturday\"\n[[plan.day.part]]\n\
             title = \"Noon\"\nminutes = {minutes}\n[[plan.day.part.block]]\ntype = \"round\"\n\
             minutes = 60\nuse = \"l7-scenarios\"\n"
        )
    };
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for the pack");
    let file = home.path().join("prompts/mine.toml");
    fs::write(&file, pack(60)).expect("the pack is written");
    let shown = ran(&home, &["plan", "show", "--plan", "weekend"]).stdout;
    assert!(
        shown.contains("Noon 60: L7 leadership scenarios"),
        "{shown}"
    );
    let both = ran(&home, &["plan", "show"]).stdout;
    assert!(both.contains("Other plans: --plan weekend"), "{both}");
    let slip = ran(&home, &["plan", "show", "--plan", "weekends"]);
    assert_eq!(slip.status, Some(1));
    assert!(
        slip.stderr.contains("did you mean `weekend`?"),
        "{}",
        slip.stderr
    );

    fs::write(&file, pack(45)).expect("the pack is written");
    let check = ran(&home, &["prompts", "check", "--json"]);
    assert_eq!(check.status, Some(1));
    let problems: Value = serde_json::from_str(&check.stdout).expect("JSON");
    let codes: Vec<&str> = list(&problems, "problems")
        .iter()
        .filter_map(|problem| problem["code"].as_str())
        .collect();
    assert_eq!(codes, ["block-sum"]);
}

/// Of the first day, as `plan show --json` has it.
fn first_day(home: &Home) -> Value {
    let plan = ran(home, &["plan", "show", "--day", "1", "--json"]).json();
    plan["days"][0].clone()
}

fn item<'v>(day: &'v Value, id: &str) -> &'v Value {
    let parts = list(day, "parts").iter();
    let blocks = parts.flat_map(|part| list(part, "blocks"));
    let mut items = blocks.chain(list(day, "deliverables"));
    items.find(|item| item["id"] == id).expect(id)
}

#[test]
fn a_plan_that_has_begun_keeps_what_is_done_also_without_its_database() {
    let home = Home::new();
    assert_eq!(first_day(&home)["date"], Value::Null);
    let started = ran(&home, &["plan", "start", "--on", "2126-03-01"]);
    assert_eq!(started.status, Some(0), "{}", started.stderr);
    assert!(
        started.stderr.contains("begins on 2126-03-01"),
        "{}",
        started.stderr
    );
    assert_eq!(first_day(&home)["date"], "2126-03-01");
    for id in ["vision", "vision-written"] {
        assert_eq!(ran(&home, &["plan", "done", id]).status, Some(0));
    }
    let day = first_day(&home);
    let done = ["baseline", "vision", "baseline-done", "vision-written"];
    assert_eq!(
        done.map(|id| item(&day, id)["done"] == true),
        [false, true, false, true]
    );
    let shown = ran(&home, &["plan"]).stdout;
    assert!(shown.contains("Day 1 · Fri 1 Mar · 120 min"), "{shown}");
    assert!(shown.contains("Your position ✓"), "{shown}");
    assert!(shown.lines().count() < 24, "{shown}");
    assert!(
        shown.lines().all(|line| line.chars().count() <= 80),
        "{shown}"
    );

    fs::remove_file(home.path().join("history.db")).expect("the database is lost");
    assert_eq!(first_day(&home), day);
    assert_eq!(ran(&home, &["plan", "undo", "vision"]).status, Some(0));
    assert_eq!(item(&first_day(&home), "vision")["done"], false);
}

#[test]
fn an_assessment_that_is_good_enough_ticks_its_deliverable_and_is_named() {
    let home = Home::new();
    let rubric = ran(&home, &["rubrics", "show", "l7-baseline", "--json"]).json();
    let ids = list(&rubric, "criteria").iter();
    let ids: Vec<&str> = ids
        .filter_map(|criterion| criterion["id"].as_str())
        .collect();
    let assess = |last: i64| {
        // Four criteria to an area: 3.5 in each, but for the last one's.
        let values = [4, 4, 3, 3, 4, 4, 3, 3, 4, 4, 3, last];
        let set = ids
            .iter()
            .zip(values)
            .map(|(id, value)| format!("--set={id}={value}"));
        let set: Vec<String> = set.collect();
        let head = ["assess", "l7-baseline", "--json"].into_iter();
        let args: Vec<&str> = head.chain(set.iter().map(String::as_str)).collect();
        ran(&home, &args).json()
    };
    assert_eq!(ran(&home, &["plan", "start"]).status, Some(0));
    let short = assess(2);
    assert_eq!(short["total"], 41);
    assert_eq!(item(&first_day(&home), "baseline-done")["done"], false);
    let enough = assess(3);
    let day = first_day(&home);
    let shown = item(&day, "baseline-done");
    assert_eq!(shown["done"], true);
    let evidence = shown["evidence"].as_str().expect("evidence");
    assert!(
        enough["card"]
            .as_str()
            .is_some_and(|card| evidence.contains(card)),
        "{evidence}"
    );
}

#[test]
fn a_slip_in_a_plans_words_is_told() {
    let home = Home::new();
    let slip = ran(&home, &["plan", "done", "visions"]);
    assert_eq!(slip.status, Some(1));
    assert!(
        slip.stderr.contains("did you mean `vision`?"),
        "{}",
        slip.stderr
    );
    let no_day = ran(&home, &["plan", "start", "--on", "2026-02-30"]);
    assert_eq!(no_day.status, Some(2));
    let no_plan = ran(&home, &["plan", "start", "--plan", "l7-seven-day"]);
    assert_eq!(no_plan.status, Some(1));
    assert!(
        no_plan.stderr.contains("did you mean `l7-seven-days`?"),
        "{}",
        no_plan.stderr
    );
}
