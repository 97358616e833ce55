//! The pictures of the README, taken again. Each is a screen of the program as an SVG; where the
//! program shows something else by now the test fails, and `HOTSEAT_PICTURES=take cargo test
//! pictures` takes them anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::support::home::{Home, hotseat};
use super::support::pty::{Exit, Pty};
use super::support::{signal, svg, wav};

const README: &str = include_str!("../../README.md");

const LIMIT: Duration = Duration::from_mins(1);

/// What plays the part of the microphone.
const VOICE: &str = "voice.wav";

/// How long somebody has spoken when the picture is taken.
const SPOKEN: Duration = Duration::from_secs(20);

/// Sound that is shorter has no loudness.
const MEASURED: Duration = Duration::from_secs(1);

/// What of a screen does not change from one session to the next: times, bars, levels, the name of
/// the microphone, the folder and the place of the program are left out, and so is the space that
/// they make for each other.
fn shape<'a>(rows: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut shape: Vec<String> = rows.into_iter().map(shape_of_line).collect();
    while shape.pop_if(|line| line.is_empty()).is_some() {}
    shape
}

fn shape_of_line(line: &str) -> String {
    let line = &line.replace(env!("CARGO_BIN_EXE_hotseat"), "hotseat");
    let line = match (line.find("● REC"), line.find("recordings in ")) {
        (Some(at), _) => &line[..at + "● REC".len()],
        (_, Some(at)) => &line[..at + "recordings in".len()],
        (None, None) => line,
    };
    if line.starts_with("level ") {
        return "level".to_owned();
    }
    let bare = line.replace(['━', '╸', '─'], "");
    let mut found: Vec<&str> = Vec::new();
    let mut given = bare.split_whitespace().peekable();
    while let Some(word) = given.next() {
        let next = given.peek().copied();
        let is_number = word.trim_start_matches(['(', '−']).parse::<f64>().is_ok();
        let unit = next.map(|next| next.trim_end_matches([')', ':', ',']));
        if is_number && matches!(unit, Some("LUFS" | "dB")) {
            given.next();
            found.push("LEVEL");
        } else if is_number && matches!(unit, Some("s" | "min")) {
            given.next();
            // A minute and some seconds are one time.
            if found.last() != Some(&"TIME") || next == Some("min") {
                found.push("TIME");
            }
        } else if word.contains(':') && next == Some("left") {
            found.push("CLOCK");
        } else {
            found.push(word);
        }
    }
    found.join(" ")
}

#[test]
fn a_shape_keeps_words_and_drops_what_passes() {
    for (line, expected) in [
        (
            "quick · 1 of 1   ● REC  USB  48 kHz",
            "quick · 1 of 1 ● REC",
        ),
        (
            "Answer ━━━╸── 01:37 left of 02:00",
            "Answer CLOCK left of 02:00",
        ),
        ("level   ▮▮▯▯ −7 dB", "level"),
        (
            "  Answer  2 min   1 min 28 s  3 of 4",
            "Answer TIME TIME 3 of 4",
        ),
        ("Title (20 s): Rubric", "Title TIME Rubric"),
        ("  peak −18.9 dB, room −34 dB", "peak LEVEL room LEVEL"),
        ("2 recordings in /a/b", "2 recordings in"),
        ("    1 ✓ task   2 · result", "1 ✓ task 2 · result"),
    ] {
        assert_eq!(shape_of_line(line), expected);
    }
}

fn path(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    folder.join(name).with_extension("svg")
}

fn are_taken() -> bool {
    std::env::var_os("HOTSEAT_PICTURES").is_some_and(|value| value == "take")
}

/// Compares a screen with its picture, or takes it.
#[track_caller]
fn picture(name: &str, home: &Home, pty: &Pty) {
    let path = path(name);
    let rows = pty.rows();
    if are_taken() {
        fs::create_dir_all(path.with_file_name("")).expect("a folder for pictures");
        let drawn = pty.draw_with(svg::drawn);
        // What is called and kept where somebody practises.
        let drawn = drawn.replace(env!("CARGO_BIN_EXE_hotseat"), "hotseat");
        let drawn = drawn.replace(&home.path().display().to_string(), "/practice");
        fs::write(&path, drawn).expect("the picture is kept");
    }
    let kept = fs::read_to_string(&path).expect("the picture is there");
    let kept = svg::text(&kept);
    assert_eq!(
        shape(kept.iter().map(String::as_str)),
        shape(rows.iter().map(String::as_str)),
        "{} is stale: HOTSEAT_PICTURES=take cargo test pictures",
        path.display()
    );
    let shown = format!("](tests/pictures/{name}.svg)");
    assert!(README.contains(&shown), "the README does not show {name}");
}

#[test]
fn the_pictures_are_what_the_program_shows() {
    let home = Home::new();
    // Speech-like enough for a level: the signal at a tenth.
    let samples = signal::samples(120 * 48_000);
    let quiet: Vec<i16> = samples.iter().map(|sample| sample / 10).collect();
    wav::write(&home.path().join(VOICE), wav::ROOM, &quiet);
    let mut command = hotseat(&home);
    command.args(["practice", "quick", "--seed", "7"]);
    command.arg(format!("--mic=file:{VOICE}"));
    let mut pty = Pty::start(&command, 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    pty.wait_for("preparation", LIMIT);
    pty.send("n");
    pty.wait_for("● REC", LIMIT);
    for cue in 1..=2 {
        pty.send(&cue.to_string());
        pty.wait_for(&format!("{cue} ✓"), LIMIT);
    }
    pty.wait_for("level ", LIMIT);
    std::thread::sleep(if are_taken() { SPOKEN } else { MEASURED });
    picture("session", &home, &pty);
    pty.send("3");
    pty.wait_for("3 ✓", LIMIT);
    pty.send("n");
    pty.wait_for("read the follow-up", LIMIT);
    pty.send("n");
    pty.wait_for("Follow-up 1", LIMIT);
    std::thread::sleep(MEASURED);
    pty.send("n");
    pty.wait_for("\n1/6 ", LIMIT);
    pty.wait_for("Enter skips", LIMIT);
    // By the arrows, as whoever has not read the anchors yet would.
    pty.send("\x1b[B\x1b[B\x1b[B");
    pty.wait_for("› 3", LIMIT);
    picture("scoring", &home, &pty);
    pty.send("\x7f");
    for (number, value) in (1..).zip(["4", "3", "5", "4", "3", "2"]) {
        pty.wait_for(&format!("\n{number}/6 "), LIMIT);
        pty.wait_for("Enter skips", LIMIT);
        pty.send(&format!("{value}\r"));
    }
    pty.wait_for("One change for next time", LIMIT);
    pty.send("A number in the first sentence\r");
    pty.wait_for("r hears it now", LIMIT);
    pty.send("\r");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    picture("summary", &home, &pty);
}
