//! The home's `hotseat.toml`, as the command line meets it: with a mistake in it nothing is begun,
//! every mistake is told with its place, and what needs no setting works all the same.

use std::fs;

use serde_json::Value;

use super::support::devices::{frequency, tone};
use super::support::home::Home;
use super::support::sitting::{files, ran, sit};
use super::support::wav;

const BROKEN: &str = "\
[recording]
sampel_rate = 48000
channels = stereo
bits = 20
";

/// What is said of it: place, code and way out.
const PROBLEMS: [[&str; 3]; 3] = [
    [
        "hotseat.toml:2:1",
        "unknown-key",
        "did you mean `sample_rate`?",
    ],
    ["hotseat.toml:3:12", "syntax", "text stands in quotes"],
    ["hotseat.toml:4:8", "bad-number", "write `16` or `24`"],
];

fn set(home: &Home, text: &str) {
    fs::write(home.path().join("hotseat.toml"), text).expect("the settings are written");
}

#[test]
fn with_a_mistake_in_the_settings_nothing_is_begun_and_nothing_changed() {
    let home = Home::new();
    set(&home, BROKEN);
    let before = files(&home);
    for args in [
        &["practice", "quick", "--mic", "none", "--yes"][..],
        &["practice", "quick", "--mic", "tone", "--yes", "--json"],
        &["mic", "test", "tone"],
    ] {
        let ran = ran(&home, args);
        assert_eq!(ran.status, Some(1), "{}", ran.show());
        assert_eq!(ran.stdout, "", "{}", ran.show());
        for piece in PROBLEMS.as_flattened() {
            assert!(ran.stderr.contains(piece), "no {piece:?}: {}", ran.show());
        }
        for piece in ["\nerror: the settings in ", "\nhint: "] {
            assert_eq!(ran.stderr.matches(piece).count(), 1, "{}", ran.show());
        }
        assert!(!ran.stderr.contains(['\u{1b}']), "{}", ran.show());
        assert!(files(&home) == before, "{}", ran.show());
    }
    set(&home, BROKEN.lines().next().expect("a header"));
    sit(&home, &["quick", "--mic", "none"]);
}

#[test]
fn what_needs_no_setting_works_with_a_mistake_in_them() {
    let home = Home::new();
    sit(&home, &["quick", "--mic", "none"]);
    set(&home, BROKEN);
    for args in [
        &["sessions", "list"][..],
        &["sessions", "show", "last"],
        &["score", "last", "--set", "structure=4"],
        &["history"],
        &["prompts", "check"],
        &["draw", "--seed", "1", "--draw", "fresh"],
        &["mic", "list"],
        &["recover"],
    ] {
        let ran = ran(&home, args).ok();
        assert!(!ran.stderr.contains("hotseat.toml"), "{}", ran.show());
    }
}

#[test]
fn the_doctor_tells_all_that_is_wrong_with_the_settings() {
    let home = Home::new();
    let check = || {
        let ran = ran(&home, &["doctor", "--mic", "none", "--json"]);
        let document: Value = serde_json::from_str(&ran.stdout).expect("one document");
        let checks = document["checks"].as_array().expect("checks").clone();
        let is_ours = |check: &Value| check["id"] == "settings";
        (
            ran.status,
            checks.into_iter().find(is_ours).expect("a check"),
        )
    };
    let (status, sound) = check();
    assert_eq!((status, &sound["status"]), (Some(0), &"ok".into()));
    set(&home, BROKEN);
    let (status, broken) = check();
    assert_eq!((status, &broken["status"]), (Some(1), &"fail".into()));
    let message = broken["message"].as_str().expect("a message");
    for [place, _, help] in PROBLEMS {
        assert!(message.contains(place), "no {place}: {message}");
        assert!(message.contains(help), "no {help}: {message}");
    }
    assert!(broken["hint"].is_string());
    fs::remove_file(home.path().join("hotseat.toml")).expect("the file goes");
    let ran = ran(&home, &["doctor", "--mic", "none", "--home", "."]).ok();
    assert!(ran.stdout.contains("every default holds"), "{}", ran.show());
}

