//! Answers and scores beside each other: of several days, of two passes; and the way from the end of a
//! session to hearing it.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::super::delivery::{SPOKEN, spoken_at};
use super::super::support::home::{Home, hotseat, run};
use super::super::support::pty::{Exit, Pty};
use super::super::support::room::Room;
use super::super::support::sitting::{ran, sit};
use super::super::support::{parts, wav};
use super::{LIMIT, Recorded, SECOND, piece};

/// Another session of the same prompt, some days before, as another machine would hand it over.
fn on_an_earlier_day(home: &Home, folder: &Path, samples: &[i16]) -> String {
    let text = fs::read_to_string(folder.join("session.json")).expect("the copy");
    let mut session: Value = serde_json::from_str(&text).expect("it is JSON");
    session["id"] = json!("01936f0c-0000-7000-8000-000000000001");
    session["started_at"] = json!("2026-01-02T10:00:00Z");
    session["ended_at"] = json!("2026-01-02T10:10:00Z");
    let earlier = folder.with_file_name("2026-01-02T100000Z-quick");
    fs::create_dir(&earlier).expect("a folder");
    fs::write(earlier.join("session.json"), session.to_string()).expect("the copy");
    for take in ["1-1-answer.wav", "1-2-follow-up-1.wav"] {
        wav::write(&earlier.join(take), wav::ROOM, samples);
    }
    let file = earlier.join("session.json");
    ran(home, &["import", &file.display().to_string()]).ok();
    let prompt = session["answers"][0]["prompt"]["id"].as_str();
    prompt.expect("a prompt").to_owned()
}

/// As `Recorded`, by a microphone: what a tone recorded is no answer to compare.
fn answered(samples: &[i16]) -> Recorded {
    let home = Home::new();
    let file = home.path().join("voice.wav");
    wav::write(&file, wav::ROOM, samples);
    let mic = format!("--mic=file:{}", file.display());
    let session = sit(&home, &["quick", &mic, "--follow-ups=1", "--no-score"]);
    let folder = home
        .path()
        .join(session["folder"].as_str().expect("a folder"));
    for take in ["1-1-answer.wav", "1-2-follow-up-1.wav"] {
        wav::write(&folder.join(take), wav::ROOM, samples);
    }
    Recorded { home, folder }
}

#[test]
fn days_are_compared_section_by_section_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let recorded = answered(&piece(0, SECOND));
    let mut command = recorded.command(&room, &["quick", "--compare"]);
    let alone = run(&mut command);
    assert_eq!(alone.status, Some(1), "{}", alone.show());
    let older = piece(9_000, SECOND);
    let prompt = on_an_earlier_day(&recorded.home, &recorded.folder, &older);
    let ran = run(&mut recorded.command(&room, &[&prompt, "--compare"])).ok();
    let lines: Vec<&str> = ran
        .stderr
        .lines()
        .filter(|l| l.starts_with("playing"))
        .collect();
    assert_eq!(lines.len(), 4, "{}", ran.stderr);
    for (line, (number, old)) in lines
        .iter()
        .zip([("1-1", 1), ("1-1", 0), ("1-2", 1), ("1-2", 0)])
    {
        assert!(line.contains(&format!("playing {number} ")), "{line}");
        assert_eq!(
            line.matches("2026-01-02T100000Z-quick").count(),
            old,
            "{line}"
        );
    }
}

#[test]
fn a_session_is_heard_at_its_longest_pause_in_two_keys_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let home = Home::new();
    let mut practice = hotseat(&home);
    room.apply(&mut practice);
    practice.args(["practice", "quick", "--mic=tone", "--scale=0.01", "--yes"]);
    practice.arg("--follow-ups=0");
    let mut pty = longest_pause(&practice);
    // A tone has none, which is said once all of it was looked at.
    pty.wait_for("no pause in this answer", LIMIT);
    pty.send("q");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
    assert!(pty.is_sane());
}

