//! Everything that the packs bring, found by id.

use super::plan::{Activity, Block, Plan};
use super::prompt::Prompt;
use super::round::{Loop, Round};
use super::rubric::Rubric;
use super::story::Framework;

/// All prompts, rounds, loops, rubrics, plans and frameworks of stories, in the order of their packs.
#[derive(Debug, Clone, Default)]
pub struct Bank {
    pub prompts: Vec<Prompt>,
    pub rounds: Vec<Round>,
    pub loops: Vec<Loop>,
    pub rubrics: Vec<Rubric>,
    pub plans: Vec<Plan>,
    pub frameworks: Vec<Framework>,
}

impl Bank {
    pub fn prompt(&self, id: &str) -> Option<&Prompt> {
        self.prompts.iter().find(|prompt| prompt.id == id)
    }

    pub fn round(&self, id: &str) -> Option<&Round> {
        self.rounds.iter().find(|round| round.id == id)
    }

    pub fn rubric(&self, id: &str) -> Option<&Rubric> {
        self.rubrics.iter().find(|rubric| rubric.id == id)
    }

    pub fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.frameworks.iter().find(|framework| framework.id == id)
    }

    /// Whether `practice ID` would sit something of the packs.
    pub fn can_practise(&self, id: &str) -> bool {
        let is_loop = self.loops.iter().any(|loop_| loop_.id == id);
        is_loop || self.prompt(id).is_some() || self.round(id).is_some()
    }

    /// The title of what a block runs, or the block's own.
    pub fn title_of<'b>(&'b self, block: &'b Block) -> &'b str {
        let of_bank = match &block.activity {
            Activity::Round(id) => self.round(id).map(|round| &round.title),
            Activity::Loop(id) => {
                let mut loops = self.loops.iter();
                let found = loops.find(|loop_| loop_.id == *id);
                found.map(|loop_| &loop_.title)
            }
            Activity::Assess(id) => self.rubric(id).map(|rubric| &rubric.title),
            _ => None,
        };
        block.title.as_ref().or(of_bank).unwrap_or(&block.id)
    }

    /// The ids of the packs that something of it comes from, each once, in their order.
    pub fn packs(&self) -> Vec<&str> {
        let prompts = self.prompts.iter().map(|prompt| &prompt.pack);
        let rounds = self.rounds.iter().map(|round| &round.pack);
        let loops = self.loops.iter().map(|loop_| &loop_.pack);
        let rubrics = self.rubrics.iter().map(|rubric| &rubric.pack);
        let plans = self.plans.iter().map(|plan| &plan.pack);
        let frameworks = self.frameworks.iter().map(|framework| &framework.pack);
        let mut packs: Vec<&str> = Vec::new();
        for pack in prompts
            .chain(rounds)
            .chain(loops)
            .chain(rubrics)
            .chain(plans)
            .chain(frameworks)
        {
            if !packs.contains(&pack.as_str()) {
                packs.push(pack);
            }
        }
        packs
    }
}
