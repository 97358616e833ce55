//! The disk runs full in the middle of an answer, and is freed again: the session goes on, what was
//! recorded stays valid, and recording resumes where it would be by then.

use std::fs;
use std::time::Duration;

use super::support::home::{Home, hotseat, run};
use super::support::room::Room;
use super::support::session::{LIMIT, Sat, Session, practice};
use super::support::witness::{Run, Witness, until_it_counts};
use super::support::{signal, wait, wav};

/// Long enough for any session here.
const VOICE: usize = 30 * 48_000;

/// Room for the longest session here, and what is wanted besides.
const KILOBYTES: u32 = 6 * 1024;

/// Fills the disk in section `full` and frees it in section `free`; none where there is no disk.
fn sat_through(room: &Room, home: &Home, full: usize, free: usize) -> Sat {
    let mut session = Session::start(home, &mut practice(room, home, &[1, 3, 3, 1]));
    session.wait_for_section(full);
    std::thread::sleep(Duration::from_millis(700));
    let mut filler = home.disk().fill();
    wait::until(LIMIT, || {
        // A database that is written may give back a little.
        filler.top_up();
        session.said().contains("disk is full").then_some(())
    });
    session.wait_for("disk is full");
    // What there is opens all the while.
    for take in takes(home) {
        wav::read(&take);
    }
    session.wait_for_section(free);
    // Longer than a busy machine lets it wait in memory.
    std::thread::sleep(Duration::from_secs(1));
    filler.remove();
    session.end()
}

fn takes(home: &Home) -> Vec<std::path::PathBuf> {
    let mut recordings = fs::read_dir(home.path().join("recordings")).expect("recordings");
    let folder = recordings.find_map(Result::ok).expect("a session");
    let files = fs::read_dir(folder.path()).expect("takes");
    files
        .filter_map(Result::ok)
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|end| end == "wav"))
        .collect()
}

/// Everything outside of gaps called `disk-full`, which lie in `sections` and nowhere else, is the
/// signal in its place. None of it is missing in the document or in the history.
fn resumes(room: &Room, full: usize, free: usize) {
    until_it_counts(|| {
        let Some(home) = Home::on_small_disk(KILOBYTES) else {
            return Run::Counts;
        };
        let witness = Witness::start(room);
        let _voice = room.play_samples(&signal::samples(VOICE));
        let sat = sat_through(room, &home, full, free);
        sat.has_full_takes();
        for (number, section) in (1..).zip(&sat.sections) {
            let gaps = section.gaps();
            let is_full = gaps.iter().any(|(_, cause)| *cause == "disk-full");
            assert_eq!(is_full, (full..=free).contains(&number), "{}", sat.show());
        }
        let listed = run(hotseat(&home).args(["sessions", "list", "--json"]));
        let listed = listed.ok().json();
        assert_eq!(listed["sessions"][0]["status"], "completed");
        let copy = home
            .path()
            .join(sat.document["folder"].as_str().expect("a folder"));
        let copy = fs::read_to_string(copy.join("session.json")).expect("the copy is there");
        let copy: serde_json::Value = serde_json::from_str(&copy).expect("a document");
        assert_eq!(copy["answers"], sat.document["answers"]);
        witness.judge(sat.breaks().is_empty(), || sat.show())
    });
}

#[test]
fn recording_resumes_in_the_section_in_which_the_disk_ran_full_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        resumes(&room, 2, 2);
    }
}

#[test]
fn recording_resumes_in_the_section_in_which_the_disk_ran_full_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        resumes(&room, 2, 2);
    }
}

#[test]
fn a_section_that_begins_on_a_full_disk_is_recorded_from_where_there_is_room() {
    if let Some(room) = Room::pulse() {
        resumes(&room, 2, 3);
    }
}
