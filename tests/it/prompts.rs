//! The bank as the command line shows it, and what is kept out of draws.

use std::fs;
use std::time::Duration;

use serde_json::{Value, json};

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::{files, ran, sit};

const LIMIT: Duration = Duration::from_secs(30);

const PACK: &str = r#"
format_version = 1
[pack]
id = "mine"
[[prompt]]
id = "mine-own"
kind = "story"
title = "My own"
level = ["L6"]
competencies = ["ownership"]
ask = "What is it?"
look_for = ["Says what it is."]
"#;

/// A home with a pack of one prompt in it.
fn home_with_a_pack() -> Home {
    let home = Home::new();
    fs::create_dir(home.path().join("prompts")).expect("a folder for packs");
    fs::write(home.path().join("prompts/mine.toml"), PACK).expect("a pack is written");
    home
}

/// The ids that a listing has, in their order.
fn ids(home: &Home, args: &[&str]) -> Vec<String> {
    let document = ran(home, &[args, &["--json"]].concat()).json();
    let prompts = document["prompts"].as_array().expect("a list");
    let id = |prompt: &Value| prompt["id"].as_str().expect("an id").to_owned();
    prompts.iter().map(id).collect()
}

#[track_caller]
fn says(home: &Home, args: &[&str], pieces: &[&str]) {
    let ran = ran(home, args).ok();
    assert_eq!(ran.stdout, "", "{}", ran.show());
    for piece in pieces {
        assert!(ran.stderr.contains(piece), "no {piece:?}: {}", ran.show());
    }
}

#[test]
fn a_hidden_prompt_is_never_drawn_until_it_is_hidden_no_more() {
    let home = Home::new();
    let draw = ["draw", "--kind", "behavioral", "--count", "1000"];
    let hidden = |id: &str| ran(&home, &["prompts", "show", id, "--json"]).json()["hidden"].clone();
    let marked = || {
        let listed = ran(&home, &["prompts", "list"]).ok().stdout;
        let rows = listed.lines().filter(|line| line.ends_with("  hidden"));
        rows.map(str::to_owned).collect::<Vec<_>>()
    };
    let id = "nobodys-problem";
    assert!(ids(&home, &draw).iter().any(|drawn| drawn == id));
    assert_eq!((hidden(id), marked().len()), (json!(false), 0));

    says(&home, &["prompts", "hide", id], &[id, "unhide"]);
    says(&home, &["prompts", "hide", id], &[id, "already"]);
    assert!(!ids(&home, &draw).iter().any(|drawn| drawn == id));
    assert!(ids(&home, &["prompts", "list"]).iter().any(|i| i == id));
    assert_eq!(hidden(id), json!(true));
    let rows = marked();
    assert!(rows.len() == 1 && rows[0].starts_with(id), "{rows:?}");
    let copy = fs::read(home.path().join("progress/hidden.json")).expect("a portable copy");
    let copy: Value = serde_json::from_slice(&copy).expect("it is JSON");
    assert_eq!(copy["prompts"][0]["prompt"], id);

    // As it comes from a machine whose clock is ahead.
    let db = rusqlite::Connection::open(home.path().join("history.db")).expect("a database");
    let ahead = "UPDATE hidden_prompts SET at = '2999-01-01T00:00:00.000000000Z'";
    assert_eq!(db.execute(ahead, []), Ok(1));
    drop(db);
    says(&home, &["prompts", "unhide", id], &[id, "hidden no more"]);
    says(&home, &["prompts", "unhide", id], &[id, "not hidden"]);
    assert!(ids(&home, &draw).iter().any(|drawn| drawn == id));
    assert_eq!((hidden(id), marked().len()), (json!(false), 0));
}

#[test]
fn a_listing_is_narrowed_by_words_pack_round_and_history() {
    let home = home_with_a_pack();
    let list = |args: &[&str]| ids(&home, &[&["prompts", "list"], args].concat());
    assert_eq!(list(&["--pack", "mine"]), ["mine-own"]);
    assert_eq!(list(&["--pack", "mine", "--kind", "briefing"]), [""; 0]);
    let all = ran(&home, &["prompts", "list", "--json"]).json();
    let all = all["prompts"].as_array().expect("a list");
    let round = all.iter().find_map(|prompt| prompt["round"].as_str());
    let round = round.expect("some prompt has a natural round");
    let of_it = all.iter().filter(|prompt| prompt["round"] == round);
    let of_it: Vec<_> = of_it.filter_map(|prompt| prompt["id"].as_str()).collect();
    assert_eq!(list(&["--round", round]), of_it);
    assert!(of_it.len() < all.len());
    assert_eq!(list(&["OWNERSHIP what-is", "mine"]), [""; 0]);
    assert_eq!(list(&["OWNERSHIP what", "mine-own"]), ["mine-own"]);

    let sat = sit(&home, &["mine-own", "--mic", "none"]);
    assert_eq!(sat["status"], "completed");
    assert_eq!(list(&["--unseen", "--pack", "mine"]), [""; 0]);
    assert_eq!(list(&["--unseen"]).len(), list(&[]).len() - 1);
    says(&home, &["prompts", "hide", "mine-own"], &[]);
    assert_eq!(list(&["--hidden"]), ["mine-own"]);

    // What is hidden and gone can be told by nothing but its id.
    fs::remove_file(home.path().join("prompts/mine.toml")).expect("the pack goes");
    let pieces = ["no prompt matches hidden", "mine-own"];
    says(&home, &["prompts", "list", "--hidden"], &pieces);
}