/// From the end of a session to its longest pause: two keys.
fn longest_pause(practice: &Command) -> Pty {
    let mut pty = Pty::start(practice, 40, 80);
    pty.wait_for("Enter skips", LIMIT);
    pty.send("\x1b");
    pty.wait_for("r hears it now", LIMIT);
    pty.send("r");
    pty.wait_for("playing", LIMIT);
    pty.send("l");
    pty
}

/// Three sentences after so long, with a pause between the first two and a longer one before the last;
/// and where that begins, in milliseconds.
fn speech_with_two_pauses(folder: &Path, before: usize) -> (Vec<i16>, usize) {
    const PAUSES: [usize; 3] = [1_800, 2_600, 700];
    let silence = |millis: usize| vec![0; SPOKEN.sample_rate as usize * millis / 1000];
    let mut samples = silence(before);
    let mut longest = 0;
    for (sentence, after) in [
        "We moved it in one night.",
        "Nobody had asked for it.",
        "In the end they took ours.",
    ]
    .iter()
    .zip(PAUSES)
    {
        samples.extend(spoken_at(folder, sentence, 175));
        if after == PAUSES[1] {
            longest = samples.len() * 1_000 / SPOKEN.sample_rate as usize;
        }
        samples.extend(silence(after));
    }
    (samples, longest)
}

#[test]
fn the_longest_pause_of_what_was_said_is_heard_in_two_keys_on_pulseaudio() {
    /// Of half a minute, at the scale below.
    const PREPARATION: usize = 2_700;
    /// A pause is heard from so long before it.
    const LEAD: usize = 1_000;
    if !parts::have("espeak-ng", &["espeak-ng"]) {
        return;
    }
    let Some(room) = Room::pulse() else { return };
    let home = Home::new();
    let file = home.path().join("voice.wav");
    let (samples, longest) = speech_with_two_pauses(&home.path(), PREPARATION + 500);
    wav::write(&file, SPOKEN, &samples);
    let mut practice = hotseat(&home);
    room.apply(&mut practice);
    practice.args(["practice", "quick", "--scale=0.09", "--yes"]);
    practice.arg("--follow-ups=0");
    practice.arg(format!("--mic=file:{}", file.display()));
    let mut pty = longest_pause(&practice);
    let screen = pty.wait_for("the longest pause of 2: 2.", LIMIT);
    assert!(screen.contains("playing"), "{screen}");
    pty.send("mq");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
    let section = ran(&home, &["sessions", "show", "last", "--json"]).json();
    let mark = &section["answers"][0]["sections"][0]["marks"][0]["at_ms"];
    let at = usize::try_from(mark.as_u64().expect("a mark")).expect("it is small");
    let from = longest - PREPARATION - LEAD;
    // What lies between two keys has been heard since.
    assert!((from - 150..from + 1_000).contains(&at), "{at} of {from}");
}

#[test]
fn both_passes_stand_side_by_side_after_listening_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let recorded = Recorded::new(&piece(0, 9 * SECOND), &piece(0, 100));
    ran(&recorded.home, &["score", "--set", "structure=4"]).ok();
    let mut pty = Pty::start(&recorded.command(&room, &["--blind"]), 60, 80);
    pty.wait_for("playing", LIMIT);
    pty.send("s");
    pty.wait_for("Enter skips", LIMIT);
    assert!(!pty.screen().contains("given first"), "{}", pty.screen());
    pty.send("2\r");
    pty.wait_for("2/6", LIMIT);
    pty.send("\x1b");
    let screen = pty.wait_for("Back to the recording", LIMIT);
    let row = screen
        .lines()
        .find(|line| line.contains("Structure") && line.contains('−'));
    assert!(row.is_some_and(|row| row.contains("−2")), "{screen}");
    pty.send("\r");
    pty.wait_for("playing", LIMIT);
    pty.send("q");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
    let shown = ran(&recorded.home, &["sessions", "show", "last", "--json"]).json();
    let cards = shown["answers"][0]["scorecards"]
        .as_array()
        .expect("cards")
        .clone();
    let passes: Vec<&Value> = cards.iter().map(|card| &card["pass"]).collect();
    assert_eq!(passes, [&json!("first"), &json!("replay")]);
}
