//! `kill -9` in the middle of a take: the file opens as it lies there, little is missing from it, and
//! `recover` brings back all that has reached the disk.

use std::fs;
use std::ops::Range;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use hotseat::clock;
use serde_json::Value;

use super::support::home::Home;
use super::support::room::Room;
use super::support::session::{Session, practice};
use super::support::signal::Break;
use super::support::sitting::ran;
use super::support::witness::{Witness, until_it_counts};
use super::support::{parts, signal, wav};

/// How many sessions are killed, all in the same room.
const SESSIONS: usize = 5;

/// When, in milliseconds after they have begun.
const MOMENTS: Range<u64> = 300..4_000;

/// How much of a take may be missing in the moment of the kill.
const MISSING_MS: f64 = 1_000.0;

/// Bytes before the samples.
const HEADER: u64 = 44;

/// Kills a session in each of the homes at its moment, the earliest first. Returns how many
/// milliseconds each had been recording.
fn kill_at(room: &Room, homes: &[Home], moments: &[Duration]) -> Vec<f64> {
    let begin = |home| Session::start(home, &mut practice(room, home, &[10]));
    let mut sessions: Vec<Session> = homes.iter().map(begin).collect();
    for session in &mut sessions {
        session.wait_for_section(1);
    }
    let begun = clock::now();
    let kill = |(mut session, moment): (Session, &Duration)| {
        std::thread::sleep((begun + *moment).saturating_duration_since(clock::now()));
        session.kill();
        let killed = clock::wall();
        let copy = fs::read_to_string(session.folder().join("session.json"));
        let copy: Value = serde_json::from_str(&copy.expect("a copy")).expect("a document");
        assert_eq!(copy["status"], "interrupted");
        let started = copy["started_at"].as_str().expect("a time");
        let started: jiff::Timestamp = started.parse().expect("a time");
        (killed - started).total(jiff::Unit::Millisecond)
    };
    let killed = sessions.into_iter().zip(moments).map(kill);
    killed.map(|spoken| spoken.expect("a span")).collect()
}

/// Every program that knows WAV files reads as many frames in it as its header says.
fn opens_everywhere(take: &Path, frames: usize) {
    let seconds = frames as f64 / 48_000.0;
    for (program, args) in [
        ("soxi", &["-D"][..]),
        (
            "ffprobe",
            &[
                "-v",
                "error",
                "-show_entries",
                "format=duration",
                "-of",
                "csv=p=0",
            ],
        ),
    ] {
        if !parts::have(program, &[program]) {
            continue;
        }
        let output = Command::new(program).args(args).arg(take).output();
        let output = output.expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let found: f64 = text.trim().parse().unwrap_or_default();
        assert!(
            output.status.success() && output.stderr.is_empty() && (found - seconds).abs() < 0.001,
            "{program} of {seconds} s: {output:?}"
        );
    }
}

/// What lies in the home after a kill: `spoken` ms had been recorded. Returns where it is not what
/// was spoken.
fn is_recovered(home: &Home, spoken: f64) -> Vec<Break> {
    let mut folders = fs::read_dir(home.path().join("recordings")).expect("recordings");
    let folder = folders.find_map(Result::ok).expect("a session");
    let take = folder.path().join("1-1-part-1.wav");
    let (_, before) = wav::read(&take);
    let missing = spoken - before.len() as f64 / 48.0;
    assert!(
        missing <= MISSING_MS,
        "{missing} of {spoken} ms are missing"
    );
    opens_everywhere(&take, before.len());
    let bytes = fs::metadata(&take).expect("the take is there").len();
    let on_disk = (bytes - HEADER) / 2;

    let recovered = ran(home, &["recover"]).ok();
    assert!(
        recovered.stderr.contains("recovered the session"),
        "{}",
        recovered.show()
    );
    let (_, after) = wav::read(&take);
    assert_eq!(after.len() as u64, on_disk, "every whole frame on the disk");
    assert_eq!(after[..before.len()], before, "and none of them another");
    opens_everywhere(&take, after.len());

    let listed = ran(home, &["sessions", "list", "--json"]).json();
    assert_eq!(listed["sessions"][0]["status"], "interrupted");
    let shown = ran(home, &["sessions", "show", "last", "--json"]).json();
    let section = &shown["answers"][0]["sections"][0];
    assert_eq!(shown["status"], "interrupted");
    assert_eq!(section["end"], "interrupted", "{section}");
    assert_eq!(section["take"]["frames"], on_disk, "{section}");
    let used = section["used_ms"].as_f64().expect("a time");
    assert!((used - on_disk as f64 / 48.0).abs() <= 20.0, "{section}");

    let again = ran(home, &["recover"]).ok();
    assert!(
        again.stderr.contains("no session was cut short"),
        "{}",
        again.show()
    );
    signal::walk(&after, &[])
}

#[expect(clippy::print_stdout, reason = "shown where the test fails")]
fn a_kill_at_any_moment(room: &Room) {
    until_it_counts(|| {
        let homes: Vec<Home> = (0..SESSIONS).map(|_| Home::new()).collect();
        let mut moments: Vec<u64> = (0..SESSIONS).map(|_| rand::random_range(MOMENTS)).collect();
        moments.sort_unstable();
        println!("killed after {moments:?} ms");
        let moments: Vec<Duration> = moments.into_iter().map(Duration::from_millis).collect();
        let witness = Witness::start(room);
        let _voice = room.play_samples(&signal::samples(30 * 48_000));
        let spoken = kill_at(room, &homes, &moments);
        let all = homes.iter().zip(spoken);
        let breaks: Vec<_> = all
            .flat_map(|(home, spoken)| is_recovered(home, spoken))
            .collect();
        witness.judge(breaks.is_empty(), || format!("{breaks:?}"))
    });
}

#[test]
fn a_kill_at_any_moment_leaves_a_take_that_opens_and_comes_back_whole_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        a_kill_at_any_moment(&room);
    }
}

#[test]
fn a_kill_at_any_moment_leaves_a_take_that_opens_and_comes_back_whole_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        a_kill_at_any_moment(&room);
    }
}
