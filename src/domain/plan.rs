//! A plan: days of timed blocks, and what each day should leave behind.

mod item;
mod progress;
mod sheet;
mod standing;

use std::time::Duration;

pub use item::{Check, Place, PlanItem};
pub use progress::{PlanNote, PlanProgress, PlanStart, PlanTick, TopicTime};
pub use sheet::{Sheet, SheetAnswer};
pub use standing::{PlanStanding, Practised};

/// A way to be ready in so many days.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub id: String,
    pub pack: String,
    pub title: String,
    /// Whom it is for.
    pub about: Option<String>,
    /// What they bring with them.
    pub prerequisites: Vec<String>,
    pub days: Vec<PlanDay>,
}

/// One day of a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanDay {
    pub title: String,
    pub parts: Vec<PlanPart>,
    pub deliverables: Vec<Deliverable>,
}

/// A stretch of a day, such as its morning.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanPart {
    pub title: String,
    /// What its blocks sum to.
    pub length: Duration,
    pub blocks: Vec<Block>,
}

/// One thing to do, with its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Unlike those of all other blocks and deliverables of the plan.
    pub id: String,
    /// None where what it runs has a title.
    pub title: Option<String>,
    pub length: Duration,
    pub activity: Activity,
}

/// What is done in a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Activity {
    /// The id of a round to sit.
    Round(String),
    /// The id of a loop to sit.
    Loop(String),
    /// The id of a rubric to rate oneself on.
    Assess(String),
    /// Topics to go through.
    Study(Vec<String>),
    /// Questions to answer in writing.
    Worksheet(Vec<String>),
    /// What to tick off.
    Checklist(Vec<CheckGroup>),
    /// Work on the stories: what they are looked at for, and the slots that they fill.
    Stories {
        topics: Vec<String>,
        slots: Vec<String>,
    },
}

/// What of a checklist belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckGroup {
    pub title: Option<String>,
    pub items: Vec<String>,
}

/// What a day should leave behind.
#[derive(Debug, Clone, PartialEq)]
pub struct Deliverable {
    pub id: String,
    pub title: String,
    /// What shows it without being asked; none: it is ticked by hand.
    pub evidence: Option<Evidence>,
}

/// What shows that a deliverable is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// An assessment on this rubric, with every area at this mean or above.
    Assess {
        rubric: String,
        each_area_mean_at_least: Option<f64>,
    },
    /// So many stories.
    Stories(usize),
    /// This round, sat to its end, within a time where one is given.
    Round {
        id: String,
        within: Option<Duration>,
    },
    /// So many recorded answers, in these rounds or, where none is named, in any.
    Answers { count: usize, rounds: Vec<String> },
}

impl Activity {
    /// The types of blocks, as packs and documents call them.
    pub const TYPES: [&str; 7] = [
        "round",
        "loop",
        "assess",
        "study",
        "worksheet",
        "checklist",
        "stories",
    ];

    pub fn type_name(&self) -> &'static str {
        let [round, loop_, assess, study, worksheet, checklist, stories] = Self::TYPES;
        match self {
            Activity::Round(_) => round,
            Activity::Loop(_) => loop_,
            Activity::Assess(_) => assess,
            Activity::Study(_) => study,
            Activity::Worksheet(_) => worksheet,
            Activity::Checklist(_) => checklist,
            Activity::Stories { .. } => stories,
        }
    }

    /// The id of what it runs, if it runs something of the bank.
    pub fn runs(&self) -> Option<&str> {
        match self {
            Activity::Round(id) | Activity::Loop(id) | Activity::Assess(id) => Some(id),
            _ => None,
        }
    }
}

impl PlanDay {
    pub fn length(&self) -> Duration {
        self.parts.iter().map(|part| part.length).sum()
    }

    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.parts.iter().flat_map(|part| &part.blocks)
    }
}

impl Plan {
    pub fn length(&self) -> Duration {
        self.days.iter().map(PlanDay::length).sum()
    }

    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.days.iter().flat_map(PlanDay::blocks)
    }

    pub fn deliverables(&self) -> impl Iterator<Item = &Deliverable> {
        self.days.iter().flat_map(|day| &day.deliverables)
    }
}
