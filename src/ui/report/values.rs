//! What a page is made of beside the record: where its files are, and when it is made.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::listed::OlderSession;
use crate::domain::{Bank, Calendar, Progress, Session, Take, Weeks};

/// Where what a page shows or plays is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A relative address.
    Linked(String),
    /// Put into the page by whoever writes it, who counts what is put in from 0.
    Embedded(usize),
    /// Moved or deleted.
    Missing,
}

impl Source {
    /// What stands in the page: an address, or a placeholder that [`pieces`] finds again.
    ///
    /// [`pieces`]: super::pieces
    pub(super) fn address(&self) -> Option<String> {
        match self {
            Source::Linked(address) => Some(address.clone()),
            Source::Embedded(number) => Some(format!("embedded:{number}")),
            Source::Missing => None,
        }
    }
}

/// The files of one take, and how loud it is in the course of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TakeFiles {
    /// Of each of its files, in their order.
    pub sources: Vec<Source>,
    /// From 0 to 1, evenly over the take; empty where nobody could look.
    pub peaks: Vec<f32>,
}

/// A file that is kept with a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachedFile {
    pub name: String,
    pub at: Timestamp,
    pub source: Source,
    /// Whether a browser shows it.
    pub is_picture: bool,
}

/// When a page is made, and in which zone its times are told.
#[derive(Debug, Clone)]
pub struct Made {
    pub at: Timestamp,
    pub zone: TimeZone,
}

/// All that the page of a session shows.
#[derive(Debug)]
pub struct SessionReport<'a> {
    pub session: &'a Session,
    pub bank: &'a Bank,
    /// Of each answer, of each section; none where there is no take.
    pub takes: Vec<Vec<Option<TakeFiles>>>,
    pub files: Vec<AttachedFile>,
    pub made: Made,
}

/// As much room as older sessions have in a page, which stays below 3 MB with it.
pub(super) const OLDER_BYTES: usize = 1_900_000;

/// A session that is listed with all that was said of it.
#[derive(Debug)]
pub struct Listed<'a> {
    /// As much of the id as tells it from the others.
    pub id: String,
    pub session: &'a Session,
    /// Its own page, where there is one.
    pub link: Option<String>,
}

/// All that the page of everything shows. Sessions stand newest first.
#[derive(Debug)]
pub struct Everything<'a> {
    pub bank: &'a Bank,
    pub progress: &'a Progress<'a>,
    pub weeks: Weeks<'a>,
    pub calendar: Calendar,
    pub sessions: Vec<Listed<'a>>,
    /// Those before them.
    pub older: Vec<OlderSession>,
    pub made: Made,
}

/// The takes of a session by answer and section, in the form that [`SessionReport`] wants.
pub fn answer_takes<T>(session: &Session, mut look: impl FnMut(&Take) -> T) -> Vec<Vec<Option<T>>> {
    let mut answers = Vec::new();
    for answer in &session.answers {
        let sections = answer.sections.iter();
        answers.push(
            sections
                .map(|section| section.take.as_ref().map(&mut look))
                .collect(),
        );
    }
    answers
}
