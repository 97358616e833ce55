//! What the takes hold, sample by sample. The signal has the same step between all neighbours, so
//! one missing or doubled frame anywhere would show.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;

use super::support::home::{Home, hotseat, run};
use super::support::process::Process;
use super::support::pty::{Exit, Pty};
use super::support::room::Room;
use super::support::witness::{Witness, until_it_counts};
use super::support::{parts, signal, wait, wav};

const LIMIT: Duration = Duration::from_secs(30);

/// The sections of the round, in minutes.
const MINUTES: [u64; 4] = [10, 25, 15, 10];

/// The round in which a minute takes `millis`.
fn platform(home: &Home, millis: u64) -> Command {
    let mut command = hotseat(home);
    command
        .args([
            "practice",
            "l7-platform-design",
            "--yes",
            "--no-score",
            "--json",
        ])
        .arg(format!("--scale={}", millis as f64 / 60_000.0));
    command
}

/// The sections of a session that went its full time, with the samples of their takes.
fn full_session(session: &Value, home: &Home, millis: u64) -> Vec<Vec<i16>> {
    assert_eq!(session["status"], "completed");
    let sections = session["answers"][0]["sections"]
        .as_array()
        .expect("sections");
    assert_eq!(sections.len(), MINUTES.len());
    let mut started = 0;
    let folder = home
        .path()
        .join(session["folder"].as_str().expect("a folder"));
    sections
        .iter()
        .zip(MINUTES)
        .map(|(section, minutes)| {
            let budget = minutes * millis;
            assert_eq!(section["end"], "time-up");
            assert_eq!(section["started_ms"], started);
            assert_eq!(section["used_ms"], budget);
            started += budget;
            let take = &section["take"];
            let (spec, samples) = wav::read(&folder.join(take["path"].as_str().expect("a path")));
            assert_eq!((spec.channels, spec.bits_per_sample), (1, 16));
            assert_eq!(take["frames"], samples.len());
            let millis = samples.len() as f64 * 1000.0 / f64::from(spec.sample_rate);
            let off = (millis - budget as f64).abs();
            assert!(off <= 20.0, "{off} ms off {budget}");
            samples
        })
        .collect()
}

#[test]
fn a_file_as_the_microphone_lies_in_the_takes_frame_for_frame() {
    let home = Home::new();
    let file = home.path().join("x.wav");
    // Longer than the session by a second, so that its end is a cut too.
    let played = signal::samples(37 * 48_000);
    wav::write(&file, wav::ROOM, &played);
    let millis = 600;
    let mut command = platform(&home, millis);
    command.arg(format!("--mic=file:{}", file.display()));
    let session = run(&mut command).ok().json();
    assert_eq!(session["mic"]["kind"], "file");
    assert_eq!(session["rehearsal"], false);
    assert_eq!(lost(&session), 0);
    let mut at = 0;
    for (take, minutes) in full_session(&session, &home, millis).iter().zip(MINUTES) {
        let frames = usize::try_from(minutes * millis).expect("it is small") * 48;
        assert_eq!(take.len(), frames);
        assert!(
            take[..] == played[at..at + frames],
            "the take at frame {at}"
        );
        at += frames;
    }
}

/// Speaks the signal into the room while a session runs in it, and looks for seams.
fn without_a_seam(room: &Room, millis: u64) {
    until_it_counts(|| {
        let home = Home::new();
        let witness = Witness::start(room);
        let _voice = room.play_samples(&signal::samples(50 * 48_000));
        let session = session_in(room, &home, millis);
        let takes = full_session(&session, &home, millis).concat();
        let breaks = signal::walk(&takes, &[]);
        let lost = lost(&session);
        assert!(
            !breaks.is_empty() || lost == 0,
            "{lost} lost, whatever it says"
        );
        witness.judge(breaks.is_empty(), || format!("{breaks:?}, {lost} lost"))
    });
}

/// The frames that a session says it lost.
fn lost(session: &Value) -> u64 {
    let sections = session["answers"][0]["sections"]
        .as_array()
        .expect("sections");
    let takes = sections.iter().map(|section| &section["take"]);
    takes
        .map(|take| take["lost_frames"].as_u64().expect("a count"))
        .sum()
}

fn session_in(room: &Room, home: &Home, millis: u64) -> Value {
    let mut command = platform(home, millis);
    room.apply(&mut command);
    let session = run(&mut command).ok().json();
    assert_eq!(session["mic"]["kind"], "device");
    assert_eq!(session["mic"]["sample_rate"], 48_000);
    session
}

#[test]
fn no_sample_is_missing_or_doubled_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        without_a_seam(&room, 600);
    }
}

