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
    pub help: Option<String>,
    #[serde(skip)]
    text: Arc<TextFile>,
    #[serde(skip)]
    span: Range<usize>,
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
        let mut report = if self.text.text.is_empty() {
            title.element(Origin::path(path).line(self.line).char_column(self.column))
        } else {
            let (line, mark) = self.text.excerpt(&self.span);
            let (line, mark) = harmless(line, &mark);
            title.element(
                Snippet::source(line)
                    .path(path)
                    .line_start(self.line)
                    .annotation(AnnotationKind::Primary.span(mark)),
            )
        };
        if let Some(help) = &self.help {
            report = report.element(Level::HELP.message(help.as_str()));
        }
        let renderer = if color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[report])
    }
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

/// The problems of one file, as they are found.
#[derive(Debug)]
pub(in crate::store) struct Log {
    file: Arc<TextFile>,
    problems: Vec<Problem>,
    errors: usize,
}

impl Log {
    pub(in crate::store) fn new(file: Arc<TextFile>) -> Self {
        Self {
            file,
            problems: Vec::new(),
            errors: 0,
        }
    }

    pub(in crate::store) fn file(&self) -> &TextFile {
        &self.file
    }

    /// Reports why the file cannot be taken for text, if it cannot.
    pub(in crate::store) fn flawed(&mut self) -> bool {
        let file = Arc::clone(&self.file);
        match &file.flaw {
            None => return false,
            Some(Flaw::NotUtf8(at)) => {
                let help = "save the file as UTF-8".to_owned();
                let message = "this is not UTF-8 text";
                self.error("not-utf8", &(*at..*at), message, Some(help));
            }
            Some(Flaw::TooLarge) => {
                let message = format!("the file is larger than {} MiB", LARGEST >> 20);
                let help = "is this the right file? what is meant can stand in several".to_owned();
                self.error("too-large", &(0..0), message, Some(help));
            }
            Some(Flaw::Folder) => {
                let message = "this is a folder: nothing in it is read";
                let help = "give it another name, or move its files up".to_owned();
                self.warn("not-a-file", &(0..0), message, Some(help));
            }
            Some(Flaw::Unreadable(reason)) => {
                let message = format!("cannot be read: {reason}");
                self.error("unreadable", &(0..0), message, None);
            }
        }
        true
    }

    /// How many errors there were so far; a reader is sound if it adds none.
    pub(in crate::store) fn errors(&self) -> usize {
        self.errors
    }

    pub(in crate::store) fn error(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.add(Severity::Error, code, span, message.into(), help);
    }

    pub(in crate::store) fn warn(
        &mut self,
        code: &'static str,
        span: &Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        self.add(Severity::Warning, code, span, message.into(), help);
    }

    pub(in crate::store) fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        span: &Range<usize>,
        message: String,
        help: Option<String>,
    ) {
        let (line, column) = self.file.place(span.start);
        self.errors += usize::from(severity == Severity::Error);
        self.problems.push(Problem {
            file: self.file.name.clone(),
            line,
            column,
            severity,
            code,
            message,
            help,
            text: Arc::clone(&self.file),
            span: span.clone(),
        });
    }

    /// The help of a problem that is about a second one: where the first is.
    pub(in crate::store) fn first_at(&self, span: &Range<usize>) -> String {
        let (line, column) = self.file.place(span.start);
        let name = visible(&self.file.name);
        format!("the first stands at {name}:{line}:{column}")
    }

    /// Takes the problems that another log of the same file has, as far as they are wanted.
    pub(in crate::store) fn adopt(&mut self, other: Log, wanted: impl Fn(&Problem) -> bool) {
        let adopted = other.problems.into_iter().filter(wanted);
        for problem in adopted {
            self.errors += usize::from(problem.severity == Severity::Error);
            self.problems.push(problem);
        }
    }

    /// All of them, in the order of the file.
    pub(in crate::store) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| problem.span.start);
        self.problems
    }
}
