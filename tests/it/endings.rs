//! Whatever ends a session, in whichever phase: what was said is kept, the exit code says what it
//! was, and the terminal is as a shell needs it.

use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::ran;

const LIMIT: Duration = Duration::from_secs(30);

/// A home with a round of two questions that has every phase there is.
fn home() -> Home {
    let home = Home::new();
    let prompts = ["first", "second"].map(|id| {
        format!(
            "[[prompt]]\nid = \"{id}\"\nkind = \"scenario\"\ntitle = \"The {id}\"\n\
             level = [\"L5\"]\ncompetencies = [\"{id}\"]\nask = \"What of the {id}?\"\n\
             follow_ups = [\"And {id}?\", \"Why {id}?\", \"Was it {id}?\"]\n"
        )
    });
    let part = |id: &str| {
        format!(
            "[[round.part]]\nprompts = [\"{id}\"]\nprep_minutes = 1\nfollow_ups = 1\n\
             follow_up_minutes = 1\nbreak_minutes = 1\n\
             sections = [{{ title = \"Answer\", minutes = 1 }}]\n"
        )
    };
    let pack = format!(
        "format_version = 1\n[pack]\nid = \"mine\"\ntitle = \"Mine\"\n{}\n\
         [[round]]\nid = \"all\"\ntitle = \"All\"\n{}{}",
        prompts.concat(),
        part("first"),
        part("second"),
    );
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for the pack");
    fs::write(home.path().join("prompts/mine.toml"), pack).expect("the pack is written");
    home
}

/// What shows of each phase, and the key that leads from it into the next one.
const PHASES: [(&str, &str); 6] = [
    ("Enter begin", "\r"),
    ("n begin the answer", "n"),
    ("n next", "n"),
    ("read the follow-up", "n"),
    ("Follow-up 1", "n"),
    ("break", ""),
];

#[derive(Debug, Clone, Copy)]
enum By {
    CtrlC,
    Signal(Signal),
    Closing,
}

impl By {
    fn code(self) -> u32 {
        match self {
            By::CtrlC => 130,
            By::Signal(Signal::TERM) => 143,
            By::Signal(_) | By::Closing => 129,
        }
    }
}

/// The sections of the first answer that were spoken, as (title, end).
fn spoken(session: &Value) -> Vec<(String, String)> {
    let sections = session["answers"][0]["sections"].as_array();
    let spoken = sections.expect("sections").iter();
    let spoken = spoken.filter(|section| section["used_ms"].as_u64() > Some(0));
    let text = |value: &Value| value.as_str().expect("a word").to_owned();
    spoken
        .map(|section| (text(&section["title"]), text(&section["end"])))
        .collect()
}

#[test]
fn whatever_ends_a_session_in_whichever_phase_keeps_what_was_said() {
    let (term, hup) = (By::Signal(Signal::TERM), By::Signal(Signal::HUP));
    let endings: [&[By]; 6] = [
        // (A pty that is closed presses Enter first, which would begin.)
        &[By::CtrlC, hup],
        &[By::CtrlC, term],
        &[By::CtrlC, By::Closing],
        &[By::CtrlC, hup],
        &[By::CtrlC, term, By::Closing],
        &[By::CtrlC, term],
    ];
    for (phase, endings) in endings.iter().enumerate() {
        for by in *endings {
            let home = home();
            let mut pty = Pty::start(
                hotseat(&home).args(["practice", "all", "--mic=tone", "--no-score"]),
                24,
                80,
            );
            for (shows, key) in &PHASES[..phase] {
                pty.wait_for(shows, LIMIT);
                pty.send(key);
            }
            pty.wait_for(PHASES[phase].0, LIMIT);
            match by {
                By::CtrlC => pty.send("\x03"),
                By::Signal(signal) => pty.kill(*signal),
                // The clock, the level or nothing: something is drawn in every phase.
                By::Closing => pty.close_at(""),
            }
            let at = format!("{by:?} in {:?}", PHASES[phase].0);
            assert_eq!(pty.wait_exit(LIMIT), Exit::Code(by.code()), "{at}");
            if !matches!(by, By::Closing) {
                assert!(pty.is_sane() && !pty.hides_cursor(), "{at}");
            }
            let listed = ran(&home, &["sessions", "list", "--json"]).ok();
            assert!(
                !listed.stderr.contains("recovered"),
                "{at}: {}",
                listed.stderr
            );
            if phase == 0 {
                assert_eq!(listed.json()["sessions"], serde_json::json!([]), "{at}");
                continue;
            }
            let session = ran(&home, &["sessions", "show", "--json"]).json();
            assert_eq!(session["status"], "stopped", "{at}");
            let (answer, follow_up) = ("Answer".to_owned(), "Follow-up 1".to_owned());
            let end = |end: &str| end.to_owned();
            let expected = match phase {
                1 => vec![],
                2 => vec![(answer, end("stopped"))],
                3 => vec![(answer, end("next"))],
                4 => vec![(answer, end("next")), (follow_up, end("stopped"))],
                _ => vec![(answer, end("next")), (follow_up, end("next"))],
            };
            assert_eq!(spoken(&session), expected, "{at}");
        }
    }
}

