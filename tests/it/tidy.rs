//! The house rules that no lint knows: files stay short, a `mod.rs` is a table of contents, no
//! work is left for later, and the map at the top of `lib.rs` is complete.

use std::path::{Path, PathBuf};

use super::support::source::{files, module, split, tokens};

const LONGEST: usize = 400;

fn too_long(text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LONGEST).then(|| format!("{lines} lines, {LONGEST} at most"))
}

/// A `mod.rs` that does more than list what there is and say what can go wrong.
fn holds_functions(path: &Path, text: &str) -> Option<String> {
    if !path.ends_with("mod.rs") {
        return None;
    }
    let code = split(text).code;
    let mut braces = 0usize;
    let mut in_error = false;
    let mut before = "";
    for pair in tokens(&code).windows(2) {
        let (line, next) = pair[1];
        match pair[0].1 {
            "{" => {
                // A folder's error type stands here, and so do the ways to make one.
                in_error |= braces == 0 && before.ends_with("Error");
                braces += 1;
            }
            "}" => {
                braces = braces.saturating_sub(1);
                in_error &= braces > 0;
            }
            // A `fn` before a bracket is a type.
            "fn" if next != "(" && !in_error => {
                return Some(format!("line {line}: the function {next} in a mod.rs"));
            }
            _ => {}
        }
        before = pair[0].1;
    }
    None
}

fn unfinished(text: &str) -> Option<String> {
    let source = split(text);
    for (number, line) in source.code.lines().enumerate() {
        for word in ["todo!", "unimplemented!"] {
            if line.contains(word) {
                return Some(format!("line {}: {word}", number + 1));
            }
        }
    }
    for (number, line) in source.comments.lines().enumerate() {
        for word in ["TODO", "FIXME", "XXX", "HACK"] {
            if line.contains(word) {
                return Some(format!("line {}: {word}", number + 1));
            }
        }
    }
    None
}

/// A file that opens without saying why it exists.
fn unexplained(path: &Path, text: &str) -> Option<String> {
    // Tests beside their subject are explained by it, and a program by its crate.
    let exempt = ["tests.rs", "main.rs"]
        .iter()
        .any(|name| path.ends_with(name));
    let explained = exempt || text.starts_with("//!");
    (!explained).then(|| "no paragraph at the top says why it exists".to_owned())
}

/// Modules that the map does not name, and names on the map without a module.
fn off_the_map(lib: &str, modules: &[String]) -> Vec<String> {
    let map: Vec<_> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("//! - [`")?.split_once("`]: "))
        .map(|(name, _)| name)
        .collect();
    let missing = modules.iter().filter(|name| !map.contains(&name.as_str()));
    let missing = missing.map(|name| format!("{name} is not on the map of lib.rs"));
    let gone = map
        .iter()
        .filter(|&&name| modules.iter().all(|m| m != name));
    let gone = gone.map(|name| format!("the map of lib.rs names {name}, which is not there"));
    missing.chain(gone).collect()
}

/// Files that no `mod` declares: nothing compiles them, and so nothing tests them.
fn undeclared(files: &[(PathBuf, String)]) -> Vec<String> {
    let declares = |text: &str, name: &str| {
        let code = split(text).code;
        tokens(&code)
            .windows(3)
            .any(|t| t[0].1 == "mod" && t[1].1 == name && t[2].1 == ";")
    };
    let parent_declares = |names: &[String]| {
        let (name, parents) = names.split_last()?;
        let parent = files
            .iter()
            .find(|(path, _)| !path.ends_with("main.rs") && module(path) == parents);
        Some(parent.is_some_and(|(_, text)| declares(text, name)))
    };
    files
        .iter()
        .filter(|(path, _)| parent_declares(&module(path)) == Some(false))
        .map(|(path, _)| format!("{}: no `mod` declares it", path.display()))
        .collect()
}

#[test]
fn the_source_is_tidy() {
    let mut found = Vec::new();
    let all = ["src", "tests", "benches"].map(files).concat();
    for (path, text) in &all {
        let problems = [
            too_long(text),
            holds_functions(path, text),
            unfinished(text),
            unexplained(path, text),
        ];
        let place = path.display();
        found.extend(
            problems
                .into_iter()
                .flatten()
                .map(|p| format!("{place}: {p}")),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_map_is_complete() {
    let files = files("src");
    let lib = files.iter().find(|(path, _)| path.ends_with("lib.rs"));
    let (_, lib) = lib.expect("there is a lib.rs");
    let mut modules: Vec<_> = files
        .iter()
        .filter_map(|(path, _)| module(path).into_iter().next())
        .collect();
    modules.dedup();
    let mut found = off_the_map(lib, &modules);
    found.extend(undeclared(&files));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn each_rule_can_be_broken() {
    let long = "\n".repeat(LONGEST + 1);
    assert_eq!(too_long(&long[1..]), None);
    assert!(too_long(&long).is_some());

    let contents = Path::new("src/ui/mod.rs");
    let function = Some("line 2: the function f in a mod.rs".to_owned());
    assert_eq!(holds_functions(contents, "// fn\npub fn f() {}"), function);
    assert_eq!(
        holds_functions(contents, "pub type F = fn(u8) -> u8;"),
        None
    );
    let error = "impl From<u8> for UiError {\n fn a() { b {} }\n fn c() {}\n}\n";
    assert_eq!(holds_functions(contents, error), None);
    let after = Some("line 5: the function f in a mod.rs".to_owned());
    let more = format!("{error}fn f() {{}}");
    assert_eq!(holds_functions(contents, &more), after);
    let other = Some("line 1: the function f in a mod.rs".to_owned());
    assert_eq!(holds_functions(contents, "impl Ui { fn f() {} }"), other);
    assert_eq!(holds_functions(Path::new("src/ui/a.rs"), "fn f() {}"), None);

    assert_eq!(unfinished("f(\"todo!\"); // Done."), None);
    assert_eq!(unfinished("\nf(todo!())"), Some("line 2: todo!".to_owned()));
    let later = ["TO", "DO"].concat();
    let comment = format!("f(); // {later}: g");
    assert_eq!(unfinished(&comment), Some(format!("line 1: {later}")));

    assert_eq!(unexplained(Path::new("src/a.rs"), "//! Why."), None);
    assert_eq!(
        unexplained(Path::new("src/a/tests.rs"), "use super::*;"),
        None
    );
    assert!(unexplained(Path::new("src/a.rs"), "use std::fs;").is_some());
}

#[test]
fn a_module_off_the_map_and_a_file_that_nobody_declares_are_found() {
    let lib = "//! - [`a`]: one.\n//! - [`c`]: gone.\n\npub mod a;\npub mod b;";
    let modules = ["a".to_owned(), "b".to_owned()];
    assert_eq!(
        off_the_map(lib, &modules),
        [
            "b is not on the map of lib.rs",
            "the map of lib.rs names c, which is not there"
        ]
    );
    let files = [
        ("src/a/lost.rs", ""),
        ("src/a/mod.rs", "mod used; // mod lost;"),
        ("src/a/used.rs", "#[cfg(test)]\nmod tests;"),
        ("src/a/used/tests.rs", ""),
        ("src/b.rs", ""),
        ("src/lib.rs", lib),
        ("src/main.rs", ""),
    ];
    let files = files.map(|(path, text)| (PathBuf::from(path), text.to_owned()));
    assert_eq!(undeclared(&files), ["src/a/lost.rs: no `mod` declares it"]);
}
