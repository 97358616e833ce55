#[cfg(unix)]
mod odd_files;
mod own;

use std::fs;
use std::path::Path;

use super::*;
use crate::domain::{ClockFace, DrawMode, MicChoice};

const DOCUMENTED: &str = include_str!("../../../hotseat.toml");
const README: &str = include_str!("../../../README.md");

fn read_text(text: impl AsRef<[u8]>) -> Result<Settings, Vec<Problem>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hotseat.toml");
    fs::write(&path, text).unwrap();
    read_file(&path)
}

/// A home's file, where there is no other.
fn read_file(path: &Path) -> Result<Settings, Vec<Problem>> {
    Written::read(path, None).map(|written| written.settings)
}

fn recording(text: &str) -> TakeFormat {
    let settings = read_text(text).map_err(|problems| rendered(&problems));
    settings
        .unwrap_or_else(|problems| panic!("{text:?}\n{problems}"))
        .recording
}

fn rendered(problems: &[Problem]) -> String {
    let shown = problems.iter().map(|problem| problem.render(false));
    shown.collect::<Vec<_>>().join("\n\n")
}

#[test]
fn what_is_not_set_has_its_default() {
    let folder = tempfile::tempdir().unwrap();
    let absent = read_file(&folder.path().join("hotseat.toml"));
    assert_eq!(absent.unwrap(), Settings::default());
    fs::write(folder.path().join("file"), "").unwrap();
    let below_a_file = read_file(&folder.path().join("file/hotseat.toml"));
    assert_eq!(below_a_file.unwrap(), Settings::default());
    for text in [
        "",
        "\u{feff}",
        "\n# bits = 24\r\n",
        "[recording]",
        "recording = {}",
    ] {
        assert_eq!(recording(text), TakeFormat::default(), "{text:?}");
    }
}

#[test]
fn what_is_set_is_what_holds() {
    let rate = |sample_rate| TakeFormat {
        sample_rate,
        ..TakeFormat::default()
    };
    let channels = |channels| TakeFormat {
        channels,
        ..TakeFormat::default()
    };
    let bits = |bits| TakeFormat {
        bits,
        ..TakeFormat::default()
    };
    let table = [
        ("sample_rate = 8000", rate(Some(8000))),
        ("sample_rate = 44_100", rate(Some(44_100))),
        ("sample_rate = 0xbb80", rate(Some(48_000))),
        ("sample_rate = 192000", rate(Some(192_000))),
        ("sample_rate = \"device\"", rate(None)),
        ("channels = \"mono\"", channels(Channels::Mono)),
        ("channels = 'device'", channels(Channels::Device)),
        ("bits = 16", bits(Bits::Sixteen)),
        ("bits = 24", bits(Bits::TwentyFour)),
    ];
    for (line, expected) in table {
        assert_eq!(
            recording(&format!("[recording]\n{line}")),
            expected,
            "{line}"
        );
        assert_eq!(recording(&format!("recording.{line}")), expected, "{line}");
    }
    let all = TakeFormat {
        sample_rate: Some(48_000),
        channels: Channels::Device,
        bits: Bits::TwentyFour,
    };
    let text = "[recording]\nbits = 24\nchannels = \"device\"\nsample_rate = 48000\n";
    assert_eq!(recording(text), all);
}

#[test]
fn how_practice_goes_is_what_is_set() {
    let none = Defaults::default;
    let named = MicChoice::Named("Blue Yeti".to_owned());
    let table = [
        ("mic = \"auto\"", none()),
        (
            "mic = 'Blue Yeti'",
            Defaults {
                mic: named,
                ..none()
            },
        ),
        (
            "mic = \"file:rooms/a.wav\"",
            Defaults {
                mic: MicChoice::File("rooms/a.wav".into()),
                ..none()
            },
        ),
        (
            "draw = \"weak\"",
            Defaults {
                draw: DrawMode::Weak,
                ..none()
            },
        ),
        (
            "clock = \"hidden\"",
            Defaults {
                clock: ClockFace::Hidden,
                ..none()
            },
        ),
    ];
    for (line, expected) in table {
        for text in [format!("[practice]\n{line}"), format!("practice.{line}")] {
            let settings = read_text(&text).map_err(|problems| rendered(&problems));
            assert_eq!(settings.unwrap().practice, expected, "{text}");
        }
    }
}

