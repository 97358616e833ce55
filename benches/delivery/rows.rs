//! What is measured.

use std::process::Command;

use hotseat::audio::{Analyser, Format};
use hotseat::clock;
use hotseat::domain::{PAUSE_MS, delivery};
use serde_json::json;

use crate::args::Options;
use crate::process::{Cost, costs, hotseat};
use crate::report::Line;
use crate::speech::Speech;

pub(crate) const PEERS: [&str; 3] = [
    "ffmpeg silencedetect + ebur128 + astats",
    "ffmpeg ebur128",
    "sox stats",
];

type Row = (&'static str, fn(&Speech, &Options) -> Vec<Line>);

pub(crate) const ROWS: [Row; 2] = [("file", file), ("live", live)];

/// All of a recording, the whole process.
fn file(speech: &Speech, options: &Options) -> Vec<Line> {
    let ffmpeg = |filter: &str| {
        let mut command = Command::new("ffmpeg");
        command
            .args(["-nostats", "-v", "error", "-i"])
            .arg(&speech.take);
        command.args(["-af", filter, "-f", "null", "-"]);
        command
    };
    let costs = costs(
        &[
            &|| hotseat(speech.home(), &["sessions", "analyse", "last"]),
            &|| ffmpeg("silencedetect=noise=-50dB:d=1.5,ebur128=peak=true,astats"),
            &|| ffmpeg("ebur128=peak=true"),
            &|| {
                let mut sox = Command::new("sox");
                sox.arg(&speech.take).args(["-n", "stats"]);
                sox
            },
        ],
        options.runs,
    );
    let (own, peers) = costs.split_first().expect("ours is the first");
    let minutes = speech.minutes;
    let times: Vec<_> = costs.iter().map(|cost| &cost.times).collect();
    let peaks: Vec<_> = costs.iter().map(|cost| cost.peak).collect();
    vec![
        Line::new(
            format!("voice, pauses, loudness, true peak, clipping, envelope of {minutes} min"),
            "≤ 1.0 s an hour",
            own.told(),
        )
        .beside(peers.iter().map(Cost::told))
        .with(json!(times)),
        Line::new("times as long as hotseat", "", "1").beside(
            peers
                .iter()
                .map(|peer| format!("{:.1}", peer.median() / own.median())),
        ),
        Line::new("peak memory", "≤ 30 MB", format!("{:.1} MB", own.peak))
            .beside(peers.iter().map(|peer| format!("{:.1} MB", peer.peak)))
            .with(json!(peaks)),
    ]
}

/// The same on its way, in the blocks in which the recorder writes.
fn live(speech: &Speech, _: &Options) -> Vec<Line> {
    const BLOCK: usize = 960;
    let samples = speech.samples();
    let format = Format {
        sample_rate: 48_000,
        channels: 1,
    };
    let since = clock::now();
    let mut analyser = Analyser::new(format).expect("speech can be heard");
    for block in samples.chunks(BLOCK) {
        analyser.push(block);
    }
    let heard = analyser.finish();
    let whole = clock::now();
    std::hint::black_box(delivery(&heard, PAUSE_MS));
    let told = (clock::now() - whole).as_secs_f64() * 1e3;
    let took = (whole - since).as_secs_f64();
    let share = took / f64::from(speech.minutes * 60) * 100.0;
    vec![
        Line::new(
            "a core while recording, beyond what recording takes",
            "≤ 0.5 %",
            format!("{share:.2} %"),
        )
        .with(json!(took)),
        Line::new(
            "from the last frame to all figures",
            "",
            format!("{told:.1} ms"),
        ),
    ]
}
