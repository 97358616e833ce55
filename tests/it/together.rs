//! Two sessions at once, on one home and one microphone, while a third process looks at the history
//! and looks for sessions to recover: nobody disturbs anybody.

use std::collections::BTreeSet;

use super::support::home::Home;
use super::support::room::Room;
use super::support::session::{Sat, Session, practice};
use super::support::signal;
use super::support::sitting::ran;
use super::support::witness::{Witness, until_it_counts};

fn two_at_once(room: &Room) {
    until_it_counts(|| {
        let home = Home::new();
        let witness = Witness::start(room);
        let _voice = room.play_samples(&signal::samples(30 * 48_000));
        let begin = || Session::start(&home, &mut practice(room, &home, &[2, 2]));
        let mut sessions = [begin(), begin()];
        for session in &mut sessions {
            session.wait_for_section(1);
        }
        let recovered = ran(&home, &["recover"]).ok();
        assert!(
            recovered.stderr.contains("no session was cut short"),
            "{}",
            recovered.show()
        );
        let listed = ran(&home, &["sessions", "list", "--json"]).json();
        let rows = listed["sessions"].as_array().expect("sessions").len();
        assert!(rows <= 2, "{listed}");
        // The newest session of the home may still go on when the other one has ended.
        for session in &mut sessions {
            assert_eq!(session.exit_code(), 0, "{}", session.said());
        }
        let said = sessions.each_ref().map(Session::said);

        let listed = ran(&home, &["sessions", "list", "--json"]).json();
        let rows = listed["sessions"].as_array().expect("sessions");
        let column = |name: &str| -> BTreeSet<&str> {
            rows.iter().filter_map(|row| row[name].as_str()).collect()
        };
        assert_eq!((rows.len(), column("id").len()), (2, 2), "{listed}");
        assert_eq!(column("folder").len(), 2, "{listed}");
        let (mut whole, mut seen) = (true, Vec::new());
        for id in column("id") {
            let sat = Sat::find(&home, id, said.join("\n"));
            assert_eq!(sat.document["status"], "completed");
            assert_eq!(sat.sections.len(), 2);
            sat.has_full_takes();
            whole &= sat.is_whole();
            seen.push(sat.show());
        }
        // Only the sessions' own folders are there, and nothing is left on its way.
        let folders = std::fs::read_dir(home.path().join("recordings")).expect("recordings");
        let folders: Vec<_> = folders.filter_map(Result::ok).collect();
        assert_eq!(folders.len(), 2);
        assert!(folders.iter().all(|f| !f.path().join(".running").exists()));
        witness.judge(whole, || seen.join("\n"))
    });
}

#[test]
fn two_sessions_on_one_home_and_one_microphone_are_both_whole_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        two_at_once(&room);
    }
}

#[test]
fn two_sessions_on_one_home_and_one_microphone_are_both_whole_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        two_at_once(&room);
    }
}
