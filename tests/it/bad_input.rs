//! What cannot be done is said: what is wrong, which thing it is about, and the way out. The exit
//! status tells a script whose fault it is, stdout stays empty, and nothing is changed.

use std::fs;

use super::support::home::Home;
use super::support::sitting::{files, ran, sit};

/// The status, and pieces of what is said.
type Case<'a> = (&'a [&'a str], i32, &'a [&'a str]);

#[track_caller]
fn refused(home: &Home, cases: &[Case<'_>]) {
    let before = files(home);
    for (args, status, pieces) in cases {
        let ran = ran(home, args);
        assert_eq!(ran.status, Some(*status), "{}", ran.show());
        assert_eq!(ran.stdout, "", "{}", ran.show());
        assert!(ran.stderr.starts_with("error: "), "{}", ran.show());
        for piece in *pieces {
            assert!(ran.stderr.contains(piece), "no {piece:?}: {}", ran.show());
        }
        assert!(!ran.stderr.contains("panicked"), "{}", ran.show());
        assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.show());
    }
    assert!(files(home) == before, "something was changed in the home");
}

#[test]
fn a_wrong_command_line_is_status_2() {
    let home = Home::new();
    refused(
        &home,
        &[
            (&["bogus"], 2, &["bogus", "--help"]),
            (&["practise"], 2, &["similar subcommand", "practice"]),
            (&["practice", "--bogus"], 2, &["--bogus"]),
            (&["practice", "--sede", "1"], 2, &["--sede", "--seed"]),
            (&["practice", "--kind", "blah"], 2, &["blah", "behavioral"]),
            (&["practice", "--level", "L1"], 2, &["L1", "L5"]),
            (&["practice", "--draw", "best"], 2, &["best", "fresh"]),
            (&["practice", "--seed", "x"], 2, &["--seed"]),
            (&["practice", "--seed", "-1"], 2, &["-1"]),
            (&["practice", "--count", "0"], 2, &["--count", "1..=1000"]),
            (&["practice", "--count", "1.5"], 2, &["--count"]),
            (&["practice", "--scale", "0"], 2, &["--scale", "above 0"]),
            (&["practice", "--scale=-1"], 2, &["--scale", "above 0"]),
            (&["practice", "--scale", "inf"], 2, &["--scale", "above 0"]),
            (&["practice", "--scale", "NaN"], 2, &["--scale", "above 0"]),
            (&["practice", "--follow-ups=-1"], 2, &["--follow-ups"]),
            (
                &["practice", "--mic", "file:"],
                2,
                &["--mic", "needs a path"],
            ),
            (&["practice", "quick", "star"], 2, &["star"]),
            (&["prompts", "show"], 2, &["<ID>"]),
            (&["prompts", "list", "--kind", "x"], 2, &["behavioral"]),
            (&["prompts", "new", "My pack"], 2, &["My pack", "an id is"]),
            (&["prompts", "new", "../mine"], 2, &["../mine", "an id is"]),
            (&["history", "--since", "2026-02-30"], 2, &["--since"]),
            (&["history", "--since", "yesterday"], 2, &["--since"]),
            (&["replay", "--from", "1:2:3:4"], 2, &["MM:SS"]),
            (&["replay", "--answer", "one"], 2, &["--answer"]),
            (&["score", "--set", "structure"], 2, &["CRITERION=VALUE"]),
            (&["score", "--set", "=4"], 2, &["CRITERION=VALUE"]),
            (&["score", "--note", "x"], 2, &["--set"]),
            (
                &["score", "--note", "x", "--set", "a=1"],
                2,
                &["--note", "follow"],
            ),
            (&["score", "--next-time", "x"], 2, &["--set"]),
            (&["score", "--pass", "second"], 2, &["first", "replay"]),
            (&["score", "--retract", "abc"], 2, &["--retract"]),
            (&["sessions", "delete"], 2, &["<ID>"]),
        ],
    );
}

#[test]
fn a_name_that_nothing_has_is_status_1_and_the_nearest_is_offered() {
    let home = Home::new();
    // So that no case is the first to open the history.
    ran(&home, &["sessions", "list"]).ok();
    refused(
        &home,
        &[
            (
                &["practice", "quik"],
                1,
                &["`quik`", "hint: did you mean `quick`?"],
            ),
            (
                &["practice", "xyzzy"],
                1,
                &["`xyzzy`", "hint: `hotseat rounds list`"],
            ),
            (
                &["practice", "nobody-problem"],
                1,
                &["`nobody-problem`", "`nobodys-problem`"],
            ),
            (
                &["prompts", "show", "nobodys"],
                1,
                &["no prompt", "`nobodys-problem`"],
            ),
            (
                &["prompts", "list", "--pack", "cor"],
                1,
                &["no pack", "hint: did you mean `core`?"],
            ),
            (
                &["prompts", "list", "--round", "quik", "--json"],
                1,
                &["no round", "`quick`", "hotseat rounds list"],
            ),
            (
                &["prompts", "list", "--competency", "xyzzy"],
                1,
                &["no competency", "hint: `hotseat prompts list"],
            ),
            (
                &["prompts", "new", "core"],
                1,
                &["`core`", "hint: choose another name"],
            ),
            (
                &["prompts", "hide", "nobodys"],
                1,
                &["no prompt", "`nobodys-problem`"],
            ),
            (
                &["prompts", "unhide", "nobodys"],
                1,
                &["no prompt", "`nobodys-problem`"],
            ),
            (&["rounds", "show", "quik"], 1, &["no round", "`quick`"]),
            (&["rubrics", "show", "stars"], 1, &["no rubric", "`star`"]),
            (
                &["history", "--rubric", "stars"],
                1,
                &["no rubric", "`star`"],
            ),
            (
                &["history", "--criterion", "structur"],
                1,
                &["no criterion", "`structure`"],
            ),
            (
                &["history", "--rubric", "star", "--criterion", "architecture"],
                1,
                &["no criterion", "hint: "],
            ),
            (
                &["history", "--competency", "ownershp"],
                1,
                &["no competency", "`ownership`"],
            ),
            (
                &["draw", "--competency", "ownershp"],
                1,
                &["no competency", "`ownership`"],
            ),
            (
                &["prompts", "list", "--competency", "ownershp", "--json"],
                1,
                &["no competency", "`ownership`"],
            ),
            (
                &["practice", "--competency", "ownershp"],
                1,
                &["no competency", "`ownership`"],
            ),
            (
                &["practice", "quick", "--competency", "ownershp"],
                1,
                &["no competency", "`ownership`"],
            ),
            (
                &["prompts", "check", "nowhere.toml"],
                1,
                &["nowhere.toml", "hint: "],
            ),
            (
                &["practice", "--mic", "blah"],
                1,
                &["`blah`", "`hotseat mic list`"],
            ),
            (
                &[
                    "draw",
                    "--kind",
                    "system-design",
                    "--level",
                    "L5",
                    "--competency",
                    "ownership",
                ],
                1,
                &["system-design", "L5", "ownership", "hint: "],
            ),
            (
                &["practice", "quick", "--kind", "story", "--mic", "none"],
                1,
                &["no prompt matches", "hint: "],
            ),
            (
                &["practice", "l7-platform-design", "--level", "L7"],
                1,
                &[
                    "`l7-platform-design` names its prompts",
                    "`--level`",
                    "hint: ",
                ],
            ),
            (
                &["practice", "l7-platform-design", "--count", "2"],
                1,
                &["`--count`", "hint: "],
            ),
            (
                &["practice", "nobodys-problem", "--kind", "behavioral"],
                1,
                &["`nobodys-problem` is one prompt", "hint: "],
            ),
            (&["score"], 1, &["no session yet", "hotseat practice"]),
            (
                &["sessions", "show"],
                1,
                &["no session yet", "hotseat practice"],
            ),
            (
                &["sessions", "show", "last", "--json"],
                1,
                &["no session yet"],
            ),
            (&["replay"], 1, &["no session yet"]),
        ],
    );
}

#[test]
fn a_file_that_is_no_microphone_is_named() {
    let home = Home::new();
    ran(&home, &["sessions", "list"]).ok();
    fs::write(home.path().join("empty.wav"), "").expect("a file is written");
    fs::write(home.path().join("text.wav"), "not a sound\n".repeat(9)).expect("a file is written");
    refused(
        &home,
        &[
            (
                &["practice", "--mic", "file:gone.wav"],
                1,
                &["gone.wav", "hint: "],
            ),
            (
                &["practice", "--mic", "file:empty.wav"],
                1,
                &["empty.wav", "hint: "],
            ),
            (
                &["practice", "--mic", "file:text.wav"],
                1,
                &["text.wav", "hint: "],
            ),
            (&["practice", "--mic", "file:."], 1, &["hint: "]),
        ],
    );
}

#[test]
fn a_score_that_cannot_be_kept_is_refused() {
    let home = Home::new();
    let mut ids = Vec::new();
    for count in ["2", "1"] {
        let sat = sit(&home, &["quick", "--mic", "none", "--count", count]);
        ids.push(sat["id"].as_str().expect("an id").to_owned());
    }
    let two = ids[0].as_str();
    let set = |value: &'static str| ["score", "--set", value];
    let of_two = |rest: &[&'static str]| [&["score", two][..], rest].concat();
    refused(
        &home,
        &[
            (&set("structur=4"), 1, &["`structur`", "`structure`"]),
            (
                &set("xyzzy=4"),
                1,
                &["`xyzzy`", "hint: `hotseat rubrics show star`"],
            ),
            (&set("structure=6"), 1, &["structure: `6`", "1-5", "hint: "]),
            (&set("structure=0"), 1, &["structure: `0`", "1-5"]),
            (&set("structure=4.5"), 1, &["`4.5`", "1-5"]),
            (&set("structure=good"), 1, &["`good`", "1-5"]),
            (&set("structure=99999999999999999999"), 1, &["1-5"]),
            (
                &["score", "--set", "structure=4", "--set", "xyzzy=1"],
                1,
                &["`xyzzy`"],
            ),
            (
                &["score", "--set", "structure=4", "--set", "structure=5"],
                1,
                &["set twice"],
            ),
            (
                &["score", "--rubric", "stars", "--set", "structure=4"],
                1,
                &["`stars`", "`star`"],
            ),
            (
                &[
                    "score",
                    "--rubric",
                    "l6-system-design",
                    "--set",
                    "structure=4",
                ],
                1,
                &["`structure`", "hotseat rubrics show l6-system-design"],
            ),
            (
                &of_two(&["--set", "structure=4"]),
                1,
                &["2 answers", "hint: `--answer N`"],
            ),
            (
                &of_two(&["--answer", "0", "--set", "structure=4"]),
                1,
                &["no answer 0", "1 to 2"],
            ),
            (
                &of_two(&["--answer", "99", "--set", "structure=4"]),
                1,
                &["no answer 99", "1 to 2"],
            ),
            (
                &["score", "--retract", "01936f0c-0000-7000-8000-000000000000"],
                1,
                &["no scorecard 01936f0c", "hotseat sessions show"],
            ),
            (&["score"], 1, &["needs a terminal", "hint: `--set"]),
            // Ids.
            (
                &["sessions", "show", "0"],
                1,
                &["`0` is the beginning of 2 sessions", two],
            ),
            (
                &["sessions", "show", "zz"],
                1,
                &["`zz`", "hotseat sessions list"],
            ),
            (&["sessions", "show", ""], 1, &["hotseat sessions list"]),
            (&["sessions", "show", "-"], 1, &["hotseat sessions list"]),
            (&["sessions", "show", "../.."], 1, &["`../..`"]),
            (&["sessions", "delete", "0", "--yes"], 1, &["2 sessions"]),
            (
                &["sessions", "delete", "last"],
                1,
                &["was not deleted", "hint: `--yes`"],
            ),
            (&["score", "zz", "--set", "structure=4"], 1, &["`zz`"]),
            (&["replay", "zz"], 1, &["`zz`"]),
            (&["replay", "last"], 1, &["nothing was recorded", "hint: "]),
        ],
    );

    ran(&home, &["score", "--set", "structure=4"]).ok();
    refused(
        &home,
        &[(
            &["score", "--pass", "first", "--set", "structure=5"],
            1,
            &["scored here already", "--retract"],
        )],
    );
}
