//! From the command line to the first sound.

use std::process::Stdio;
use std::time::Instant;

use hotseat::clock;
use serde_json::json;

use crate::hour::Hour;
use crate::monitor::Monitor;
use crate::report::Line;
use crate::support::home::hotseat;
use crate::support::process::Process;
use crate::support::room::Room;

const RUNS: usize = 20;

pub(crate) fn rows(room: &Room, hour: &Hour) -> Vec<Line> {
    let cases: [(&str, &[&str]); 3] = [
        ("", &[]),
        (", from minute 45 on", &["--from", "45:00"]),
        (", at 1.5 times the speed", &["--speed", "1.5"]),
    ];
    let lines = cases.map(|(what, args)| {
        let mut times: Vec<f64> = (0..RUNS).map(|_| first_sound(room, hour, args)).collect();
        times.sort_by(f64::total_cmp);
        let (median, slowest) = (times[RUNS / 2], times[RUNS - 1]);
        let told = format!("{median:.0} ms (slowest of {RUNS}: {slowest:.0} ms)");
        let what = format!("an hour, from the start of the process to its first sound{what}");
        Line::new(what, "≤ 150 ms", told).with(json!(times))
    });
    lines.into()
}

/// In milliseconds.
fn first_sound(room: &Room, hour: &Hour, args: &[&str]) -> f64 {
    let monitor = Monitor::start(|command| room.apply(command));
    let mut replay = hotseat(&hour.home);
    room.apply(&mut replay);
    replay.arg("replay").args(args).stdin(Stdio::null());
    replay.stdout(Stdio::null()).stderr(Stdio::null());
    let since: Instant = clock::now();
    let _replay = Process::start(&mut replay);
    monitor.heard(since, |samples| samples.iter().any(|sample| *sample != 0))
}
