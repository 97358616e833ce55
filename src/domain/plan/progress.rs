//! What was said of plans on their way: when each began, and what of it is done. Of everything the
//! last word counts, so two machines' words come together without conflict.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The day on which a plan begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStart {
    pub plan: String,
    pub on: Date,
    /// When that was said.
    pub at: Timestamp,
}

/// Whether an item of a plan is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanTick {
    pub plan: String,
    /// A block or a deliverable.
    pub item: String,
    pub done: bool,
    /// When that was said.
    pub at: Timestamp,
}

/// All that was said, each plan and each item once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanProgress {
    pub starts: Vec<PlanStart>,
    pub ticks: Vec<PlanTick>,
}

impl PlanProgress {
    /// The start that was said last: of several plans, the one that is under way.
    pub fn current(&self) -> Option<&PlanStart> {
        self.starts.iter().max_by_key(|start| start.at)
    }

    pub fn start(&self, plan: &str) -> Option<&PlanStart> {
        self.starts.iter().find(|start| start.plan == plan)
    }

    pub fn tick(&self, plan: &str, item: &str) -> Option<&PlanTick> {
        let mut ticks = self.ticks.iter();
        ticks.find(|tick| tick.plan == plan && tick.item == item)
    }
}
