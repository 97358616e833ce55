//! The figures of recordings whose sound is known, against what went into them: of files with
//! `sessions analyse`, and of takes while they are recorded.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hound::WavSpec;
use serde_json::Value;

use super::support::home::{Home, hotseat, run};
use super::support::sitting::{ran, sit};
use super::support::{parts, wav};

/// What `espeak-ng` speaks with.
pub(super) const SPOKEN: WavSpec = WavSpec {
    sample_rate: 22_050,
    ..wav::ROOM
};

pub(super) const SENTENCES: [&str; 3] = [
    "We moved the payments platform to a new region without a single minute of downtime.",
    "Nobody had asked for it. I wrote down what it would cost, and what not doing it would cost.",
    "In the end two teams gave up their own deployment tools and took ours.",
];

/// Silence before, between and after the sentences, in milliseconds.
const SILENCES: [usize; 4] = [700, 2_000, 3_100, 900];

/// A session with one take, whose recording is then what a test makes of it.
pub(super) struct Recorded {
    pub(super) home: Home,
    pub(super) take: PathBuf,
}

impl Recorded {
    pub(super) fn new() -> Self {
        let home = Home::new();
        let session = sit(
            &home,
            &["quick", "--mic=tone", "--follow-ups=0", "--no-score"],
        );
        let folder = session["folder"].as_str().expect("a folder");
        let take = home.path().join(folder).join("1-1-answer.wav");
        assert!(take.exists(), "{}", take.display());
        Recorded { home, take }
    }

    /// The figures of this sound.
    pub(super) fn figures(&self, spec: WavSpec, samples: &[i16]) -> Value {
        wav::write(&self.take, spec, samples);
        ran(&self.home, &["sessions", "analyse"]).ok();
        let shown = ran(&self.home, &["sessions", "show", "last", "--json"]).json();
        let speech = shown["answers"][0]["sections"][0]["speech"].clone();
        let folder = self.take.parent().expect("a folder");
        let copy = fs::read(folder.join("session.json")).expect("the copy is there");
        let copy: Value = serde_json::from_slice(&copy).expect("the copy is JSON");
        assert_eq!(copy["answers"][0]["sections"][0]["speech"], speech);
        speech
    }
}

/// A sentence from its first sound to its last.
fn spoken(folder: &Path, sentence: &str) -> Vec<i16> {
    spoken_at(folder, sentence, 175)
}

/// The same at so many words per minute.
pub(super) fn spoken_at(folder: &Path, sentence: &str, speed: u32) -> Vec<i16> {
    let path = folder.join("spoken.wav");
    let mut espeak = Command::new("espeak-ng");
    espeak.args(["-s", &speed.to_string(), "-w"]).arg(&path);
    let status = espeak.arg(sentence).status();
    assert!(status.expect("espeak-ng runs").success());
    let (spec, samples) = wav::read(&path);
    assert_eq!(spec, SPOKEN);
    let loud = |sample: &i16| sample.unsigned_abs() > 300;
    let first = samples.iter().position(loud).expect("it speaks");
    let last = samples.iter().rposition(loud).expect("it speaks");
    samples[first..=last].to_vec()
}

/// Three sentences with silences between them, and where each begins and ends, in milliseconds.
pub(super) fn answer(folder: &Path) -> (Vec<i16>, Vec<(f64, f64)>) {
    let silence = |millis: usize| vec![0; SPOKEN.sample_rate as usize * millis / 1000];
    let now = |samples: &[i16]| samples.len() as f64 * 1000.0 / f64::from(SPOKEN.sample_rate);
    let mut samples = silence(SILENCES[0]);
    let mut spans = Vec::new();
    for (sentence, after) in SENTENCES.iter().zip(&SILENCES[1..]) {
        let from = now(&samples);
        samples.extend(spoken(folder, sentence));
        spans.push((from, now(&samples)));
        samples.extend(silence(*after));
    }
    (samples, spans)
}

/// With noise so many dB below it.
pub(super) fn noisy(samples: &[i16], below: i32) -> Vec<i16> {
    let loud: Vec<f64> = samples
        .iter()
        .filter(|s| **s != 0)
        .map(|s| f64::from(*s))
        .collect();
    let level = (loud.iter().map(|s| s * s).sum::<f64>() / loud.len() as f64).sqrt();
    // The effective value of even noise is its largest one by the root of three.
    let amplitude = level * 10_f64.powf(f64::from(-below) / 20.0) * 3_f64.sqrt();
    let mut state = 1_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        amplitude * (f64::from(state >> 8) / f64::from(1 << 23) - 1.0)
    };
    samples
        .iter()
        .map(|s| (f64::from(*s) + noise()) as i16)
        .collect()
}