#[test]
fn a_home_that_the_program_makes_has_no_settings_file() {
    let home = Home::new();
    let made = home.path().join("made");
    let name = made.to_str().expect("a path in UTF-8");
    sit(&home, &["quick", "--mic", "none", "--home", name]);
    assert!(made.join("history.db").is_file());
    assert!(!made.join("hotseat.toml").exists());
}

/// A studio's interface plays the part of the microphone: two channels, a tone in each.
#[test]
fn recordings_are_as_they_are_set() {
    const HERTZ: [f64; 2] = [440.0, 1234.5];
    let home = Home::new();
    let stereo = home.path().join("stereo.wav");
    let both: Vec<i16> = tone(HERTZ[0], 10)
        .into_iter()
        .zip(tone(HERTZ[1], 10))
        .flat_map(|(left, right)| [left, right])
        .collect();
    let spec = hound::WavSpec {
        channels: 2,
        ..wav::ROOM
    };
    wav::write(&stereo, spec, &both);
    let mic = format!("file:{}", stereo.display());
    for (settings, channels, bits, rate) in [
        ("", 1, 16, 48_000),
        (
            "[recording]\nchannels = \"device\"\nbits = 24\n",
            2,
            24,
            48_000,
        ),
        (
            "[recording]\nsample_rate = 44100\nbits = 24\n",
            1,
            24,
            44_100,
        ),
        (
            "[recording]\nsample_rate = 16000\nchannels = \"device\"\n",
            2,
            16,
            16_000,
        ),
    ] {
        set(&home, settings);
        let args = [
            "practice",
            "quick",
            "--yes",
            "--json",
            "--scale=0.02",
            "--mic",
        ];
        let session = ran(&home, &[&args[..], &[&mic]].concat()).json();
        let section = &session["answers"][0]["sections"][0];
        let take = &section["take"];
        let path = home
            .path()
            .join(session["folder"].as_str().expect("a folder"));
        let path = path.join(take["path"].as_str().expect("a take"));
        let mut reader = hound::WavReader::open(&path).expect("it opens");
        let spec = reader.spec();
        let found = (spec.channels, spec.bits_per_sample, spec.sample_rate);
        assert_eq!(found, (channels, bits, rate), "{settings}");
        assert_eq!(take["channels"], channels, "{settings}");
        assert_eq!(take["bits"], bits, "{settings}");
        assert_eq!(take["sample_rate"], rate, "{settings}");
        let used = section["used_ms"].as_u64().expect("a time");
        assert_eq!(u64::from(reader.duration()) * 1000, used * u64::from(rate));
        // What lies below 16 bits is not asked after here.
        let shift = bits - 16;
        let samples: Vec<i16> = reader
            .samples::<i32>()
            .map(|sample| i16::try_from(sample.expect("a sample") >> shift).expect("16 bits"))
            .collect();
        if channels == 2 {
            for (channel, hertz) in HERTZ.iter().enumerate() {
                let one: Vec<i16> = samples.iter().skip(channel).step_by(2).copied().collect();
                let heard = frequency(&one, rate);
                assert!(
                    (heard / hertz - 1.0).abs() < 0.003,
                    "{settings}: {heard} Hz"
                );
            }
        } else {
            assert!(samples.iter().any(|sample| sample.unsigned_abs() > 5_000));
        }
    }
}

