//! Whether takes are as long as the time that was used: at rest and on a busy machine, with sections
//! that end by the clock and sections that end by a key.

use std::thread::sleep;
use std::time::Duration;

use serde_json::json;

use crate::args::Options;
use crate::figures::told;
use crate::load::Load;
use crate::microphone::{RATE, signal};
use crate::report::{Line, say};
use crate::session::Session;
use crate::studio::{SERVERS, Studio};

/// A session of 18 s, in sections of 3, 7.5, 4.5 and 3.
const MINUTES: f64 = 0.3;

const SESSIONS: usize = 3;

pub(super) fn run(_: &Options) -> Vec<Line> {
    let mut lines = Vec::new();
    for server in SERVERS {
        for busy in [false, true] {
            let studio = Studio::open(server, signal);
            let load = busy.then(Load::start);
            let off: Vec<f64> = (0..SESSIONS).flat_map(|_| session(&studio)).collect();
            drop(load);
            let (when, reach) = if busy {
                ("every core busy", "≤ 20 ms")
            } else {
                ("at rest", "≤ 2 ms")
            };
            let what = format!("take length against used time, {}, {when}", server.name());
            say(&format!("{what}: {}", told(&off)));
            lines.push(Line::new(what, reach, told(&off)).with(json!(off)));
        }
    }
    lines
}

/// Takes against used time in ms, of a session in which one section is left early.
fn session(studio: &Studio) -> Vec<f64> {
    let mut session = Session::open(studio, MINUTES);
    session.begin();
    // Somewhere in the second section.
    sleep(Duration::from_millis(rand::random_range(4000..8000)));
    session.pty.send("n");
    session.sit(Duration::from_secs_f64(MINUTES * 60.0));
    let takes = session.takes(&session.record());
    assert_eq!(takes.len(), 4, "every section has a take");
    let length = |frames: u64| frames as f64 * 1000.0 / RATE as f64;
    let off = takes.iter().map(|take| length(take.frames) - take.used_ms);
    off.collect()
}
