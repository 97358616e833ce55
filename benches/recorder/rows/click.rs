//! Clicks at known times, looked for in the takes.

use std::time::Duration;

use serde_json::json;

use crate::args::Options;
use crate::clicks;
use crate::figures::told;
use crate::frames::each_block;
use crate::microphone::RATE;
use crate::report::Line;
use crate::session::Session;
use crate::studio::{SERVERS, Server, Studio};
use crate::wall::millis;

const MINUTES: f64 = 0.25;

pub(super) fn run(_: &Options) -> Vec<Line> {
    SERVERS.map(measure).to_vec()
}

fn measure(server: Server) -> Line {
    let studio = Studio::open(server, clicks::sample);
    let mut session = Session::open(&studio, MINUTES);
    session.begin();
    session.sit(Duration::from_secs_f64(MINUTES * 60.0));
    let record = session.record();
    let start = session.start(&record);
    let mut off = Vec::new();
    for take in session.takes(&record) {
        let begins = start + Duration::from_secs_f64(take.started_ms / 1000.0);
        let mut frame = 0u64;
        each_block(&take.path, take.frames, |block| {
            for &value in block {
                if clicks::is_click(value) {
                    let at = begins + Duration::from_secs_f64(frame as f64 / RATE as f64);
                    let click = clicks::nearest(studio.number(at));
                    off.push(millis(studio.truth(click), at));
                }
                frame += 1;
            }
        });
    }
    let what = format!("a click's place against its capture, {}", server.name());
    Line::new(what, "± 5 ms, ≥ 20 clicks", told(&off)).with(json!(off))
}
