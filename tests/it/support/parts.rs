//! Real parts that a machine may lack. A test without its part is skipped and says so; where
//! `HOTSEAT_REQUIRE` names the part (words between spaces), it fails instead, so that CI cannot
//! turn green by testing nothing.

use std::env;
use std::io::{Write, stderr};
use std::path::PathBuf;

#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    Run,
    Skip(String),
    Fail(String),
}

fn verdict(part: &str, missing: &[&str], require: &str) -> Verdict {
    if missing.is_empty() {
        return Verdict::Run;
    }
    let missing = missing.join(", ");
    if require.split_whitespace().any(|required| required == part) {
        return Verdict::Fail(format!(
            "HOTSEAT_REQUIRE names {part}, but this machine lacks: {missing}"
        ));
    }
    Verdict::Skip(format!("SKIPPED: no {part} here, missing: {missing}"))
}

/// Whether the test can run: all of `part`'s `programs` are in the PATH.
///
/// # Panics
/// If one is missing and the part is required.
pub(crate) fn have(part: &str, programs: &[&str]) -> bool {
    let missing: Vec<_> = programs
        .iter()
        .copied()
        .filter(|name| find(name).is_none())
        .collect();
    all_here(part, &missing)
}

/// Whether the test can run: nothing of `part` is missing.
///
/// # Panics
/// If something is missing and the part is required.
pub(crate) fn all_here(part: &str, missing: &[&str]) -> bool {
    let require = env::var("HOTSEAT_REQUIRE").unwrap_or_default();
    match verdict(part, missing, &require) {
        Verdict::Run => true,
        Verdict::Skip(why) => {
            // Not `eprintln!`: the test harness hides that where the test passes.
            writeln!(stderr(), "{why}").expect("stderr takes a line");
            false
        }
        Verdict::Fail(why) => panic!("{why}"),
    }
}

pub(crate) fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

#[test]
fn a_missing_part_skips_its_test_unless_it_is_required() {
    let skip = Verdict::Skip("SKIPPED: no pulseaudio here, missing: pactl, parec".to_owned());
    let fail = Verdict::Fail(
        "HOTSEAT_REQUIRE names pulseaudio, but this machine lacks: pactl, parec".to_owned(),
    );
    let both = ["pactl", "parec"];
    assert_eq!(verdict("pulseaudio", &[], "pulseaudio"), Verdict::Run);
    assert_eq!(verdict("pulseaudio", &both, ""), skip);
    assert_eq!(verdict("pulseaudio", &both, "pipewire pulseaudio2"), skip);
    assert_eq!(verdict("pulseaudio", &both, "pipewire pulseaudio"), fail);
}

#[test]
fn programs_are_found_in_the_path() {
    assert!(find("sh").is_some());
    assert_eq!(find("no-such-program-anywhere"), None);
}
