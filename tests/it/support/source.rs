//! Rust source as the house rules see it: code without comments and strings, comments alone, and
//! the paths in the code that lead to a top-level module.
//!
//! It reads characters, not a syntax tree: a parser would be the largest dependency of the project,
//! and imports are written in few ways.

use std::fs;
use std::path::{Path, PathBuf};

/// A file, split: both halves keep the lines of the whole.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Source {
    /// Comments and the insides of strings are blank.
    pub(crate) code: String,
    /// Everything but comments is blank.
    pub(crate) comments: String,
}

/// A mention of a top-level module.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    /// From 1.
    pub(crate) line: usize,
    /// What follows `crate::`, the crate's name, or as many `super::` as lead out of the module.
    pub(crate) module: String,
}

/// All `.rs` files below a folder of the repository, with their paths from its top, in order.
pub(crate) fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![top.join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository is read") {
            let path = entry.expect("its entry is read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("a source file is read");
                let name = path.strip_prefix(top).expect("it lies below the top");
                found.push((name.to_owned(), text));
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "no source in {folder}");
    found
}

/// The module a file holds: `src/ui/a.rs` is `["ui", "a"]`, `src/lib.rs` is empty.
pub(crate) fn module(path: &Path) -> Vec<String> {
    let inner = path.strip_prefix("src").unwrap_or(path).with_extension("");
    let mut names: Vec<_> = inner
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    if names.last().is_some_and(|name| name == "mod") || names == ["lib"] || names == ["main"] {
        names.pop();
    }
    names
}

/// Every mention of a top-level module in a file that lies `depth` modules deep.
pub(crate) fn mentions(code: &str, depth: usize) -> Vec<Mention> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut braces = 0usize;
    // How many braces were open around each `mod name {` that is open here: `super` leads out of
    // those first.
    let mut inner = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let before = |n: usize| at.checked_sub(n).map(|place| tokens[place].1);
        match tokens[at].1 {
            "crate" | "super" | "hotseat"
                if before(1) != Some("::")
                    && tokens.get(at + 1).is_some_and(|next| next.1 == "::") =>
            {
                at = follow(&tokens, at, depth + inner.len(), &mut found);
                continue;
            }
            "{" => {
                if before(2) == Some("mod") {
                    inner.push(braces);
                }
                braces += 1;
            }
            "}" => {
                braces = braces.saturating_sub(1);
                inner.pop_if(|around| *around == braces);
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Reads a path from its root on, and returns where reading goes on. `up` is how many `super` lead
/// to the top.
fn follow(
    tokens: &[(usize, &str)],
    mut at: usize,
    mut up: usize,
    found: &mut Vec<Mention>,
) -> usize {
    while let Some(&(line, token)) = tokens.get(at) {
        match token {
            "crate" | "hotseat" => up = 0,
            "super" => up = up.saturating_sub(1),
            "::" => {}
            "{" => return follow_group(tokens, at + 1, up, found),
            // `use crate as …` would hide everything behind another name: it is itself a mention.
            _ => {
                if up == 0 {
                    let module = token.to_owned();
                    found.push(Mention { line, module });
                }
                return at + 1;
            }
        }
        at += 1;
    }
    at
}

/// Reads the paths of `{a, b::{c, d}}`, from behind the first brace to behind the last.
fn follow_group(
    tokens: &[(usize, &str)],
    mut at: usize,
    up: usize,
    found: &mut Vec<Mention>,
) -> usize {
    loop {
        at = follow(tokens, at, up, found);
        // The rest of this element says nothing of the top level.
        let mut braces = 0usize;
        loop {
            match tokens.get(at).map(|token| token.1) {
                None => return at,
                Some("{") => braces += 1,
                Some("}") if braces == 0 => return at + 1,
                Some("}") => braces -= 1,
                Some(",") if braces == 0 => break,
                Some(_) => {}
            }
            at += 1;
        }
        at += 1;
        if tokens.get(at).is_some_and(|token| token.1 == "}") {
            return at + 1;
        }
    }
}

/// Names, `::`, and every other character alone, each with its line.
pub(crate) fn tokens(code: &str) -> Vec<(usize, &str)> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = if is_name(first) {
                rest.find(|c| !is_name(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            found.push((number + 1, &rest[..length]));
            rest = rest[length..].trim_start();
        }
    }
    found
}

/// Splits a file into code and comments.
pub(crate) fn split(text: &str) -> Source {
    let mut source = Source::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (length, kind) = piece(rest, source.code.chars().next_back());
        let (piece, after) = rest.split_at(length);
        let blank: String = piece
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        source.code += if kind == Kind::Code { piece } else { &blank };
        source.comments += if kind == Kind::Comment { piece } else { &blank };
        rest = after;
    }
    source
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Text,
}

/// How long the next piece is, and what it is. `before` is the character of code before it.
fn piece(rest: &str, before: Option<char>) -> (usize, Kind) {
    if rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kind::Comment);
    }
    if rest.starts_with("/*") {
        return (block(rest), Kind::Comment);
    }
    if rest.starts_with('"') {
        return (quoted(rest), Kind::Text);
    }
    let inside_name = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
    if let Some(hashed) = rest
        .strip_prefix('r')
        .filter(|_| !inside_name || before == Some('b'))
    {
        let hashes = hashed.len() - hashed.trim_start_matches('#').len();
        if hashed[hashes..].starts_with('"') {
            let end = format!("\"{}", "#".repeat(hashes));
            let body = 1 + hashes + 1;
            let length = rest[body..].find(&end).map(|at| body + at + end.len());
            return (length.unwrap_or(rest.len()), Kind::Text);
        }
    }
    // A character, or else a lifetime.
    let mut chars = rest.char_indices();
    if let (Some((_, '\'')), Some((_, second)), Some((at, third))) =
        (chars.next(), chars.next(), chars.next())
    {
        if second == '\\' {
            let close = rest[at + third.len_utf8()..].find('\'');
            let length = close.map(|close| at + third.len_utf8() + close + 1);
            return (length.unwrap_or(rest.len()), Kind::Text);
        }
        if third == '\'' {
            return (at + 1, Kind::Text);
        }
    }
    (rest.chars().next().map_or(0, char::len_utf8), Kind::Code)
}

