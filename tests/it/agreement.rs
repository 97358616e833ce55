//! The figures of the delivery against those that others measure: ffmpeg, sox, and `espeak-ng`, which
//! says how fast it speaks.

use std::path::Path;
use std::process::Command;

use hound::WavSpec;
use serde_json::Value;

use super::delivery::{Recorded, SENTENCES, SPOKEN, answer, is_near, noisy, spoken_at};
use super::support::{parts, wav};

/// In the sentences, counted by hand.
const SYLLABLES: f64 = 60.0;

#[test]
fn loudness_and_true_peak_are_those_of_ffmpeg() {
    if !parts::have("espeak-ng", &["espeak-ng"]) || !parts::have("ffmpeg", &["ffmpeg"]) {
        return;
    }
    let recorded = Recorded::new();
    let (samples, _) = answer(&recorded.home.path());
    let loud: Vec<i16> = samples.iter().map(|s| s.saturating_mul(4)).collect();
    let clipping: Vec<i16> = samples.iter().map(|s| s.saturating_mul(30)).collect();
    let stereo = WavSpec {
        channels: 2,
        ..wav::ROOM
    };
    for (what, spec, samples) in [
        ("speech", SPOKEN, &samples),
        ("noise 20 dB below", SPOKEN, &noisy(&samples, 20)),
        ("noise 10 dB below", SPOKEN, &noisy(&samples, 10)),
        ("loud and fast", wav::ROOM, &loud),
        ("clipping", wav::ROOM, &clipping),
        ("stereo", stereo, &samples),
        ("a tone", wav::ROOM, &tone(200.0, 3_000.0)),
        (
            "a tone between samples",
            wav::ROOM,
            &tone(11_000.0, 9_000.0),
        ),
    ] {
        let even = &samples[..samples.len() / 2 * 2];
        let speech = recorded.figures(spec, even);
        let (loudness, peak) = ffmpeg(&recorded.take);
        is_near(
            &format!("{what}, loudness"),
            &speech["loudness_lufs"],
            loudness,
            0.1,
        );
        is_near(&format!("{what}, peak"), &speech["peak_dbfs"], peak, 0.1);
    }
    let silence = recorded.figures(wav::ROOM, &vec![0; 48_000 * 2]);
    let (loudness, peak) = ffmpeg(&recorded.take);
    assert_eq!(silence["loudness_lufs"], Value::Null);
    assert_eq!(silence["peak_dbfs"], Value::Null);
    // The least that it says.
    assert!(loudness <= -70.0 && peak < -120.0, "{loudness}, {peak}");
}

/// Two seconds of it, at 48 kHz.
fn tone(hertz: f64, amplitude: f64) -> Vec<i16> {
    let step = hertz * std::f64::consts::TAU / 48_000.0;
    (0..96_000)
        .map(|n| (amplitude * (f64::from(n) * step).sin()).round() as i16)
        .collect()
}

/// Integrated loudness and true peak, as ffmpeg measures them.
fn ffmpeg(path: &Path) -> (f64, f64) {
    let told = "ebur128=peak=true:metadata=1,ametadata=print:file=-";
    let said = filtered(path, told).0;
    // The last is that of all.
    let value = |label: &str| -> f64 {
        let mut values = said.lines().filter_map(|line| line.strip_prefix(label));
        let value = values.next_back().and_then(|value| value.parse().ok());
        value.unwrap_or_else(|| panic!("no {label} in {said}"))
    };
    let peak = value("lavfi.r128.true_peak=");
    (value("lavfi.r128.I="), 20.0 * peak.log10())
}

/// What ffmpeg says on stdout and stderr while a filter hears the file.
fn filtered(path: &Path, filter: &str) -> (String, String) {
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-nostats", "-hide_banner", "-i"]).arg(path);
    let out = ffmpeg.args(["-af", filter, "-f", "null", "-"]).output();
    let out = out.expect("ffmpeg runs");
    let text = |bytes| String::from_utf8(bytes).expect("it is text");
    (text(out.stdout), text(out.stderr))
}

