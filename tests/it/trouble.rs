//! What goes wrong under a session: the machine stops for a while, the sound server dies.

use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use super::support::home::{Home, hotseat, run};
use super::support::process::Process;
use super::support::room::Room;
use super::support::{signal, wait, wav};

const LIMIT: Duration = Duration::from_mins(1);

/// A session of four sections of 2, 5, 3 and 2 s in the room.
fn begin(room: &Room, home: &Home) -> Process {
    let mut command = hotseat(home);
    room.apply(&mut command);
    let scale = format!("--scale={}", 12.0 / 3600.0);
    Process::start(command.args([
        "practice",
        "l7-platform-design",
        "--yes",
        "--no-score",
        &scale,
    ]))
}

/// Waits until the take of `section`, from 1, has begun.
fn wait_for_section(home: &Home, section: usize) {
    let begun = wait::until(LIMIT, || {
        let recordings = std::fs::read_dir(home.path().join("recordings")).ok()?;
        let folder = recordings.into_iter().find_map(Result::ok)?.path();
        let files = std::fs::read_dir(folder).ok()?.filter_map(Result::ok);
        let mut names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names
            .any(|name| name.starts_with(&format!("1-{section}-")) && !name.contains(".part"))
            .then_some(())
    });
    begun.unwrap_or_else(|| panic!("section {section} never begins"));
}

/// The sections of the finished session; every take is as long as its section was.
fn sections(home: &Home) -> Vec<(Value, Vec<i16>)> {
    let session = run(hotseat(home).args(["sessions", "show", "--json"]))
        .ok()
        .json();
    assert_eq!(session["status"], "completed");
    let folder = home
        .path()
        .join(session["folder"].as_str().expect("a folder"));
    let sections = session["answers"][0]["sections"]
        .as_array()
        .expect("sections")
        .clone();
    let read = |section: Value| {
        let path = folder.join(section["take"]["path"].as_str().expect("a take"));
        let samples = wav::read(&path).1;
        let used = section["used_ms"].as_f64().expect("a time");
        let off = (samples.len() as f64 / 48.0 - used).abs();
        assert!(off <= 20.0, "{off} ms off {used}: {}", section["take"]);
        (section, samples)
    };
    sections.into_iter().map(read).collect()
}

#[test]
fn a_program_that_was_stopped_keeps_its_boundaries_and_loses_nothing() {
    let Some(room) = Room::pulse() else { return };
    let home = Home::new();
    let _voice = room.play_samples(&signal::samples(30 * 48_000));
    let mut session = begin(&room, &home);
    wait_for_section(&home, 2);
    std::thread::sleep(Duration::from_millis(4_300));
    // Across the boundary at the end of section 2; the server's queue holds two seconds.
    let pid = Pid::from_raw(i32::try_from(session.id()).expect("a process id")).expect("not 0");
    kill_process(pid, Signal::STOP).expect("it stops");
    std::thread::sleep(Duration::from_millis(1_400));
    kill_process(pid, Signal::CONT).expect("it goes on");
    session.wait(LIMIT).expect("it ends");
    let sections = sections(&home);
    let all: Vec<i16> = sections
        .iter()
        .flat_map(|(_, samples)| samples.clone())
        .collect();
    if let Err(at) = signal::run(&all) {
        let gaps: Vec<&Value> = sections
            .iter()
            .map(|(section, _)| &section["take"]["gaps"])
            .collect();
        panic!("the signal breaks at frame {at}; gaps: {gaps:?}");
    }
}

#[test]
fn a_sound_server_that_dies_and_comes_back_leaves_a_hole_and_nothing_else() {
    let Some(mut room) = Room::pulse() else {
        return;
    };
    let home = Home::new();
    let voice = room.play_samples(&signal::samples(30 * 48_000));
    let mut session = begin(&room, &home);
    wait_for_section(&home, 2);
    std::thread::sleep(Duration::from_millis(500));
    room.kill_server();
    drop(voice);
    room.start_server();
    let _voice = room.play_samples(&signal::samples(30 * 48_000));
    session.wait(LIMIT).expect("it ends");
    let sections = sections(&home);
    let gap = &sections[1].0["take"]["gaps"][0];
    assert_eq!(gap["cause"], "device-lost", "{}", sections[1].0["take"]);
    let lost = usize::try_from(gap["at_frame"].as_u64().expect("a frame")).expect("small");
    assert!(
        signal::run(&sections[1].1[..lost]).is_ok(),
        "what was said before is whole"
    );
    let last = &sections[3].1;
    assert!(signal::run(last).is_ok(), "it records again");
}
