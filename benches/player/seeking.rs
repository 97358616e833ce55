//! From a jump to the sound of the place that it leads to.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hotseat::audio::{Manner, Player, TakeFiles, Tape};
use hotseat::clock;
use serde_json::json;

use crate::hour::Hour;
use crate::monitor::Monitor;
use crate::report::{Line, print};
use crate::support::room::Room;
use crate::support::signal;

/// With this word the benchmark is a process of its own in the room, as the player is.
pub(crate) const WORD: &str = "--jump-about";

const JUMPS: usize = 100;

pub(crate) fn rows(room: &Room, hour: &Hour) -> Vec<Line> {
    let own = std::env::current_exe().expect("the benchmark is a file");
    let mut jumper = Command::new(own);
    room.apply(&mut jumper);
    jumper.arg(WORD).arg(&hour.file).stderr(Stdio::inherit());
    let output = jumper.output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("figures");
    let figures = |word: &str| -> Vec<f64> {
        let line = text.lines().find_map(|line| line.strip_prefix(word));
        let words = line.unwrap_or_default().split_whitespace();
        let mut times: Vec<f64> = words.map(|word| word.parse().expect("a figure")).collect();
        times.sort_by(f64::total_cmp);
        assert_eq!(times.len(), JUMPS, "{text}");
        times
    };
    let row = |what: &str, reach: &str, times: &[f64]| {
        let told = format!(
            "{:.1} ms (slowest of {JUMPS}: {:.1} ms)",
            times[JUMPS / 2],
            times[JUMPS - 1]
        );
        Line::new(what, reach, told).with(json!(times))
    };
    vec![
        row(
            "a jump in an hour, until the speaker has the sound of the place",
            "≤ 30 ms",
            &figures("taken"),
        ),
        row("the same, until that sound is heard", "", &figures("heard")),
    ]
}

/// Jumps through a file, and prints the milliseconds of each jump.
pub(crate) fn jump_about(file: &Path) {
    let take = TakeFiles {
        first: file.to_owned(),
        further: Vec::new(),
    };
    let tape = Tape::open(&[take]).expect("the hour is opened");
    let frames = tape.frames();
    let player = Player::start(tape, None, Manner::default()).expect("a speaker");
    let monitor = Monitor::start(|_| ());
    let (mut taken, mut heard) = (Vec::new(), Vec::new());
    for n in 0..JUMPS as u64 {
        // Long enough for everything to be as it is while one listens.
        std::thread::sleep(Duration::from_millis(150 + n * 7 % 40));
        // Every second of the hour is the same; within it a sample says where it belongs.
        let inside = n * 997 % 40_000;
        let to = n * 7_919 % 3_500 * 48_000 + inside;
        assert!(to < frames);
        let since: Instant = clock::now();
        player.seek(to);
        while !player.has_reached_speaker() {
            std::thread::sleep(Duration::from_micros(200));
        }
        let took = clock::now().saturating_duration_since(since);
        taken.push(format!("{}", took.as_secs_f64() * 1e3));
        let took = monitor.heard(since, |samples| belongs(samples, inside));
        heard.push(format!("{took}"));
    }
    print(&format!("taken {}", taken.join(" ")));
    print(&format!("heard {}", heard.join(" ")));
}

/// Whether a block ends in the tenth of a second from a place on.
fn belongs(samples: &[i16], inside: u64) -> bool {
    let Some(tail) = samples.len().checked_sub(16) else {
        return false;
    };
    let first = signal::run(&samples[tail..]).map(u64::from);
    first.is_ok_and(|first| (inside..inside + 4_800).contains(&first))
}
