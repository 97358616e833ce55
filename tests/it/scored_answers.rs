//! A round that asks for the scores of each answer before the next one: the terminal is given back
//! for them and taken again, and whatever ends the session there, what was given is kept.

use std::fs;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::sitting::ran;

const LIMIT: Duration = Duration::from_secs(30);

const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";
const LEFT: &str = "\x1b[D";

/// A home with a round of two questions, each scored on two criteria.
fn home() -> Home {
    let home = Home::new();
    let prompts = ["first", "second"].map(|id| {
        format!(
            "[[prompt]]\nid = \"{id}\"\nkind = \"scenario\"\ntitle = \"The {id}\"\n\
             level = [\"L5\"]\ncompetencies = [\"{id}\"]\nask = \"What of the {id}?\"\n\
             look_for = [\"A figure.\"]\n"
        )
    });
    let pack = format!(
        "format_version = 1\n[pack]\nid = \"mine\"\ntitle = \"Mine\"\n{}\n\
         [[round]]\nid = \"drill\"\ntitle = \"Drill\"\nscore_when = \"answer\"\n\
         rubrics = [\"mine\"]\n[[round.part]]\nprompts = [\"first\", \"second\"]\n\
         prep_minutes = 1\nsections = [{{ title = \"Answer\", minutes = 1 }}]\n\
         [[rubric]]\nid = \"mine\"\ntitle = \"Mine\"\n\
         [[rubric.criterion]]\nid = \"clarity\"\ntitle = \"Clarity\"\n\
         anchors = {{ 1 = \"none\", 3 = \"some\", 5 = \"all\" }}\n\
         [[rubric.criterion]]\nid = \"calm\"\ntitle = \"Calm\"\n",
        prompts.concat()
    );
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for the pack");
    fs::write(home.path().join("prompts/mine.toml"), pack).expect("the pack is written");
    home
}

/// Sits the first answer, until its first criterion is asked about.
fn scoring(home: &Home, args: &[&str]) -> Pty {
    let mut command = hotseat(home);
    command.args(["practice", "drill", "--mic=tone"]).args(args);
    let mut pty = Pty::start(&command, 40, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    answer(&mut pty);
    pty
}

/// Gives an answer, from the time to prepare it on.
fn answer(pty: &mut Pty) {
    pty.wait_for("n begin the answer", LIMIT);
    pty.send("n");
    pty.wait_for("n next", LIMIT);
    pty.send("n");
    pty.wait_for("1/2 · Clarity", LIMIT);
    pty.wait_for("Enter skips", LIMIT);
}

/// Does not hear what was recorded.
fn leave(pty: &mut Pty) {
    pty.wait_for("r hears it now", LIMIT);
    pty.send("\r");
}

#[track_caller]
fn ends(pty: &mut Pty, code: u32) {
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(code), "{}", pty.screen());
    assert!(pty.is_sane() && !pty.hides_cursor(), "{}", pty.screen());
}

/// Of each answer, the values of its cards.
fn values(session: &Value) -> Vec<Value> {
    let answers = session["answers"].as_array().expect("answers");
    let of = |answer: &Value| {
        let cards = answer["scorecards"].as_array().expect("cards").iter();
        let values = cards.map(|card| {
            let values = card["values"].as_array().expect("values").iter();
            let values = values.map(|v| json!([v["criterion"], v["value"], v["note"]]));
            json!([card["pass"], values.collect::<Vec<_>>()])
        });
        json!(values.collect::<Vec<_>>())
    };
    answers.iter().map(of).collect()
}

fn last(home: &Home) -> Value {
    ran(home, &["sessions", "show", "--json"]).json()
}

/// The portable copy of the only session.
fn copy(home: &Home) -> Value {
    let mut folders = fs::read_dir(home.path().join("recordings")).expect("recordings");
    let folder = folders.next().expect("a session").expect("a folder").path();
    let text = fs::read_to_string(folder.join("session.json")).expect("a copy");
    serde_json::from_str(&text).expect("a document")
}

