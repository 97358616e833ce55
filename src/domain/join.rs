//! Two copies of one session, made into one that has all that either has.
//!
//! Copies come from anywhere and in any order: a folder that was synchronised half-way, a laptop
//! on which a session was scored once more, a backup. So nothing here may depend on which copy came
//! first, on which came twice, or on who has joined what before: a join is commutative, idempotent
//! and associative. It is so because it is made of parts that are, each on its own:
//!
//! - cards, marks and attached files are only ever added; a card retracted in one copy is retracted,
//!   and a name that two files have is had by neither, see [`files`];
//! - of all that is said once, the greater counts, by an order in which all that can differ has a
//!   place. Greater is who knows more: a session that has ended before one on its way, a section
//!   with more time used before one with less, and last of all whoever's JSON sorts later, which
//!   says nothing and decides in the same way everywhere;
//! - whether a session counts is what was said last of it.

mod files;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::mem;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::record::{Answer, End, Mark, SectionRecord, Session, Status};
use super::rubric::Scorecard;
use files::Files;
pub use files::{is_same_file, join_files};

/// Both copies in one. They are of the same session.
#[must_use]
pub fn join(one: Session, other: Session) -> Session {
    Parts::of(one).with(Parts::of(other)).whole()
}

/// A session as a join leaves it: two that are the same in this form hold the same.
#[must_use]
pub fn settled(session: Session) -> Session {
    Parts::of(session).whole()
}

/// Both copies of a card in one. They have the same id.
#[must_use]
pub fn join_cards(mut one: Scorecard, mut other: Scorecard) -> Scorecard {
    let retracted = mem::take(&mut one.retracted) | mem::take(&mut other.retracted);
    Scorecard {
        retracted,
        ..greater(one, other, |_| ())
    }
}

/// A session taken apart into what joins by itself. Places count from 0.
struct Parts {
    /// What is said once of the session, its lists empty.
    head: Session,
    /// When it was last said by hand whether it is a rehearsal, and which it was.
    word: (Option<Timestamp>, bool),
    answers: Vec<AnswerParts>,
    /// By id; the place is that of the answer, none of the session as a whole.
    cards: BTreeMap<Uuid, (Option<usize>, Scorecard)>,
    /// By id; the places are those of the answer and of the section.
    marks: BTreeMap<Uuid, ((usize, usize), Mark)>,
    files: Files,
}

struct AnswerParts {
    head: Answer,
    /// Without their marks.
    sections: Vec<SectionRecord>,
}

impl Parts {
    fn of(mut session: Session) -> Self {
        let word = (
            session.rehearsal_at.take(),
            mem::take(&mut session.rehearsal),
        );
        let answers = mem::take(&mut session.answers);
        let (whole, files) = (
            mem::take(&mut session.scorecards),
            mem::take(&mut session.attachments),
        );
        let mut parts = Parts {
            head: session,
            word,
            answers: Vec::with_capacity(answers.len()),
            cards: BTreeMap::new(),
            marks: BTreeMap::new(),
            files: Files::of(&files),
        };
        for card in whole {
            parts.add_card(None, card);
        }
        for (place, mut answer) in answers.into_iter().enumerate() {
            for card in mem::take(&mut answer.scorecards) {
                parts.add_card(Some(place), card);
            }
            let mut sections = mem::take(&mut answer.sections);
            for (number, section) in sections.iter_mut().enumerate() {
                for mark in mem::take(&mut section.marks) {
                    parts.add_mark((place, number), mark);
                }
            }
            parts.answers.push(AnswerParts {
                head: answer,
                sections,
            });
        }
        parts
    }

    fn with(mut self, other: Self) -> Self {
        self.head = greater(self.head, other.head, |head| {
            (head.status != Status::Interrupted, head.ended_at)
        });
        self.word = self.word.max(other.word);
        self.answers = both(self.answers, other.answers, AnswerParts::with);
        for (place, card) in other.cards.into_values() {
            self.add_card(place, card);
        }
        for (place, mark) in other.marks.into_values() {
            self.add_mark(place, mark);
        }
        self.files = self.files.with(other.files);
        self
    }

    fn add_card(&mut self, place: Option<usize>, card: Scorecard) {
        let (place, card) = match self.cards.remove(&card.id) {
            None => (place, card),
            Some((was, known)) => (place.max(was), join_cards(known, card)),
        };
        self.cards.insert(card.id, (place, card));
    }

    fn add_mark(&mut self, place: (usize, usize), mark: Mark) {
        let (place, mark) = match self.marks.remove(&mark.id) {
            None => (place, mark),
            Some((was, known)) => (place.max(was), greater(known, mark, |_| ())),
        };
        self.marks.insert(mark.id, (place, mark));
    }

    /// Cards and files in the order in which they were made, and marks too: their ids begin with
    /// the time.
    fn whole(self) -> Session {
        let mut session = self.head;
        (session.rehearsal_at, session.rehearsal) = self.word;
        session.answers = self
            .answers
            .into_iter()
            .map(|AnswerParts { head, sections }| Answer { sections, ..head })
            .collect();
        for ((answer, section), mark) in self.marks.into_values() {
            session.answers[answer].sections[section].marks.push(mark);
        }
        let mut cards: Vec<_> = self.cards.into_values().collect();
        cards.sort_by_key(|(_, card)| (card.at, card.id));
        for (place, card) in cards {
            match place {
                None => session.scorecards.push(card),
                Some(answer) => session.answers[answer].scorecards.push(card),
            }
        }
        session.attachments = self.files.named();
        session
    }
}

impl AnswerParts {
    fn with(self, other: Self) -> Self {
        AnswerParts {
            head: greater(self.head, other.head, |head| head.prep.used_ms),
            sections: both(self.sections, other.sections, |one, other| {
                greater(one, other, known_of)
            }),
        }
    }
}

/// How much is known of a section: of two copies, more of it may have reached one than the other.
fn known_of(section: &SectionRecord) -> impl Ord + use<> {
    let frames = section.take.as_ref().map(|take| take.frames);
    let ended = section.end != End::Interrupted;
    // An older program measured less of a delivery.
    let measured = section.speech.as_ref();
    let measured = measured.map(|heard| (heard.silence.is_some(), heard.articulation.is_some()));
    (section.used_ms, ended, frames, measured)
}

/// Place by place, as long as the longer one.
fn both<T>(one: Vec<T>, other: Vec<T>, join: impl Fn(T, T) -> T) -> Vec<T> {
    let (mut one, mut other) = (one.into_iter(), other.into_iter());
    let mut joined = Vec::with_capacity(one.len().max(other.len()));
    loop {
        match (one.next(), other.next()) {
            (Some(one), Some(other)) => joined.push(join(one, other)),
            (Some(only), None) | (None, Some(only)) => joined.push(only),
            (None, None) => return joined,
        }
    }
}

/// The one that counts, by `key` and then by its JSON, in which everything stands that can differ.
fn greater<T: Serialize, K: Ord>(one: T, other: T, key: impl Fn(&T) -> K) -> T {
    // What cannot be written as JSON was never read from it either.
    let json = |value: &T| serde_json::to_string(value).unwrap_or_default();
    let order = key(&one).cmp(&key(&other));
    match order.then_with(|| json(&one).cmp(&json(&other))) {
        Ordering::Less => other,
        Ordering::Equal | Ordering::Greater => one,
    }
}

#[cfg(test)]
mod tests;
