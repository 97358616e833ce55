//! From Enter to the first frame: whether clock and audio begin together, and whether anything of
//! the first second is missing.

use std::thread::sleep;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;

use crate::args::Options;
use crate::figures::told;
use crate::frames::each_block;
use crate::microphone::{RATE, signal};
use crate::report::Line;
use crate::session::Session;
use crate::studio::{SERVERS, Server, Studio};
use crate::walk::{Walk, lost};
use crate::wall::millis;

const SESSIONS: usize = 10;

const LIMIT: Duration = Duration::from_secs(30);

pub(super) fn run(_: &Options) -> Vec<Line> {
    SERVERS.map(measure).to_vec()
}

fn measure(server: Server) -> Line {
    let studio = Studio::open(server, signal);
    let mut off = Vec::new();
    let mut missing = 0;
    for _ in 0..SESSIONS {
        let (begin, holes) = first_second(&studio);
        off.push(begin);
        missing += holes;
    }
    let what = format!("first frame against the session's start, {}", server.name());
    let found = format!("{missing} lost, {}", told(&off));
    Line::new(what, "0 lost, ≤ 10 ms", found).with(json!(off))
}

/// How much later than the session's start the first frame was captured, in ms, and how many frames
/// of the first second are not as they should be.
fn first_second(studio: &Studio) -> (f64, u64) {
    let mut session = Session::open(studio, 5.0);
    // As long as a person needs at least, and at any moment of the server's rhythm.
    sleep(Duration::from_millis(rand::random_range(100..700)));
    session.begin();
    sleep(Duration::from_millis(2500));
    session.pty.kill(Signal::INT);
    session.pty.wait_exit(LIMIT);
    let record = session.record();
    let start = session.start(&record);
    let takes = session.takes(&record);
    let first = takes.first().expect("a take");
    let mut walk = Walk::new(studio.number(start));
    let second = RATE.min(first.frames);
    each_block(&first.path, second, |block| walk.push(block));
    let index = walk.next() - walk.frames().cast_signed();
    let breaks = walk.breaks();
    // `next` has jumped with the signal; what it jumped by is not where the take began.
    let jumps: i64 = breaks
        .iter()
        .map(|b| b.skipped - b.silence.cast_signed())
        .sum();
    (millis(start, studio.truth(index - jumps)), lost(&breaks))
}
