//! A day of several rounds, and a session that is sat once more.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::{ran, sit};

const LIMIT: Duration = Duration::from_secs(30);

/// A loop of three rounds with breaks of ten minutes; where minutes take as many milliseconds as
/// `--scale 0.001` makes of them, everything takes a moment.
fn home() -> Home {
    let home = Home::new();
    let prompts = ["one", "two", "three"].map(|id| {
        format!(
            "[[prompt]]\nid = \"day-{id}\"\nkind = \"scenario\"\ntitle = \"Day {id}\"\n\
             level = [\"L5\"]\ncompetencies = [\"day-{id}\"]\nask = \"Go on with {id}.\"\n\
             follow_ups = [\"And {id}?\", \"Why {id}?\", \"Was it {id}?\"]\n"
        )
    });
    let pack = format!(
        "format_version = 1\n[pack]\nid = \"day\"\ntitle = \"Day\"\n{}\n\
         [[round]]\nid = \"day-round\"\ntitle = \"One of the day\"\n\
         [[round.part]]\ndraw = {{ kind = \"scenario\", competency = \"day-one\" }}\n\
         sections = [{{ title = \"Answer\", minutes = 1 }}]\n\
         follow_ups = 2\nfollow_up_minutes = 0.5\n\
         [[round]]\nid = \"day-other\"\ntitle = \"The other\"\n\
         [[round.part]]\nprompts = [\"day-two\"]\nsections = [{{ title = \"Answer\", minutes = 1 }}]\n\
         break_minutes = 1\n\
         [[round.part]]\nprompts = [\"day-three\"]\nsections = [{{ title = \"Answer\", minutes = 1 }}]\n\
         [[loop]]\nid = \"day\"\ntitle = \"A day\"\nrounds = [\n\
         {{ round = \"day-round\", break_minutes = 10 }},\n\
         {{ round = \"day-other\", break_minutes = 10 }},\n\
         {{ round = \"day-round\" }},\n]\n\
         [[loop]]\nid = \"other-day\"\ntitle = \"Another day\"\n\
         rounds = [{{ round = \"day-round\" }}]\n",
        prompts.concat()
    );
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for the pack");
    fs::write(home.path().join("prompts/day.toml"), pack).expect("the pack is written");
    home
}

/// Of each session: its place in the loop, its round, its seed.
fn places(listing: &Value) -> Vec<(u64, &str, u64)> {
    let sessions = listing["sessions"].as_array().expect("sessions");
    let place = |session: &'_ Value| -> u64 { session["loop"]["index"].as_u64().expect("a place") };
    sessions
        .iter()
        .map(|session| {
            let round = session["round"]["id"].as_str().expect("a round");
            let seed = session["seed"].as_u64().expect("a seed");
            (place(session), round, seed)
        })
        .collect()
}

const FAST: [&str; 3] = ["--scale=0.001", "--mic=none", "--no-score"];

#[test]
fn a_loop_runs_all_its_rounds_with_breaks_between_them() {
    let home = home();
    let args = [&["practice", "day", "--json", "--seed=7"][..], &FAST].concat();
    let ran = ran(&home, &args).ok();
    let said = ran.stderr.clone();
    let listing = ran.json();
    assert_eq!(
        places(&listing),
        [
            (1, "day-round", 7),
            (2, "day-other", 1007),
            (3, "day-round", 2007)
        ]
    );
    let runs = listing["sessions"].as_array().expect("sessions");
    assert_eq!(runs[0]["loop"]["run"], runs[2]["loop"]["run"]);
    assert_eq!(runs[0]["loop"]["id"], "day");
    for line in [
        "A day, round 1 of 3: One of the day",
        "break: begins in",
        "A day: all 3 rounds sat",
    ] {
        assert!(said.contains(line), "{line:?}: {said}");
    }
}

