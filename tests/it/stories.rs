//! `stories`: begun in an editor that is a script, and files that are none.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::time::Duration;

use rustix::fs::{CWD, FileType, mknodat};
use serde_json::{Value, json};

use super::support::home::{Home, hotseat, run};
use super::support::pty::{Exit, Pty};
use super::support::sitting::{files, ran};
use super::support::story::{CRISIS, all, path, write};

const LIMIT: Duration = Duration::from_mins(1);

/// The program with an editor, which is this shell script; the file is `$1`.
fn with_editor(home: &Home, script: &str, args: &[&str]) -> Command {
    let editor = home.user().join("editor");
    fs::write(&editor, format!("#!/bin/sh\n{script}\n")).expect("an editor is written");
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).expect("it can be run");
    let mut command = hotseat(home);
    command.args(args).env("EDITOR", editor);
    command
}

#[test]
fn a_story_is_begun_in_the_editor_and_says_what_it_lacks() {
    let home = Home::new();
    let script = "echo here >> \"$0.ran\"; sed -i 's/^#people = .*/people = 80/' \"$1\"";
    let args = [
        "stories",
        "new",
        "Billing",
        "off",
        "the",
        "mainframe",
        "--framework",
        "star",
    ];
    let mut pty = Pty::start(&with_editor(&home, script, &args), 24, 80);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    let screen = pty.screen();
    assert!(
        screen.contains("stories/billing-off-the-mainframe.md"),
        "{screen}"
    );
    assert!(
        screen.contains("✓ Organizational reach 80 people"),
        "{screen}"
    );
    assert!(screen.contains("✗ nothing below `## Task`"), "{screen}");
    assert!(pty.is_sane());
    let mode = fs::metadata(path(&home, "billing-off-the-mainframe")).expect("it is there");
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);

    // On it goes; what was written is there.
    let script = "sed -i 's/^## Task/## Task\\nTo end it by May./' \"$1\"";
    let command = with_editor(
        &home,
        script,
        &["stories", "edit", "billing-off-the-mainframe"],
    );
    let mut pty = Pty::start(&command, 24, 80);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    let listed = ran(&home, &["stories", "list", "--json"]).json();
    let story = &listed["stories"][0];
    assert_eq!(story["title"], "Billing off the mainframe");
    assert_eq!((&story["people"], &story["words"]), (&json!(80), &json!(5)));
    assert_eq!(
        all(&story["gaps"], "step"),
        ["Situation", "Action", "Result"]
    );

    // Its name is taken now, however it is written.
    let again = ran(&home, &["stories", "new", "Billing off the Mainframe"]);
    assert_eq!(again.status, Some(1), "{}", again.show());
    assert!(
        again
            .stderr
            .contains("is called `billing-off-the-mainframe` already"),
        "{}",
        again.show()
    );
}

#[test]
fn an_editor_that_is_missing_or_fails_costs_nothing() {
    let home = Home::new();
    let new = ["stories", "new", "kept", "--framework", "star"];
    let cases = [
        ("exit 3", None, "ended with code 3"),
        (
            "",
            Some("no-such-editor --wait"),
            "`VISUAL` names the editor `no-such-editor`, and there is no such program",
        ),
        (
            "",
            Some("vi 'open"),
            "`VISUAL` is `vi 'open`, in which a quote has no end",
        ),
    ];
    for (script, visual, expected) in cases {
        let mut command = with_editor(&home, script, &new);
        if let Some(visual) = visual {
            command.env("VISUAL", visual);
        }
        let mut pty = Pty::start(&command, 24, 200);
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(1));
        let screen = pty.screen();
        assert!(screen.contains(expected), "{screen}");
        assert!(screen.contains("the story is kept"), "{screen}");
        fs::remove_file(path(&home, "kept")).expect("it was written all the same");
    }
    // Without any, the file is enough to begin; to edit, it is not.
    let mut command = hotseat(&home);
    let mut pty = Pty::start(command.args(new), 24, 80);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    assert!(
        pty.screen().contains("no editor is set"),
        "{}",
        pty.screen()
    );
    let mut command = hotseat(&home);
    let mut pty = Pty::start(command.args(["stories", "edit", "kept"]), 24, 80);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(1));
    assert!(
        pty.screen().contains("no editor is set"),
        "{}",
        pty.screen()
    );
}

