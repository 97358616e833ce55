//! Scoring, and the questions before a session, at a terminal: what is typed is kept, whatever
//! ends the asking, and the terminal is given back.

use std::process::Command;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::{ran, sit};
use super::support::wait;

const LIMIT: Duration = Duration::from_mins(1);

fn on_terminal(home: &Home, args: &[&str]) -> Pty {
    let mut command: Command = hotseat(home);
    Pty::start(command.args(args), 60, 100)
}

/// Waits until the question with this number has been asked so often.
#[track_caller]
fn asked(pty: &Pty, question: &str, times: usize) {
    let seen = wait::until(LIMIT, || {
        (pty.screen().matches(question).count() == times).then_some(())
    });
    assert!(
        seen.is_some(),
        "{question:?} not {times} times:\n{}",
        pty.screen()
    );
}

#[track_caller]
fn ends(pty: &mut Pty, exit: &Exit) {
    assert_eq!(pty.wait_exit(LIMIT), *exit, "{}", pty.screen());
    assert!(
        pty.is_sane() && !pty.hides_cursor(),
        "the terminal is not given back"
    );
    assert!(!pty.screen().contains("panicked"), "{}", pty.screen());
}

/// The cards of the only answer: pass, values, change for next time.
fn cards(home: &Home) -> Vec<Value> {
    let session = ran(home, &["sessions", "show", "--json"]).json();
    let cards = session["answers"][0]["scorecards"]
        .as_array()
        .expect("cards")
        .clone();
    let cards = cards.iter().map(|card| {
        let values = card["values"].as_array().expect("values").iter();
        let values = values.map(|v| json!([v["criterion"], v["value"], v["note"]]));
        json!([card["pass"], values.collect::<Vec<_>>(), card["next_time"]])
    });
    cards.collect()
}

#[test]
fn what_is_typed_is_kept() {
    let home = Home::new();
    sit(&home, &["quick", "--mic", "none"]);

    let mut pty = on_terminal(&home, &["score"]);
    asked(&pty, "1/6", 1);
    let screen = pty.screen();
    assert!(screen.contains("A strong answer shows"), "{screen}");
    // Off the scale: refused, and asked again.
    pty.send("9\r");
    pty.wait_for("`9` is not on the scale 1-5", LIMIT);
    pty.send("4 clear start\r");
    asked(&pty, "2/6", 1);
    pty.send("b\r");
    asked(&pty, "1/6", 2);
    pty.send("5 clear start\r");
    asked(&pty, "2/6", 2);
    pty.send("\r");
    for (question, answer) in [
        ("3/6", "3\r"),
        ("4/6", "2\r"),
        ("5/6", "\r"),
        ("6/6", "1 long\r"),
    ] {
        asked(&pty, question, 1);
        pty.send(answer);
    }
    pty.wait_for("One change for next time", LIMIT);
    pty.send("Begin with the result\r");
    ends(&mut pty, &Exit::Code(0));
    let first = json!([
        "first",
        [
            ["structure", 5, "clear start"],
            ["ownership", 3, null],
            ["impact", 2, null],
            ["concision", 1, "long"],
        ],
        "Begin with the result",
    ]);
    assert_eq!(cards(&home), std::slice::from_ref(&first));

    // However the asking ends, what was given before is kept.
    let endings = [("\x1b", 0), ("\x03", 130)];
    for (number, (key, code)) in (2..).zip(endings) {
        let mut pty = on_terminal(&home, &["score"]);
        asked(&pty, "1/6", 1);
        pty.send("2 so far\r");
        asked(&pty, "2/6", 1);
        pty.send(key);
        ends(&mut pty, &Exit::Code(code));
        let cards = cards(&home);
        assert_eq!(cards.len(), number);
        let expected = json!(["replay", [["structure", 2, "so far"]], null]);
        assert_eq!(cards[number - 1], expected);
        assert_eq!(cards[0], first);
    }

    // Nothing given is nothing kept.
    for (key, code) in endings {
        let mut pty = on_terminal(&home, &["score"]);
        asked(&pty, "1/6", 1);
        pty.send(key);
        ends(&mut pty, &Exit::Code(code));
        assert!(pty.screen().contains("not scored"), "{}", pty.screen());
    }
    assert_eq!(cards(&home).len(), 3);

    // From outside, too.
    for (number, (signal, code)) in (4..).zip([(Signal::TERM, 143), (Signal::HUP, 129)]) {
        let mut pty = on_terminal(&home, &["score"]);
        asked(&pty, "1/6", 1);
        pty.send("3\r");
        asked(&pty, "2/6", 1);
        pty.kill(signal);
        ends(&mut pty, &Exit::Code(code));
        let cards = cards(&home);
        assert_eq!(cards.len(), number);
        assert_eq!(
            cards[number - 1],
            json!(["replay", [["structure", 3, null]], null])
        );
    }
}