#[test]
fn no_sample_is_missing_or_doubled_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        // Without real-time priority it loses more, the longer it runs.
        without_a_seam(&room, 100);
    }
}

/// The first take of the only session in `home`, once it exists.
fn first_take(home: &Home) -> PathBuf {
    let found = wait::until(LIMIT, || {
        let recordings = std::fs::read_dir(home.path().join("recordings")).ok()?;
        let folder = recordings.into_iter().find_map(Result::ok)?.path();
        let files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
        files
            .map(|file| file.path())
            .find(|path| path.extension().is_some_and(|e| e == "wav"))
    });
    found.expect("a take begins")
}

fn frames(take: &Path) -> usize {
    wav::read(take).1.len()
}

/// Sits `quick` on a terminal, waits until `phase` shows, and presses Ctrl-C.
fn interrupted_at(phase: &str, keys: &[&str]) -> (Value, Home) {
    let home = Home::new();
    let mut command = hotseat(&home);
    command.args(["practice", "quick", "--seed=7", "--mic=tone"]);
    let mut pty = Pty::start(&command, 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\r");
    for key in keys {
        std::thread::sleep(Duration::from_millis(400));
        pty.send(key);
    }
    pty.wait_for(phase, LIMIT);
    std::thread::sleep(Duration::from_millis(700));
    pty.send("\u{3}");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(130), "in {phase}");
    assert!(
        pty.is_sane() && !pty.hides_cursor(),
        "the terminal after {phase}"
    );
    let session = run(hotseat(&home).args(["sessions", "show", "last", "--json"]))
        .ok()
        .json();
    assert_eq!(session["status"], "stopped", "in {phase}");
    (session, home)
}

#[test]
fn ctrl_c_keeps_everything_said_so_far_in_every_phase() {
    let phases: [(&str, &[&str], &[bool]); 4] = [
        ("preparation", &[], &[false, false]),
        ("Answer", &["n"], &[true, false]),
        ("read the follow-up", &["n", "n"], &[true, false]),
        ("Follow-up 1", &["n", "n", "n"], &[true, true]),
    ];
    for (phase, keys, recorded) in phases {
        let (session, home) = interrupted_at(phase, keys);
        let sections = session["answers"][0]["sections"]
            .as_array()
            .expect("sections");
        let folder = home
            .path()
            .join(session["folder"].as_str().expect("a folder"));
        for (section, recorded) in sections.iter().zip(recorded) {
            let used = section["used_ms"].as_u64().expect("a time");
            assert_eq!(used > 0, *recorded, "{phase}: {section}");
            if *recorded {
                let path = folder.join(section["take"]["path"].as_str().expect("a path"));
                let off = (frames(&path) as f64 / 48.0 - used as f64).abs();
                assert!(off <= 20.0, "{phase}: {off} ms off");
            } else {
                assert_eq!(section["take"], Value::Null);
            }
        }
    }
}

#[test]
fn a_terminated_session_is_saved_and_says_143() {
    let home = Home::new();
    let mut command = hotseat(&home);
    command.args(["practice", "quick", "--mic=tone", "--scale=0.2"]);
    let mut pty = Pty::start(&command, 24, 80);
    pty.wait_for("Enter begin", LIMIT);
    pty.send("\rn");
    pty.wait_for("REC", LIMIT);
    pty.kill(Signal::TERM);
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(143));
    assert!(pty.is_sane());
    let session = run(hotseat(&home).args(["sessions", "show", "--json"]))
        .ok()
        .json();
    assert_eq!(session["status"], "stopped");
}

#[test]
fn speech_is_heard_in_the_take() {
    if !parts::have("espeak-ng", &["espeak-ng"]) {
        return;
    }
    let Some(room) = Room::pulse() else { return };
    let home = Home::new();
    let speech = home.path().join("speech.wav");
    let spoken = Command::new("espeak-ng")
        .arg("-w")
        .arg(&speech)
        .arg("We moved the payments platform to a new region without a single minute of downtime.")
        .status()
        .expect("espeak-ng runs");
    assert!(spoken.success());
    let mut command = hotseat(&home);
    room.apply(&mut command);
    let args = [
        "practice",
        "quick",
        "--scale=0.08",
        "--yes",
        "--no-score",
        "--json",
        "--follow-ups=0",
    ];
    let mut session = Process::start(command.args(args));
    let take = first_take(&home);
    room.play(&speech).wait(LIMIT).expect("it is spoken");
    session.wait(LIMIT).expect("the session ends");
    let loud = wav::read(&take)
        .1
        .iter()
        .filter(|sample| sample.unsigned_abs() > 1_000)
        .count();
    assert!(loud > 48_000 / 2, "only {loud} loud samples");
}
