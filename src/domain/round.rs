//! The shape of an interview, and of a day of interviews.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::draw::Narrow;
use super::prompt::Section;

/// What happens when a section's budget is used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Policy {
    /// The section ends at its budget; time saved is not carried over.
    #[default]
    Strict,
    /// The answer's total is enforced; overtime comes out of the sections after.
    Borrow,
    /// The clock goes negative and the candidate moves on.
    Open,
}

impl Policy {
    pub const ALL: [Policy; 3] = [Policy::Strict, Policy::Borrow, Policy::Open];

    pub fn as_str(self) -> &'static str {
        match self {
            Policy::Strict => "strict",
            Policy::Borrow => "borrow",
            Policy::Open => "open",
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Policy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Policy::ALL
            .into_iter()
            .find(|policy| policy.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no policy"))
    }
}

/// When scores are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScoreWhen {
    /// At the end of the session.
    #[default]
    End,
    /// After each answer, before the next one begins.
    Answer,
}

impl ScoreWhen {
    pub const ALL: [ScoreWhen; 2] = [ScoreWhen::End, ScoreWhen::Answer];

    pub fn as_str(self) -> &'static str {
        match self {
            ScoreWhen::End => "end",
            ScoreWhen::Answer => "answer",
        }
    }
}

impl FromStr for ScoreWhen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        ScoreWhen::ALL
            .into_iter()
            .find(|when| when.as_str() == text)
            .ok_or_else(|| format!("scores are not asked for `{text}`"))
    }
}

/// Where a part's prompts come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// These, in this order.
    Prompts(Vec<String>),
    /// So many of those that match.
    Draw { narrow: Narrow, count: usize },
}

impl Source {
    pub fn count(&self) -> usize {
        match self {
            Source::Prompts(ids) => ids.len(),
            Source::Draw { count, .. } => *count,
        }
    }
}

/// A stretch of a round. It runs once for every prompt.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    pub source: Source,
    /// Before each prompt; not recorded.
    pub prep: Duration,
    /// Empty: the prompt's own sections.
    pub sections: Vec<Section>,
    /// Per answer.
    pub follow_ups: usize,
    /// Budget of each follow-up.
    pub follow_up_budget: Duration,
    /// After the part.
    pub break_after: Duration,
}

/// The shape of one interview.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    pub id: String,
    pub pack: String,
    pub title: String,
    pub policy: Policy,
    pub score_when: ScoreWhen,
    /// Ids of the rubrics that its answers are scored on.
    pub rubrics: Vec<String>,
    pub parts: Vec<Part>,
}

/// A round inside a loop.
#[derive(Debug, Clone, PartialEq)]
pub struct LoopRound {
    pub round: String,
    pub break_after: Duration,
}

/// Several rounds in a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Loop {
    pub id: String,
    pub pack: String,
    pub title: String,
    pub rounds: Vec<LoopRound>,
}
