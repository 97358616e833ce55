//! `plan next` block by block: what is left midway is gone on with, what was typed is kept, and two
//! plans, or one whose pack was edited, are told apart.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::support::home::{Home, Ran, hotseat, run};
use super::support::pty::{Exit, Pty};
use super::support::sitting::ran;

const LIMIT: Duration = Duration::from_mins(1);

/// A plan of a day with a block of each sort that needs no microphone.
fn pack(plan: &str, blocks: &str) -> String {
    format!(
        "format_version = 1\n[pack]\nid = \"{plan}\"\n[[plan]]\nid = \"{plan}\"\n\
         title = \"The {plan}\"\n[[plan.day]]\ntitle = \"Day\"\n[[plan.day.part]]\n\
         title = \"Noon\"\nminutes = 30\n{blocks}"
    )
}

const STUDY: &str = "[[plan.day.part.block]]\nid = \"read\"\ntype = \"study\"\ntitle = \"Read\"\n\
                     minutes = 10\ntopics = [\"tenants\", \"events\"]\n";
const SHEET: &str = "[[plan.day.part.block]]\nid = \"sheet\"\ntype = \"worksheet\"\n\
                     title = \"Write\"\nminutes = 10\nquestions = [\"Who?\", \"Why?\"]\n";
const LIST: &str = "[[plan.day.part.block]]\nid = \"list\"\ntype = \"checklist\"\n\
                    title = \"Tick\"\nminutes = 10\nitems = [\"calm\", \"awake\"]\n";

fn write_pack(home: &Home, plan: &str, blocks: &str) {
    let folder = home.path().join("prompts");
    fs::create_dir_all(&folder).expect("a folder for the pack");
    let file = folder.join(format!("{plan}.toml"));
    fs::write(file, pack(plan, blocks)).expect("the pack is written");
}

/// A home in which the plan `mine` has begun.
pub(crate) fn home() -> Home {
    let home = Home::new();
    write_pack(&home, "mine", &[STUDY, SHEET, LIST].concat());
    ran(&home, &["plan", "start", "--plan", "mine"]).ok();
    home
}

/// An editor of these lines of a shell, whose file is `$1`.
pub(crate) fn editor(home: &Home, lines: &str) -> String {
    let path = home.user().join("an editor");
    fs::write(&path, format!("#!/bin/sh\n{lines}\n")).expect("a script");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).expect("it can be run");
    path.display().to_string()
}

pub(crate) fn with_editor(home: &Home, editor: &str, args: &[&str]) -> Ran {
    run(hotseat(home).args(args).env("EDITOR", editor))
}

pub(crate) fn draft(home: &Home) -> PathBuf {
    home.path().join("progress/drafts/mine.sheet.md")
}

#[track_caller]
pub(crate) fn says(text: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(text.contains(piece), "no {piece:?} in\n{text}");
    }
}

fn block(home: &Home, id: &str) -> Value {
    let plan = ran(home, &["plan", "show", "--json"]).json();
    let blocks = plan["days"][0]["parts"][0]["blocks"]
        .as_array()
        .expect("blocks")
        .clone();
    blocks
        .into_iter()
        .find(|block| block["id"] == id)
        .expect(id)
}

fn on_terminal(home: &Home, args: &[&str]) -> Pty {
    let mut command: Command = hotseat(home);
    Pty::start(command.args(args), 24, 80)
}

#[track_caller]
fn ends(pty: &mut Pty, code: u32) {
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(code), "{}", pty.screen());
    let is_given_back = pty.is_sane() && !pty.hides_cursor();
    assert!(is_given_back, "the terminal is not given back");
}

