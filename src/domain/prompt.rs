//! A question, and what belongs to it.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What sort of question a prompt is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Behavioral,
    SystemDesign,
    Scenario,
    Influence,
    Briefing,
    Story,
}

impl Kind {
    pub const ALL: [Kind; 6] = [
        Kind::Behavioral,
        Kind::SystemDesign,
        Kind::Scenario,
        Kind::Influence,
        Kind::Briefing,
        Kind::Story,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Behavioral => "behavioral",
            Kind::SystemDesign => "system-design",
            Kind::Scenario => "scenario",
            Kind::Influence => "influence",
            Kind::Briefing => "briefing",
            Kind::Story => "story",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Kind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no kind of prompt"))
    }
}

/// The seniority a prompt is meant for: senior, staff, principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    L5,
    L6,
    L7,
}

impl Level {
    pub const ALL: [Level; 3] = [Level::L5, Level::L6, Level::L7];

    pub fn as_str(self) -> &'static str {
        match self {
            Level::L5 => "L5",
            Level::L6 => "L6",
            Level::L7 => "L7",
        }
    }

    /// The same level in the words that most companies use.
    pub fn title(self) -> &'static str {
        match self {
            Level::L5 => "senior",
            Level::L6 => "staff",
            Level::L7 => "principal",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Level {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Level::ALL
            .into_iter()
            .find(|level| level.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| format!("`{text}` is no level"))
    }
}

/// Who may ask a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asked {
    /// Whoever draws it, too.
    #[default]
    Drawn,
    /// Only rounds and commands that name it: what opens every interview is no surprise.
    ByName,
}

impl Asked {
    pub const ALL: [Asked; 2] = [Asked::Drawn, Asked::ByName];

    pub fn as_str(self) -> &'static str {
        match self {
            Asked::Drawn => "drawn",
            Asked::ByName => "by-name",
        }
    }
}

impl FromStr for Asked {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Asked::ALL
            .into_iter()
            .find(|asked| asked.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no way to be asked"))
    }
}

/// A titled stretch of an answer with a time budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Unique among the sections it stands with.
    pub id: String,
    pub title: String,
    pub budget: Duration,
    /// Whoever ends it before this has been too short; zero where nothing is too short.
    pub min: Duration,
    /// What to cover, in order; a cue is ticked off by its number from 1.
    pub cues: Vec<String>,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    pub id: String,
    /// The id of the pack it comes from.
    pub pack: String,
    pub kind: Kind,
    pub title: String,
    pub level: Vec<Level>,
    pub competencies: Vec<String>,
    pub asked: Asked,
    /// The question as the interviewer puts it.
    pub ask: String,
    /// The round that is its natural shape.
    pub round: Option<String>,
    pub sections: Vec<Section>,
    pub follow_ups: Vec<String>,
    /// What a strong answer shows; hidden until the answer has been given.
    pub look_for: Vec<String>,
    pub pitfalls: Vec<String>,
    /// SHA-256 of its text in hexadecimal; tells whether two sessions were asked the same thing.
    pub digest: String,
}
