//! What was practised, as `history`, `progress` and a report look at it: every score and every
//! section with what it was given for, without the sessions around them.

use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;

use super::past::PastAnswer;
use super::progress::ScaledValue;
use super::prompt::{Kind, Level};
use super::record::{End, Role, Speech};
use super::rubric::Pass;

/// Whose scores the figures are of, where nobody else is asked for.
pub const SELF: &str = "self";

/// A card without its values, and what it was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastCard {
    pub id: Uuid,
    /// None, like all that is the session's, of an assessment.
    pub session: Option<Uuid>,
    pub rehearsal: bool,
    /// The round's id.
    pub round: Option<String>,
    /// From 1; none, like all that is the prompt's, where the card is of the session as a whole.
    pub answer: Option<usize>,
    pub prompt: Option<String>,
    pub kind: Option<Kind>,
    pub competencies: Vec<String>,
    pub level: Vec<Level>,
    pub rubric: String,
    pub version: u32,
    pub rater: String,
    pub pass: Pass,
    pub at: Timestamp,
}

/// One value of a card, which it shares with the others: years of practice are many values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastScore {
    pub card: Arc<PastCard>,
    pub criterion: String,
    pub value: i64,
    pub min: i64,
    pub max: i64,
    pub note: Option<String>,
}

impl PastScore {
    /// Whether figures count it by themselves: the candidate's own, and from before listening.
    pub fn is_own_first(&self) -> bool {
        self.card.rater == SELF && self.card.pass == Pass::First
    }

    pub fn scaled(&self) -> ScaledValue {
        ScaledValue {
            value: self.value,
            min: self.min,
            max: self.max,
        }
    }
}

/// One section or follow-up that was reached, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct PastSection {
    pub session: Uuid,
    /// When its session started.
    pub at: Timestamp,
    /// The round's id.
    pub round: String,
    /// From 1.
    pub answer: usize,
    /// The prompt's id.
    pub prompt: String,
    pub role: Role,
    pub id: String,
    pub title: String,
    pub budget_ms: u64,
    pub min_ms: u64,
    pub used_ms: u64,
    pub over_ms: u64,
    pub end: End,
    /// Without the list of its pauses.
    pub speech: Option<Speech>,
}

/// An answer given in earnest, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SatAnswer {
    pub session: Uuid,
    /// From 1.
    pub number: usize,
    pub past: PastAnswer,
}

/// A stretch of history, each list oldest first.
#[derive(Debug, Clone, Default)]
pub struct Practice {
    pub answers: Vec<SatAnswer>,
    /// Assessments are not among them.
    pub scores: Vec<PastScore>,
    pub sections: Vec<PastSection>,
    /// From when on, where there is more before it.
    pub since: Option<Timestamp>,
}

impl Practice {
    /// How many sessions its answers are of.
    pub fn sessions(&self) -> usize {
        let mut sessions: Vec<Uuid> = self.answers.iter().map(|sat| sat.session).collect();
        sessions.sort_unstable();
        sessions.dedup();
        sessions.len()
    }
}

#[cfg(test)]
pub(super) mod tests {
    //! Practice to test with.

    use super::*;

    pub(in crate::domain) fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A score of 1 to 5 for the first answer of a session, by the candidate in the first pass.
    pub(in crate::domain) fn score(
        rubric: &str,
        criterion: &str,
        value: i64,
        when: &str,
    ) -> PastScore {
        let card = PastCard {
            id: Uuid::nil(),
            session: Some(Uuid::nil()),
            rehearsal: false,
            round: Some("r".to_owned()),
            answer: Some(1),
            prompt: Some("p".to_owned()),
            kind: Some(Kind::Behavioral),
            competencies: vec![],
            level: vec![],
            rubric: rubric.to_owned(),
            version: 1,
            rater: SELF.to_owned(),
            pass: Pass::First,
            at: at(when),
        };
        PastScore {
            card: Arc::new(card),
            criterion: criterion.to_owned(),
            value,
            min: 1,
            max: 5,
            note: None,
        }
    }

    /// The same, heard again.
    pub(in crate::domain) fn replayed(mut score: PastScore) -> PastScore {
        Arc::make_mut(&mut score.card).pass = Pass::Replay;
        score
    }

    /// The same, by somebody else.
    pub(in crate::domain) fn coached(mut score: PastScore) -> PastScore {
        Arc::make_mut(&mut score.card).rater = "coach".to_owned();
        score
    }

    /// A section of ten minutes of a session with this number.
    pub(in crate::domain) fn section(session: u128, id: &str, used_ms: u64) -> PastSection {
        PastSection {
            session: Uuid::from_u128(session),
            at: at("2026-11-22T07:00:00Z"),
            round: "r".to_owned(),
            answer: 1,
            prompt: "p".to_owned(),
            role: Role::Section,
            id: id.to_owned(),
            title: id.to_uppercase(),
            budget_ms: 600_000,
            min_ms: 0,
            used_ms,
            over_ms: used_ms.saturating_sub(600_000),
            end: End::Next,
            speech: None,
        }
    }
}