#[test]
fn an_empty_listing_says_what_was_asked_for_and_a_listing_on_a_terminal_how_many_there_are() {
    let home = Home::new();
    let all = ids(&home, &["prompts", "list"]).len();
    let pieces = ["kind story, the word `xyzzy`", &format!("all {all}")];
    says(
        &home,
        &["prompts", "list", "--kind=story", "xyzzy"],
        &pieces,
    );

    let mut command = hotseat(&home);
    command.args(["prompts", "list", "--kind", "behavioral", "--level", "L7"]);
    let mut pty = Pty::start(&command, 60, 100);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    let rows = pty.rows();
    let last = rows.iter().rfind(|row| !row.is_empty()).expect("a line");
    let counted = format!("of {all} prompts: ");
    assert!(
        last.contains(&counted) && last.ends_with(" behavioral"),
        "{rows:?}"
    );
}

#[test]
fn what_a_strong_answer_shows_is_kept_back_until_the_prompt_was_practised() {
    let home = home_with_a_pack();
    let show = |more: &[&str]| {
        let args = [&["prompts", "show", "mine-own"], more].concat();
        ran(&home, &args).ok().stdout
    };
    let tells = |shown: &str| shown.contains("Says what it is.");
    let before = show(&[]);
    assert!(!tells(&before) && before.contains("--answers"), "{before}");
    assert!(before.contains("practised     never"), "{before}");
    assert!(tells(&show(&["--answers"])));
    assert!(tells(&show(&["--json"])));

    // A rehearsal is none.
    sit(&home, &["mine-own", "--mic", "tone"]);
    assert!(!tells(&show(&[])));
    sit(&home, &["mine-own", "--mic", "none"]);
    let after = show(&[]);
    assert!(tells(&after) && !after.contains("--answers"), "{after}");
    assert!(after.contains(", not scored"), "{after}");
}

#[test]
fn a_prompt_that_is_gone_from_the_bank_can_be_let_in_again() {
    let home = home_with_a_pack();
    says(&home, &["prompts", "hide", "mine-own"], &["mine-own"]);
    fs::remove_file(home.path().join("prompts/mine.toml")).expect("the pack goes");
    let refused = ran(&home, &["prompts", "hide", "mine-own"]);
    assert_eq!(refused.status, Some(1), "{}", refused.show());
    let slip = ran(&home, &["prompts", "unhide", "mine-onw"]);
    assert!(slip.stderr.contains("`mine-own`"), "{}", slip.show());
    says(&home, &["prompts", "unhide", "mine-own"], &["no more"]);
}

#[test]
fn looking_at_the_bank_leaves_a_home_as_it_was() {
    let home = home_with_a_pack();
    let before = files(&home);
    for args in [
        &["prompts", "list"][..],
        &["prompts", "show", "mine-own"],
        &["prompts", "show", "mine-own", "--json"],
        &["prompts", "check"],
    ] {
        ran(&home, args).ok();
        assert!(files(&home) == before, "{args:?}");
    }
}

#[test]
fn a_history_that_cannot_be_read_keeps_no_prompt_from_being_listed() {
    let home = Home::new();
    fs::write(home.path().join("history.db"), "dear diary").expect("a text is written");
    for args in [
        &["prompts", "list"][..],
        &["prompts", "show", "nobodys-problem"],
    ] {
        let shown = ran(&home, args).ok();
        assert!(shown.stdout.contains("nobodys-problem"), "{}", shown.show());
        let json = ran(&home, &[args, &["--json"]].concat()).ok();
        for ran in [shown, json] {
            let lines: Vec<&str> = ran.stderr.lines().collect();
            assert_eq!(lines.len(), 1, "{}", ran.show());
            assert!(lines[0].contains("history.db is no database"), "{lines:?}");
        }
    }
    let listed = ran(&home, &["prompts", "list", "--json"]).json();
    assert!(listed["prompts"][0]["hidden"].is_null());
    for flag in ["--hidden", "--unseen"] {
        let refused = ran(&home, &["prompts", "list", flag]);
        assert_eq!(refused.status, Some(1), "{}", refused.show());
        assert!(refused.stderr.starts_with("error: "), "{}", refused.show());
    }
}

#[test]
fn a_new_pack_is_sound_and_can_be_practised_at_once() {
    let home = Home::new();
    let made = ran(&home, &["prompts", "new"]).ok();
    let path = home.path().join("prompts/mine.toml");
    assert_eq!(made.stdout, format!("{}\n", path.display()));
    let text = fs::read_to_string(&path).expect("the pack is there");
    assert!(text.starts_with("#:schema "), "{text}");
    // What is proposed can be done.
    let proposed: Vec<&str> = made.stderr.lines().skip(1).collect();
    assert!(proposed[0].ends_with(" prompts check"), "{proposed:?}");
    let checked = ran(&home, &["prompts", "check"]).ok();
    assert_eq!(checked.stdout, "no problems\n");
    let (_, prompt) = proposed[1].split_once(" practice ").expect("a prompt");
    sit(&home, &[prompt, "--mic", "none"]);

    let again = ran(&home, &["prompts", "new"]);
    assert_eq!(
        (again.status, &*again.stdout),
        (Some(1), ""),
        "{}",
        again.show()
    );
    fs::write(home.path().join("prompts/notes.toml"), "").expect("a file is written");
    let taken = ran(&home, &["prompts", "new", "notes"]);
    assert_eq!(taken.status, Some(1), "{}", taken.show());
    assert!(taken.stderr.contains("notes.toml"), "{}", taken.show());
    ran(&home, &["prompts", "new", "more"]).ok();
}