#[test]
fn a_study_is_counted_down_stopped_and_gone_on_with() {
    let home = home();
    let mut pty = on_terminal(&home, &["plan", "next"]);
    says(
        &pty.wait_for("Enter begins", LIMIT),
        &["Day 1 of 1", "Read: study, 10 min"],
    );
    pty.send("\r");
    says(
        &pty.wait_for("topic 1 of 2", LIMIT),
        &["tenants", "of 05:00", "of 10:00"],
    );
    pty.send(" ");
    pty.wait_for("paused for", LIMIT);
    pty.send("n");
    pty.wait_for("topic 2 of 2", LIMIT);
    pty.send("q");
    pty.wait_for("q again stops", LIMIT);
    pty.send("q");
    pty.wait_for("Notes:", LIMIT);
    pty.send("half of it is clear\r");
    pty.wait_for("not done yet: Read", LIMIT);
    ends(&mut pty, 0);
    assert_eq!(block(&home, "read")["done"], false);
    let notes = ran(&home, &["plan", "notes", "read", "--json"]).json();
    let topics = &notes["notes"][0]["topics"];
    assert_eq!(
        [&topics[0]["through"], &topics[1]["through"]],
        [&Value::Bool(true), &Value::Bool(false)]
    );

    let rest = ran(&home, &["plan", "next", "--scale", "0.001"]).ok();
    assert!(!rest.stderr.contains("topic 1 of 2"), "{}", rest.stderr);
    says(
        &rest.stderr,
        &["topic 2 of 2: events", "done: Read", "next: day 1, Write"],
    );
    assert_eq!(block(&home, "read")["done"], true);
    let read = ran(&home, &["plan", "notes"]).ok().stdout;
    assert_eq!(read, "# Read\n\nhalf of it is clear\n\n");
}

#[test]
fn ctrl_c_keeps_how_far_a_study_is() {
    let home = home();
    let mut pty = on_terminal(&home, &["plan", "next", "--yes", "--plain"]);
    pty.wait_for("topic 1 of 2: tenants", LIMIT);
    pty.send("n");
    pty.wait_for("topic 2 of 2: events", LIMIT);
    pty.send("\x03");
    pty.wait_for("stopped; how far you are is kept", LIMIT);
    ends(&mut pty, 130);
    let notes = ran(&home, &["plan", "notes", "--json"]).json();
    assert_eq!(notes["notes"][0]["topics"][0]["through"], true);
    assert_eq!(block(&home, "read")["done"], false);
}

#[test]
fn a_worksheet_is_done_when_every_question_has_an_answer() {
    let home = home();
    let next = ["plan", "next", "--block", "sheet"];
    let nothing = with_editor(&home, "true", &next).ok();
    says(
        &nothing.stderr,
        &["0 of 2 questions", "not done yet: Write"],
    );
    let first = editor(&home, "sed -i 's/^## Who?/&\\n\\nI do./' \"$1\"");
    let half = with_editor(&home, &first, &next).ok();
    says(&half.stderr, &["1 of 2 questions", "not done yet: Write"]);
    // Arguments, and quotes among them.
    let second = "sed -i 's/^## Why?/&\\n\\nBecause./'";
    let all = with_editor(&home, second, &next).ok();
    says(&all.stderr, &["2 of 2 questions", "done: Write"]);
    assert!(!draft(&home).exists());
    let read = ran(&home, &["plan", "notes", "sheet"]).ok().stdout;
    says(
        &read,
        &["# Write\n", "## Who?\n\nI do.\n", "## Why?\n\nBecause.\n"],
    );
    let json = ran(&home, &["plan", "notes", "sheet", "--json"]).json();
    assert_eq!(json["notes"][0]["answers"][1]["text"], "Because.");
    // The portable copy has it too.
    fs::remove_file(home.path().join("history.db")).expect("the database is lost");
    assert_eq!(ran(&home, &["plan", "notes", "sheet"]).stdout, read);
}

#[test]
fn a_checklist_is_gone_through_item_by_item() {
    let home = home();
    let off = ran(&home, &["plan", "next", "list"]);
    assert_eq!(off.status, Some(1));
    says(&off.stderr, &["needs a terminal", "plan done list/1"]);

    let mut pty = on_terminal(&home, &["plan", "next", "list", "--yes"]);
    pty.wait_for("1/2", LIMIT);
    pty.send("y\r");
    pty.wait_for("2/2", LIMIT);
    pty.send("\x1b");
    pty.wait_for("not done yet: Tick", LIMIT);
    ends(&mut pty, 0);
    let list = block(&home, "list");
    assert_eq!(list["done"], false);
    assert_eq!(
        [&list["checks"][0]["done"], &list["checks"][1]["done"]],
        [true, false]
    );

    let mut pty = on_terminal(&home, &["plan", "next", "list", "--yes"]);
    pty.wait_for("1/2", LIMIT);
    pty.wait_for("[x] calm", LIMIT);
    pty.send("n\r");
    pty.wait_for("2/2", LIMIT);
    pty.send("y\r");
    says(
        &pty.wait_for("done: Tick", LIMIT),
        &["still open", "1 calm"],
    );
    ends(&mut pty, 0);
    assert_eq!(block(&home, "list")["done"], true);
    ran(&home, &["plan", "undo", "list"]).ok();
    assert_eq!(block(&home, "list")["done"], false);
    ran(&home, &["plan", "done", "list/calm"]).ok();
    assert_eq!(block(&home, "list")["done"], true);
}

