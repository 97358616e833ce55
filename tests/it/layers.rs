//! Dependencies point one way: `domain` knows nobody; `audio`, `store` and `ui` know only `domain`;
//! `cli` knows all. What crosses between two of the three is a domain value, and only `cli` is
//! there when it does. The `clock` is for the two that live by it, the recorder and the session's
//! loop; everybody else is handed the time.

use std::path::Path;

use super::support::source::{files, mentions, module, split};

const ORDER: [(&str, &[&str]); 6] = [
    ("domain", &["domain"]),
    ("clock", &["clock"]),
    ("audio", &["audio", "domain", "clock"]),
    ("store", &["store", "domain"]),
    ("ui", &["ui", "domain"]),
    ("cli", &["cli", "audio", "store", "ui", "domain", "clock"]),
];

/// What a file names that its layer must not know, each with its place.
fn violations(path: &Path, text: &str) -> Vec<String> {
    let names = module(path);
    // The top level is no layer: lib.rs is the map, main.rs the door.
    let Some(layer) = names.first() else {
        return Vec::new();
    };
    let Some((_, known)) = ORDER.iter().find(|(name, _)| name == layer) else {
        return vec![format!("{}: {layer} is no layer", path.display())];
    };
    mentions(&split(text).code, names.len())
        .into_iter()
        .filter(|mention| !known.contains(&&*mention.module))
        .map(|mention| {
            let (path, line, module) = (path.display(), mention.line, mention.module);
            format!("{path}:{line}: {layer} must not know {module}")
        })
        .collect()
}

#[test]
fn dependencies_point_one_way() {
    let found: Vec<_> = files("src")
        .iter()
        .flat_map(|(path, text)| violations(path, text))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_layer_that_knows_too_much_is_named_with_its_place() {
    let table: [(&str, &str, &[&str]); 12] = [
        ("src/domain/a.rs", "use crate::domain::Kind;", &[]),
        (
            "src/domain/a.rs",
            "\nuse crate::store;",
            &["src/domain/a.rs:2: domain must not know store"],
        ),
        ("src/domain/a.rs", "// See crate::store.", &[]),
        (
            "src/domain/mod.rs",
            "use super::ui;",
            &["src/domain/mod.rs:1: domain must not know ui"],
        ),
        (
            "src/audio/wav.rs",
            "use crate::{domain::Take, ui::bar};",
            &["src/audio/wav.rs:1: audio must not know ui"],
        ),
        (
            "src/ui/report/page.rs",
            "fn f() { super::super::super::cli::run() }",
            &["src/ui/report/page.rs:1: ui must not know cli"],
        ),
        ("src/audio/a.rs", "use crate::clock;", &[]),
        (
            "src/store/a.rs",
            "use crate::clock;",
            &["src/store/a.rs:1: store must not know clock"],
        ),
        // A re-export at the top would be a way around.
        (
            "src/store/a.rs",
            "use crate::Recorder;",
            &["src/store/a.rs:1: store must not know Recorder"],
        ),
        (
            "src/cli/a.rs",
            "use crate::{audio, domain, store, ui};",
            &[],
        ),
        ("src/util.rs", "", &["src/util.rs: util is no layer"]),
        ("src/main.rs", "use hotseat::cli;", &[]),
    ];
    for (path, text, expected) in table {
        assert_eq!(
            violations(Path::new(path), text),
            expected,
            "{path}: {text}"
        );
    }
}
