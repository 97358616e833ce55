//! Speech as somebody gives it who thinks: sentences with pauses between them, in a quiet room.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};
use serde_json::Value;
use tempfile::TempDir;

use crate::process::hotseat;

const SPEC: WavSpec = WavSpec {
    channels: 1,
    sample_rate: 48_000,
    bits_per_sample: 16,
    sample_format: SampleFormat::Int,
};

const SENTENCES: [&str; 6] = [
    "We moved the payments platform to a new region without a single minute of downtime.",
    "Nobody had asked for it. I wrote down what it would cost, and what not doing it would cost.",
    "In the end two teams gave up their own deployment tools and took ours.",
    "What I got wrong was the order: we should have moved the ledger first.",
    "So I went to the three people who could stop it, and asked each of them what would.",
    "A year later the number of incidents was down by half, and nobody had to be persuaded.",
];

/// Seconds of silence behind a sentence, one after the other.
const PAUSES: [f64; 5] = [0.4, 0.7, 1.1, 0.5, 2.3];

/// The room, in numbers of 16 bits: about −66 dB below full scale.
const ROOM: f64 = 28.0;

/// A home with one session, in whose only take all of it was said.
pub(crate) struct Speech {
    home: TempDir,
    pub(crate) take: PathBuf,
    pub(crate) minutes: u32,
}

impl Speech {
    pub(crate) fn make(minutes: u32) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let args = [
            "practice",
            "quick",
            "--mic=tone",
            "--yes",
            "--json",
            "--scale=0.001",
            "--no-score",
            "--follow-ups=0",
        ];
        let sat = hotseat(home.path(), &args).output().expect("it runs");
        let session: Value = serde_json::from_slice(&sat.stdout).expect("a session");
        let folder = session["folder"].as_str().expect("a folder");
        let take = home.path().join(folder).join("1-1-answer.wav");
        let sentences = SENTENCES.map(|sentence| spoken(home.path(), sentence));
        write(&take, &sentences, minutes);
        Speech {
            home,
            take,
            minutes,
        }
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(crate) fn samples(&self) -> Vec<f32> {
        let mut reader = WavReader::open(&self.take).expect("it is there");
        let samples = reader
            .samples::<i16>()
            .map(|sample| sample.expect("a sample"));
        samples.map(|sample| f32::from(sample) / 32_768.0).collect()
    }
}

/// One sentence at 48 kHz.
fn spoken(folder: &Path, sentence: &str) -> Vec<i16> {
    let (raw, wav) = (folder.join("raw.wav"), folder.join("spoken.wav"));
    let mut espeak = Command::new("espeak-ng");
    run(espeak.arg("-w").arg(&raw).arg(sentence));
    // A little softer: what is resampled may go higher.
    let mut sox = Command::new("sox");
    run(sox
        .args(["-v", "0.7"])
        .arg(&raw)
        .args(["-r", "48000"])
        .arg(&wav));
    let mut reader = WavReader::open(&wav).expect("it was made");
    let samples = reader.samples::<i16>();
    let samples = samples.map(|sample| sample.expect("a sample")).collect();
    fs::remove_file(raw)
        .and_then(|()| fs::remove_file(wav))
        .ok();
    samples
}

fn run(command: &mut Command) {
    let status = command.stderr(Stdio::null()).status();
    assert!(status.expect("it runs").success(), "{command:?} failed");
}

fn write(take: &Path, sentences: &[Vec<i16>], minutes: u32) {
    let mut writer = WavWriter::create(take, SPEC).expect("a file");
    let mut left = minutes as usize * 60 * 48_000;
    let mut state = 1_u32;
    let mut room = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (f64::from(state >> 8) / f64::from(1 << 23) - 1.0) * ROOM
    };
    for n in 0.. {
        let sentence = &sentences[n % sentences.len()];
        let pause = (PAUSES[n % PAUSES.len()] * 48_000.0) as usize;
        // No sentence is as loud as the one before.
        let gain = 0.5 + 0.5 * (n as f64 * 0.7).sin().abs();
        let silence = std::iter::repeat_n(&0, pause);
        for sample in sentence.iter().chain(silence) {
            if left == 0 {
                writer.finalize().expect("a header");
                return;
            }
            let sample = f64::from(*sample) * gain + room();
            writer.write_sample(sample as i16).expect("a sample");
            left -= 1;
        }
    }
}
