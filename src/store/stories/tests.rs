use std::fs;

use super::*;
use crate::domain::{FrameworkStep, Merit};

/// Code, line and column of problems.
type Told<'t> = &'t [(&'t str, usize, usize)];

const WHOLE: &str = include_str!("tests/whole.md");

fn framework() -> Framework {
    let step = |title: &str| FrameworkStep {
        title: title.to_owned(),
        ask: format!("{title} -- what?"),
    };
    Framework {
        id: "arc".to_owned(),
        pack: "p".to_owned(),
        title: "Arc".to_owned(),
        prompt: None,
        slots: Vec::new(),
        steps: vec![step("Start"), step("The end")],
        result: 1,
    }
}

/// The competencies of the built-in packs, and a framework of the test's own.
fn bank() -> Bank {
    let mut bank = crate::store::packs::load(None).bank;
    bank.frameworks = vec![framework()];
    bank
}

fn home(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    dir
}

/// The only file, read.
fn one(name: &str, bytes: &[u8]) -> StoryFile {
    let dir = home(&[(name, bytes)]);
    load(dir.path(), &bank()).unwrap().remove(0)
}

fn told(problems: &[Problem]) -> Vec<(&'static str, usize, usize)> {
    let told = |problem: &Problem| (problem.code, problem.line, problem.column);
    problems.iter().map(told).collect()
}

#[test]
fn a_whole_story_is_read_as_it_stands() {
    let file = one("one.md", WHOLE.as_bytes());
    assert_eq!(told(&file.problems), []);
    let story = file.story.expect("it is sound");
    assert_eq!((&*story.id, &*story.title), ("one", "A \"quoted\" title"));
    assert_eq!(story.competencies, ["architecture", "influence"]);
    assert_eq!(
        (story.people, story.teams, story.business_units),
        (Some(120), Some(14), Some(3))
    );
    assert_eq!(story.years, Some(2.5));
    assert_eq!(story.metrics, ["from 6 days to 9 hours"]);
    assert!(Merit::ALL.into_iter().all(|merit| story.has(merit)));
    let parts: Vec<_> = story
        .parts
        .iter()
        .map(|part| (&*part.heading, &*part.text))
        .collect();
    assert_eq!(
        parts,
        [
            ("Start", "It began +++ here."),
            ("The end", "+++\nIt ended."),
            ("Notes", "")
        ]
    );
    assert!(story.changed_at > jiff::Timestamp::UNIX_EPOCH);
}

#[test]
fn a_new_story_has_no_problem_and_says_every_key() {
    let text = begin::template("A \"b\" \\ c", &framework(), &["architecture".to_owned()]);
    let file = one("new.md", text.as_bytes());
    assert_eq!(told(&file.problems), []);
    let story = file.story.expect("it is sound");
    assert_eq!(story.title, "A \"b\" \\ c");
    // Only the questions stand there, and they count for nothing.
    let empty = story.parts.iter().filter(|part| part.text.is_empty());
    assert_eq!(empty.count(), 2);
    assert_eq!((story.merits(), story.words()), (0, 0));

    let all: Vec<&str> = text
        .lines()
        .map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with([' ', '#']) => rest,
            _ => line,
        })
        .collect();
    let file = one("new.md", all.join("\n").as_bytes());
    assert_eq!(told(&file.problems), []);
    let story = file.story.expect("every example is sound");
    assert_eq!(story.merits(), 4);
    for key in shape::STORY.keys {
        assert!(
            all.iter()
                .any(|line| line.starts_with(&format!("{} = ", key.name))),
            "{}",
            key.name
        );
    }
    assert!(all.iter().all(|line| line.chars().count() <= 90), "{text}");
}

#[test]
fn a_story_that_is_there_is_never_written_over() {
    let dir = home(&[("mine.md", b"precious")]);
    let error = begin(dir.path(), "mine", "Mine", &framework(), &[]).unwrap_err();
    assert!(matches!(&error, StoreError::Exists { path } if path.ends_with("mine.md")));
    assert_eq!(fs::read(dir.path().join("mine.md")).unwrap(), b"precious");
}

