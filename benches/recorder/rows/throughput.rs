//! How much faster than real time the recorder could be: with sound that is there as soon as it is
//! wanted, from the ring to a take on the disk.

use std::time::Duration;

use hotseat::audio::throughput;
use serde_json::json;

use crate::args::Options;
use crate::report::Line;

/// Half an hour of sound: 173 MB.
const LENGTH: Duration = Duration::from_mins(30);

const RUNS: usize = 3;

pub(super) fn run(_: &Options) -> Vec<Line> {
    let folder = tempfile::tempdir().expect("a folder for the take");
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let path = folder.path().join("take.wav");
            let took = throughput(&path, LENGTH).expect("it is recorded");
            std::fs::remove_file(&path).expect("the take is there");
            LENGTH.as_secs_f64() / took.as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let line = Line::new(
        "recorder throughput on a synthetic source",
        "≥ 500 × real time",
        format!("{:.0} × in the slowest of {RUNS} runs of 30 min", times[0]),
    );
    vec![line.with(json!(times))]
}
