//! The edges of the world: homes that cannot be written, full disks, streams that are closed or
//! full. The program says what is in the way, breaks nothing, and never panics.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::disk::Disk;
use super::support::home::{Home, Ran, hotseat, run};
use super::support::sitting::{ran, sit};

/// Runs a line of shell with the binary as `$HOTSEAT`, for what only a shell can redirect.
fn shell(home: &Home, line: &str) -> Ran {
    let binary = hotseat(home);
    let mut sh = Command::new("sh");
    sh.args(["-c", line]).env("HOTSEAT", binary.get_program());
    for (name, value) in binary.get_envs() {
        match value {
            Some(value) => sh.env(name, value),
            None => sh.env_remove(name),
        };
    }
    sh.current_dir(home.path());
    run(&mut sh)
}

#[track_caller]
fn fails(ran: &Ran, pieces: &[&str]) {
    assert_eq!(ran.status, Some(1), "{}", ran.show());
    assert_eq!(ran.stdout, "", "{}", ran.show());
    assert!(!ran.stderr.contains("panicked"), "{}", ran.show());
    for piece in pieces {
        assert!(ran.stderr.contains(piece), "no {piece:?}: {}", ran.show());
    }
}

#[test]
fn a_home_that_cannot_be_made_is_named_and_the_built_in_packs_need_none() {
    let home = Home::new();
    fs::write(home.path().join("file"), "mine").expect("a file is written");
    for bad in ["file", "file/below", "/proc/nowhere"] {
        if bad.starts_with("/proc") && !Path::new("/proc/self").exists() {
            continue;
        }
        for verb in [
            &["sessions", "list"][..],
            &["practice", "--mic", "none"],
            &["draw"],
        ] {
            let args = [&["--home", bad][..], verb].concat();
            fails(
                &ran(&home, &args),
                &["error: the home folder", bad, "--home"],
            );
        }
        ran(&home, &["--home", bad, "rubrics", "list"]).ok();
    }
    let kept = fs::read_to_string(home.path().join("file")).expect("it is still there");
    assert_eq!(kept, "mine");
}

#[test]
fn a_database_that_is_none_is_left_alone() {
    let home = Home::new();
    let database = home.path().join("history.db");
    for verb in [
        &["sessions", "list"][..],
        &["history"],
        &["practice", "--mic", "none"],
    ] {
        fs::write(&database, "dear diary").expect("a text is written");
        fails(
            &ran(&home, verb),
            &["history.db is no database", "move it away"],
        );
        let kept = fs::read_to_string(&database).expect("it is still there");
        assert_eq!(kept, "dear diary");
    }
    fs::remove_file(&database).expect("it goes");
    fs::create_dir(&database).expect("a folder in its place");
    fails(
        &ran(&home, &["sessions", "list"]),
        &["history.db", "because: "],
    );
    fs::remove_dir(&database).expect("it goes");

    ran(&home, &["sessions", "list"]).ok();
    let db = rusqlite::Connection::open(&database).expect("a database");
    db.pragma_update(None, "user_version", 99)
        .expect("a version");
    drop(db);
    fails(
        &ran(&home, &["sessions", "list", "--json"]),
        &["history.db has version 99", "newer hotseat"],
    );
    ran(&home, &["prompts", "list"]).ok();
}

#[test]
fn a_closed_or_full_stdout_is_no_panic() {
    let home = Home::new();
    let table = [
        ("prompts list", ">/dev/full", 1),
        ("prompts list --json", ">/dev/full", 1),
        ("--help", ">/dev/full", 1),
        ("prompts list", ">&-", 0),
        ("prompts list --json", ">&-", 0),
        ("prompts list", "2>&-", 0),
        ("prompts list", "2>/dev/full", 0),
        ("prompts list", "<&-", 0),
        ("rounds list", "<&- >&- 2>&-", 0),
        ("practice xyzzy", "2>&-", 1),
        ("practice xyzzy", "2>/dev/full", 1),
        ("bogus", "2>/dev/full", 2),
    ];
    for (verb, streams, status) in table {
        let ran = shell(&home, &format!("\"$HOTSEAT\" {verb} {streams}"));
        assert_eq!(ran.status, Some(status), "{}", ran.show());
        assert!(!ran.stderr.contains("panicked"), "{}", ran.show());
        let told = ran.stderr.contains("error: stdout took nothing");
        assert_eq!(
            told,
            status == 1 && verb.starts_with("prompts"),
            "{}",
            ran.show()
        );
    }
    // A reader that goes away has read enough.
    for verb in ["prompts list", "prompts list --json", "--help"] {
        let line = format!("{{ \"$HOTSEAT\" {verb}; echo status $? >&2; }} | head -c0");
        let ran = shell(&home, &line);
        assert_eq!(ran.stderr, "status 0\n", "{}", ran.show());
    }
}

#[test]
fn a_session_without_streams_is_kept() {
    let home = Home::new();
    let practice = "\"$HOTSEAT\" practice --yes --scale 0.001 --mic tone --json";
    let ran = shell(&home, &format!("{practice} <&- >/dev/full 2>&-"));
    assert_eq!(ran.status, Some(1), "{}", ran.show());
    let listed = super::support::sitting::ran(&home, &["sessions", "list", "--json"]).json();
    assert_eq!(listed["sessions"][0]["status"], "completed");
}

#[test]
fn notes_cannot_act_on_a_terminal() {
    let home = Home::new();
    sit(&home, &["quick", "--mic", "none"]);
    let note = "\u{1b}[31mred \u{9b}2J\u{202e}gone";
    ran(&home, &["score", "--set", "structure=4", "--note", note]).ok();
    let shown = ran(&home, &["sessions", "show"]).ok();
    let document = ran(&home, &["sessions", "show", "--json"]).ok();
    for ran in [&shown, &document] {
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!ran.stdout.contains(acts), "{:?}", ran.stdout);
    }
    assert!(shown.stdout.contains("red"), "{}", shown.show());
    let document = document.json();
    let kept = &document["answers"][0]["scorecards"][0]["values"][0]["note"];
    assert_eq!(kept, note);
}

#[test]
fn a_full_disk_is_said_before_the_clock_starts() {
    let home = Home::new();
    let at = home.path().join("disk");
    let Some(_disk) = Disk::mount(&at, 64) else {
        return;
    };
    for verb in [&["sessions", "list"][..], &["practice", "--mic", "tone"]] {
        let args = [&["--home", "disk"][..], verb].concat();
        fails(&ran(&home, &args), &["the disk is full", "history.db"]);
    }
}

#[test]
fn a_disk_without_room_for_the_round_is_said_with_figures() {
    let home = Home::new();
    let at = home.path().join("disk");
    let Some(_disk) = Disk::mount(&at, 8 * 1024) else {
        return;
    };
    let args = [
        "--home",
        "disk",
        "practice",
        "l7-platform-design",
        "--mic",
        "tone",
    ];
    // An hour at 48 kHz: 345.6 MB, and what is kept free besides.
    fails(
        &ran(&home, &args),
        &["347.7 MB for its recordings", "MB free", "--mic none"],
    );
    let nothing = fs::read_dir(at.join("recordings")).map_or(0, Iterator::count);
    assert_eq!(nothing, 0, "no session was begun");
}