#[test]
fn a_session_goes_as_it_is_set_unless_a_flag_says_otherwise() {
    let home = Home::new();
    let seen = |session: &Value| {
        let text = |value: &Value| value.as_str().expect("a word").to_owned();
        (text(&session["mic"]["kind"]), text(&session["draw"]))
    };
    let expect = |mic: &str, draw: &str| (mic.to_owned(), draw.to_owned());
    set(&home, "[practice]\nmic = \"none\"\ndraw = \"random\"\n");
    assert_eq!(seen(&sit(&home, &["quick"])), expect("none", "random"));
    let flags = ["quick", "--mic", "tone", "--draw", "weak"];
    assert_eq!(seen(&sit(&home, &flags)), expect("tone", "weak"));
    let again = ["again", "last", "--yes", "--json", "--scale", "0.001"];
    let again = ran(&home, &again).json();
    assert_eq!(seen(&again), expect("none", "weak"));
    // Wherever the program is started, the file is looked for in the home.
    set(&home, "[practice]\nmic = \"file:rooms/gone.wav\"\n");
    let doctor = ran(&home, &["doctor"]);
    assert_eq!(doctor.status, Some(1), "{}", doctor.show());
    let told = [&ran(&home, &["practice", "quick"]).stderr, &doctor.stdout];
    let gone = home.path().join("rooms/gone.wav");
    for told in told {
        assert!(told.contains(gone.to_str().expect("UTF-8")), "{told}");
        assert!(told.contains("hotseat.toml"), "{told}");
    }
    let flag = ran(&home, &["practice", "quick", "--mic", "file:gone.wav"]);
    assert!(!flag.stderr.contains("hotseat.toml"), "{}", flag.show());
    set(&home, "[practice]\nmic = \"none\"\n");
    let test = ran(&home, &["mic", "test"]);
    assert_eq!(test.status, Some(1), "{}", test.show());
    assert!(test.stderr.contains("hotseat.toml"), "{}", test.show());
}

#[test]
fn a_draw_goes_by_the_settings_too() {
    let home = Home::new();
    let why = |args: &[&str]| {
        let draw = ["draw", "--seed", "1", "--explain", "--json"];
        let drawn = ran(&home, &[&draw, args].concat()).json();
        drawn["prompts"][0]["why"].clone()
    };
    let (fresh, random) = (why(&[]), why(&["--draw", "random"]));
    assert_ne!(fresh, random);
    set(&home, "[practice]\ndraw = \"random\"\n");
    assert_eq!(why(&[]), random);
    assert_eq!(why(&["--draw", "fresh"]), fresh);
}

#[test]
fn settings_show_tells_where_each_value_comes_from() {
    let home = Home::new();
    set(&home, "[recording]\n\nbits = 24\n");
    let ran_json = ran(&home, &["settings", "show", "--json"]);
    assert_eq!(ran_json.status, Some(0), "{}", ran_json.show());
    let document: Value = serde_json::from_str(&ran_json.stdout).expect("one document");
    let of = |key: &str| {
        let all = document["settings"].as_array().expect("a list");
        let found = all.iter().find(|setting| setting["key"] == key);
        found.unwrap_or_else(|| panic!("no {key}")).clone()
    };
    assert_eq!(of("practice.mic")["value"], "auto");
    let bits = of("recording.bits");
    assert_eq!(
        (
            &bits["value"],
            &bits["default"],
            &bits["source"],
            &bits["line"]
        ),
        (&24.into(), &16.into(), &"file".into(), &3.into())
    );
    let channels = of("recording.channels");
    assert_eq!(
        (&channels["value"], &channels["source"]),
        (&"mono".into(), &"default".into())
    );
    assert!(channels["line"].is_null());
    // The home of a test is found by its file, unless it is named.
    assert_eq!(of("home")["source"], "file");
    let path = home.path().to_str().expect("a path in UTF-8").to_owned();
    let named = ran(&home, &["--home", &path, "settings", "show", "--json"]).stdout;
    let named: Value = serde_json::from_str(&named).expect("one document");
    assert_eq!(named["settings"][0]["source"], "flag");
    let shown = ran(&home, &["settings", "show"]).stdout;
    assert!(shown.contains("hotseat.toml, line 3"), "{shown}");
    set(&home, BROKEN);
    let broken = ran(&home, &["settings", "show", "--json"]);
    assert_eq!((broken.status, broken.stdout.as_str()), (Some(1), ""));
    assert!(
        broken.stderr.contains("hotseat.toml:2:1"),
        "{}",
        broken.show()
    );
}
