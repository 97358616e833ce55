//! The pack that a new one begins with.

use std::path::Path;

use super::*;
use crate::store::StoreError;
use crate::store::packs::begin::{begin, template};

/// With everything set that stands there behind a `#`.
pub(super) fn all_set(text: &str) -> String {
    let lines = text.lines().map(|line| match line.strip_prefix('#') {
        Some(rest) if !rest.starts_with([' ', ':']) => rest,
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The problems of the pack in a home of its own, beside the real built-in packs.
fn problems(text: &str) -> Vec<String> {
    let dir = home(&[("new.toml", text.as_bytes())]);
    let problems = check(&[], Some(dir.path())).unwrap();
    problems.iter().map(|p| p.render(false)).collect()
}

#[test]
fn a_new_pack_has_no_problem_whatever_it_is_called() {
    let bank = load(None).bank;
    let long = "a".repeat(64);
    for name in ["mine", "l7-loop", "quick", "0", &long] {
        let (text, prompt) = template(name, &bank);
        assert_eq!(problems(&text), [""; 0], "{name}");
        let all = all_set(&text);
        assert_eq!(problems(&all), [""; 0], "{name}");
        assert!(all.len() < text.len() && all.contains("weight = 2"));
        assert!(text.contains(&format!("id = \"{prompt}\"")), "{prompt}");
        assert!(text.starts_with("#:schema ./pack.schema.json\n"));
    }
}

#[test]
fn two_new_packs_are_no_trouble_to_each_other() {
    let dir = home(&[]);
    // The first 48 characters are the same, and so are the ids that are made of them.
    let names = ["mine".to_owned(), "a".repeat(60), "a".repeat(61)];
    for name in &names {
        let bank = load(Some(dir.path())).bank;
        let begun = begin(dir.path(), name, &bank).unwrap();
        assert_eq!(begun.path, dir.path().join(format!("{name}.toml")));
    }
    let loaded = load(Some(dir.path()));
    assert_eq!(codes(&loaded.problems), [""; 0]);
    for name in &names {
        assert!(
            loaded
                .bank
                .prompts
                .iter()
                .any(|prompt| prompt.pack == *name)
        );
    }
}

#[test]
fn a_pack_that_is_there_is_never_written_over() {
    let dir = home(&[("mine.toml", b"# precious")]);
    let error = begin(dir.path(), "mine", &Bank::default()).unwrap_err();
    let path = dir.path().join("mine.toml");
    assert!(matches!(&error, StoreError::Exists { path: named } if *named == path));
    assert_eq!(fs::read(&path).unwrap(), b"# precious");
}

#[cfg(unix)]
#[test]
fn a_new_pack_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = home(&[]);
    let begun = begin(dir.path(), "mine", &Bank::default()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&begun.path), 0o600);
}
