//! The room itself: that its microphone hears what is played, sample by sample, and that it comes
//! back after its server was killed. Where these fail, no other test of sound says anything.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::support::room::Room;
use super::support::{signal, wait, wav};

const LIMIT: Duration = Duration::from_mins(1);

/// Half a second and a bit: no multiple of any buffer.
const COUNT: usize = 30_001;

/// Plays the signal, and returns what a recorder of its own heard of it, silence taken off.
fn heard(room: &Room) -> Vec<i16> {
    let folder = tempfile::tempdir().expect("a folder for the recording");
    let file = folder.path().join("heard");
    let mut recorder = room.record(&file);
    let running = wait::until(LIMIT, || (!wav::read_bare(&file).is_empty()).then_some(()));
    assert!(
        running.is_some(),
        "the recorder hears nothing, not even silence"
    );
    let mut player = room.play_samples(&signal::samples(COUNT));
    let ended = player.wait(LIMIT).expect("the sound comes to its end");
    assert!(ended.success(), "{ended}");
    // The last of it is still on its way.
    wait::until(LIMIT, || {
        let all = wav::read_bare(&file);
        (all.len() > 4_800 && all[all.len() - 4_800..].iter().all(|&s| s == 0)).then_some(())
    });
    recorder.kill();
    signal::without_silence(&wav::read_bare(&file)).to_vec()
}

fn hears_every_sample(room: &Room) {
    let heard = heard(room);
    assert_eq!(signal::run(&heard), Ok(0));
    assert_eq!(heard.len(), COUNT);
}

#[test]
fn pulseaudio_hears_every_sample() {
    let Some(room) = Room::pulse() else { return };
    hears_every_sample(&room);
}

#[test]
fn pipewire_hears_every_sample() {
    let Some(room) = Room::pipewire() else { return };
    hears_every_sample(&room);
}

fn comes_back(mut room: Room) {
    let answers = |room: &Room| {
        let mut pactl = Command::new("pactl");
        room.apply(&mut pactl);
        let output = pactl.arg("info").output().expect("pactl runs");
        output.status.success()
    };
    assert!(answers(&room));
    room.kill_server();
    assert!(!answers(&room));
    room.start_server();
    hears_every_sample(&room);
}

#[test]
fn pulseaudio_comes_back_after_a_crash() {
    if let Some(room) = Room::pulse() {
        comes_back(room);
    }
}

#[test]
fn pipewire_comes_back_after_a_crash() {
    if let Some(room) = Room::pipewire() {
        comes_back(room);
    }
}

#[test]
fn two_rooms_do_not_hear_each_other() {
    let Some(loud) = Room::pulse() else { return };
    let quiet = loud.beside().expect("what one room needs is there");
    let folder = tempfile::tempdir().expect("a folder for the recording");
    let file = folder.path().join("heard");
    let mut recorder = quiet.record(&file);
    assert_eq!(heard(&loud).len(), COUNT);
    recorder.kill();
    let all = wav::read_bare(&file);
    assert!(!all.is_empty() && all.iter().all(|&sample| sample == 0));
}

#[test]
fn a_room_has_one_microphone_and_leaves_nothing_behind() {
    for room in [Room::pulse, Room::pipewire] {
        let Some(room) = room() else { continue };
        let sources = room.pactl(&["list", "short", "sources"]);
        let names: Vec<_> = sources
            .lines()
            .filter_map(|line| line.split('\t').nth(1))
            .collect();
        assert_eq!(names, ["room.monitor"]);
        assert_eq!(room.pactl(&["get-default-source"]).trim(), "room.monitor");
        let home = room.env().into_iter().find(|(name, _)| name == "HOME");
        let (_, home) = home.expect("a room has a HOME");
        assert!(Path::new(&home).join(".asoundrc").exists());
        drop(room);
        assert!(!Path::new(&home).exists());
    }
}
