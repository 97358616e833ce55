//! From the command line to the first sound.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hotseat::clock;
use serde_json::json;

use crate::hour::Hour;
use crate::report::Line;
use crate::support::home::hotseat;
use crate::support::process::Process;
use crate::support::room::Room;

const RUNS: usize = 20;

pub(crate) fn rows(room: &Room, hour: &Hour) -> Vec<Line> {
    let cases: [(&str, &str, &[&str]); 3] = [
        ("", "≤ 150 ms", &[]),
        (", from minute 45 on", "≤ 150 ms", &["--from", "45:00"]),
        (", at 1.5 times the speed", "≤ 150 ms", &["--speed", "1.5"]),
    ];
    let lines = cases.map(|(what, reach, args)| {
        let mut times: Vec<f64> = (0..RUNS).map(|_| first_sound(room, hour, args)).collect();
        times.sort_by(f64::total_cmp);
        let told = format!(
            "{:.0} ms (slowest of {RUNS}: {:.0} ms)",
            times[RUNS / 2],
            times[RUNS - 1]
        );
        let what = format!("an hour, from the start of the process to the first sound at the speaker's monitor{what}");
        Line::new(what, reach, told).with(json!(times))
    });
    lines.into()
}

/// In milliseconds.
fn first_sound(room: &Room, hour: &Hour, args: &[&str]) -> f64 {
    let mut monitor = Command::new("parec");
    room.apply(&mut monitor);
    monitor.args(["--raw", "--format=s16le", "--rate=48000", "--channels=1"]);
    monitor.args(["--latency-msec=5", "-d", "room.monitor"]);
    let monitor = monitor.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut monitor = monitor.spawn().expect("parec runs");
    let mut sound = monitor.stdout.take().expect("it is read");
    let mut block = [0; 480];
    // It hears before there is anything.
    for _ in 0..20 {
        sound.read_exact(&mut block).expect("silence comes");
    }
    let since: Instant = clock::now();
    let mut replay = hotseat(&hour.home);
    room.apply(&mut replay);
    replay.arg("replay").args(args).stdin(Stdio::null());
    let mut replay = Process::start(replay.stdout(Stdio::null()).stderr(Stdio::null()));
    loop {
        sound.read_exact(&mut block).expect("sound comes");
        let took = clock::now().saturating_duration_since(since);
        assert!(took < Duration::from_secs(10), "nothing is heard");
        if block.iter().any(|byte| *byte != 0) {
            replay.kill();
            monitor.kill().expect("parec ends");
            monitor.wait().expect("parec ends");
            return took.as_secs_f64() * 1e3;
        }
    }
}
