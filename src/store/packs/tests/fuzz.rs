//! Whatever a pack holds, reading it ends: in a bank that is whole, and in problems that stand in the
//! file. Bytes without sense, and packs after an editor's accidents.

use std::env;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(few: u32) -> ProptestConfig {
    let mut config = ProptestConfig::default();
    if env::var_os("PROPTEST_CASES").is_none() {
        config.cases = few;
    }
    config
}

/// Loads a pack and holds what comes of it to what is promised.
fn load_any(bytes: &[u8]) -> Loaded {
    let mut found = built_in();
    found.push(Found::yours(Path::new("p.toml"), Ok(bytes.to_vec())));
    let loaded = load_over(found, None);
    assert_whole(&loaded.bank);
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = text.split('\n').collect();
    for (n, problem) in loaded.problems.iter().enumerate() {
        let (line, column) = (problem.line, problem.column);
        assert!((1..=lines.len()).contains(&line), "{problem:?}");
        let end = lines[line - 1].chars().count() + 1;
        assert!((1..=end).contains(&column), "{problem:?}");
        assert!(!problem.help.is_empty(), "{problem:?}");
        // Of thousands alike the first may speak for all.
        if n < 20 {
            let rendered = problem.render(false);
            assert!(!rendered.contains(is_hidden), "{rendered:?}");
            let place = format!("p.toml:{line}:{column}");
            assert!(rendered.contains(&place), "{place}: {rendered}");
        }
    }
    loaded
}

/// There is an error: what has no sense is no pack.
fn assert_told(loaded: &Loaded) {
    let mut problems = loaded.problems.iter();
    assert!(problems.any(|problem| problem.severity == Severity::Error));
}

/// What happens to a text. Places are shares of its length, which changes.
#[derive(Debug, Clone)]
enum Change {
    Delete(Index, usize),
    Duplicate(Index, usize, Index),
    Swap(Index, Index, usize),
    Replace(Index, Vec<u8>),
    Insert(Index, Vec<u8>),
    Truncate(Index),
    /// Another value behind a key, which mostly leaves the TOML sound and so goes deeper.
    Value(Index, &'static str),
    /// A line goes, or comes again elsewhere.
    Line(Index, Option<Index>),
}

const VALUES: [&str; 20] = [
    "1",
    "-1",
    "0x7fff",
    "1e999",
    "nan",
    "9223372036854775807",
    "true",
    "\"\"",
    "\"a\"",
    "[]",
    "[1]",
    "{}",
    "[{}]",
    "[\"x\"]",
    "{ tally = 2 }",
    "\"yes-no\"",
    "\"0-9223372036854775807\"",
    "\"\\u0000\"",
    "2026-11-22",
    "\"depth\"",
];

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    let piece = || {
        prop_oneof![
            vec(any::<u8>(), 0..8),
            "[\\[\\]{}=.,\"'\n #a-z0-9-]{0,12}".prop_map(String::into_bytes),
            select(vec![
                "\"\"\"",
                "'''",
                "[[prompt]]\n",
                "\u{1b}[2J",
                "\r",
                "\u{feff}",
                "\\u202e"
            ])
            .prop_map(|text| text.as_bytes().to_vec()),
        ]
    };
    prop_oneof![
        (at(), 0..40_usize).prop_map(|(at, n)| Change::Delete(at, n)),
        (at(), 0..200_usize, at()).prop_map(|(at, n, to)| Change::Duplicate(at, n, to)),
        (at(), at(), 0..60_usize).prop_map(|(a, b, n)| Change::Swap(a, b, n)),
        (at(), piece()).prop_map(|(at, piece)| Change::Replace(at, piece)),
        (at(), piece()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        at().prop_map(Change::Truncate),
        (at(), select(&VALUES[..])).prop_map(|(at, value)| Change::Value(at, value)),
        (at(), proptest::option::of(at())).prop_map(|(at, to)| Change::Line(at, to)),
    ]
}

/// The bytes from a place on, so many of them at most.
fn stretch(bytes: &[u8], at: Index, length: usize) -> std::ops::Range<usize> {
    let from = at.index(bytes.len() + 1);
    from..(from + length).min(bytes.len())
}

fn line(bytes: &[u8], at: Index) -> std::ops::Range<usize> {
    let at = at.index(bytes.len() + 1);
    let before = bytes[..at].iter().rposition(|b| *b == b'\n');
    let after = bytes[at..].iter().position(|b| *b == b'\n');
    before.map_or(0, |n| n + 1)..after.map_or(bytes.len(), |n| at + n + 1)
}

fn apply(change: Change, bytes: &mut Vec<u8>) {
    match change {
        Change::Delete(at, length) => {
            bytes.drain(stretch(bytes, at, length));
        }
        Change::Duplicate(at, length, to) => {
            let piece = bytes[stretch(bytes, at, length)].to_vec();
            let to = to.index(bytes.len() + 1);
            bytes.splice(to..to, piece);
        }
        Change::Swap(a, b, length) => {
            let (a, b) = (stretch(bytes, a, length), stretch(bytes, b, length));
            for (a, b) in a.zip(b) {
                bytes.swap(a, b);
            }
        }
        Change::Replace(at, piece) => {
            bytes.splice(stretch(bytes, at, piece.len()), piece);
        }
        Change::Insert(at, piece) => {
            bytes.splice(stretch(bytes, at, 0), piece);
        }
        Change::Truncate(at) => bytes.truncate(at.index(bytes.len() + 1)),
        Change::Value(at, value) => {
            let from = at.index(bytes.len() + 1);
            let find = |from: usize, byte| bytes[from..].iter().position(|b| *b == byte);
            let Some(equals) = find(from, b'=').map(|n| from + n + 1) else {
                return;
            };
            let end = find(equals, b'\n').map_or(bytes.len(), |n| equals + n);
            bytes.splice(equals..end, value.bytes());
        }
        Change::Line(at, to) => {
            let whole = line(bytes, at);
            let piece: Vec<u8> = match to {
                Some(_) => bytes[whole].to_vec(),
                None => bytes.drain(whole).collect(),
            };
            if let Some(to) = to {
                let to = line(bytes, to).start;
                bytes.splice(to..to, piece);
            }
        }
    }
}

fn changed(text: &str, changes: Vec<Change>) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for change in changes {
        apply(change, &mut bytes);
    }
    bytes
}