#[test]
fn a_loop_that_is_left_goes_on_with_the_next_round() {
    let home = home();
    let mut command = hotseat(&home);
    command.args(["practice", "day", "--seed=7", "--clock=hidden"]);
    // A break of two minutes, in which somebody leaves.
    command.args(["--scale=0.2", "--mic=none", "--no-score"]);
    let mut pty = Pty::start(&command, 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("Answer", LIMIT);
    pty.send("n");
    for _ in 0..2 {
        pty.wait_for("read the follow-up", LIMIT);
        pty.send("n");
        pty.wait_for("Follow-up", LIMIT);
        pty.send("n");
    }
    // The summary stays above the break.
    let screen = pty.wait_for("break: begins in 01:5", LIMIT);
    assert!(screen.contains("One of the day: completed"), "{screen}");
    pty.send("q");
    pty.wait_for("round 2 of 3 is next", LIMIT);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));

    // A loop that was begun since is no hindrance to whoever names this one.
    let other = [&["practice", "other-day"][..], &FAST].concat();
    ran(&home, &other).ok();
    let resumed = [&["practice", "day", "--resume", "--json"][..], &FAST].concat();
    let listing = ran(&home, &resumed).ok().json();
    assert_eq!(
        places(&listing),
        [(2, "day-other", 1007), (3, "day-round", 2007)]
    );
    let over = ran(&home, &resumed);
    assert_eq!(over.status, Some(1));
    let said = "all rounds of `day` were sat";
    assert!(over.stderr.contains(said), "{}", over.stderr);
}

#[test]
fn what_cannot_be_resumed_is_named() {
    let home = home();
    let cases = [
        (&["practice", "--resume"][..], "no loop was begun today"),
        (&["practice", "dayy", "--resume"], "did you mean `day`?"),
        (
            &["practice", "day", "--kind=scenario"],
            "its rounds say what is asked",
        ),
    ];
    for (args, said) in cases {
        let ran = ran(&home, args);
        assert_eq!(ran.status, Some(1), "{}", ran.show());
        assert!(ran.stderr.contains(said), "{}", ran.show());
    }
}

/// What was asked: prompts, each with the questions of its follow-ups.
fn asked(session: &Value) -> Vec<(&str, Vec<&Value>)> {
    let answers = session["answers"].as_array().expect("answers");
    answers
        .iter()
        .map(|answer| {
            let sections = answer["sections"].as_array().expect("sections");
            let asks = sections.iter().map(|section| &section["ask"]);
            let id = answer["prompt"]["id"].as_str().expect("an id");
            (id, asks.filter(|ask| !ask.is_null()).collect())
        })
        .collect()
}

#[test]
fn a_session_is_sat_again_with_the_same_prompts_and_follow_ups() {
    let home = home();
    let none = "--mic=none";
    let two = sit(&home, &["day-other", none]);
    let first = sit(&home, &["quick", "--seed=11", none]);
    let single = sit(&home, &["--kind=behavioral", "--count=2", "--seed=3", none]);
    for earlier in [two, first, single] {
        let id = earlier["id"].as_str().expect("an id");
        let again = ran(&home, &["again", id, "--yes", "--json", none]).ok();
        let said = again.stderr.clone();
        let session = again.json();
        assert_eq!(asked(&session), asked(&earlier));
        assert_ne!(session["id"], earlier["id"]);
        for same in ["round", "seed", "scale", "policy"] {
            assert_eq!(session[same], earlier[same], "{same}");
        }
        let before = format!("replay {}", &id[..13]);
        assert!(said.contains(&before), "{said}");
    }
    // It is what was sat last.
    let last = ran(&home, &["again", "--json", none, "--policy=open"]).ok();
    assert_eq!(last.json()["policy"], "open");
}

#[test]
fn what_is_in_no_pack_any_more_is_not_sat_again() {
    let home = home();
    sit(&home, &["day-one", "--mic=none"]);
    fs::remove_file(home.path().join("prompts/day.toml")).expect("the pack is removed");
    let ran = ran(&home, &["again", "--mic=none"]);
    assert_eq!(ran.status, Some(1));
    let said = "the prompt `day-one` is in no pack any more";
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}

