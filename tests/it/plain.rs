//! A terminal that is used plainly: a line per event, every key, and no cursor that moves.

use std::process::Command;
use std::time::Duration;

use serde_json::json;

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::ran;

const LIMIT: Duration = Duration::from_secs(30);

fn practice(home: &Home, args: &[&str]) -> Command {
    let mut command = hotseat(home);
    command
        .args(["practice", "--mic=none", "--seed=7"])
        .args(args);
    command
}

/// Control sequences that do anything but choose a color.
fn moves(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let sequences = text.split('\x1b').skip(1);
    let is_color = |sequence: &&str| {
        let end = sequence.find(|c: char| c.is_ascii_alphabetic());
        sequence.starts_with('[') && end.is_some_and(|at| sequence[at..].starts_with('m'))
    };
    let moves = sequences.filter(|sequence| !is_color(sequence));
    moves.map(|s| s.chars().take(8).collect()).collect()
}

#[test]
fn a_session_is_sat_and_scored_line_by_line() {
    let home = Home::new();
    let mut pty = Pty::start(&practice(&home, &["quick", "--plain"]), 200, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("prepare: 30 s", LIMIT);
    pty.wait_for("keys: n begin the answer", LIMIT);
    pty.send("n");
    pty.wait_for("section 1 of 1: Answer, 2 min", LIMIT);
    pty.wait_for("cue 2: task, 15 s", LIMIT);
    pty.wait_for("1-4 cue", LIMIT);
    let steps = [
        ("2", "covered: task, 15 s"),
        ("m", "mark"),
        ("t", "left"),
        ("?", "Ctrl-C: stop at once"),
        ("q", "Stop here? q again stops"),
        ("x", "going on"),
        ("n", "finished early after"),
        ("n", "answer the follow-up 1"),
        ("n", "1/6"),
        ("44\x7f a note\r", "2/6"),
        ("9\r", "9"),
        ("2\r", "3/6"),
        ("\x1b", "kept 2 values"),
    ];
    for (keys, said) in steps {
        let before = pty.screen().matches(said).count();
        pty.send(keys);
        let told = || pty.screen().matches(said).count() > before;
        let told = super::support::wait::until(LIMIT, || told().then_some(()));
        assert!(
            told.is_some(),
            "{keys:?} brought no {said:?}: {}",
            pty.screen()
        );
    }
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    assert!(pty.is_sane());
    assert_eq!(moves(&pty.bytes()), [""; 0]);

    let session = ran(&home, &["sessions", "show", "--json"]).json();
    let answer = &session["answers"][0];
    let marks = answer["sections"][0]["marks"].as_array().expect("marks");
    let cues: Vec<_> = marks.iter().map(|mark| &mark["cue"]).collect();
    assert_eq!(cues, [&json!(2), &json!(null)]);
    let values = answer["scorecards"][0]["values"]
        .as_array()
        .expect("values");
    let values: Vec<_> = values.iter().map(|v| (&v["value"], &v["note"])).collect();
    assert_eq!(
        values,
        [(&json!(4), &json!("a note")), (&json!(2), &json!(null))]
    );
}

#[test]
fn a_menu_is_numbered_and_a_plain_terminal_is_known_by_its_variables() {
    let home = Home::new();
    for (name, value) in [("ACCESSIBLE", "1"), ("TERM", "dumb")] {
        let mut command = practice(&home, &["--scale=0.001"]);
        command.env(name, value);
        let mut pty = Pty::start(&command, 60, 100);
        pty.wait_for("Which round? 1 to ", LIMIT);
        pty.send("99\r");
        pty.wait_for("`99` is no number from 1 to", LIMIT);
        pty.send("1\r");
        pty.wait_for("Enter begin", LIMIT);
        pty.send("q");
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{name}");
        assert_eq!(moves(&pty.bytes()), [""; 0], "{name}");
    }
}

#[test]
fn a_plain_question_is_left_by_escape_and_answered_by_letters() {
    let home = Home::new();
    ran(
        &home,
        &["practice", "quick", "--yes", "--mic=none", "--scale=0.001"],
    )
    .ok();
    let ask = |keys: &str| {
        let mut command = hotseat(&home);
        command
            .args(["sessions", "delete", "last"])
            .env("ACCESSIBLE", "1");
        let mut pty = Pty::start(&command, 24, 100);
        pty.wait_for("y or n, Enter is n:", LIMIT);
        pty.send(keys);
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
        assert!(pty.is_sane());
        let listed = ran(&home, &["sessions", "list", "--json"]).json();
        listed["sessions"].as_array().expect("sessions").len()
    };
    assert_eq!(ask("\x1b"), 1);
    assert_eq!(ask("\r"), 1);
    assert_eq!(ask("\x03"), 1);
    assert_eq!(ask("yes\r"), 0);
}