#[test]
fn a_round_is_chosen_from_a_menu_and_scored_at_its_end() {
    let home = Home::new();
    for key in ["\x1b", "\x03"] {
        let mut pty = on_terminal(&home, &["practice", "--mic", "none"]);
        pty.wait_for("Which round?", LIMIT);
        pty.send(key);
        ends(&mut pty, &Exit::Code(0));
    }
    let listed = ran(&home, &["sessions", "list", "--json"]).json();
    assert_eq!(listed["sessions"], json!([]));

    // The shortest stands first.
    let args = ["practice", "--mic", "none", "--scale", "0.001", "--yes"];
    let mut pty = on_terminal(&home, &args);
    pty.wait_for("Which round?", LIMIT);
    pty.send("\r");
    asked(&pty, "1/6", 1);
    pty.send("4\r");
    asked(&pty, "2/6", 1);
    pty.send("\x1b");
    ends(&mut pty, &Exit::Code(0));
    let screen = pty.screen();
    assert!(screen.contains("Quick warm-up: completed"), "{screen}");
    let expected = json!(["first", [["structure", 4, null]], null]);
    assert_eq!(cards(&home), [expected]);
}

#[test]
fn a_session_is_deleted_only_by_a_clear_yes() {
    let home = Home::new();
    sit(&home, &["quick", "--mic", "none"]);
    for (keys, code, left) in [("\r", 0, 1), ("n\r", 0, 1), ("\x1b", 0, 1), ("y\r", 0, 0)] {
        let mut pty = on_terminal(&home, &["sessions", "delete", "last"]);
        pty.wait_for("for good?", LIMIT);
        pty.send(keys);
        ends(&mut pty, &Exit::Code(code));
        let listed = ran(&home, &["sessions", "list", "--json"]).json();
        assert_eq!(
            listed["sessions"].as_array().map(Vec::len),
            Some(left),
            "{keys:?}"
        );
    }
}

#[test]
fn a_terminal_of_twenty_columns_will_do() {
    let home = Home::new();
    let args = [
        "practice",
        "quick",
        "--mic",
        "tone",
        "--scale",
        "0.02",
        "--yes",
        "--no-score",
    ];
    let mut pty = Pty::start(hotseat(&home).args(args), 24, 20);
    pty.wait_for("left", LIMIT);
    ends(&mut pty, &Exit::Code(0));
    // The name that other verbs take is there to be copied.
    let mut pty = Pty::start(hotseat(&home).args(["sessions", "list"]), 24, 20);
    ends(&mut pty, &Exit::Code(0));
    let listed = ran(&home, &["sessions", "list", "--json"]).json();
    let id = listed["sessions"][0]["id"].as_str().expect("an id");
    assert!(pty.screen().contains(&id[..13]), "{}", pty.screen());
    let verbs: [&[&str]; 6] = [
        &["sessions", "show"],
        &["history", "--rehearsals"],
        &["rounds", "list"],
        &["rubrics", "show", "star"],
        &["prompts", "show", "nobodys-problem"],
        &["draw", "--explain"],
    ];
    for verb in verbs {
        let mut pty = Pty::start(hotseat(&home).args(verb), 24, 20);
        ends(&mut pty, &Exit::Code(0));
    }
}

#[test]
fn color_is_for_terminals_that_want_it() {
    let home = Home::new();
    std::fs::create_dir(home.path().join("prompts")).expect("a folder for packs");
    std::fs::write(home.path().join("prompts/bad.toml"), "bad").expect("a pack is written");
    for (name, value, colored) in [
        ("LC_ALL", "C.UTF-8", true),
        ("NO_COLOR", "1", false),
        ("NO_COLOR", "", true),
        ("TERM", "dumb", false),
    ] {
        let mut command = hotseat(&home);
        let mut pty = Pty::start(command.args(["prompts", "check"]).env(name, value), 24, 100);
        ends(&mut pty, &Exit::Code(1));
        assert_eq!(pty.has_color(), colored, "{name}={value}\n{}", pty.screen());
    }
}
