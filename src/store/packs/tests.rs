//! Packs as files: every sort of problem shown by one that has it, and what loads in spite of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::files::Found;
use super::load::{check_over, load_over};
use super::*;
use crate::domain::{Bank, Source};
use crate::store::document::{LARGEST, Problem, Severity, is_hidden};

mod beginning;
mod every_mistake;
mod fuzz;
mod loading;
mod odd_files;
mod schema;
mod syntax;

const BUILT_IN: &[u8] = include_bytes!("tests/built-in.toml");
const WHOLE: &str = include_str!("tests/whole.toml");
const FOLDER: &str = "src/store/packs/tests/broken";

fn built_in() -> Vec<Found> {
    vec![Found::built_in("base.toml", BUILT_IN)]
}

fn check_one(path: impl Into<PathBuf>) -> Vec<Problem> {
    check_over(built_in(), &[path.into()], None).unwrap()
}

/// A home's folder with these files.
fn home(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

fn load_home(files: &[(&str, &[u8])]) -> Loaded {
    load_over(built_in(), Some(home(files).path()))
}

fn codes(problems: &[Problem]) -> Vec<&'static str> {
    problems.iter().map(|problem| problem.code).collect()
}

fn places(problems: &[Problem]) -> Vec<(usize, usize)> {
    let place = |problem: &Problem| (problem.line, problem.column);
    problems.iter().map(place).collect()
}

/// A pack with this after its head, which takes three lines.
fn pack(rest: &str) -> String {
    format!("format_version = 1\n[pack]\nid = \"mine\"\n{rest}")
}

/// A sound prompt of seven lines.
fn prompt(id: &str) -> String {
    format!(
        "[[prompt]]\nid = \"{id}\"\nkind = \"story\"\ntitle = \"One\"\nlevel = [\"L5\"]\n\
         competencies = []\nask = \"One?\"\n"
    )
}

#[test]
fn every_sort_of_problem_is_shown_by_a_pack_that_has_it() {
    let mut seen = BTreeSet::new();
    let mut names: Vec<_> = fs::read_dir(FOLDER).unwrap().collect();
    names.sort_by_key(|entry| entry.as_ref().unwrap().file_name());
    for entry in names {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let problems = check_one(format!("{FOLDER}/{name}"));
        seen.extend(codes(&problems));
        assert!(problems.iter().all(|p| !p.help.is_empty()), "{name}");
        let rendered: Vec<_> = problems.iter().map(|p| p.render(false)).collect();
        insta::with_settings!({
            snapshot_path => "tests/snapshots",
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            insta::assert_snapshot!(name.trim_end_matches(".toml"), rendered.join("\n\n"));
        });
    }
    let expected = [
        "bad-count",
        "bad-id",
        "bad-minimum",
        "bad-minutes",
        "bad-number",
        "block-keys",
        "block-sum",
        "dangling-reference",
        "duplicate-id",
        "empty-area",
        "empty-draw",
        "empty-list",
        "empty-text",
        "format-version",
        "hidden-character",
        "long-text",
        "missing-field",
        "no-such-step",
        "off-scale",
        "plan-evidence",
        "prompts-or-draw",
        "repeated-line",
        "repeated-step",
        "replaces-built-in",
        "section-minutes",
        "section-not-in-round",
        "section-sum",
        "short-draw",
        "syntax",
        "unknown-key",
        "unknown-kind",
        "unknown-level",
        "unknown-per",
        "unknown-policy",
        "unknown-scale",
        "unknown-score-when",
        "unknown-slot",
        "unknown-type",
        "unreachable",
        "wrong-type",
    ];
    assert_eq!(seen, BTreeSet::from(expected));
}

#[test]
fn the_built_in_packs_have_no_problem() {
    let loaded = load(None);
    let rendered: Vec<_> = loaded.problems.iter().map(|p| p.render(false)).collect();
    assert!(rendered.is_empty(), "{}", rendered.join("\n\n"));
    assert!(!loaded.bank.prompts.is_empty());
}

#[test]
fn an_id_in_two_packs_is_a_problem_at_the_second() {
    let a = pack(&prompt("same"));
    let b = a.replace("mine", "yours") + "pitfalls = []\n";
    let loaded = load_home(&[("a.toml", a.as_bytes()), ("b.toml", b.as_bytes())]);
    assert_eq!(codes(&loaded.problems), ["duplicate-id"]);
    assert_eq!(places(&loaded.problems), [(5, 6)]);
    assert!(loaded.problems[0].file.ends_with("b.toml"));
    assert_eq!(loaded.bank.prompt("same").unwrap().pack, "mine");
}

#[test]
fn only_the_problems_of_the_given_paths_are_told() {
    let dir = home(&[("home.toml", b"title = 1\n")]);
    let given = home(&[
        ("one.toml", pack("zzz = 1\n").as_bytes()),
        ("two.toml", pack("").replace("mine", "two").as_bytes()),
        ("notes.txt", b"not a pack"),
        (".#one.toml", b"an editor's"),
    ]);
    let one = given.path().join("one.toml");
    let paths = [given.path().to_owned(), one.clone()];
    let problems = check_over(built_in(), &paths, Some(dir.path())).unwrap();
    assert_eq!(codes(&problems), ["unknown-key"]);
    assert_eq!(problems[0].file, one.display().to_string());

    let of_home = dir.path().join("home.toml");
    let problems = check_over(built_in(), &[of_home], Some(dir.path())).unwrap();
    assert_eq!(
        codes(&problems),
        ["unknown-key", "missing-field", "missing-field"]
    );
    let all = check_over(built_in(), &[], Some(dir.path())).unwrap();
    assert_eq!(codes(&all), codes(&problems));
}