/// The length of a block comment, which may hold others.
fn block(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The length of a string with escapes.
fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        for (text, code, comments) in [
            ("a // b\nc", "a c", "// b"),
            ("a /* b /* c */ d */ e", "a e", "/* b /* c */ d */"),
            ("f(\"x // \\\" y\") // z", "f( )", "// z"),
            ("\"\\\\\" a // \"", "a", "// \""),
            ("r#\"a\" // b\"# c", "c", ""),
            ("for \"r\" in", "for in", ""),
            ("br\"\\\" c", "b c", ""),
            ("'\"' 'a' \\'a", "\\'a", ""),
            ("'\\'' '\\u{1F}' c", "c", ""),
            ("&'a str \"\n//\" ä", "&'a str ä", ""),
        ] {
            let source = split(text);
            let words = |half: &str| half.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(&source.code), code, "{text}");
            assert_eq!(words(&source.comments), comments, "{text}");
            // Every character stays in its place.
            for half in [&source.code, &source.comments] {
                let same = |(a, b): (char, char)| a == b || (a == ' ' && b != '\n');
                assert_eq!(half.chars().count(), text.chars().count());
                assert!(half.chars().zip(text.chars()).all(same), "{text}");
            }
        }
    }

    #[test]
    fn a_file_is_a_module() {
        for (path, names) in [
            ("src/lib.rs", &[][..]),
            ("src/main.rs", &[]),
            ("src/ui/mod.rs", &["ui"]),
            ("src/ui.rs", &["ui"]),
            ("src/ui/report/mod.rs", &["ui", "report"]),
            ("src/ui/report/page.rs", &["ui", "report", "page"]),
        ] {
            assert_eq!(module(Path::new(path)), names, "{path}");
        }
    }

    #[test]
    fn every_way_to_name_a_module_is_found() {
        for (depth, code, expected) in [
            (2, "use crate::audio::Take;", &[(1, "audio")][..]),
            (2, "\nlet x = crate::store::open();", &[(2, "store")]),
            (
                2,
                "use crate::{\n    ui,\n    domain::{Kind, cli},\n};",
                &[(2, "ui"), (3, "domain")],
            ),
            (
                2,
                "use crate::{audio::{a, b}, store as s}; use crate::ui::x;",
                &[(1, "audio"), (1, "store"), (1, "ui")],
            ),
            (2, "use super::wav; use super::super::ui;", &[(1, "ui")]),
            (1, "use super::ui;", &[(1, "ui")]),
            (2, "use super::{wav, super::store::open};", &[(1, "store")]),
            (
                2,
                "use super::super::{ui, self as all};",
                &[(1, "ui"), (1, "self")],
            ),
            (3, "use super::super::audio;", &[]),
            (
                1,
                "mod tests { use super::super::ui; fn f() { super::wav() } } use super::cli;",
                &[(1, "ui"), (1, "cli")],
            ),
            (2, "mod a { mod b {} use super::super::wav; }", &[]),
            (0, "use hotseat::cli; x::hotseat::ui();", &[(1, "cli")]),
            (
                1,
                "pub(crate) fn f() {} pub(super) x: u8, pub(in crate::ui) y: u8",
                &[(1, "ui")],
            ),
            (1, "use crate::*;", &[(1, "*")]),
        ] {
            let found = mentions(code, depth);
            let found: Vec<_> = found.iter().map(|m| (m.line, &*m.module)).collect();
            assert_eq!(found, expected, "{code}");
        }
    }
}