/// A problem's line, column and code.
type Place = (usize, usize, &'static str);

#[test]
fn every_problem_is_told_at_its_place() {
    let table: [(&str, &[Place]); 31] = [
        ("[recordin]", &[(1, 2, "unknown-key")]),
        (
            "[transcribe]\n[player]",
            &[(1, 2, "unknown-key"), (2, 2, "unknown-key")],
        ),
        ("bits = 16", &[(1, 1, "unknown-key")]),
        ("recording = 1", &[(1, 13, "wrong-type")]),
        ("[[recording]]", &[(1, 1, "wrong-type")]),
        ("[recording]\nbit = 16", &[(2, 1, "unknown-key")]),
        (
            "[recording]\nsample_rate = \"48000\"",
            &[(2, 15, "wrong-type")],
        ),
        (
            "[recording]\nsample_rate = 48000.0",
            &[(2, 15, "wrong-type")],
        ),
        (
            "[recording]\nsample_rate = \"mono\"",
            &[(2, 15, "wrong-type")],
        ),
        ("[recording]\nsample_rate = 7999", &[(2, 15, "bad-number")]),
        (
            "[recording]\nsample_rate = 192001",
            &[(2, 15, "bad-number")],
        ),
        (
            "[recording]\nsample_rate = -48000",
            &[(2, 15, "bad-number")],
        ),
        (
            "[recording]\nsample_rate = 99999999999999999999",
            &[(2, 15, "bad-number")],
        ),
        ("[recording]\nchannels = 1", &[(2, 12, "wrong-type")]),
        (
            "[recording]\nchannels = \"Mono\"",
            &[(2, 12, "unknown-channels")],
        ),
        ("[recording]\nbits = \"16\"", &[(2, 8, "wrong-type")]),
        ("[recording]\nbits = 20", &[(2, 8, "bad-number")]),
        ("[recording]\nbits = 16\nbits = 24", &[(3, 1, "syntax")]),
        ("readiness = 3", &[(1, 13, "wrong-type")]),
        (
            "[readiness]\nat_least = 0\nwithin_days = \"30 days\"",
            &[(2, 12, "bad-number"), (3, 15, "wrong-type")],
        ),
        ("practice = true", &[(1, 12, "wrong-type")]),
        ("[practice]\nmike = \"auto\"", &[(2, 1, "unknown-key")]),
        (
            "[practice]\nmic = 1\ndraw = [\"weak\"]\nclock = true",
            &[
                (2, 7, "wrong-type"),
                (3, 8, "wrong-type"),
                (4, 9, "wrong-type"),
            ],
        ),
        ("[practice]\nmic = \"\"", &[(2, 7, "bad-microphone")]),
        ("[practice]\nmic = \"file:\"", &[(2, 7, "bad-microphone")]),
        (
            "[practice]\ndraw = \"best\"\nclock = \"Hidden\"",
            &[(2, 8, "unknown-draw"), (3, 9, "unknown-clock")],
        ),
        // A broken line hides no other one,
        (
            "[recording]\nbits = 20\nchannels = mono\nsample_rate = 1 2\nx = 1",
            &[
                (2, 8, "bad-number"),
                (3, 12, "syntax"),
                (4, 15, "syntax"),
                (5, 1, "unknown-key"),
            ],
        ),
        // and is told once.
        (
            "[recording]\nchannels = 'a\"\nbits: 3",
            &[(2, 15, "syntax"), (3, 5, "syntax")],
        ),
        (
            "[recording]\nbits = 20\n[recording]\nchannels = 1",
            &[
                (2, 8, "bad-number"),
                (3, 2, "syntax"),
                (4, 12, "wrong-type"),
            ],
        ),
        // Below a broken header a key stands in the wrong table, which is not its own fault.
        ("[recording\nbits = 16", &[(1, 11, "syntax")]),
        ("a = \"\0\"", &[(1, 6, "syntax")]),
    ];
    for (text, expected) in table {
        let problems = read_text(text).unwrap_err();
        let places = problems
            .iter()
            .map(|problem| (problem.line, problem.column, problem.code));
        assert_eq!(places.collect::<Vec<_>>(), expected, "{text}");
        for problem in &problems {
            assert!(problem.file.ends_with("hotseat.toml"), "{text}");
            assert!(!problem.help.is_empty(), "{text}: {}", problem.message);
        }
    }
}

#[test]
fn a_file_that_is_no_text_or_cannot_be_read_is_a_problem() {
    let problems = read_text(b"[recording]\n\xff").unwrap_err();
    assert_eq!((problems[0].code, problems[0].line), ("not-utf8", 2));
    let folder = tempfile::tempdir().unwrap();
    let problems = read_file(folder.path()).unwrap_err();
    assert_eq!((problems.len(), problems[0].code), (1, "unreadable"));
}

#[test]
fn a_problem_shows_the_line_the_mark_and_the_way_out() {
    let table = [
        (
            "keys",
            "[recordin]\nbits = 16\n\n[player]\n\n[recording]\nsamplerate = 48000\nxyzzy = 1\n",
        ),
        (
            "types",
            "[recording]\nsample_rate = \"48 kHz\"\nchannels = 2\nbits = 16.0\n",
        ),
        (
            "values",
            "[recording]\nsample_rate = 4800\nchannels = \"stereo\"\nbits = 32\n",
        ),
        (
            "practice",
            "[practice]\nmic = \"file:\"\ndraw = \"weakest\"\nclock = false\n",
        ),
        (
            "syntax",
            "[recording]\nchannels = mono\nbits = 20\nbits = 24\n",
        ),
    ];
    for (name, text) in table {
        let problems = read_text(text).unwrap_err();
        let folder = problems[0].file.trim_end_matches("hotseat.toml").to_owned();
        insta::with_settings!({
            snapshot_path => "tests/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name, rendered(&problems).replace(&folder, ""));
        });
    }
}

/// The lines of the documented file that set something, with the `#` before them taken away, each
/// with its table.
fn documented() -> Vec<(String, String)> {
    let mut table = String::new();
    let mut found = Vec::new();
    for line in DOCUMENTED.lines() {
        if let Some(header) = line.strip_prefix('[') {
            table = header.trim_end_matches(']').to_owned();
        } else if let Some(setting) = line.strip_prefix("# ")
            && let Some((key, _)) = setting.split_once(" = ")
            && !key.contains(' ')
        {
            found.push((table.clone(), setting.to_owned()));
        }
    }
    found
}

/// Every table that the program knows, with each of its keys.
fn known() -> Vec<(&'static str, &'static str)> {
    keys_of(|_| true)
}

/// The same of tables that are `wanted`.
fn keys_of(wanted: fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
    let tables = ROOT.keys.iter().filter(|table| wanted(table.name));
    tables
        .flat_map(|table| {
            let keys = table.takes.shape().unwrap().names();
            keys.map(|key| (table.name, key))
        })
        .collect()
}

#[test]
fn the_file_in_the_repository_documents_every_setting_with_its_default() {
    // As it stands it sets nothing,
    assert_eq!(read_text(DOCUMENTED).unwrap(), Settings::default());
    let lines = DOCUMENTED.lines();
    let live: Vec<_> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert_eq!(
        live,
        ["[practice]", "[recording]", "[readiness]", "[delivery]"]
    );
    // it knows the keys that the program knows,
    let documented = documented();
    let keys: Vec<_> = documented
        .iter()
        .map(|(table, line)| (table.as_str(), line.split(' ').next().unwrap()))
        .collect();
    assert_eq!(keys, keys_of(|table| !OWN.contains(&table)));
    // and what it gives as their defaults is what holds without them.
    let mut all = DOCUMENTED.to_owned();
    for (table, line) in &documented {
        let alone = format!("[{table}]\n{line}\n");
        assert_eq!(read_text(alone).unwrap(), Settings::default(), "{line}");
        all = all.replace(&format!("\n# {line}\n"), &format!("\n{line}\n"));
    }
    let set = all
        .lines()
        .filter(|line| line.contains(" = ") && !line.starts_with('#'));
    assert_eq!(set.count(), documented.len());
    assert_eq!(read_text(&all).unwrap(), Settings::default());
}

#[test]
fn the_readme_names_every_setting() {
    for (table, key) in known() {
        let part = README.split(&format!("| in `[{table}]` |")).nth(1).unwrap();
        let part = part.split("\n\n").next().unwrap();
        assert!(part.contains(&format!("| `{key}` |")), "{table}.{key}");
    }
}