#[test]
fn a_path_that_is_not_there_is_an_error_that_names_it() {
    let error = check_over(built_in(), &["no/such.toml".into()], None).unwrap_err();
    assert!(matches!(&error, PackError::Missing { path } if path == Path::new("no/such.toml")));
    assert_eq!(error.to_string(), "no/such.toml does not exist");
}

#[test]
fn a_file_that_is_no_text_or_too_large_is_a_problem_of_its_own() {
    let large = vec![b'#'; LARGEST + 1];
    let cases: [(&[u8], &str, (usize, usize)); 4] = [
        (b"a = 1\nb\xc3\xa4 = \"\xff\"", "not-utf8", (2, 7)),
        (b"\xff\xfea\0", "not-utf8", (1, 1)),
        (&large, "too-large", (1, 1)),
        (
            b"format_version = 1\n[pack]\nid = \"a\0\"",
            "syntax",
            (3, 8),
        ),
    ];
    for (bytes, code, place) in cases {
        let problems = load_home(&[("p.toml", bytes)]).problems;
        assert_eq!(codes(&problems), [code]);
        assert_eq!(places(&problems), [place], "{code}");
        assert!(problems[0].render(false).contains("p.toml:"), "{code}");
    }
}

#[test]
fn a_home_whose_prompts_are_no_folder_is_a_problem() {
    let dir = home(&[("prompts", b"")]);
    let loaded = load_over(built_in(), Some(&dir.path().join("prompts")));
    assert_eq!(codes(&loaded.problems), ["unreadable"]);
    assert!(loaded.problems[0].render(false).contains("prompts:1:1"));
    assert_eq!(loaded.bank.prompts.len(), 1);
}

#[test]
fn places_and_digests_are_the_same_however_the_file_was_saved() {
    let text = pack(&prompt("p").replace("\"One?\"", "\"\"\"One\ntwo?\"\"\"\n\tpitfals = []"));
    let plain = load_home(&[("p.toml", text.as_bytes())]);
    let crlf = text.replace('\n', "\r\n");
    let marked = format!("\u{feff}{text}");
    assert_eq!(places(&plain.problems), [(12, 2)]);
    for other in [&crlf, &marked] {
        let loaded = load_home(&[("p.toml", other.as_bytes())]);
        assert_eq!(places(&loaded.problems), [(12, 2)]);
        let rendered = loaded.problems[0].render(false);
        assert!(rendered.contains("p.toml:12:2"), "{rendered}");
        assert!(!rendered.contains(['\r', '\u{feff}', '␍']), "{rendered}");
    }
    let digest = |text: &str| {
        let sound = text.replace("pitfals", "pitfalls");
        let bank = load_home(&[("p.toml", sound.as_bytes())]).bank;
        bank.prompt("p").unwrap().digest.clone()
    };
    assert_eq!(digest(&text), digest(&crlf));
}

#[test]
fn text_is_kept_without_what_is_hidden_in_it() {
    let text = prompt("p").replace("\"One?\"", "\"\\u001b[1mO\\u200bne?\\u0007\"");
    let loaded = load_home(&[("p.toml", pack(&text).as_bytes())]);
    assert_eq!(codes(&loaded.problems), ["hidden-character"]);
    assert_eq!(loaded.problems[0].severity, Severity::Warning);
    assert_eq!(places(&loaded.problems), [(10, 8)]);
    assert_eq!(loaded.bank.prompt("p").unwrap().ask, "[1mOne?");
    let nothing = pack(&prompt("p").replace("One?", "\\u200b"));
    let loaded = load_home(&[("p.toml", nothing.as_bytes())]);
    assert_eq!(codes(&loaded.problems), ["empty-text", "hidden-character"]);
}

#[test]
fn a_rendered_problem_lets_no_control_through() {
    let text = pack("\"a\\u001b[2J\\u009b\\u202e\" = 1 # \u{9b}\u{202e}\u{200b}\n");
    let problems = load_home(&[("p.toml", text.as_bytes())]).problems;
    let rendered = problems[0].render(false);
    assert!(!rendered.contains(is_hidden), "{rendered:?}");
    assert!(problems[0].render(true).contains("\u{1b}["));
}

#[test]
fn a_problem_is_written_to_json_with_its_place() {
    let problems = load_home(&[("p.toml", pack("titel = 1\n").as_bytes())]).problems;
    let json = serde_json::to_value(&problems[0]).unwrap();
    let mut keys: Vec<_> = json.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            "code", "column", "file", "help", "line", "message", "severity"
        ]
    );
    assert_eq!(json["severity"], "error");
    assert_eq!((&json["line"], &json["column"]), (&4.into(), &1.into()));
}

fn assert_whole(bank: &Bank) {
    for prompt in &bank.prompts {
        let round = prompt.round.as_deref();
        assert!(round.is_none_or(|round| bank.round(round).is_some()));
    }
    for round in &bank.rounds {
        assert!(round.rubrics.iter().all(|id| bank.rubric(id).is_some()));
        for part in &round.parts {
            if let Source::Prompts(ids) = &part.source {
                assert!(ids.iter().all(|id| bank.prompt(id).is_some()));
            }
        }
    }
    for day in &bank.loops {
        assert!(day.rounds.iter().all(|r| bank.round(&r.round).is_some()));
    }
    for plan in &bank.plans {
        for part in plan.days.iter().flat_map(|day| &day.parts) {
            let sum: std::time::Duration = part.blocks.iter().map(|block| block.length).sum();
            assert_eq!(sum, part.length);
        }
        let mut ids: Vec<&str> = plan.blocks().map(|block| block.id.as_str()).collect();
        ids.extend(plan.deliverables().map(|item| item.id.as_str()));
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    }
}
