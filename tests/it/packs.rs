//! Packs of one's own, with and without mistakes, as the command line meets them: every problem is
//! told with its place, and nothing else is the worse for it.

use std::fs;

use serde_json::Value;

use super::support::home::{Home, hotseat_within, run};
use super::support::sitting::ran;

const SOUND: &str = r#"
format_version = 1
[pack]
id = "mine"
title = "Mine"
[[prompt]]
id = "mine-own"
kind = "behavioral"
title = "My own"
level = ["L6"]
competencies = ["ownership"]
ask = "What is it?"
"#;

/// A pack in the home, and what `prompts check` has to say about it.
fn pack(text: &str) -> Home {
    let home = Home::new();
    fs::create_dir(home.path().join("prompts")).expect("a folder for packs");
    fs::write(home.path().join("prompts/mine.toml"), text).expect("a pack is written");
    home
}

/// Line, column, severity and code.
type Problem = (u64, u64, String, String);

fn problems(home: &Home) -> (Option<i32>, Vec<Problem>) {
    let ran = ran(home, &["prompts", "check", "--json"]);
    let document: Value = serde_json::from_str(&ran.stdout).expect("one document");
    let problems = document["problems"].as_array().expect("a list").clone();
    let problems = problems.iter().map(|problem| {
        let text = |name: &str| problem[name].as_str().expect("a text").to_owned();
        let number = |name: &str| problem[name].as_u64().expect("a number");
        assert!(text("file").ends_with("mine.toml"), "{problem}");
        assert!(!text("message").is_empty(), "{problem}");
        (
            number("line"),
            number("column"),
            text("severity"),
            text("code"),
        )
    });
    (ran.status, problems.collect())
}

#[test]
fn a_broken_pack_is_told_with_its_place_and_everything_else_works() {
    let error = |line, column, code: &str| (line, column, "error".to_owned(), code.to_owned());
    let table = [
        (SOUND.replace("\"My own\"", ""), error(9, 9, "syntax")),
        (
            SOUND.replace("title = \"My own\"\n", ""),
            error(6, 1, "missing-field"),
        ),
        (
            SOUND.replace("behavioral", "musical"),
            error(8, 8, "unknown-kind"),
        ),
        (
            SOUND.replace("ask =", "round = \"nowhere\"\nask ="),
            error(12, 9, "dangling-reference"),
        ),
        (
            format!("{SOUND}{}", &SOUND[SOUND.find("[[").expect("a prompt")..]),
            error(14, 6, "duplicate-id"),
        ),
    ];
    for (text, expected) in table {
        let home = pack(&text);
        let (status, found) = problems(&home);
        assert_eq!(
            (status, &found[..]),
            (Some(1), &[expected.clone()][..]),
            "{text}"
        );
        let (line, column, ..) = expected;
        let place = format!("mine.toml:{line}:{column}");
        for args in [
            &["prompts", "check"][..],
            &["rounds", "list"],
            &["draw", "--seed", "1"],
        ] {
            let ran = ran(&home, args);
            assert!(ran.stderr.contains(&place), "no {place}: {}", ran.show());
            assert_eq!(
                ran.status,
                Some(i32::from(args[0] == "prompts")),
                "{}",
                ran.show()
            );
            // What a pack holds is shown, and does not act.
            assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.show());
            assert!(!ran.stderr.contains("panicked"), "{}", ran.show());
        }
        let listed = ran(&home, &["prompts", "list", "--json"]).json();
        assert!(
            listed["prompts"]
                .as_array()
                .is_some_and(|prompts| prompts.len() > 40)
        );
    }
}

#[test]
fn what_is_only_warned_of_loads_and_is_told_by_check_alone() {
    let text = SOUND.replace("My own", "My\\u001b[31m own");
    let home = pack(&text);
    let (status, found) = problems(&home);
    let warning = (9, 12, "warning".to_owned(), "hidden-character".to_owned());
    assert_eq!((status, found), (Some(0), vec![warning]));
    let shown = ran(&home, &["prompts", "show", "mine-own"]).ok();
    assert!(shown.stdout.starts_with("My[31m own\n"), "{}", shown.show());
    assert_eq!(shown.stderr, "");
}

#[test]
fn a_prompt_of_ones_own_replaces_the_built_in_one_of_that_name() {
    let home = pack(SOUND);
    assert_eq!(problems(&home), (Some(0), Vec::new()));
    assert_eq!(
        ran(&home, &["prompts", "show", "mine-own", "--json"]).json()["pack"],
        "mine"
    );

    let home = pack(&SOUND.replace("mine-own", "nobodys-problem"));
    let (status, found) = problems(&home);
    let warning = (7, 6, "warning".to_owned(), "replaces-built-in".to_owned());
    assert_eq!((status, found), (Some(0), vec![warning]));
    let shown = ran(&home, &["prompts", "show", "nobodys-problem", "--json"]).json();
    assert_eq!(shown["title"], "My own");
    let listed = ran(&home, &["prompts", "list"]).ok();
    assert_eq!(listed.stdout.matches("nobodys-problem").count(), 1);
    assert_eq!(listed.stderr, "");
}

#[test]
fn one_run_tells_every_mistake_of_a_pack() {
    let home = Home::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/src/store/packs/tests/every-mistake.toml");
    let told = ran(&home, &["prompts", "check", &path]);
    assert_eq!(told.status, Some(1), "{}", told.show());
    let in_text = told.stderr.matches("every-mistake.toml:").count();
    let json = ran(&home, &["prompts", "check", "--json", &path]);
    assert_eq!((json.status, &*json.stderr), (Some(1), ""));
    let document: Value = serde_json::from_str(&json.stdout).expect("one document");
    let problems = document["problems"].as_array().expect("a list");
    assert!(problems.len() >= 25, "{}", told.show());
    assert_eq!(told.stdout, format!("{} problems\n", problems.len()));
    // Some name a second place.
    assert!(in_text >= problems.len(), "{}", told.show());
}

#[test]
fn a_pack_of_many_draws_fits_in_little_memory() {
    const MOST: u32 = 1 << 20;
    let head = "format_version = 1\n[pack]\nid = \"mine\"\n";
    // Without competencies, so that each may be what any draw looks for.
    let prompt = |n: i32| format!("[[prompt]]\nid = \"p{n}\"\n");
    let prompts: String = (0..10_000).map(prompt).collect();
    let round = "[[round]]\nid = \"r\"\ntitle = \"R\"\n";
    let same = |_| "[[round.part]]\ndraw = { count = 1000 }\n".to_owned();
    let others = |n| format!("[[round.part]]\ndraw = {{ competency = \"c{n}\" }}\n");
    let one_round = (0..20_000).map(same).collect();
    let different: String = (0..20_000).map(others).collect();
    for parts in [one_round, different] {
        let home = pack(&format!("{head}{prompts}{round}{parts}"));
        let ran = run(hotseat_within(&home, MOST).args(["prompts", "check"]));
        assert_eq!(ran.status, Some(1), "{}", ran.stderr.len());
        assert!(ran.stderr.contains("missing-field"));
    }
}