/// Sits the day until `phase` shows after `keys`, presses Ctrl-C, and tells how many sessions of it
/// are kept, with the status of the last one.
fn interrupted_at(phase: &str, args: &[&str], keys: &[(&str, &str)]) -> (usize, String) {
    let home = home();
    let mut command = hotseat(&home);
    command.args(args).args(["--mic=none", "--no-score"]);
    let mut pty = Pty::start(&command, 24, 80);
    for (seen, key) in keys {
        pty.wait_for(seen, LIMIT);
        pty.send(key);
    }
    pty.wait_for(phase, LIMIT);
    pty.send("\x03");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(130), "at {phase:?}");
    assert!(pty.is_sane() && !pty.hides_cursor(), "after {phase:?}");
    let listed = ran(&home, &["sessions", "list", "--json"]).json();
    let sessions = listed["sessions"].as_array().expect("sessions");
    let status = sessions
        .first()
        .and_then(|session| session["status"].as_str());
    (sessions.len(), status.unwrap_or_default().to_owned())
}

#[test]
fn ctrl_c_before_a_session_in_a_break_of_a_round_and_in_one_of_a_loop_leaves_what_was_sat() {
    let begin = ("Enter begin", "\r");
    let ready = interrupted_at("Enter begin", &["practice", "day"], &[]);
    assert_eq!(ready, (0, String::new()));

    let answer = [begin, ("Answer", "n")];
    let within = ["practice", "day-other", "--scale=0.5"];
    let within = interrupted_at("break", &within, &answer);
    assert_eq!(within, (1, "stopped".to_owned()));

    let follow_ups = [
        begin,
        ("Answer", "n"),
        ("read the follow-up", "n"),
        ("Follow-up 1", "n"),
        ("read the follow-up", "n"),
        ("Follow-up 2", "n"),
    ];
    let between = interrupted_at("break: begins in", &["practice", "day"], &follow_ups);
    assert_eq!(between, (1, "completed".to_owned()));
}

#[test]
fn enter_skips_the_break_of_a_loop() {
    let home = home();
    let mut command = hotseat(&home);
    command.args([
        "practice",
        "day",
        "--mic=none",
        "--no-score",
        "--follow-ups=0",
    ]);
    let mut pty = Pty::start(&command, 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("n next", LIMIT);
    pty.send("n");
    pty.wait_for("Enter to your seat", LIMIT);
    pty.send("\r");
    pty.wait_for("Enter now", LIMIT);
    pty.send("\r");
    pty.wait_for("The other · 1 of 2", LIMIT);
    // One that is stopped on its way counts as sat, which is said.
    pty.wait_for("n next", LIMIT);
    pty.send("\x03");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(130));
    assert!(pty.is_sane() && !pty.hides_cursor());
    let resumed = [&["practice", "--resume", "--json"][..], &FAST].concat();
    let resumed = ran(&home, &resumed).ok();
    let said = "round 2 was stopped on its way and counts as sat; round 3 is next";
    assert!(resumed.stderr.contains(said), "{}", resumed.stderr);
    assert_eq!(places(&resumed.json()).len(), 1);
}

#[test]
fn a_round_of_a_loop_that_was_left_before_anything_was_said_is_sat_again() {
    let home = home();
    let path = home.path().join("prompts/day.toml");
    let pack = fs::read_to_string(&path).expect("the pack is there");
    let pack = pack.replace("follow_ups = 2\n", "follow_ups = 2\nprep_minutes = 5\n");
    fs::write(&path, pack).expect("the pack is written");
    let mut command = hotseat(&home);
    command.args(["practice", "day", "--mic=none", "--no-score", "--seed=7"]);
    let mut pty = Pty::start(&command, 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("preparation", LIMIT);
    pty.send("qq");
    pty.wait_for("round 1 of 3 is next", LIMIT);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    let resumed = [&["practice", "--resume", "--json"][..], &FAST].concat();
    let listing = ran(&home, &resumed).ok().json();
    let begun: Vec<_> = places(&listing).iter().map(|place| place.0).collect();
    assert_eq!(begun, [1, 2, 3]);
}
