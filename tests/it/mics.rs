//! `mic`: which microphones are listed, and a test of one that can be listened to.

use std::time::Duration;

use serde_json::{Value, json};

use super::support::home::{Home, hotseat, run};
use super::support::pty::{Exit, Pty};
use super::support::room::Room;
use super::support::sitting::ran;
use super::support::{shape, signal, wait, wav};

const LIMIT: Duration = Duration::from_mins(1);

fn document(room: &Room, home: &Home) -> Value {
    let mut command = hotseat(home);
    room.apply(&mut command);
    run(command.args(["mic", "list", "--json"])).ok().json()
}

/// The names of what the sound server has; other ways to hear depend on the machine.
fn on_the_server(document: &Value) -> Vec<(&str, bool)> {
    let microphones = document["microphones"].as_array().expect("a list");
    let served = microphones.iter().filter(|mic| mic["host"] == "pulseaudio");
    served
        .map(|mic| {
            (
                mic["name"].as_str().expect("a name"),
                mic["default"] == true,
            )
        })
        .collect()
}

fn lists_microphones(mut room: Room) {
    let home = Home::new();
    room.plug_in_sink("loudspeaker");
    let desk = room.plug_in_microphone("desk");
    let listed = document(&room, &home);
    let mic = json!({"id": "text", "name": "text", "host": "text", "default": "flag"});
    let misfits = shape::misfits(&json!({"microphones": [mic]}), &listed);
    assert!(misfits.is_empty(), "{misfits:#?}");
    // What a speaker plays is no microphone, unless it is the one that the user has chosen.
    let served = on_the_server(&listed);
    let [(monitor, true), ("desk", false)] = served[..] else {
        panic!("{listed}");
    };
    assert!(monitor.starts_with("Monitor of "), "{listed}");
    // ALSA knows the hardware, and besides it converters and devices of no use.
    for mic in listed["microphones"].as_array().expect("a list") {
        let (host, id) = (&mic["host"], mic["id"].as_str().expect("an id"));
        let is_hardware = id.starts_with("plughw:CARD=");
        assert!(host == "pulseaudio" || is_hardware, "{listed}");
    }

    room.make_default(&desk);
    let listed = document(&room, &home);
    assert_eq!(on_the_server(&listed), [("desk", true)]);
    let mut command = hotseat(&home);
    room.apply(&mut command);
    let table = run(command.args(["mic", "list"])).ok().stdout;
    assert!(
        table.contains("desk") && !table.contains("Monitor"),
        "{table}"
    );
}

/// As for somebody who has never used sound here: the server knows its own user without.
#[test]
fn a_server_is_spoken_with_where_there_is_no_cookie() {
    let Some(room) = Room::pulse() else { return };
    let home = Home::new();
    for cookie in ["", "short"] {
        let path = home.path().join("cookie");
        std::fs::write(&path, cookie).expect("a cookie is written");
        let mut command = hotseat(&home);
        room.apply(&mut command);
        command.env("PULSE_COOKIE", path);
        let listed = run(command.args(["mic", "list", "--json"])).ok().json();
        assert_eq!(on_the_server(&listed).len(), 1, "{listed}");
    }
}

#[test]
fn microphones_are_listed_and_nothing_else_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        lists_microphones(room);
    }
}

#[test]
fn microphones_are_listed_and_nothing_else_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        lists_microphones(room);
    }
}

#[test]
fn without_a_sound_server_nothing_but_hardware_is_listed() {
    let listed = ran(&Home::new(), &["mic", "list", "--json"]).json();
    assert_eq!(on_the_server(&listed), []);
}

/// The test on a terminal: its level is seen, it says what it thinks, and plays what it heard.
fn can_be_listened_to(room: &Room) {
    let home = Home::new();
    let voice: Vec<i16> = signal::samples(20 * 48_000);
    let mut voice = room.play_samples(&voice.iter().map(|s| s / 10).collect::<Vec<_>>());
    let mut command = hotseat(&home);
    room.apply(&mut command);
    let mut pty = Pty::start(command.args(["mic", "test"]), 24, 80);
    pty.wait_for("microphone test", LIMIT);
    pty.wait_for("dB", LIMIT);
    pty.wait_for("Hear it?", LIMIT);
    assert!(
        pty.screen().contains("The microphone is fit"),
        "{}",
        pty.screen()
    );
    voice.kill();
    let heard = home.path().join("heard");
    let mut ears = room.record(&heard);
    let quiet = || {
        let all = wav::read_bare(&heard);
        let last = all.len().checked_sub(4_800)?;
        all[last..].iter().all(|sample| *sample == 0).then_some(())
    };
    assert!(wait::until(LIMIT, quiet).is_some(), "the voice goes on");
    pty.send("y\r");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0));
    ears.kill();
    let heard = wav::read_bare(&heard);
    let loud = heard
        .iter()
        .filter(|sample| sample.unsigned_abs() > 300)
        .count();
    // Five seconds of it, and most samples of the signal are loud.
    assert!(loud > 3 * 48_000, "only {loud} loud samples");
}

#[test]
fn a_microphone_test_can_be_listened_to_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        can_be_listened_to(&room);
    }
}

#[test]
fn a_microphone_test_can_be_listened_to_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        can_be_listened_to(&room);
    }
}
