//! What goes wrong under a session: the machine stops for a while, the sound server dies.

use std::time::Duration;

use rustix::process::Signal;

use super::support::home::Home;
use super::support::room::Room;
use super::support::session::{Session, practice};
use super::support::signal;
use super::support::witness::{Run, Witness, until_it_counts};

/// Long enough for any session here.
const VOICE: usize = 30 * 48_000;

/// Stopped for so long, across the boundary at the end of section 2.
fn a_stopped_program(room: &Room, stop: Duration, last_section: u32) {
    until_it_counts(|| {
        let home = Home::new();
        let witness = Witness::start(room);
        let _voice = room.play_samples(&signal::samples(VOICE));
        let mut session = Session::start(&home, &mut practice(room, &home, &[1, 3, last_section]));
        session.wait_for_section(2);
        std::thread::sleep(Duration::from_millis(1_800));
        session.send(Signal::STOP);
        std::thread::sleep(stop);
        session.send(Signal::CONT);
        let sat = session.end();
        sat.has_full_takes();
        witness.judge(sat.is_whole(), || sat.show())
    });
}

/// More than the boundary is away, and less than the end.
const SHORT_STOP: Duration = Duration::from_secs(2);

#[test]
fn a_program_that_was_stopped_keeps_its_boundaries_and_loses_nothing_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        a_stopped_program(&room, SHORT_STOP, 2);
    }
}

#[test]
fn a_program_that_was_stopped_keeps_its_boundaries_and_loses_nothing_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        a_stopped_program(&room, SHORT_STOP, 2);
    }
}

#[test]
fn what_does_not_fit_into_the_ring_waits_in_the_queue_of_the_server() {
    if let Some(room) = Room::pulse() {
        a_stopped_program(&room, Duration::from_millis(9_500), 9);
    }
}

fn a_dying_server(mut room: Room) -> Run {
    let home = Home::new();
    let voice = room.play_samples(&signal::samples(VOICE));
    let mut session = Session::start(&home, &mut practice(&room, &home, &[1, 4, 2]));
    session.wait_for_section(2);
    std::thread::sleep(Duration::from_millis(500));
    room.kill_server();
    drop(voice);
    room.start_server();
    let _voice = room.play_samples(&signal::samples(VOICE));
    session.wait_for("Recording again, with ");
    let witness = Witness::start(&room);
    let sat = session.end();
    sat.has_full_takes();
    assert!(sat.said.contains("The microphone is gone"), "{}", sat.said);
    let gaps = sat.sections[1].gaps();
    assert!(
        matches!(gaps[..], [(_, "device-lost"), ..]),
        "{}",
        sat.show()
    );
    // What it heard before and after is whole; between them lies the hole and the silence of a
    // room in which nobody speaks yet.
    let breaks = sat.breaks();
    let one_hole = matches!(&breaks[..], [one] if one.listed);
    let last_is_whole = signal::walk(&sat.sections[2].samples, &[]).is_empty();
    witness.judge(one_hole && last_is_whole, || sat.show())
}

#[test]
fn a_sound_server_that_dies_and_comes_back_leaves_a_hole_and_nothing_else_on_pulseaudio() {
    until_it_counts(|| Room::pulse().map_or(Run::Counts, a_dying_server));
}

#[test]
fn a_sound_server_that_dies_and_comes_back_leaves_a_hole_and_nothing_else_on_pipewire() {
    until_it_counts(|| Room::pipewire().map_or(Run::Counts, a_dying_server));
}

/// A server that is there and does not answer, as one does whose device hangs.
fn a_hanging_server(room: &Room) -> Run {
    let home = Home::new();
    let _voice = room.play_samples(&signal::samples(VOICE));
    let mut session = Session::start(&home, &mut practice(room, &home, &[1, 8, 1]));
    session.wait_for_section(2);
    std::thread::sleep(Duration::from_millis(500));
    room.signal_server(Signal::STOP);
    session.wait_for("The microphone is gone");
    room.signal_server(Signal::CONT);
    session.wait_for("Recording again, with ");
    // What comes from now on.
    let witness = Witness::start(room);
    let sat = session.end();
    sat.has_full_takes();
    let was_lost = matches!(sat.sections[1].gaps()[..], [(_, "device-lost"), ..]);
    let last_is_whole = sat.sections[2].gaps().is_empty();
    witness.judge(was_lost && last_is_whole, || sat.show())
}

#[test]
fn a_sound_server_that_hangs_is_gone_until_it_answers_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        until_it_counts(|| a_hanging_server(&room));
    }
}

#[test]
fn a_sound_server_that_hangs_is_gone_until_it_answers_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        until_it_counts(|| a_hanging_server(&room));
    }
}