/// The packs of the binary, as they are written.
fn built_in_packs() -> Vec<String> {
    let files = fs::read_dir("prompts").unwrap();
    let paths = files.map(|entry| entry.unwrap().path());
    let packs = paths.filter(|path| path.extension().is_some_and(|e| e == "toml"));
    packs
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

/// Some items of a built-in pack that follow each other, behind the head of a pack.
fn excerpt() -> impl Strategy<Value = String> {
    let items: Vec<String> = built_in_packs()
        .iter()
        .flat_map(|pack| {
            let starts = pack.match_indices("\n[[").map(|(at, _)| at + 1);
            let whole = |at: &usize| !pack[*at..].lines().next().unwrap_or_default().contains('.');
            let starts: Vec<usize> = starts.filter(whole).collect();
            let ends = starts.iter().skip(1).copied().chain([pack.len()]);
            let ends: Vec<usize> = ends.collect();
            let items = starts.into_iter().zip(ends);
            items
                .map(|(from, to)| pack[from..to].to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    (any::<Index>(), 1..4_usize).prop_map(move |(at, count)| {
        let from = at.index(items.len());
        let to = (from + count).min(items.len());
        pack(&items[from..to].concat())
    })
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn bytes_without_sense_are_told(bytes in vec(any::<u8>(), 1..600)) {
        assert_told(&load_any(&bytes));
    }

    #[test]
    fn signs_without_sense_are_told(text in "[\\[\\]{}=.,\"'\\\\\n\t #a-z0-9\u{1b}ä-]{0,300}") {
        assert_told(&load_any(text.as_bytes()));
    }

    #[test]
    fn a_pack_with_every_key_survives_any_accident(changes in vec(change(), 1..6)) {
        load_any(&changed(WHOLE, changes));
    }
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn a_pack_with_every_mistake_survives_any_accident(changes in vec(change(), 1..6)) {
        load_any(&changed(include_str!("every-mistake.toml"), changes));
    }

    #[test]
    fn a_built_in_pack_survives_any_accident(text in excerpt(), changes in vec(change(), 1..6)) {
        load_any(&changed(&text, changes));
    }

    #[test]
    fn packs_that_were_spliced_are_read(
        one in excerpt(), other in excerpt(), cut in any::<Index>(), from in any::<Index>()
    ) {
        let one = &one.as_bytes()[..cut.index(one.len())];
        let other = &other.as_bytes()[from.index(other.len())..];
        load_any(&[one, other].concat());
    }
}

#[test]
fn a_built_in_pack_that_breaks_off_is_told() {
    for pack in built_in_packs() {
        let whole = load_any(pack.as_bytes());
        let errors = whole
            .problems
            .iter()
            .filter(|p| p.severity == Severity::Error);
        assert_eq!(errors.filter(|p| p.code == "syntax").count(), 0);
        for share in 1..4 {
            load_any(&pack.as_bytes()[..pack.len() * share / 4]);
        }
    }
}
