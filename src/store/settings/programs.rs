//! Programs that hotseat may start, named in a file of their own outside of every home: the
//! `hotseat.toml` of a folder that was found by walking up must not be able to start anything.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use toml::de::DeTable;

use super::super::document::{Fields, Flaw, Key, Log, Problem, Shape, Takes, TextFile, read};
use super::syntax;

static PROGRAMS: Shape = Shape::new(
    "the programs",
    &[Key::optional(
        "editor",
        Takes::Table(&EDITOR),
        "What opens texts where neither VISUAL nor EDITOR names it.",
    )],
);

static EDITOR: Shape = Shape::new(
    "`[editor]`",
    &[Key::needed(
        "command",
        Takes::Text,
        "The editor, with what it needs to wait until the text is closed.",
    )],
);

/// What is named, if anything is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Programs {
    pub editor: Option<String>,
}

impl Programs {
    /// Reads the file at `path`, which need not be there.
    ///
    /// # Errors
    /// All problems of the file, in their order.
    pub fn read(path: &Path) -> Result<Self, Vec<Problem>> {
        let content = match read(path) {
            Ok(bytes) => Ok(bytes.into()),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(Self::default());
            }
            Err(error) => Err(Flaw::Unreadable(error.to_string())),
        };
        let file = Arc::new(TextFile::new(path.display().to_string(), content));
        let mut log = Log::new(Arc::clone(&file));
        let mut programs = Self::default();
        if !log.flawed() {
            let (document, errors) = DeTable::parse_recoverable(&file.text);
            programs = walk(document.get_ref(), &mut log);
            syntax(errors, &mut log);
        }
        match log.into_problems() {
            problems if problems.is_empty() => Ok(programs),
            problems => Err(problems),
        }
    }
}

fn walk<'a>(document: &'a DeTable<'a>, log: &mut Log) -> Programs {
    let root = Fields::root(document, &PROGRAMS, log);
    let editor = root.find("editor").and_then(|value| {
        let value = value.or_rather("write `[editor]` on a line, and `command` below");
        let fields = Fields::open(&value, log)?;
        fields.need("command", log)?.text(log)
    });
    Programs { editor }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn programs(text: &str) -> Result<Option<String>, Vec<(usize, &'static str)>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("programs.toml");
        fs::write(&path, text).unwrap();
        let read = Programs::read(&path).map(|programs| programs.editor);
        read.map_err(|problems| problems.iter().map(|p| (p.line, p.code)).collect())
    }

    #[test]
    fn an_editor_is_what_is_named_or_none() {
        let absent = Programs::read(Path::new("/nowhere/programs.toml"));
        assert_eq!(absent.ok(), Some(Programs::default()));
        assert_eq!(programs(""), Ok(None));
        let named = programs("[editor]\ncommand = \"code --wait\"\n");
        assert_eq!(named, Ok(Some("code --wait".to_owned())));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let cases = [
            ("editor = 3", vec![(1, "wrong-type")]),
            ("[editor]\n", vec![(1, "missing-field")]),
            ("[editor]\ncommand = \"\"\n", vec![(2, "empty-text")]),
            (
                "[voice]\n[editor]\ncommand = 'vi'\n",
                vec![(1, "unknown-key")],
            ),
            ("[editor]\ncommand = vi\n", vec![(2, "syntax")]),
        ];
        for (text, expected) in cases {
            assert_eq!(programs(text), Err(expected), "{text:?}");
        }
    }
}