#[track_caller]
pub(super) fn is_near(what: &str, value: &Value, expected: f64, tolerance: f64) {
    let value = value.as_f64().unwrap_or_else(|| panic!("{what}: {value}"));
    let off = (value - expected).abs();
    assert!(off <= tolerance, "{what}: {value}, not {expected}");
}

/// Holds the times of speech against what was put together.
#[track_caller]
fn are_the_times(speech: &Value, spans: &[(f64, f64)], tolerance: f64) {
    is_near(
        "first word",
        &speech["first_word_ms"],
        spans[0].0,
        tolerance,
    );
    let pauses = speech["pause_list"].as_array().expect("a list");
    assert_eq!(pauses.len(), spans.len() - 1, "{speech}");
    assert_eq!(speech["pauses"], spans.len() - 1);
    for (pause, pair) in pauses.iter().zip(spans.windows(2)) {
        is_near("pause at", &pause["at_ms"], pair[0].1, tolerance);
        let length = pair[1].0 - pair[0].1;
        is_near("pause of", &pause["length_ms"], length, tolerance);
    }
    assert_eq!(speech["longest_pause_ms"], pauses[1]["length_ms"]);
}

#[test]
fn pauses_of_speech_are_where_they_were_put() {
    if !parts::have("espeak-ng", &["espeak-ng"]) {
        return;
    }
    let recorded = Recorded::new();
    let (samples, spans) = answer(&recorded.home.path());
    let clean = recorded.figures(SPOKEN, &samples);
    are_the_times(&clean, &spans, 50.0);
    assert_eq!(clean["clipped_frames"], 0);
    assert_eq!(clean["noise_dbfs"], Value::Null);
    let speaking: f64 = spans.iter().map(|(from, to)| to - from).sum();
    let all = samples.len() as f64 * 1000.0 / f64::from(SPOKEN.sample_rate);
    // A sentence has breaths in it.
    is_near("speaking", &clean["speaking_ms"], speaking, 1_000.0);
    is_near("silence", &clean["silence"], 1.0 - speaking / all, 0.06);

    are_the_times(
        &recorded.figures(SPOKEN, &noisy(&samples, 20)),
        &spans,
        120.0,
    );
    are_the_times(
        &recorded.figures(SPOKEN, &noisy(&samples, 10)),
        &spans,
        250.0,
    );
}

#[test]
fn a_session_has_its_figures_when_it_ends() {
    if !parts::have("espeak-ng", &["espeak-ng"]) {
        return;
    }
    let home = Home::new();
    let (samples, spans) = answer(&home.path());
    let heard = home.path().join("heard.wav");
    wav::write(&heard, SPOKEN, &samples);
    let mic = format!("file:{}", heard.display());
    let args = [
        "practice",
        "quick",
        "--yes",
        "--json",
        "--no-score",
        "--follow-ups=0",
    ];
    let args = [&args[..], &["--scale=0.1", "--mic", &mic]].concat();
    let sat = ran(&home, &args).ok();
    for piece in ["first word after 0.7 s", "2 pauses", "LUFS"] {
        assert!(sat.stderr.contains(piece), "{piece}: {}", sat.show());
    }
    let figures = |session: &Value| session["answers"][0]["sections"][0]["speech"].clone();
    let live = figures(&sat.json());
    are_the_times(&live, &spans, 50.0);
    let shown = || figures(&ran(&home, &["sessions", "show", "last", "--json"]).json());
    assert_eq!(shown(), live);
    ran(&home, &["sessions", "analyse"]).ok();
    assert_eq!(shown(), live, "the file says the same");
}