#[test]
fn pauses_are_those_of_silencedetect() {
    if !parts::have("espeak-ng", &["espeak-ng"]) || !parts::have("ffmpeg", &["ffmpeg"]) {
        return;
    }
    let recorded = Recorded::new();
    let (samples, _) = answer(&recorded.home.path());
    let speech = recorded.figures(SPOKEN, &samples);
    let said = filtered(&recorded.take, "silencedetect=noise=-50dB:d=1.5").1;
    let values = |label: &str| -> Vec<f64> {
        let found = said.split(label).skip(1).map(|rest| {
            let number = rest.split_whitespace().next();
            number.and_then(|number| number.parse::<f64>().ok())
        });
        found
            .map(|value| value.expect("a number") * 1000.0)
            .collect()
    };
    let (starts, lengths) = (values("silence_start:"), values("silence_duration:"));
    let pauses = speech["pause_list"].as_array().expect("a list");
    assert_eq!((pauses.len(), starts.len()), (2, 2), "{said}");
    for (pause, (start, length)) in pauses.iter().zip(starts.iter().zip(&lengths)) {
        is_near("pause at", &pause["at_ms"], *start, 50.0);
        is_near("pause of", &pause["length_ms"], *length, 50.0);
    }
}

#[test]
fn peak_and_level_are_those_of_sox() {
    if !parts::have("sox", &["sox"]) {
        return;
    }
    let recorded = Recorded::new();
    for (what, samples, has_level) in [
        ("a tone", tone(200.0, 3_000.0), true),
        ("a loud tone", tone(1_000.0, 30_000.0), true),
        ("a frame", vec![1_000], false),
    ] {
        let speech = recorded.figures(wav::ROOM, &samples);
        let (peak, level) = sox(&recorded.take);
        is_near(&format!("{what}, peak"), &speech["peak_dbfs"], peak, 0.1);
        if has_level {
            // All of it is as loud, so the room is too.
            is_near(&format!("{what}, level"), &speech["noise_dbfs"], level, 0.1);
        }
    }
}

/// The highest sample and the effective value, as sox measures them.
fn sox(path: &Path) -> (f64, f64) {
    let out = Command::new("sox").arg(path).args(["-n", "stats"]).output();
    let said = String::from_utf8(out.expect("sox runs").stderr).expect("it is text");
    let value = |label: &str| -> f64 {
        let line = said.lines().find_map(|line| line.strip_prefix(label));
        let value = line.and_then(|rest| rest.trim().parse().ok());
        value.unwrap_or_else(|| panic!("no {label} in {said}"))
    };
    (value("Pk lev dB"), value("RMS lev dB"))
}

#[test]
fn syllables_are_counted_to_within_a_seventh_at_any_speed() {
    if !parts::have("espeak-ng", &["espeak-ng"]) {
        return;
    }
    let recorded = Recorded::new();
    let text = SENTENCES.join(" ");
    let mut rates = Vec::new();
    let mut spoken = Vec::new();
    for speed in [120, 160, 200] {
        let once = spoken_at(&recorded.home.path(), &text, speed);
        let twice = [once.as_slice(), &once].concat();
        let speech = recorded.figures(SPOKEN, &twice);
        let seconds = speech["speaking_ms"].as_f64().expect("a time") / 1000.0;
        let rate = &speech["articulation"]["per_second"];
        let expected = 2.0 * SYLLABLES / seconds;
        is_near(&format!("at {speed}"), rate, expected, expected / 7.0);
        rates.push(rate.as_f64().expect("a rate"));
        spoken.push(twice);
    }
    assert!(
        rates.is_sorted_by(|slow, fast| slow * 1.1 < *fast),
        "{rates:?}"
    );
    // Who is in a hurry at the end.
    let speech = recorded.figures(SPOKEN, &spoken.concat());
    let thirds = &speech["articulation"]["thirds"];
    let third = |n: usize| thirds[n].as_f64().expect("a rate");
    assert!(third(2) > third(0) * 1.15, "{thirds}");
}

#[test]
fn noise_hides_no_syllables() {
    if !parts::have("espeak-ng", &["espeak-ng"]) {
        return;
    }
    let recorded = Recorded::new();
    let once = spoken_at(&recorded.home.path(), &SENTENCES.join(" "), 160);
    let twice = [once.as_slice(), &once].concat();
    let clean = recorded.figures(SPOKEN, &twice);
    let clean = clean["articulation"]["per_second"]
        .as_f64()
        .expect("a rate");
    for below in [20, 10] {
        let speech = recorded.figures(SPOKEN, &noisy(&twice, below));
        let rate = &speech["articulation"]["per_second"];
        is_near(&format!("noise {below} dB below"), rate, clean, clean / 5.0);
    }
}