#[test]
fn what_is_broken_is_told_at_its_place_and_makes_no_story() {
    const HEAD: &str = "+++\ntitle = \"A\"\nframework = \"arc\"\n";
    let cases: [(&str, Told<'_>); 14] = [
        ("", &[("empty-file", 1, 1)]),
        (" \n\t\r\n", &[("empty-file", 1, 1)]),
        ("# A story\n", &[("no-front-matter", 1, 1)]),
        ("---\ntitle: A\n---\n", &[("no-front-matter", 1, 1)]),
        ("\n+++\n", &[("no-front-matter", 1, 1)]),
        ("+++\ntitle = \"A\"\n", &[("open-front-matter", 1, 1)]),
        (
            "+++\n+++\n",
            &[("missing-field", 1, 1), ("missing-field", 1, 1)],
        ),
        (
            "+++\ntitel = \"A\"\nframework = \"ark\"\n+++",
            &[
                ("missing-field", 1, 1),
                ("unknown-key", 2, 1),
                ("dangling-reference", 3, 13),
            ],
        ),
        (
            "{HEAD}people = 0\nyears = -1\n+++\n",
            &[("bad-count", 4, 10), ("bad-number", 5, 9)],
        ),
        (
            "{HEAD}people = \"many\"\nmetrics = \"12 %\"\n+++\n",
            &[("wrong-type", 4, 10), ("wrong-type", 5, 11)],
        ),
        (
            "{HEAD}competencies = [\"Big Ideas\"]\n+++\n",
            &[("bad-id", 4, 17)],
        ),
        // One slip hides nothing else, and what it took with it is no second problem.
        (
            "+++\ntitle = A story\nframework = \"arc\"\nyear = 3\n+++\n",
            &[("syntax", 2, 9), ("unknown-key", 4, 1)],
        ),
        ("{HEAD}novelty = \"\"\n+++\n", &[("empty-text", 4, 11)]),
        ("{HEAD}\ntitle = \"B\"\n+++\n", &[("syntax", 5, 1)]),
    ];
    for (text, expected) in cases {
        let text = text.replace("{HEAD}", HEAD);
        for text in [
            text.clone(),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
        ] {
            let file = one("a.md", text.as_bytes());
            assert_eq!(told(&file.problems), expected, "{text:?}");
            assert!(file.is_broken() && file.story.is_none(), "{text:?}");
            assert!(file.problems.iter().all(|problem| !problem.help.is_empty()));
        }
    }
}

#[test]
fn a_problem_shows_the_line_of_the_file() {
    let file = one("a.md", b"+++\ntitle = \"A\"\nframework = \"arcs\"\n+++\n");
    let rendered = file.problems[0].render(false);
    assert!(rendered.contains("a.md:3:13"), "{rendered}");
    assert!(rendered.contains("3 | framework = \"arcs\""), "{rendered}");
    assert!(rendered.contains("did you mean `arc`?"), "{rendered}");
    // Whatever hides in it stays there.
    let file = one(
        "a.md",
        "+++\ntitle = \"A\u{202e}\u{9b}\"\nfoo\u{1b}[2J = 1\n+++\n".as_bytes(),
    );
    let rendered: String = file
        .problems
        .iter()
        .map(|problem| problem.render(false))
        .collect();
    assert!(
        !rendered.contains(['\u{1b}', '\u{202e}', '\u{9b}']),
        "{rendered:?}"
    );
}

#[test]
fn a_competency_that_no_prompt_asks_for_is_a_warning() {
    let text = "+++\ntitle = \"A\"\nframework = \"arc\"\ncompetencies = [\"archtecture\", \"juggling\"]\n+++\n";
    let file = one("a.md", text.as_bytes());
    assert_eq!(
        told(&file.problems),
        [("unknown-competency", 4, 17), ("unknown-competency", 4, 32)]
    );
    assert!(file.problems[0].help.contains("`architecture`"));
    assert_eq!(
        file.story.unwrap().competencies,
        ["archtecture", "juggling"]
    );
}

#[test]
fn files_that_are_no_text_are_problems_of_their_own() {
    let large = vec![b'a'; (4 << 20) + 1];
    let cases: [(&[u8], &str, usize); 2] = [
        (b"+++\na = \"\xff\"\n", "not-utf8", 2),
        (&large, "too-large", 1),
    ];
    for (bytes, code, line) in cases {
        let file = one("a.md", bytes);
        assert_eq!(file.problems.len(), 1);
        assert_eq!((file.problems[0].code, file.problems[0].line), (code, line));
        assert!(file.is_broken() && file.story.is_none());
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_for_what_it_is_and_nothing_waits_for_it() {
    use std::os::unix::fs::symlink;
    let dir = home(&[
        ("good.md", WHOLE.as_bytes()),
        (".hidden.md", b""),
        ("notes.txt", b""),
        ("a.md~", b""),
    ]);
    let at = |name: &str| dir.path().join(name);
    rustix::fs::mknodat(
        rustix::fs::CWD,
        at("pipe"),
        rustix::fs::FileType::Fifo,
        0o600.into(),
        0,
    )
    .unwrap();
    symlink(at("pipe"), at("linked.md")).unwrap();
    symlink(at("gone"), at("dangling.md")).unwrap();
    fs::create_dir(at("folder.md")).unwrap();
    let files = load(dir.path(), &bank()).unwrap();
    let found: Vec<_> = files
        .iter()
        .map(|file| (&*file.name, file.is_broken()))
        .collect();
    // A folder is passed over with a warning.
    assert_eq!(
        found,
        [
            ("dangling", true),
            ("folder", false),
            ("good", false),
            ("linked", true)
        ]
    );
    assert!(
        files[3].problems[0]
            .message
            .contains("it is a pipe, not a file")
    );
    assert_eq!(files.iter().filter(|file| file.story.is_some()).count(), 1);
}

#[test]
fn the_name_of_a_file_is_an_id() {
    let long = format!("{}.md", "x".repeat(LONGEST_STORY_ID + 1));
    let dir = home(&[
        ("crisis.md", WHOLE.as_bytes()),
        ("Crisis.md", WHOLE.as_bytes()),
        ("My story.md", WHOLE.as_bytes()),
        (&long, WHOLE.as_bytes()),
    ]);
    let files = load(dir.path(), &bank()).unwrap();
    let of = |name: &str| {
        files
            .iter()
            .find(|file| file.name == name)
            .expect("it is found")
    };
    assert!(of("crisis").story.is_some());
    // Where the file system takes both for one, there is only one.
    if files.len() == 4 {
        assert_eq!(told(&of("Crisis").problems), [("bad-id", 1, 1)]);
        assert!(
            of("Crisis").problems[0]
                .help
                .contains("`crisis.md` is there already")
        );
    }
    assert!(of("My story").problems[0].help.contains("`my-story.md`"));
    assert!(of("My story").story.is_none());
    assert!(of(long.trim_end_matches(".md")).is_broken());
}

#[test]
fn without_a_folder_there_are_no_stories_and_a_file_in_its_place_is_an_error() {
    let dir = home(&[("stories", b"")]);
    assert!(load(&dir.path().join("none"), &bank()).unwrap().is_empty());
    let error = load(&dir.path().join("stories"), &bank()).unwrap_err();
    assert!(error.to_string().contains("stories"), "{error}");
}

#[test]
fn a_told_story_has_a_digest_that_changes_with_what_is_asked() {
    let bank = bank();
    let story = one("one.md", WHOLE.as_bytes()).story.unwrap();
    let told = prompt(&story, &framework(), &bank);
    assert_eq!(told.digest.len(), 64);
    let other = Story {
        title: "Another".to_owned(),
        ..story
    };
    assert_ne!(prompt(&other, &framework(), &bank).digest, told.digest);
}
