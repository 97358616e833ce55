//! A session that sits in a room while the test does something to it, and what is left of it: its
//! document, its takes sample by sample, and the holes that it lists in them.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::ops::Range;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;

use super::home::{Home, hotseat, run};
use super::process::Process;
use super::room::Room;
use super::signal::{self, Break};
use super::{wait, wav};

pub(crate) const LIMIT: Duration = Duration::from_mins(1);

/// What a take may be longer or shorter than its section.
const TOLERANCE_MS: f64 = 20.0;

/// A session on its way. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct Session<'a> {
    home: &'a Home,
    process: Process,
    said: PathBuf,
}

/// `practice` of one question with a section for each of `seconds`, for the room's default
/// microphone.
pub(crate) fn practice(room: &Room, home: &Home, seconds: &[u32]) -> Command {
    let mut pack = String::from(
        "format_version = 1\n[pack]\nid = \"timed\"\ntitle = \"Timed\"\n\
         [[prompt]]\nid = \"timed\"\nkind = \"scenario\"\ntitle = \"Timed\"\nlevel = [\"L5\"]\n\
         competencies = [\"adaptability\"]\nask = \"Go on.\"\n",
    );
    for (index, seconds) in seconds.iter().enumerate() {
        let number = index + 1;
        write!(
            pack,
            "[[prompt.section]]\nid = \"part-{number}\"\ntitle = \"Part {number}\"\n\
             minutes = {seconds}\ncues = [\"a cue\"]\n"
        )
        .expect("a string takes text");
    }
    fs::create_dir_all(home.path().join("prompts")).expect("a folder for the pack");
    fs::write(home.path().join("prompts/timed.toml"), pack).expect("the pack is written");
    let mut command = hotseat(home);
    room.apply(&mut command);
    command
        .args(["practice", "timed", "--yes", "--no-score"])
        .arg(format!("--scale={}", 1.0 / 60.0));
    command
}

impl<'a> Session<'a> {
    /// Starts `command` off the terminal.
    pub(crate) fn start(home: &'a Home, command: &mut Command) -> Self {
        let said = tempfile::Builder::new().tempfile_in(home.user());
        let said = said.expect("a file for what it says").into_temp_path();
        let said = said.keep().expect("it stays");
        let stderr = File::create(&said).expect("it is written");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(stderr);
        Self {
            home,
            process: Process::start(command),
            said,
        }
    }

    /// All that it has told on stderr so far.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(&self.said).expect("what it says is there")
    }

    /// Waits until it has told `text`.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) {
        let told = wait::until(LIMIT, || {
            let ended = self.process.wait(Duration::ZERO).is_some();
            let told = self.said().contains(text);
            (told || ended).then_some(told)
        });
        assert_eq!(told, Some(true), "{text:?} never came: {}", self.said());
    }

    /// Waits until `section`, from 1, has begun.
    #[track_caller]
    pub(crate) fn wait_for_section(&mut self, section: usize) {
        self.wait_for(&format!("section {section} of "));
    }

    /// Where it records: the newest folder of the home.
    pub(crate) fn folder(&self) -> PathBuf {
        let folders = fs::read_dir(self.home.path().join("recordings")).expect("recordings");
        let folders = folders.map(|folder| folder.expect("a folder").path());
        folders.max().expect("it has a folder")
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill();
    }

    pub(crate) fn send(&self, signal: Signal) {
        self.process.send(signal);
    }

    /// Its exit code, once it has ended by itself.
    #[track_caller]
    pub(crate) fn exit_code(&mut self) -> i32 {
        let ended = self.process.wait(LIMIT);
        let ended = ended.unwrap_or_else(|| panic!("it goes on and on: {}", self.said()));
        ended.code().expect("no signal ended it")
    }

    /// Waits for its end, which is a good one.
    #[track_caller]
    pub(crate) fn end(mut self) -> Sat {
        let code = self.exit_code();
        assert_eq!(code, 0, "{}", self.said());
        let sat = Sat::last(self.home, self.said());
        assert_eq!(sat.document["status"], "completed", "{}", sat.said);
        sat
    }
}

/// A section of a session, and what was recorded of it.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) document: Value,
    pub(crate) samples: Vec<i16>,
    pub(crate) rate: u32,
}

