//! A session with a real microphone that is ended from outside: Ctrl-C, a kill, a hang-up, a closed
//! terminal. What was said until then is kept to its last frame, and the exit code says what it was.

use std::time::Duration;

use rustix::process::Signal;

use super::support::home::Home;
use super::support::pty::{Exit, Pty};
use super::support::room::Room;
use super::support::session::{LIMIT, Sat, Session, practice};
use super::support::signal;
use super::support::witness::{Run, Witness, until_it_counts};

const SIGNALS: [(Signal, u32); 3] = [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)];

/// How long the second section has lasted when it ends.
const SPOKEN: Duration = Duration::from_millis(800);

const SECTIONS: [u32; 3] = [1, 20, 1];

/// A session on a terminal for each signal, and one off it; all in the same room at once.
fn ended_by_a_signal(room: &Room) -> Run {
    let homes = SIGNALS.map(|_| Home::new());
    let plain_home = Home::new();
    let witness = Witness::start(room);
    let _voice = room.play_samples(&signal::samples(30 * 48_000));
    let start = |home| Pty::start(&practice(room, home, &SECTIONS), 24, 80);
    let mut ptys: Vec<Pty> = homes.iter().map(start).collect();
    let mut plain = Session::start(&plain_home, &mut practice(room, &plain_home, &SECTIONS));
    for pty in &ptys {
        pty.wait_for("2/3 Part 2", LIMIT);
    }
    plain.wait_for_section(2);
    std::thread::sleep(SPOKEN);
    for (pty, (signal, _)) in ptys.iter().zip(SIGNALS) {
        pty.kill(signal);
    }
    plain.send(Signal::TERM);
    let mut sats = Vec::new();
    for ((pty, (signal, code)), home) in ptys.iter_mut().zip(SIGNALS).zip(&homes) {
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(code), "{signal:?}");
        assert!(pty.is_sane() && !pty.hides_cursor(), "{signal:?}");
        sats.push(kept(home));
    }
    assert_eq!(plain.exit_code(), 143);
    sats.push(kept(&plain_home));
    witness.judge(sats.iter().all(Sat::is_whole), || {
        let seen: Vec<_> = sats.iter().map(Sat::show).collect();
        seen.join("\n")
    })
}

/// All of what was said until the end of the second section, which came from outside.
fn kept(home: &Home) -> Sat {
    let sat = Sat::last(home, String::new());
    assert_eq!(sat.document["status"], "stopped");
    sat.has_full_takes();
    let ends: Vec<_> = sat.sections.iter().map(|s| &s.document["end"]).collect();
    assert_eq!(ends, ["time-up", "stopped"]);
    assert!(sat.sections[1].samples.len() > 48_000 / 2);
    sat
}

#[test]
fn a_signal_ends_a_session_that_is_kept_to_its_last_frame_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        until_it_counts(|| ended_by_a_signal(&room));
    }
}

#[test]
fn a_signal_ends_a_session_that_is_kept_to_its_last_frame_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        until_it_counts(|| ended_by_a_signal(&room));
    }
}

/// The window is closed in which the session shows; what it hears with makes no difference to that.
#[test]
fn a_closed_terminal_ends_a_session_that_is_kept_to_its_last_frame() {
    let Some(room) = Room::pulse() else { return };
    let home = Home::new();
    let _voice = room.play_samples(&signal::samples(30 * 48_000));
    let mut pty = Pty::start(&practice(&room, &home, &SECTIONS), 24, 80);
    pty.wait_for("2/3 Part 2", LIMIT);
    std::thread::sleep(SPOKEN);
    pty.close_at("");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(129));
    let sat = kept(&home);
    assert!(sat.is_whole(), "{}", sat.show());
}
