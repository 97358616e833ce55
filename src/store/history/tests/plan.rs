//! What was said of plans comes back, from the database or from its portable copy; the last word
//! counts.

use std::fs;

use super::*;
use crate::domain::{PlanNote, PlanProgress, PlanStart, PlanTick, TopicTime};

fn progress(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("progress");
    fs::create_dir_all(&path).unwrap();
    path
}

fn started(on: &str, at: &str) -> PlanProgress {
    PlanProgress {
        starts: vec![PlanStart {
            plan: "week".to_owned(),
            on: on.parse().unwrap(),
            at: super::at(at),
        }],
        ..PlanProgress::default()
    }
}

fn ticked(item: &str, done: bool, at: &str) -> PlanProgress {
    PlanProgress {
        ticks: vec![PlanTick {
            plan: "week".to_owned(),
            item: item.to_owned(),
            done,
            at: super::at(at),
        }],
        ..PlanProgress::default()
    }
}

fn noted(text: &str, at: &str) -> PlanProgress {
    let topic = |n: u64| TopicTime {
        topic: format!("topic {n}"),
        used_ms: n,
        through: n == 1,
    };
    PlanProgress {
        notes: vec![PlanNote {
            plan: "week".to_owned(),
            block: "a".to_owned(),
            title: "Block A".to_owned(),
            text: text.to_owned(),
            topics: vec![topic(1), topic(2)],
            at: super::at(at),
        }],
        ..PlanProgress::default()
    }
}

#[test]
fn no_note_is_ever_written_over() {
    let (folder, mut history) = history();
    let copy = progress(&folder);
    for word in [
        noted("late", LATE),
        noted("early", EARLY),
        noted("else", LATE),
    ] {
        history.note_plans(&word, &copy).unwrap();
    }
    let plans = history.plans(&copy).unwrap();
    let all = [noted("early", EARLY), noted("late", LATE)];
    assert_eq!(plans.notes, all.map(|word| word.notes).concat());
    let last = plans.note("week", "a").map(|note| note.text.as_str());
    assert_eq!(last, Some("late"));

    let (_elsewhere, mut other) = super::history();
    assert_eq!(other.plans(&copy).unwrap(), plans);
}

#[test]
fn a_copy_of_before_there_were_notes_is_read() {
    let (folder, mut history) = history();
    let copy = progress(&folder);
    fs::write(
        copy.join("plan.json"),
        "{\"schema\": 1, \"starts\": [], \"ticks\": []}",
    )
    .unwrap();
    assert_eq!(history.plans(&copy).unwrap(), PlanProgress::default());
}

const EARLY: &str = "2026-11-22T07:00:00Z";
const LATE: &str = "2026-11-22T08:00:00Z";

#[test]
fn the_last_word_on_each_item_comes_back() {
    let (folder, mut history) = history();
    let copy = progress(&folder);
    let words = [
        started("2026-11-23", LATE),
        started("2026-11-30", EARLY),
        ticked("a", true, EARLY),
        ticked("a", false, LATE),
        ticked("b", true, LATE),
        ticked("b", false, EARLY),
    ];
    for word in &words {
        history.note_plans(word, &copy).unwrap();
    }
    let plans = history.plans(&copy).unwrap();
    assert_eq!(plans.starts, started("2026-11-23", LATE).starts);
    let ticks = [ticked("a", false, LATE), ticked("b", true, LATE)];
    assert_eq!(plans.ticks, ticks.map(|word| word.ticks).concat());
}

#[test]
fn a_lost_database_is_filled_from_the_portable_copy() {
    let (folder, mut before) = super::history();
    let copy = progress(&folder);
    before
        .note_plans(&started("2026-11-23", EARLY), &copy)
        .unwrap();
    before.note_plans(&ticked("a", true, EARLY), &copy).unwrap();

    let (_elsewhere, mut history) = super::history();
    history
        .note_plans(&ticked("a", false, LATE), &copy)
        .unwrap();
    let plans = history.plans(&copy).unwrap();
    assert_eq!(plans.starts, started("2026-11-23", EARLY).starts);
    assert_eq!(plans.ticks, ticked("a", false, LATE).ticks);
    assert_eq!(before.plans(&copy).unwrap(), plans);
}

#[test]
fn a_copy_that_cannot_be_read_is_named_and_left_alone() {
    let (folder, mut history) = history();
    let copy = progress(&folder);
    let file = copy.join("plan.json");
    let cases = [
        ("{\"schema\": 1,", "is no record of plans"),
        ("{\"schema\": 1, \"starts\": 3}", "is no record of plans"),
        ("{\"schema\": 99}", "has schema 99"),
    ];
    for (text, expected) in cases {
        fs::write(&file, text).unwrap();
        let said = history.note_plans(&ticked("a", true, EARLY), &copy);
        let error = said.unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(error.contains("plan.json"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}
