//! How far a broken statement of TOML reaches.
//!
//! A parser reports where it could go on no longer, which is not always where the mistake is: a list
//! without its bracket swallows the lines after it, and a text without its closing quotes swallows
//! them up to the quotes of the next. Since nobody writes `[[prompt]]` or `title = …` on a line of its
//! own inside of a list, such a line tells where the author took the statement to be over.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// What of the text a syntax error makes unreadable.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// Whole lines.
    pub(super) lost: Range<usize>,
    /// The first line of a value that has no end, if that is what is wrong.
    pub(super) open: Option<(Range<usize>, Kind)>,
}

/// What sort of value can be left open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    List,
    Table,
}

/// `KEY = VALUE`, as far as the parser made it out.
struct Statement {
    key: usize,
    value: Range<usize>,
    /// None for what cannot be left open over the end of a line.
    kind: Option<Kind>,
    /// Where keys of tables in the value stand: these lines begin no statement of their own.
    inner: Vec<usize>,
}

impl Broken {
    /// The statement that broke at this offset.
    pub(super) fn at(offset: usize, text: &str, document: &DeTable<'_>) -> Self {
        let mut all = Vec::new();
        statements(document, text, &mut all);
        all.sort_by_key(|statement| statement.value.start);
        let swallows = |statement: &&Statement| {
            statement.value.start < offset
                && statement.kind == Some(Kind::Text)
                && next_start(text, statement, true).is_some_and(|end| end < statement.value.end)
        };
        if let Some(statement) = all.iter().find(swallows) {
            return open(text, statement, None);
        }
        let holds = |statement: &&Statement| {
            statement.value.start <= offset && offset <= statement.value.end
        };
        match all.iter().find(holds) {
            Some(statement) => in_statement(offset, text, statement),
            None => outside(offset, text),
        }
    }
}

/// Broken within a value.
fn in_statement(offset: usize, text: &str, statement: &Statement) -> Broken {
    let start = line_start(text, statement.key);
    let one_line = Broken {
        lost: start..line_end(text, offset),
        open: None,
    };
    let source = &text[statement.value.clone()];
    if !source.contains('\n') {
        return one_line;
    }
    let closing = match statement.kind {
        // What is on the line after the quotes is broken with it.
        Some(Kind::Text) if is_closed_text(source) => {
            return Broken {
                lost: start..line_end(text, statement.value.end.max(offset)),
                open: None,
            };
        }
        Some(Kind::Text) => None,
        Some(Kind::List) => source.ends_with(']').then_some(()),
        Some(Kind::Table) => source.ends_with('}').then_some(()),
        None => return one_line,
    };
    open(text, statement, closing.map(|()| offset))
}

/// A value that ends where the next statement begins. It was left open, unless the error is before
/// that and its end is there.
fn open(text: &str, statement: &Statement, closed: Option<usize>) -> Broken {
    let start = line_start(text, statement.key);
    let next = next_start(text, statement, false);
    let value_end = line_end(text, statement.value.end);
    let end = next.map_or(value_end, |next| next.min(value_end));
    let is_closed = closed.is_some_and(|error| error < end) && end == value_end;
    let first_line = statement.value.start..line_end(text, statement.value.start);
    let kind = statement.kind.filter(|_| !is_closed);
    Broken {
        lost: start..end.max(first_line.end),
        open: kind.map(|kind| (first_line, kind)),
    }
}

/// Broken outside of any value: in a header, with all that would belong to it, or on a line.
fn outside(offset: usize, text: &str) -> Broken {
    let start = line_start(text, offset);
    let end = line_end(text, offset);
    let line = text[start..end].trim_start();
    let is_twice = matches!(opens(line), Some(Opens::Key));
    let mut lost_end = end;
    if line.starts_with('[') {
        // Tables below a lost item would be taken for tables of the item before it.
        let is_item = !line.contains('.');
        let ends = |opens: &Opens| match opens {
            Opens::Item => true,
            Opens::Table => !is_item,
            Opens::Key => false,
        };
        lost_end = lines(text, end)
            .find(|(_, line)| opens(line).is_some_and(|found| ends(&found)))
            .map_or(text.len(), |(at, _)| at);
    } else if is_twice {
        // A key that stands there twice may have a value of several lines.
        lost_end = lines(text, end)
            .find(|(_, line)| opens(line).is_some())
            .map_or(text.len(), |(at, _)| at);
    }
    Broken {
        lost: start..lost_end.max(end),
        open: None,
    }
}

