//! ARCHITECTURE.md is a map, and a map that shows what is not there, or hides what is, is worse than
//! none: it is held against the tree and against the list of dependencies.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::support::markdown::quoted_code;
use super::support::source::files;

const MAP: &str = include_str!("../../ARCHITECTURE.md");

/// Modules of the program, as paths below `src`. Tests stand beside what they test, and a `mod.rs`
/// only lists; neither needs a place of its own on the map.
fn modules() -> BTreeSet<String> {
    let all = files("src").into_iter();
    let paths = all.filter_map(|(path, _)| Some(path.strip_prefix("src").ok()?.to_owned()));
    let mapped = paths.filter(|path| {
        let is_test = path
            .iter()
            .any(|part| part == "tests" || part == "tests.rs");
        !is_test && !path.ends_with("mod.rs")
    });
    mapped.map(|path| path.display().to_string()).collect()
}

/// What stands in the first column of the map's tables.
fn first_cells() -> Vec<String> {
    let rows = MAP.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| Some(row.split_once(" |")?.0))
        .flat_map(|cell| quoted_code(&format!("`{cell}")))
        .collect()
}

#[test]
fn every_module_is_on_the_map() {
    let cells = first_cells();
    for module in modules() {
        let times = cells.iter().filter(|cell| **cell == module).count();
        assert_eq!(times, 1, "{module} has {times} rows on the map");
    }
}

#[test]
fn every_file_on_the_map_is_there() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in quoted_code(MAP) {
        let is_file = [".rs", ".toml", ".md"]
            .iter()
            .any(|end| name.ends_with(end));
        if is_file && name != "mod.rs" {
            let there = [top.join("src").join(&name), top.join(&name)];
            assert!(
                there.iter().any(|path| path.is_file()),
                "there is no {name}"
            );
        }
    }
}

#[test]
fn every_dependency_has_a_reason_and_every_reason_a_dependency() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    let manifest = manifest.expect("there is a Cargo.toml");
    let mut wanted = BTreeSet::new();
    let mut depends = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            depends = line.ends_with("dependencies]");
        } else if let (true, Some((name, _))) = (depends, line.split_once(" = ")) {
            wanted.insert(name.to_owned());
        }
    }
    assert!(wanted.contains("cpal") && wanted.contains("vt100"));
    let (_, table) = MAP
        .split_once("## Dependencies")
        .expect("the map ends with them");
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    let names = rows.filter_map(|row| Some(row.split_once(" |")?.0));
    let told: BTreeSet<String> = names
        .flat_map(|cell| quoted_code(&format!("`{cell}")))
        .collect();
    let differ: Vec<_> = told.symmetric_difference(&wanted).collect();
    assert!(
        differ.is_empty(),
        "only on one of the two lists: {differ:?}"
    );
}

#[test]
fn every_thread_is_named_on_the_map() {
    for (path, text) in files("src") {
        // `name("keys".to_owned())`, which is how a thread gets its name.
        for after in text.split(".name(\"").skip(1) {
            let name = after.split('"').next().expect("a name ends");
            let row = format!("| `{name}` |");
            assert!(MAP.contains(&row), "{}: {name}", path.display());
        }
    }
}