impl Section {
    /// What the take says is missing: where silence stands in it, and why.
    pub(crate) fn gaps(&self) -> Vec<(Range<usize>, &str)> {
        let gaps = self.document["take"]["gaps"].as_array().expect("gaps");
        let number = |value: &Value| usize::try_from(value.as_u64().expect("a number"));
        let gap = |gap: &'_ Value| {
            let at = number(&gap["at_frame"]).expect("it is small");
            at..at + number(&gap["frames"]).expect("it is small")
        };
        gaps.iter()
            .map(|g| (gap(g), g["cause"].as_str().expect("a cause")))
            .collect()
    }
}

/// A session that is over.
#[derive(Debug)]
pub(crate) struct Sat {
    pub(crate) document: Value,
    pub(crate) sections: Vec<Section>,
    /// What it told on stderr.
    pub(crate) said: String,
}

impl Sat {
    /// The newest session of the home.
    pub(crate) fn last(home: &Home, said: String) -> Self {
        Self::find(home, "last", said)
    }

    /// The session with this id. Each of its takes is as long as its section was.
    pub(crate) fn find(home: &Home, id: &str, said: String) -> Self {
        let document = run(hotseat(home).args(["sessions", "show", id, "--json"]))
            .ok()
            .json();
        let folder = home
            .path()
            .join(document["folder"].as_str().expect("a folder"));
        let sections = document["answers"][0]["sections"]
            .as_array()
            .expect("sections");
        let read = |section: &Value| {
            let path = section["take"]["path"].as_str()?;
            let (spec, samples) = wav::read(&folder.join(path));
            assert_eq!(section["take"]["frames"], samples.len(), "{section}");
            Some(Section {
                document: section.clone(),
                samples,
                rate: spec.sample_rate,
            })
        };
        let sections: Vec<Section> = sections.iter().filter_map(read).collect();
        Self {
            document,
            sections,
            said,
        }
    }

    /// Every section that was used has a take, which is as long as the section was.
    #[track_caller]
    pub(crate) fn has_full_takes(&self) {
        let all = self.document["answers"][0]["sections"].as_array();
        let used = |section: &&Value| section["used_ms"].as_u64() > Some(0);
        let used = all.expect("sections").iter().filter(used).count();
        assert_eq!(self.sections.len(), used, "{}", self.document);
        for section in &self.sections {
            let used = section.document["used_ms"].as_f64().expect("a time");
            let length = section.samples.len() as f64 * 1000.0 / f64::from(section.rate);
            let off = (length - used).abs();
            assert!(
                off <= TOLERANCE_MS,
                "{off} ms off {used}: {}",
                section.document
            );
        }
    }

    /// The takes one after the other, and the places in them where silence is said to stand.
    pub(crate) fn concat(&self) -> (Vec<i16>, Vec<Range<usize>>) {
        let mut samples = Vec::new();
        let mut holes = Vec::new();
        for section in &self.sections {
            let from = samples.len();
            let gaps = section.gaps().into_iter();
            holes.extend(gaps.map(|(gap, _)| from + gap.start..from + gap.end));
            samples.extend(&section.samples);
        }
        (samples, holes)
    }

    /// Where the takes, one after the other, are not the signal in its place.
    pub(crate) fn breaks(&self) -> Vec<Break> {
        let (samples, holes) = self.concat();
        signal::walk(&samples, &holes)
    }

    /// Whether all of it is the signal, and no gap is listed.
    pub(crate) fn is_whole(&self) -> bool {
        self.sections
            .iter()
            .all(|section| section.gaps().is_empty())
            && self.breaks().is_empty()
    }

    /// Whether as much is missing as is listed, to a quarter of a millisecond for each gap. (Where it
    /// is missing is known to a block: silence too early and a break behind it are one loss.)
    pub(crate) fn lost_nothing_in_silence(&self) -> bool {
        const OFF: i32 = 12;
        let gaps = self.sections.iter().map(|section| section.gaps().len());
        let gaps = i32::try_from(gaps.sum::<usize>()).expect("there are few");
        let breaks = self.breaks();
        let missing: i32 = breaks.iter().map(|one| one.missing).sum();
        (gaps > 0 || breaks.is_empty()) && missing.abs() <= gaps * OFF
    }

    /// What is missing, what is said to be missing, and all that was told: for the message of a test
    /// that fails.
    pub(crate) fn show(&self) -> String {
        let gaps: Vec<_> = self.sections.iter().map(Section::gaps).collect();
        let (breaks, said) = (self.breaks(), &self.said);
        format!("{breaks:?}\ngaps by section: {gaps:?}\n--- said\n{said}")
    }
}
