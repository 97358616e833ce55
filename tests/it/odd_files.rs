//! What lies in the home under the name of a pack or of the settings and is none: a pipe, a folder,
//! a link to itself, bytes. Nothing waits for it, everything else works, and it is told what it is.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::support::home::Home;
use super::support::sitting::{ran, sit};

fn pipe(path: &Path) {
    let made = Command::new("mkfifo").arg(path).status();
    assert!(made.expect("mkfifo runs").success());
}

/// Bytes without a pattern, the same each time.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 1_u32;
    let mut byte = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..length).map(|_| byte()).collect()
}

#[test]
fn what_is_no_pack_is_told_for_what_it_is_and_keeps_nobody_waiting() {
    let home = Home::new();
    let packs = home.path().join("prompts");
    fs::create_dir(&packs).expect("a folder for packs");
    pipe(&packs.join("pipe.toml"));
    fs::create_dir(packs.join("folder.toml")).expect("a folder");
    symlink("loop.toml", packs.join("loop.toml")).expect("a link");
    symlink("/dev/zero", packs.join("device.toml")).expect("a link");
    fs::write(packs.join("noise.toml"), noise(10_000)).expect("bytes");
    let huge = File::create(packs.join("huge.toml")).expect("a file");
    huge.set_len(50 << 20).expect("it grows");

    let checked = ran(&home, &["prompts", "check", "--json"]);
    assert_eq!(checked.status, Some(1), "{}", checked.show());
    let document: Value = serde_json::from_str(&checked.stdout).expect("one document");
    let problems = document["problems"].as_array().expect("a list");
    let mut codes = BTreeMap::new();
    for problem in problems {
        let file = Path::new(problem["file"].as_str().expect("a path"));
        let name = file.file_name().expect("a name").to_str();
        let code = problem["code"].as_str().expect("a code");
        assert_eq!(codes.insert(name.expect("text"), code), None, "{problem}");
    }
    let expected = [
        ("device.toml", "unreadable"),
        ("folder.toml", "not-a-file"),
        ("huge.toml", "too-large"),
        ("loop.toml", "unreadable"),
        ("noise.toml", "not-utf8"),
        ("pipe.toml", "unreadable"),
    ];
    assert_eq!(codes, BTreeMap::from(expected), "{}", checked.show());

    let listed = ran(&home, &["prompts", "list"]).ok();
    for (name, code) in expected {
        // What is only warned of is told by `check` alone.
        let told = listed.stderr.contains(name);
        assert_eq!(told, code != "not-a-file", "{name}: {}", listed.show());
    }
    assert!(!listed.stderr.contains(['\u{1b}', '\u{7}']));
    ran(&home, &["draw", "--seed", "1"]).ok();
    for name in ["pipe.toml", "noise.toml", "huge.toml", "loop.toml"] {
        let path = packs.join(name);
        let path = path.to_str().expect("a path in UTF-8");
        let by_name = ran(&home, &["prompts", "check", path]);
        assert_eq!(by_name.status, Some(1), "{}", by_name.show());
        assert!(by_name.stderr.contains(name), "{}", by_name.show());
        assert!(!by_name.stderr.contains("panicked"), "{}", by_name.show());
    }
}

#[test]
fn settings_that_are_no_file_are_told_and_keep_nobody_waiting() {
    let home = Home::new();
    let settings = home.path().join("hotseat.toml");
    sit(&home, &["quick", "--mic", "none"]);
    fs::remove_file(&settings).expect("the file goes");
    pipe(&settings);
    let practise = ["--home", ".", "practice", "quick", "--mic", "none", "--yes"];
    let refused = ran(&home, &practise);
    assert_eq!(refused.status, Some(1), "{}", refused.show());
    for piece in ["hotseat.toml:1:1", "it is a pipe, not a file", "\nhint: "] {
        assert!(refused.stderr.contains(piece), "{}", refused.show());
    }
    ran(&home, &["--home", ".", "sessions", "list"]).ok();
}