#[test]
fn half_a_key_keeps_nobody_from_leaving() {
    const READ: Duration = Duration::from_millis(200);
    let ends = |end: fn(&mut Pty)| {
        let home = home();
        let mut pty = Pty::start(
            hotseat(&home).args(["practice", "all", "--mic=tone", "--no-score"]),
            24,
            80,
        );
        pty.wait_for("Enter begin", LIMIT);
        pty.send("\r");
        pty.wait_for("n begin the answer", LIMIT);
        // It begins as an arrow does.
        pty.send("\x1b[");
        end(&mut pty);
        pty.wait_exit(LIMIT)
    };
    let terminated = ends(|pty| {
        thread::sleep(READ);
        pty.kill(Signal::TERM);
    });
    assert_eq!(terminated, Exit::Code(143));
    let closed = ends(|pty| {
        thread::sleep(READ);
        pty.close_at("");
    });
    assert_eq!(closed, Exit::Code(129));
}

#[test]
fn whatever_ends_the_summary_keeps_session_and_scores() {
    for by in [By::CtrlC, By::Signal(Signal::TERM), By::Signal(Signal::HUP)] {
        let home = Home::new();
        let args = [
            "practice",
            "quick",
            "--seed=7",
            "--mic=tone",
            "--scale=0.02",
        ];
        let mut pty = Pty::start(hotseat(&home).args(args), 24, 80);
        pty.wait_for("Enter begin", LIMIT);
        pty.send("\r");
        pty.wait_for("\n1/6 ", LIMIT);
        pty.send("4\r");
        pty.wait_for("\n2/6 ", LIMIT);
        pty.send("\x1b");
        pty.wait_for("r hears it now", LIMIT);
        match by {
            By::Signal(signal) => pty.kill(signal),
            _ => pty.send("\x03"),
        }
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(by.code()), "{by:?}");
        assert!(pty.is_sane() && !pty.hides_cursor(), "{by:?}");
        let session = ran(&home, &["sessions", "show", "--json"]).json();
        assert_eq!(session["status"], "completed", "{by:?}");
        let cards = session["answers"][0]["scorecards"].as_array();
        assert_eq!(cards.map(Vec::len), Some(1), "{by:?}");
    }
}

/// What stands there when a value and a note were given, and the history takes nothing then.
fn refused(home: &Home, args: &[&str], set: &str) -> String {
    let mut pty = Pty::start(hotseat(home).args(args), 40, 160);
    pty.wait_for("\n1/", LIMIT);
    let db = rusqlite::Connection::open(home.path().join("history.db")).expect("a database");
    db.execute_batch("BEGIN EXCLUSIVE")
        .expect("nobody else writes");
    pty.send("4 it's long\r");
    pty.wait_for("\n2/", LIMIT);
    pty.send("\x1b");
    let screen = pty.wait_for(set, LIMIT);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(1));
    assert!(screen.contains("not kept, and not lost"), "{screen}");
    assert!(screen.contains("--note=it's long"), "{screen}");
    screen
}

#[test]
fn scores_that_cannot_be_kept_are_said_as_the_command_that_gives_them() {
    let home = Home::new();
    ran(&home, &["practice", "quick", "--mic=tone", "--scale=0.01"]).ok();
    let screen = refused(&home, &["score", "last"], "--set=structure=4");
    assert!(screen.contains("--rubric star --answer 1"), "{screen}");
}

#[test]
fn an_assessment_that_cannot_be_kept_is_said_as_the_command_that_gives_it() {
    let home = Home::new();
    ran(&home, &["practice", "quick", "--mic=none", "--scale=0.01"]).ok();
    let screen = refused(&home, &["assess", "l7-readiness"], "--set=");
    assert!(screen.contains("assess l7-readiness"), "{screen}");
}

#[test]
fn with_stdin_closed_nothing_is_asked_and_the_session_runs_by_itself() {
    let home = home();
    let inner = hotseat(&home);
    let mut command = Command::new("sh");
    command.args(["-c", "exec \"$0\" \"$@\" <&-"]);
    command.arg(inner.get_program());
    command.args(["practice", "all", "--mic=tone", "--scale=0.002"]);
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.current_dir(inner.get_current_dir().expect("a folder"));
    let mut pty = Pty::start(&command, 60, 100);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
    assert!(pty.is_sane() && !pty.hides_cursor());
    let session = ran(&home, &["sessions", "show", "--json"]).json();
    assert_eq!(session["status"], "completed");
    assert!(pty.screen().contains("not scored: that needs a terminal"));
}

#[test]
fn as_many_follow_ups_are_asked_as_are_wanted_and_there_are() {
    let home = home();
    for (flag, count) in [
        (None, 1),
        (Some("--follow-ups=2"), 2),
        (Some("--follow-ups=9"), 3),
    ] {
        let args = ["practice", "first", "--mic=none", "--scale=0.001", "--json"];
        let session = ran(&home, &[&args[..], flag.as_slice()].concat()).json();
        let sections = session["answers"][0]["sections"].as_array();
        let asks = sections
            .expect("sections")
            .iter()
            .map(|section| &section["ask"]);
        let mut asks: Vec<&str> = asks.filter_map(Value::as_str).collect();
        asks.sort_unstable();
        asks.dedup();
        let expected = if flag.is_some() { count } else { 0 };
        assert_eq!(asks.len(), expected, "{flag:?}: {session}");
    }
}
