//! What was practised, as `history`, `progress` and a report look at it: every score and every
//! section with what it was given for, without the sessions around them.

use jiff::Timestamp;
use uuid::Uuid;

use super::past::PastAnswer;
use super::progress::ScaledValue;
use super::prompt::{Kind, Level};
use super::record::{End, Role, Speech};
use super::rubric::Pass;

/// Whose scores the figures are of, where nobody else is asked for.
pub const SELF: &str = "self";

/// One value, and what it was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastScore {
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
    pub card: Uuid,
    pub rubric: String,
    pub version: u32,
    pub rater: String,
    pub pass: Pass,
    pub at: Timestamp,
    pub criterion: String,
    pub value: i64,
    pub min: i64,
    pub max: i64,
    pub note: Option<String>,
}

impl PastScore {
    /// Whether figures count it by themselves: the candidate's own, and from before listening.
    pub fn is_own_first(&self) -> bool {
        self.rater == SELF && self.pass == Pass::First
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