#[test]
fn a_pause_is_as_long_as_somebody_says() {
    if !parts::have("espeak-ng", &["espeak-ng"]) {
        return;
    }
    let recorded = Recorded::new();
    let (samples, _) = answer(&recorded.home.path());
    let usual = recorded.figures(SPOKEN, &samples);
    assert_eq!(
        (&usual["pauses"], &usual["pause_ms"]),
        (&2.into(), &1_500.into())
    );
    let pauses = |flags: &[&str]| {
        ran(&recorded.home, &[&["sessions", "analyse"], flags].concat()).ok();
        let shown = ran(&recorded.home, &["sessions", "show", "last", "--json"]).json();
        let speech = &shown["answers"][0]["sections"][0]["speech"];
        (speech["pauses"].clone(), speech["pause_ms"].clone())
    };
    assert_eq!(pauses(&["--pause=2.5"]), (1.into(), 2_500.into()));
    let settings = recorded.home.path().join("hotseat.toml");
    fs::write(settings, "[delivery]\npause_seconds = 4\n").expect("it is written");
    assert_eq!(pauses(&[]), (0.into(), 4_000.into()));
    assert_eq!(pauses(&["--pause=2.5"]), (1.into(), 2_500.into()));
    for wrong in ["--pause=0.2", "--pause=61", "--pause=soon"] {
        let failed = ran(&recorded.home, &["sessions", "analyse", wrong]);
        assert_eq!(failed.status, Some(2), "{}", failed.show());
    }
}

#[test]
fn the_figures_are_told_in_words() {
    if !parts::have("espeak-ng", &["espeak-ng"]) {
        return;
    }
    let recorded = Recorded::new();
    let (samples, _) = answer(&recorded.home.path());
    wav::write(&recorded.take, SPOKEN, &samples);
    let analysed = ran(&recorded.home, &["sessions", "analyse", "last"]).ok();
    let shown = ran(&recorded.home, &["sessions", "show"]).ok();
    for ran in [&analysed, &shown] {
        for piece in ["first word after 0.7 s", "2 pauses", "3.1 s", "LUFS"] {
            assert!(ran.stdout.contains(piece), "{piece}: {}", ran.show());
        }
    }
    assert!(
        analysed.stderr.contains("analysed 1 recording"),
        "{}",
        analysed.show()
    );
}

#[test]
fn takes_without_speech_have_figures_too() {
    let recorded = Recorded::new();
    let tone: Vec<i16> = (0..5 * 48_000)
        .map(|n| (3_000.0 * (f64::from(n) * 0.06).sin()) as i16)
        .collect();
    let square: Vec<i16> = (0..48_000)
        .map(|n| if n % 100 < 50 { i16::MAX } else { i16::MIN })
        .collect();
    let cases = [
        ("silence", vec![0; 5 * 48_000], 0, false),
        ("a tone", tone, 0, true),
        ("an empty take", vec![], 0, false),
        ("a frame", vec![1_000], 0, true),
        ("full scale throughout", square, 48_000, true),
    ];
    for (what, samples, clipped, has_peak) in cases {
        let speech = recorded.figures(wav::ROOM, &samples);
        assert_eq!(speech["first_word_ms"], Value::Null, "{what}");
        assert_eq!(speech["speaking_ms"], 0, "{what}");
        assert_eq!(speech["pauses"], 0, "{what}");
        assert_eq!(speech["longest_pause_ms"], 0, "{what}");
        assert_eq!(speech["clipped_frames"], clipped, "{what}");
        assert_eq!(speech["peak_dbfs"].is_f64(), has_peak, "{what}: {speech}");
    }
    let told = ran(&recorded.home, &["sessions", "analyse"]).ok();
    assert!(told.stdout.contains("nobody was heard"), "{}", told.show());
}

#[test]
fn a_recording_that_is_gone_is_named_and_costs_no_figures() {
    let recorded = Recorded::new();
    let before = recorded.figures(wav::ROOM, &[1_000; 4_800]);
    fs::remove_file(&recorded.take).expect("it is deleted");
    let failed = ran(&recorded.home, &["sessions", "analyse"]);
    assert_eq!(failed.status, Some(1), "{}", failed.show());
    assert!(
        failed.stderr.contains("1-1-answer.wav"),
        "{}",
        failed.show()
    );
    let shown = ran(&recorded.home, &["sessions", "show", "--json"]).json();
    assert_eq!(shown["answers"][0]["sections"][0]["speech"], before);
}

#[test]
fn a_session_without_recordings_says_so() {
    let home = Home::new();
    sit(&home, &["quick", "--mic=none", "--no-score"]);
    let failed = run(hotseat(&home).args(["sessions", "analyse"]));
    assert_eq!(failed.status, Some(1), "{}", failed.show());
    assert!(
        failed.stderr.contains("nothing was recorded"),
        "{}",
        failed.show()
    );
}