/// The statements of a table and of the tables in it, but not those of inline tables.
fn statements(table: &DeTable<'_>, text: &str, all: &mut Vec<Statement>) {
    for (key, value) in table {
        let (at, span) = (key.span(), value.span());
        // The span of a table with a header is its header, which holds the key.
        let is_statement = at.end <= span.start && span.end <= text.len();
        if !is_statement {
            below(value.get_ref(), text, all);
            continue;
        }
        let source = &text[span.clone()];
        let kind = match value.get_ref() {
            DeValue::String(_) => is_long_text(source).then_some(Kind::Text),
            DeValue::Array(_) if source.starts_with('[') => Some(Kind::List),
            DeValue::Table(_) if source.starts_with('{') => Some(Kind::Table),
            DeValue::Table(inner) => {
                // A dotted key.
                statements(inner, text, all);
                continue;
            }
            _ => None,
        };
        let mut inner = Vec::new();
        keys(value.get_ref(), &mut inner);
        all.push(Statement {
            key: at.start,
            value: span,
            kind,
            inner,
        });
    }
}

fn below(value: &DeValue<'_>, text: &str, all: &mut Vec<Statement>) {
    match value {
        DeValue::Table(table) => statements(table, text, all),
        DeValue::Array(items) => {
            for item in items {
                below(item.get_ref(), text, all);
            }
        }
        _ => {}
    }
}

/// Where the keys of all tables in a value stand.
fn keys(value: &DeValue<'_>, all: &mut Vec<usize>) {
    match value {
        DeValue::Table(table) => {
            for (key, value) in table {
                all.push(key.span().start);
                keys(value.get_ref(), all);
            }
        }
        DeValue::Array(items) => {
            for item in items {
                keys(item.get_ref(), all);
            }
        }
        _ => {}
    }
}

/// The first line after that of a statement's key that begins another one, or a header if only
/// headers count.
fn next_start(text: &str, statement: &Statement, only_headers: bool) -> Option<usize> {
    let begins = |at: usize, line: &str| match opens(line) {
        Some(Opens::Key) => {
            let key = at + line.len() - line.trim_start().len();
            !only_headers && !statement.inner.contains(&key)
        }
        Some(Opens::Item | Opens::Table) => true,
        None => false,
    };
    let mut lines = lines(text, line_end(text, statement.value.start));
    lines.find(|(at, line)| begins(*at, line)).map(|(at, _)| at)
}

/// What a line begins, as an author would write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    /// `[name]` or `[[name]]`
    Item,
    /// `[name.name]` or `[[name.name]]`
    Table,
    /// `key =`
    Key,
}

pub(super) fn opens(line: &str) -> Option<Opens> {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let line = line.trim_start();
    if line.starts_with('[') {
        let header = line.split('#').next().unwrap_or_default().trim_end();
        let inner = header.strip_prefix('[')?.strip_suffix(']')?;
        let inner = inner
            .strip_prefix('[')
            .map_or(Some(inner), |inner| inner.strip_suffix(']'))?;
        let inner = inner.trim();
        let is_header = !inner.is_empty() && inner.chars().all(is_bare);
        let sort = if inner.contains('.') {
            Opens::Table
        } else {
            Opens::Item
        };
        return is_header.then_some(sort);
    }
    let rest = line.trim_start_matches(is_bare);
    (rest.len() < line.len() && rest.trim_start().starts_with('=')).then_some(Opens::Key)
}

/// The lines after an offset, each with its own.
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = from;
    text[from..].split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        // What is left of the line that `from` is on is none.
        (start == 0 || text.as_bytes()[start - 1] == b'\n').then_some((start, line))
    })
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |found| found + 1)
}

/// Before the line end.
fn line_end(text: &str, offset: usize) -> usize {
    text[offset..]
        .find('\n')
        .map_or(text.len(), |found| offset + found)
}

fn is_long_text(source: &str) -> bool {
    source.starts_with("\"\"\"") || source.starts_with("'''")
}

/// Whether a text in three quotes ends in three.
fn is_closed_text(source: &str) -> bool {
    source.len() >= 6 && source.ends_with(&source[..3])
}