#[test]
fn each_answer_is_scored_before_the_next_question() {
    let home = home();
    let mut pty = scoring(&home, &[]);
    let screen = pty.screen();
    assert!(screen.contains("A strong answer shows"), "{screen}");
    // By arrows, with a note after them; then back, and once more by a digit.
    pty.send(DOWN);
    pty.wait_for("› 1 none", LIMIT);
    pty.send(DOWN);
    pty.send(DOWN);
    pty.wait_for("› 3 some", LIMIT);
    pty.send(UP);
    pty.wait_for("› 2", LIMIT);
    pty.send("slow\r");
    pty.wait_for("2/2 · Calm", LIMIT);
    pty.send(LEFT);
    pty.wait_for("Enter keeps 2", LIMIT);
    pty.send("5 so far\r");
    pty.wait_for("Calm (1-5):", LIMIT);
    pty.send("\r");
    pty.wait_for("One change for next time", LIMIT);
    pty.send("begin with it\r");
    let screen = pty.wait_for("Enter next question", LIMIT);
    assert!(
        !screen.contains("What of the"),
        "nobody prepares in secret: {screen}"
    );
    // It is kept already.
    let given = json!([["first", [["clarity", 5, "so far"]]]]);
    let kept = super::support::wait::until(LIMIT, || {
        (values(&copy(&home)) == [given.clone(), json!([])]).then_some(())
    });
    assert!(kept.is_some(), "{}", copy(&home));

    pty.send("\r");
    pty.wait_for("What of the second?", LIMIT);
    answer(&mut pty);
    // This one's only: the first was asked about.
    assert!(pty.screen().contains("The second ("), "{}", pty.screen());
    pty.send("4\r\r\r");
    leave(&mut pty);
    ends(&mut pty, 0);
    let session = last(&home);
    assert_eq!(session["status"], "completed");
    let second = json!([["first", [["clarity", 4, null]]]]);
    assert_eq!(values(&session), [given, second]);
    assert_eq!(values(&copy(&home)), values(&session));
    let (first, second) = (&session["answers"][0], &session["answers"][1]);
    let end = |answer: &Value| {
        let section = &answer["sections"][0];
        section["started_ms"]
            .as_u64()
            .zip(section["used_ms"].as_u64())
    };
    // Scores took time, and it is nobody's.
    let (began, used) = end(first).expect("times");
    let (next, _) = end(second).expect("times");
    let prepared = second["prep"]["used_ms"].as_u64().expect("a time");
    assert!(next - prepared > began + used, "{session}");
}

#[test]
fn whatever_ends_a_session_between_two_answers_keeps_what_was_given() {
    enum By {
        Key(&'static str),
        Signal(Signal),
        Closing,
    }
    let endings = [
        (By::Key("\x03"), 130),
        (By::Signal(Signal::TERM), 143),
        (By::Signal(Signal::HUP), 129),
        (By::Closing, 129),
    ];
    for (by, code) in endings {
        let home = home();
        let mut pty = scoring(&home, &[]);
        pty.send("2 a note\r");
        pty.wait_for("2/2 · Calm", LIMIT);
        match by {
            By::Key(keys) => pty.send(keys),
            By::Signal(signal) => pty.kill(signal),
            By::Closing => pty.close_at("3"),
        }
        if code == 129 {
            assert_eq!(pty.wait_exit(LIMIT), Exit::Code(code));
        } else {
            ends(&mut pty, code);
        }
        let session = last(&home);
        assert_eq!(session["status"], "stopped");
        let given = json!([["first", [["clarity", 2, "a note"]]]]);
        assert_eq!(values(&session), [given, json!([])]);
        let next = &session["answers"][1]["sections"][0];
        assert_eq!(
            (&next["used_ms"], &next["end"]),
            (&json!(0), &json!("stopped"))
        );
    }
    // After the scores, before the next question.
    for (keys, code) in [("qq", 0), ("\x03", 130)] {
        let home = home();
        let mut pty = scoring(&home, &[]);
        pty.send("3\r");
        pty.wait_for("2/2 · Calm", LIMIT);
        pty.send("\x1b");
        pty.wait_for("Enter next question", LIMIT);
        pty.send(keys);
        if code == 0 {
            leave(&mut pty);
        }
        ends(&mut pty, code);
        let session = last(&home);
        assert_eq!(session["status"], "stopped");
        let given = json!([["first", [["clarity", 3, null]]]]);
        assert_eq!(values(&session), [given, json!([])]);
        assert!(pty.screen().contains("stopped early"), "{}", pty.screen());
    }
}

#[test]
fn nobody_is_asked_who_does_not_want_it_or_is_not_there() {
    let home = home();
    let off = ["practice", "drill", "--mic=none", "--scale=0.002", "--json"];
    let off = ran(&home, &off).ok();
    assert!(off.stderr.contains("not scored: that needs a terminal"));
    assert!(
        !off.stderr.contains("scores of this answer"),
        "{}",
        off.stderr
    );
    let mut command = hotseat(&home);
    command.args(["practice", "drill", "--mic=none", "--scale=0.01"]);
    command.args(["--no-score", "--yes"]);
    let mut pty = Pty::start(&command, 24, 80);
    ends(&mut pty, 0);
    assert_eq!(last(&home)["status"], "completed");
    // In a hurry, the next question comes at once.
    let mut pty = Pty::start(
        hotseat(&home).args(["practice", "drill", "--mic=none", "--yes", "--plain"]),
        100,
        80,
    );
    pty.wait_for("prepare: 1 min", LIMIT);
    pty.send("n");
    pty.wait_for("section 1 of 1", LIMIT);
    pty.send("n");
    pty.wait_for("scores of this answer", LIMIT);
    pty.wait_for("1/2 · Clarity", LIMIT);
    pty.send("4\r");
    pty.wait_for("2/2 · Calm", LIMIT);
    pty.send("\x1b");
    pty.wait_for("prompt 2 of 2: The second", LIMIT);
    pty.send("\x03");
    ends(&mut pty, 130);
    assert_eq!(
        values(&last(&home))[0],
        json!([["first", [["clarity", 4, null]]]])
    );

    let listed = ran(&home, &["rounds", "show", "drill", "--json"]).json();
    assert_eq!(listed["score_when"], "answer");
    let shown = ran(&home, &["rounds", "show", "warm-up"]).ok().stdout;
    assert!(
        shown.contains("scored on delivery after each answer"),
        "{shown}"
    );
}
