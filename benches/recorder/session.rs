//! hotseat itself, sat on a terminal with the countdown on the screen.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hotseat::clock;
use serde_json::Value;

use super::microphone::RATE;
use super::proc;
use super::studio::Studio;
use super::wall::Pair;
use crate::support::home::{Home, hotseat};
use crate::support::pty::Pty;
use crate::support::wait::until;

const LIMIT: Duration = Duration::from_mins(1);

/// Four sections of 10, 25, 15 and 10 minutes, one behind the other.
pub(crate) const ROUND: &str = "l7-platform-design";

pub(crate) struct Session {
    pub(crate) home: Home,
    pub(crate) pty: Pty,
    /// Read when it had begun.
    pair: Option<Pair>,
}

/// A take with its place in the session.
#[derive(Debug, Clone)]
pub(crate) struct TakeFile {
    pub(crate) path: PathBuf,
    pub(crate) frames: u64,
    /// Place and frames of each.
    pub(crate) gaps: Vec<(u64, u64)>,
    pub(crate) started_ms: f64,
    pub(crate) used_ms: f64,
}

/// The arguments of a session whose hour takes so many minutes.
pub(crate) fn of_minutes(minutes: f64) -> Vec<String> {
    let scale = format!("--scale={}", minutes / 60.0);
    ["practice", ROUND, "--no-score", &scale]
        .map(str::to_owned)
        .to_vec()
}

impl Session {
    /// Opens it; it waits for Enter.
    pub(crate) fn open(studio: &Studio, minutes: f64) -> Self {
        let home = Home::new();
        let mut command = hotseat(&home);
        studio.apply(&mut command);
        command.args(of_minutes(minutes));
        let pty = Pty::start(&command, 24, 80);
        pty.wait_for("Enter begin", LIMIT);
        Session {
            home,
            pty,
            pair: None,
        }
    }

    /// Presses Enter, and waits until it records.
    pub(crate) fn begin(&mut self) {
        self.pty.send("\r");
        self.pty.wait_for("REC", LIMIT);
        self.pair = Some(Pair::read());
    }

    /// Waits until it has gone its full time.
    pub(crate) fn sit(&mut self, length: Duration) {
        let end = clock::now() + length + LIMIT;
        while !proc::is_over(self.pty.id()) && clock::now() < end {
            std::thread::sleep(Duration::from_millis(50));
        }
        self.pty.wait_exit(LIMIT);
    }

    /// The session's folder.
    pub(crate) fn folder(&self) -> PathBuf {
        let found = until(LIMIT, || {
            let recordings = fs::read_dir(self.home.path().join("recordings")).ok()?;
            Some(recordings.into_iter().find_map(Result::ok)?.path())
        });
        found.expect("a folder of the session")
    }

    /// `session.json`, as it lies there.
    pub(crate) fn record(&self) -> Value {
        let text = fs::read_to_string(self.folder().join("session.json"));
        serde_json::from_str(&text.expect("a record")).expect("JSON")
    }

    /// When it began, by its own record.
    pub(crate) fn start(&self, record: &Value) -> Instant {
        self.pair.expect("it has begun").start_of(record)
    }

    /// What was recorded, in order.
    pub(crate) fn takes(&self, record: &Value) -> Vec<TakeFile> {
        let sections = record["answers"][0]["sections"].as_array();
        let folder = self.folder();
        let sections = sections.expect("sections").iter();
        sections
            .filter_map(|section| take(section, &folder))
            .collect()
    }
}

fn take(section: &Value, folder: &Path) -> Option<TakeFile> {
    let take = section["take"].as_object()?;
    assert_eq!(
        take["sample_rate"], RATE,
        "recorded at the microphone's rate"
    );
    let count = |value: &Value| value.as_u64().expect("a count");
    let gaps = take["gaps"].as_array().expect("gaps").iter();
    Some(TakeFile {
        path: folder.join(take["path"].as_str().expect("a path")),
        frames: count(&take["frames"]),
        gaps: gaps
            .map(|gap| (count(&gap["at_frame"]), count(&gap["frames"])))
            .collect(),
        started_ms: count(&section["started_ms"]) as f64,
        used_ms: count(&section["used_ms"]) as f64,
    })
}
