//! The microphone goes away in the middle of a section, or another one becomes the system's choice,
//! or it comes back with another rate: the clock goes on, and so does the recording.

use std::time::Duration;

use super::support::devices::frequency;
use super::support::home::Home;
use super::support::room::Room;
use super::support::session::{Sat, Session, practice};
use super::support::signal;
use super::support::witness::{Run, Witness, until_it_counts};

/// Long enough for any session here.
const VOICE: usize = 30 * 48_000;

/// How far beside its place a microphone may be put that has come back, in frames: what a take may
/// be too long or too short.
const BESIDE: i32 = 48 * 20;

/// The longest block that a server is asked for, in frames: how exactly it is known where something
/// is missing that the server does not tell of.
const A_BLOCK: usize = 48 * 80;

/// The microphone that was asked for is unplugged, and the default one hears the same room. A
/// server may move the stream there by itself, and nothing is lost then; it has to be said all the
/// same.
fn an_unplugged_microphone(room: &Room) -> Run {
    let home = Home::new();
    let desk = room.plug_in_microphone("desk");
    let _voice = room.play_samples(&signal::samples(VOICE));
    let mut command = practice(room, &home, &[1, 4, 2]);
    let mut session = Session::start(&home, command.arg("--mic=desk"));
    session.wait_for("microphone: desk");
    // It hears the default one, which stays.
    let witness = Witness::start(room);
    session.wait_for_section(2);
    std::thread::sleep(Duration::from_millis(700));
    room.unplug(&desk);
    session.wait_for("Monitor of ");
    let sat = session.end();
    sat.has_full_takes();
    is_listed_if_said(&sat);
    // What it hears again stands where it belongs.
    let stands = |b: &signal::Break| b.listed && b.missing.abs() <= BESIDE;
    let all_stand = sat.breaks().iter().all(stands);
    let last_is_whole = sat.sections[2].gaps().is_empty();
    witness.judge(all_stand && last_is_whole, || sat.show())
}

/// Where the microphone was gone, the take of section 2 lists it.
#[track_caller]
fn is_listed_if_said(sat: &Sat) -> bool {
    let said = sat.said.contains("The microphone is gone");
    let gaps = sat.sections[1].gaps();
    let listed = gaps.iter().any(|(_, cause)| *cause == "device-lost");
    assert_eq!(listed, said, "{}", sat.show());
    listed
}

#[test]
fn a_microphone_that_is_unplugged_gives_way_to_the_default_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        until_it_counts(|| an_unplugged_microphone(&room));
    }
}

#[test]
fn a_microphone_that_is_unplugged_gives_way_to_the_default_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        until_it_counts(|| an_unplugged_microphone(&room));
    }
}

/// The only microphone is unplugged, and after a while another one is plugged in.
fn the_only_microphone(mut room: Room) -> Run {
    let home = Home::new();
    let voice = room.play_samples(&signal::samples(VOICE));
    let mut session = Session::start(&home, &mut practice(&room, &home, &[1, 5, 2]));
    session.wait_for_section(2);
    std::thread::sleep(Duration::from_millis(700));
    room.unplug(&room.first_device());
    drop(voice);
    let other = room.plug_in_sink("other");
    room.make_default(&other);
    let _voice = room.play_samples_on("other", &signal::samples(VOICE));
    session.wait_for("Monitor of other");
    let witness = Witness::start(&room);
    let sat = session.end();
    sat.has_full_takes();
    // PulseAudio ends the stream; PipeWire lets it hear silence meanwhile, and may stall when it
    // moves it there. In both, one stretch is not what was said.
    let was_gone = is_listed_if_said(&sat);
    let breaks = sat.breaks();
    let in_one_place = match &breaks[..] {
        [one] => one.listed || !was_gone,
        // PipeWire tells of the move before the sound changes: the silence stands a block too early.
        [hole, change] => hole.listed && !was_gone && change.at - hole.until <= A_BLOCK,
        _ => false,
    };
    let last_is_whole = signal::walk(&sat.sections[2].samples, &[]).is_empty();
    witness.judge(in_one_place && last_is_whole, || sat.show())
}

#[test]
fn a_session_waits_for_another_microphone_on_pulseaudio() {
    until_it_counts(|| Room::pulse().map_or(Run::Counts, the_only_microphone));
}

#[test]
fn a_session_waits_for_another_microphone_on_pipewire() {
    until_it_counts(|| Room::pipewire().map_or(Run::Counts, the_only_microphone));
}

/// Another microphone becomes the default: nobody has asked for one by name, so that is the one.
fn another_default(mut room: Room) -> Run {
    const HERTZ: f64 = 440.0;
    let home = Home::new();
    let other = room.plug_in_sink("other");
    let _voice = room.play_samples(&signal::samples(VOICE));
    let _tone = room.play_tone("other", HERTZ, 30);
    let mut session = Session::start(&home, &mut practice(&room, &home, &[1, 4, 1]));
    session.wait_for_section(2);
    std::thread::sleep(Duration::from_millis(700));
    room.make_default(&other);
    session.wait_for("Monitor of other");
    let witness = Witness::start(&room);
    let sat = session.end();
    sat.has_full_takes();
    assert_eq!(signal::walk(&sat.sections[0].samples, &[]), []);
    let last = &sat.sections[2];
    let is_tone = |samples: &[i16]| (frequency(samples, last.rate) / HERTZ - 1.0).abs() < 0.005;
    let is_heard = is_tone(&last.samples) && last.gaps().is_empty();
    let seen = || {
        let hertz = frequency(&last.samples, last.rate);
        format!("{hertz} Hz, {:?}\n{}", last.gaps(), sat.said)
    };
    witness.judge_by(is_tone, is_heard, seen)
}

#[test]
fn a_default_that_changes_is_followed_and_said_on_pulseaudio() {
    until_it_counts(|| Room::pulse().map_or(Run::Counts, another_default));
}

#[test]
fn a_default_that_changes_is_followed_and_said_on_pipewire() {
    until_it_counts(|| Room::pipewire().map_or(Run::Counts, another_default));
}

/// The server comes back, and its microphone runs at another rate than the takes.
fn another_rate(mut room: Room) {
    const HERTZ: f64 = 440.0;
    let home = Home::new();
    let mut session = Session::start(&home, &mut practice(&room, &home, &[1, 4, 2]));
    session.wait_for_section(2);
    std::thread::sleep(Duration::from_millis(300));
    room.kill_server();
    room.start_server_at(44_100);
    let _tone = room.play_tone("room", HERTZ, 30);
    session.wait_for("Recording again, with ");
    let sat = session.end();
    sat.has_full_takes();
    let last = &sat.sections[2];
    assert_eq!(last.rate, 48_000);
    assert!(last.gaps().is_empty(), "{}", sat.show());
    let hertz = frequency(&last.samples, last.rate);
    assert!((hertz / HERTZ - 1.0).abs() < 0.005, "{hertz} Hz");
}

#[test]
fn a_microphone_that_comes_back_with_another_rate_keeps_its_pitch_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        another_rate(room);
    }
}

#[test]
fn a_microphone_that_comes_back_with_another_rate_keeps_its_pitch_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        another_rate(room);
    }
}