#[test]
fn a_rehearsal_and_values_that_nothing_takes_leave_a_block_open() {
    let home = Home::new();
    let none = ran(&home, &["plan", "next"]);
    assert_eq!(none.status, Some(1));
    says(
        &none.stderr,
        &["has not begun", "plan start --plan l7-seven-days"],
    );
    ran(&home, &["plan", "start"]).ok();
    let args = [
        "plan",
        "next",
        "influence",
        "--scale=0.0001",
        "--mic=tone",
        "--json",
    ];
    let tone = ran(&home, &args).json();
    assert_eq!(tone["block"]["done"], false);
    let values = ran(
        &home,
        &["plan", "next", "vision", "--set", "stakeholders=3"],
    );
    assert_eq!(values.status, Some(1));
    says(&values.stderr, &["takes no values"]);
    let slip = ran(&home, &["plan", "next", "visions"]);
    says(&slip.stderr, &["did you mean `vision`?"]);
    let both = ran(&home, &["plan", "next", "vision", "--block", "vision"]);
    assert_eq!(both.status, Some(2));
}

#[test]
fn of_two_plans_the_one_started_last_goes_on_and_the_other_is_named() {
    let home = home();
    write_pack(
        &home,
        "other",
        &[STUDY, SHEET, LIST]
            .concat()
            .replace("\"sheet\"", "\"page\""),
    );
    ran(&home, &["plan", "start", "--plan", "other"]).ok();
    let next = ran(&home, &["plan", "next", "--scale=0.0001"]).ok();
    says(&next.stderr, &["this is `other`", "`--plan mine`"]);
    let wrong = ran(&home, &["plan", "done", "sheet"]);
    assert_eq!(wrong.status, Some(1));
    says(&wrong.stderr, &["which is under way too", "--plan mine"]);
    let named = ran(&home, &["plan", "next", "--plan", "mine", "--scale=0.0001"]).ok();
    assert!(!named.stderr.contains("this is"), "{}", named.stderr);
    // One that is through is in nobody's way.
    for id in ["page", "list"] {
        ran(&home, &["plan", "done", id]).ok();
    }
    let left = ran(&home, &["plan", "next", "--json"]);
    says(&left.stderr, &["Write: worksheet"]);
}

#[test]
fn a_plan_that_is_edited_under_way_loses_nothing() {
    let home = home();
    let fill = "sed -i 's/^## .*/&\\n\\nwritten/'";
    with_editor(&home, fill, &["plan", "next", "sheet"]).ok();
    ran(&home, &["plan", "done", "list"]).ok();
    write_pack(
        &home,
        "mine",
        &STUDY.replace("minutes = 10", "minutes = 30"),
    );
    let shown = ran(&home, &["plan", "show"]).ok();
    says(
        &shown.stderr,
        &["Not in the plan any more, and kept: list, sheet"],
    );
    says(
        &ran(&home, &["plan", "notes"]).stdout,
        &["# Write", "written"],
    );
    says(
        &ran(&home, &["plan", "notes", "sheet"]).stdout,
        &["written"],
    );
    let gone = ran(&home, &["plan", "next", "sheet"]);
    assert_eq!(gone.status, Some(1));
    says(&gone.stderr, &["no block is called `sheet`"]);

    fs::remove_file(home.path().join("prompts/mine.toml")).expect("the pack goes");
    let next = ran(&home, &["plan", "next"]);
    assert_eq!(next.status, Some(1));
    says(
        &next.stderr,
        &[
            "the plan `mine`",
            "is in no pack any more",
            "put its pack back",
        ],
    );
    says(
        &ran(&home, &["plan", "show"]).ok().stderr,
        &["`mine`, which began on"],
    );
    write_pack(&home, "mine", &[STUDY, SHEET, LIST].concat());
    assert_eq!(block(&home, "sheet")["done"], true);
}

#[test]
fn the_program_alone_names_the_next_block() {
    let home = home();
    let alone = ran(&home, &[]).ok().stdout;
    says(&alone, &["The mine, day 1 of 1: Read, 10 min", "plan next"]);
}
