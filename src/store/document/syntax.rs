//! Files whose TOML is broken: every mistake is reported, and what is not broken can still be read.
//!
//! What a parser says after its first error is mostly an echo of it. So each broken statement is
//! blanked out, and the rest is parsed again, until it is sound. Offsets stay what they were.

use std::ops::Range;

use toml::de::{DeTable, Error};

use super::file::TextFile;
use super::problem::{Log, Problem};
use super::statement::{Broken, Kind, Opens, lines, opens};
use super::text::{is_hidden, visible};

/// After so many syntax errors it is no TOML that somebody has slipped in.
const MOST: usize = 20;

/// So many bytes are parsed again, all in all: a huge file is not parsed twenty times.
const PATIENCE: usize = 16 << 20;

/// The text of a file without what is broken in it.
#[derive(Debug)]
pub(in crate::store) struct Mended {
    pub(in crate::store) text: String,
    lost: Vec<Range<usize>>,
    /// Whether it is sound now, so that something can be said about it.
    pub(in crate::store) is_sound: bool,
}

/// Reports all that is wrong with the syntax of a file, in which something is.
pub(in crate::store) fn mend(log: &mut Log) -> Mended {
    let text = log.file().text.clone();
    mend_within(text, log)
}

/// As [`mend`], for a file that is TOML only in part: `text` is the file up to the end of that part,
/// with blanks in place of what goes before it.
pub(in crate::store) fn mend_within(text: String, log: &mut Log) -> Mended {
    let mut mended = Mended {
        text,
        lost: Vec::new(),
        is_sound: false,
    };
    let most = (PATIENCE / log.file().text.len().max(1)).clamp(1, MOST);
    loop {
        let (document, errors) = DeTable::parse_recoverable(&mended.text);
        let start = |error: &&Error| error.span().map_or(0, |span| span.start);
        let Some(error) = errors.iter().min_by_key(start) else {
            mended.is_sound = true;
            return mended;
        };
        if mended.lost.len() == most {
            let help = "the file has more such errors, and nothing else of it was checked";
            report(error, &error.span().unwrap_or_default(), Some(help), log);
            return mended;
        }
        let Some(at) = error.span().filter(|at| at.start <= mended.text.len()) else {
            report(error, &(0..0), None, log);
            return mended;
        };
        let broken = Broken::at(at.start, &mended.text, document.get_ref());
        match broken.open {
            Some((first_line, kind)) => report_open(&first_line, kind, log),
            None => report(error, &at, None, log),
        }
        if !mended.blank(broken.lost) {
            return mended;
        }
    }
}

fn report(error: &Error, at: &Range<usize>, help: Option<&str>, log: &mut Log) {
    let file = log.file();
    let rest = file.text.get(at.start..).unwrap_or_default();
    let control = rest.chars().next().filter(|c| is_hidden(*c) && *c != '\r');
    let line = file.excerpt(at).0;
    let (message, way_out) = match control {
        Some(control) => (
            format!("U+{:04X} cannot stand in a file", u32::from(control)),
            "remove it",
        ),
        None => (visible(error.message()), way_out(error.message(), line)),
    };
    let help = help.unwrap_or(way_out);
    log.error("syntax", at, message, help);
}

fn report_open(first_line: &Range<usize>, kind: Kind, log: &mut Log) {
    let (message, help) = match kind {
        Kind::Text => ("this text has no end", "close it with three quotes"),
        Kind::List => ("this list has no end", "close it with `]`"),
        Kind::Table => ("this table has no end", "close it with `}`"),
    };
    log.error("syntax", first_line, message, help);
}

/// What to do about a syntax error on this line.
pub(in crate::store) fn way_out(message: &str, line: &str) -> &'static str {
    if message == "duplicate key" {
        "keep one of the two"
    } else if line.trim_start().starts_with('[') {
        "a header is `[name]` or `[[name]]`, on a line of its own"
    } else {
        "a line is `key = value`, and text stands in quotes"
    }
}

impl Mended {
    /// Puts blanks in the place of what is broken. False where there was nothing else.
    fn blank(&mut self, lost: Range<usize>) -> bool {
        let broken = &self.text[lost.clone()];
        if broken.trim().is_empty() {
            return false;
        }
        let blanks: String = broken
            .bytes()
            .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
            .collect();
        self.text.replace_range(lost.clone(), &blanks);
        self.lost.push(lost);
        true
    }

    /// Whether a problem of what is left could come from what is lost: that something is missing, or
    /// does not add up.
    pub(in crate::store) fn echoes(&self, problem: &Problem, file: &TextFile) -> bool {
        let start = problem.span.start;
        match problem.code {
            "missing-field" => {
                // A table of the whole file may be lost anywhere in it.
                let around = if problem.span.end == 0 {
                    0..file.text.len()
                } else {
                    self.around(start, false)
                };
                let mut lost = self.lost_in(around).map(|lost| &file.text[lost]);
                lost.any(|lost| may_hold(lost, &problem.message))
            }
            "empty-area" | "unreachable" => self.has_lost(start),
            _ => false,
        }
    }

    /// Whether something of the item around an offset is lost.
    pub(in crate::store) fn has_lost(&self, offset: usize) -> bool {
        self.lost_in(self.around(offset, true)).next().is_some()
    }

    fn lost_in(&self, part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let meets = move |lost: &&Range<usize>| lost.start < part.end && part.start < lost.end;
        self.lost.iter().filter(meets).cloned()
    }

    /// The table around an offset, or the item that it belongs to with all its tables.
    fn around(&self, offset: usize, item: bool) -> Range<usize> {
        let is_item = |line: &str| opens(line) == Some(Opens::Item);
        let is_header = |line: &str| matches!(opens(line), Some(Opens::Item | Opens::Table));
        let begins = |line: &str| if item { is_item(line) } else { is_header(line) };
        let mut start = 0;
        let mut end = self.text.len();
        for (at, line) in lines(&self.text, 0) {
            if !begins(line) {
                continue;
            }
            if at <= offset {
                start = at;
            } else {
                end = at;
                break;
            }
        }
        start..end
    }

    /// Whether whole tables are lost, and not only lines of them.
    pub(in crate::store) fn has_lost_tables(&self, file: &str) -> bool {
        let mut lost = self.lost.iter().flat_map(|lost| file[lost.clone()].lines());
        !self.is_sound || lost.any(|line| line.trim_start().starts_with('['))
    }

    /// Whether an id may stand in what is lost.
    pub(in crate::store) fn mentions(&self, file: &str, id: &str) -> bool {
        let mut lost = self.lost.iter().map(|lost| &file[lost.clone()]);
        if self.is_sound {
            lost.any(|lost| lost.contains(id))
        } else {
            file.contains(id)
        }
    }
}

/// Whether what is missing by a message, which ends in the name of its key, may stand in lost lines.
fn may_hold(lost: &str, message: &str) -> bool {
    let line = lost.lines().find(|line| !line.trim().is_empty());
    let line = line.unwrap_or_default().trim_start();
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let key = line.trim_start_matches(['"', '\'']);
    let key = &key[..key.find(|c| !is_bare(c)).unwrap_or(key.len())];
    // A table, or nothing that tells what it was.
    key.is_empty() || message.ends_with(&format!("`{key}`"))
}
