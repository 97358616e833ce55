//! Sessions on a machine that has better things to do: every core is busy, and not a frame is missing
//! that is not listed.

use std::process::{Command, Stdio};
use std::thread::available_parallelism;

use super::support::home::Home;
use super::support::process::Process;
use super::support::room::Room;
use super::support::session::{Sat, Session, practice};
use super::support::signal;
use super::support::witness::{Witness, until_it_counts};

/// One process for each core that never waits for anything.
fn busy() -> Vec<Process> {
    let cores = available_parallelism().map_or(1, usize::from);
    let spin = |_| {
        let mut shell = Command::new("sh");
        shell.args(["-c", "while :; do :; done"]);
        Process::start(shell.stdin(Stdio::null()))
    };
    (0..cores).map(spin).collect()
}

/// What comes of a session on a busy machine, if it `did_well`.
fn under_load(room: &Room, did_well: impl Fn(&Sat) -> bool) {
    until_it_counts(|| {
        let home = Home::new();
        let witness = Witness::start(room);
        let _voice = room.play_samples(&signal::samples(40 * 48_000));
        let busy = busy();
        let session = Session::start(&home, &mut practice(room, &home, &[3, 3]));
        let sat = session.end();
        drop(busy);
        sat.has_full_takes();
        witness.judge(did_well(&sat), || sat.show())
    });
}

#[test]
fn nothing_is_missing_where_every_core_is_busy_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        under_load(&room, Sat::is_whole);
    }
}

#[test]
fn nothing_is_missing_unlisted_where_every_core_is_busy_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        // The server itself loses frames here.
        under_load(&room, Sat::lost_nothing_in_silence);
    }
}
