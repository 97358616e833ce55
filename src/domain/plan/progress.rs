//! What was said of plans on their way: when each began, what of it is done, and what was written
//! down. Of starts and ticks the last word counts, and notes are only ever added, so two machines'
//! words come together without conflict.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Plan;

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
    /// A block, a deliverable, or an item of a checklist.
    pub item: String,
    pub done: bool,
    /// When that was said.
    pub at: Timestamp,
}

/// What was written in a block, or how far it was gone through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanNote {
    pub plan: String,
    pub block: String,
    /// Of the block: it may leave the plan, and what was written stays.
    pub title: String,
    /// Markdown.
    pub text: String,
    /// Of a study, in its order.
    #[serde(default)]
    pub topics: Vec<TopicTime>,
    pub at: Timestamp,
}

/// How long a topic was studied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicTime {
    pub topic: String,
    pub used_ms: u64,
    /// False where it was left midway.
    pub through: bool,
}

/// All that was said, each plan and each item once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanProgress {
    pub starts: Vec<PlanStart>,
    pub ticks: Vec<PlanTick>,
    /// Oldest first.
    #[serde(default)]
    pub notes: Vec<PlanNote>,
}

impl PlanProgress {
    /// The start that was said last: of several plans, the one that is under way.
    pub fn current(&self) -> Option<&PlanStart> {
        self.starts.iter().max_by_key(|start| start.at)
    }

    /// The plans that were started and have a block that is not ticked, the last one first.
    pub fn under_way<'p>(&self, plans: &'p [Plan]) -> Vec<&'p Plan> {
        let mut starts: Vec<&PlanStart> = self.starts.iter().collect();
        starts.sort_by_key(|start| std::cmp::Reverse(start.at));
        let is_open = |plan: &&Plan| {
            let is_ticked = |item| self.tick(&plan.id, item).is_some_and(|tick| tick.done);
            plan.blocks().any(|block| !is_ticked(&block.id))
        };
        let started = starts.iter().filter_map(|start| {
            let mut plans = plans.iter();
            plans.find(|plan| plan.id == start.plan)
        });
        started.filter(is_open).collect()
    }

    pub fn start(&self, plan: &str) -> Option<&PlanStart> {
        self.starts.iter().find(|start| start.plan == plan)
    }

    pub fn tick(&self, plan: &str, item: &str) -> Option<&PlanTick> {
        let mut ticks = self.ticks.iter();
        ticks.find(|tick| tick.plan == plan && tick.item == item)
    }

    /// What was written last in a block.
    pub fn note(&self, plan: &str, block: &str) -> Option<&PlanNote> {
        let own = |note: &&PlanNote| note.plan == plan && note.block == block;
        self.notes.iter().filter(own).max_by_key(|note| note.at)
    }

    /// What a plan had once and has no more, by id, each once: its pack was edited under way.
    pub fn gone(&self, plan: &Plan) -> Vec<&str> {
        let of_checks = |item: &str| item.contains('/');
        let ticks = self.ticks.iter().filter(|tick| tick.plan == plan.id);
        let ticked = ticks.filter(|tick| tick.done && !of_checks(&tick.item));
        let notes = self.notes.iter().filter(|note| note.plan == plan.id);
        let ids = ticked.map(|tick| tick.item.as_str());
        let mut gone: Vec<&str> = Vec::new();
        for id in ids.chain(notes.map(|note| note.block.as_str())) {
            if plan.item(id).is_none() && !gone.contains(&id) {
                gone.push(id);
            }
        }
        gone
    }
}
