//! What is wrong with a file, where, and how it is shown.

use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::file::{Flaw, LARGEST, TextFile};
use super::text::{is_hidden, visible};

/// Whether what it is about can still be practised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Error,
    Warning,
}

/// One problem of a file.
#[derive(Debug, Clone, Serialize)]
pub struct Problem {
    /// The path as it was given, that of the home's file, or `built-in:NAME`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    pub severity: Severity,
    /// What sort of problem it is, in kebab-case; stays the same across versions.
    pub code: &'static str,
    /// Quotes from the file are cut and made visible in it.
    pub message: String,
    /// The way out.
    pub help: String,
    #[serde(skip)]
    text: Arc<TextFile>,
    #[serde(skip)]
    pub(super) span: Range<usize>,
}

impl Problem {
    /// As people read it: what is wrong, the place, the line with the offending part marked, help.
    pub fn render(&self, color: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(self.message.as_str()).id(self.code);
        let path = visible(&self.file);
        let origin = |path| Origin::path(path).line(self.line).char_column(self.column);
        let report = if self.text.text.is_empty() {
            title.element(origin(path))
        } else {
            let (line, mark) = self.text.excerpt(&self.span);
            let (cut, mark) = around(line, mark);
            let is_whole = line.starts_with(cut);
            let (cut, mark) = harmless(cut, &mark);
            let mark = AnnotationKind::Primary.span(mark);
            let snippet = Snippet::source(cut).line_start(self.line).annotation(mark);
            if is_whole {
                title.element(snippet.path(path))
            } else {
                // The column is not the one in the piece.
                title.element(origin(path)).element(snippet)
            }
        };
        let report = report.element(Level::HELP.message(self.help.as_str()));
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[report])
    }
}

/// What of a line is shown: all of it, but for lines that nobody could read, such as a list of
/// thousands on a single one.
fn around(line: &str, mark: Range<usize>) -> (&str, Range<usize>) {
    const BEFORE: usize = 500;
    const AFTER: usize = 1000;
    let from = line.floor_char_boundary(mark.start.saturating_sub(BEFORE));
    let to = line.floor_char_boundary(mark.start + AFTER);
    let mark = mark.start - from..mark.end.min(to) - from;
    (&line[from..to], mark)
}

/// The line with each hidden character replaced by one that shows, and the mark moved along.
///
/// The renderer makes some of them visible itself, but lets C1 controls and marks of direction by.
fn harmless(line: &str, mark: &Range<usize>) -> (String, Range<usize>) {
    let shown = |text: &str| -> String {
        text.chars()
            .map(|c| if is_hidden(c) { '\u{fffd}' } else { c })
            .collect()
    };
    let before = shown(&line[..mark.start]);
    let marked = shown(&line[mark.clone()]);
    let span = before.len()..before.len() + marked.len();
    (before + &marked + &shown(&line[mark.end..]), span)
}

/// So many problems of one file are told, and of the rest their number: nobody mends more at once,
/// and a file of megabytes can have a million.
const MOST: usize = 1000;

/// The problems of one file, as they are found.
#[derive(Debug)]
pub(in crate::store) struct Log {
    file: Arc<TextFile>,
    problems: Vec<Problem>,
    errors: usize,
    left_out: usize,
}

impl Log {
    pub(in crate::store) fn new(file: Arc<TextFile>) -> Self {
        Self {
            file,
            problems: Vec::new(),
            errors: 0,
            left_out: 0,
        }
    }

    pub(in crate::store) fn file(&self) -> &TextFile {
        &self.file
    }

    /// The file, for as long as it is needed.
    pub(in crate::store) fn shared_file(&self) -> Arc<TextFile> {
        Arc::clone(&self.file)
    }

    /// Reports why the file cannot be taken for text, if it cannot.
    pub(in crate::store) fn flawed(&mut self) -> bool {
        let file = Arc::clone(&self.file);
        match &file.flaw {
            None => return false,
            Some(Flaw::NotUtf8(at)) => {
                let message = "this is not UTF-8 text";
                self.error("not-utf8", &(*at..*at), message, "save the file as UTF-8");
            }
            Some(Flaw::TooLarge) => {
                let message = format!("the file is larger than {} MiB", LARGEST >> 20);
                let help = "is it the right file? one of this size can be divided";
                self.error("too-large", &(0..0), message, help);
            }
            Some(Flaw::Folder) => {
                let message = "this is a folder: nothing in it is read";
                let help = "give it another name, or move its files up";
                self.warn("not-a-file", &(0..0), message, help);
            }
            Some(Flaw::Unreadable(reason)) => {
                let message = format!("cannot be read: {reason}");
                let help = "put a file there that can be read, or take it away";
                self.error("unreadable", &(0..0), message, help);
            }
        }
        true
    }

    /// How many errors there were so far; a reader is sound if it adds none.
    pub(in crate::store) fn errors(&self) -> usize {
        self.errors
    }

    /// Whether no more problems are told, so that no help for them need be looked for.
    pub(in crate::store) fn is_full(&self) -> bool {
        self.problems.len() >= MOST
    }

    pub(in crate::store) fn error(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Error, code, span, message.into(), help.into());
    }

    pub(in crate::store) fn warn(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Warning, code, span, message.into(), help.into());
    }

    pub(in crate::store) fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        span: &Range<usize>,
        message: String,
        help: String,
    ) {
        self.errors += usize::from(severity == Severity::Error);
        if self.is_full() {
            self.left_out += 1;
            return;
        }
        let problem = self.problem(severity, code, span, message, help);
        self.problems.push(problem);
    }

    fn problem(
        &self,
        severity: Severity,
        code: &'static str,
        span: &Range<usize>,
        message: String,
        help: String,
    ) -> Problem {
        let (line, column) = self.file.place(span.start);
        Problem {
            file: self.file.name.clone(),
            line,
            column,
            severity,
            code,
            message,
            help,
            text: Arc::clone(&self.file),
            span: span.clone(),
        }
    }

    /// The help of a problem that is about a second one: where the first is.
    pub(in crate::store) fn first_at(&self, span: &Range<usize>) -> String {
        let (line, column) = self.file.place(span.start);
        let name = visible(&self.file.name);
        format!("the first stands at {name}:{line}:{column}")
    }

    /// Takes the problems that another log of the same file has, as far as they are wanted.
    pub(in crate::store) fn adopt(&mut self, other: Log, wanted: impl Fn(&Problem) -> bool) {
        self.left_out += other.left_out;
        let adopted = other.problems.into_iter().filter(wanted);
        for problem in adopted {
            self.errors += usize::from(problem.severity == Severity::Error);
            self.problems.push(problem);
        }
    }

    /// All of them, in the order of the file.
    pub(in crate::store) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.span.start);
        let last = self.problems.last().map(|problem| problem.span.clone());
        if let Some(last) = last.filter(|_| self.left_out > 0) {
            let message = format!("the file has {} more problems", self.left_out);
            let help = "mend those above, and the others will be told".to_owned();
            let severity = if self.errors > 0 {
                Severity::Error
            } else {
                Severity::Warning
            };
            let problem = self.problem(severity, "too-many", &last, message, help);
            self.problems.push(problem);
        }
        self.problems
    }
}