#[test]
fn off_a_terminal_a_story_is_written_and_its_place_is_said() {
    let home = Home::new();
    // No editor is asked for.
    let mut command = with_editor(&home, "exit 1", &["stories", "new"]);
    let ran_new = run(&mut command).ok();
    assert_eq!(
        ran_new.stdout.trim(),
        path(&home, "star").display().to_string()
    );
    assert!(
        ran_new.stderr.contains("practice story:star"),
        "{}",
        ran_new.show()
    );
    // Without a name the next one is free.
    ran(&home, &["stories", "new"]).ok();
    ran(
        &home,
        &["stories", "new", "--framework", "crisis-leadership"],
    )
    .ok();
    let listed = ran(&home, &["stories", "list", "--json"]).json();
    assert_eq!(
        all(&listed["stories"], "id"),
        ["crisis-leadership", "star-2", "star"]
    );
    let edit = ran(&home, &["stories", "edit", "star-2"]).ok();
    assert_eq!(
        edit.stdout.trim(),
        path(&home, "star-2").display().to_string()
    );

    let before = files(&home);
    let cases: [(&[&str], &str); 6] = [
        (
            &["stories", "new", "x", "--framework", "crisis"],
            "did you mean `crisis-leadership`?",
        ),
        (&["stories", "edit", "stra"], "did you mean `star`?"),
        (
            &["stories", "check", "nothing-like-it"],
            "no story is called `nothing-like-it`",
        ),
        (
            &["stories", "match", "missed-dead-line"],
            "did you mean `missed-deadline`?",
        ),
        (&["practice", "story:sar"], "no story is called `sar`"),
        (&["practice", "star-2"], "your story is `story:star-2`"),
    ];
    for (args, expected) in cases {
        let failed = ran(&home, args);
        assert_eq!(failed.status, Some(1), "{}", failed.show());
        assert_eq!(failed.stdout, "", "{}", failed.show());
        assert!(failed.stderr.contains(expected), "{}", failed.show());
    }
    assert_eq!(files(&home), before);
    assert_eq!(ran(&home, &["stories", "match"]).status, Some(2));
}

#[test]
fn files_that_are_no_stories_are_told_with_their_place_and_cost_no_other() {
    let home = Home::new();
    write(&home, "good", "crisis-leadership", "people = 80", &CRISIS);
    let at = |name: &str| home.path().join("stories").join(name);
    fs::write(at("empty.md"), "").expect("a file");
    fs::write(at("yaml.md"), "---\ntitle: A\n---\n").expect("a file");
    fs::write(
        at("slip.md"),
        "+++\ntitle = \"A\"\nframework = \"stra\"\npeople = \"many\"\n+++\n",
    )
    .expect("a file");
    fs::write(at("Good.md"), "+++\n+++\n").expect("a file");
    fs::write(at("latin.md"), b"+++\ntitle = \"\xe4\"\n").expect("a file");
    mknodat(CWD, at("pipe"), FileType::Fifo, 0o600.into(), 0).expect("a pipe");
    symlink(at("pipe"), at("pipe.md")).expect("a link");

    let checked = ran(&home, &["stories", "check", "--json"]);
    assert_eq!(checked.status, Some(1), "{}", checked.show());
    let document: Value = serde_json::from_str(&checked.stdout).expect("one document");
    let stories = document["stories"].as_array().expect("stories");
    let of = |id: &str| {
        let story = stories.iter().find(|story| story["id"] == id).expect(id);
        let problems = story["problems"].as_array().expect("problems");
        let told = problems.iter().map(|problem| {
            let code = problem["code"].as_str().expect("a code");
            format!("{code} {}:{}", problem["line"], problem["column"])
        });
        told.collect::<Vec<_>>().join(", ")
    };
    assert_eq!(of("good"), "");
    assert_eq!(of("empty"), "empty-file 1:1");
    assert_eq!(of("yaml"), "no-front-matter 1:1");
    assert_eq!(of("slip"), "dangling-reference 3:13, wrong-type 4:10");
    assert_eq!(
        of("Good"),
        "bad-id 1:1, missing-field 1:1, missing-field 1:1"
    );
    assert_eq!(of("latin"), "not-utf8 2:10");
    assert_eq!(of("pipe"), "unreadable 1:1");

    let slip = ran(&home, &["stories", "check", "slip"]);
    assert!(
        slip.stderr.contains("stories/slip.md:3:13"),
        "{}",
        slip.show()
    );
    assert!(
        slip.stderr.contains("3 | framework = \"stra\""),
        "{}",
        slip.show()
    );
    // What is sound is listed, matched and checked as ever.
    let listed = ran(&home, &["stories", "list", "--json"]).json();
    assert_eq!(all(&listed["stories"], "id"), ["good"]);
    assert_eq!(listed["broken"].as_array().map(Vec::len), Some(6));
    ran(&home, &["stories", "check", "good"]).ok();
    let told = ran(&home, &["practice", "story:slip", "--yes"]);
    assert_eq!(told.status, Some(1), "{}", told.show());
    assert!(
        told.stderr.contains("stories/slip.md:3:13"),
        "{}",
        told.show()
    );
    let doctor = ran(&home, &["doctor", "--mic", "none", "--json"]);
    let doctor: Value = serde_json::from_str(&doctor.stdout).expect("one document");
    let checks = doctor["checks"].as_array().expect("checks");
    let stories = checks
        .iter()
        .find(|check| check["id"] == "stories")
        .expect("stories");
    assert_eq!(stories["status"], "warn");
}
