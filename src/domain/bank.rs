//! Everything that the packs bring, found by id.

use super::prompt::Prompt;
use super::round::{Loop, Round};
use super::rubric::Rubric;

/// All prompts, rounds, loops and rubrics that can be practised, in the order of their packs.
#[derive(Debug, Clone, Default)]
pub struct Bank {
    pub prompts: Vec<Prompt>,
    pub rounds: Vec<Round>,
    pub loops: Vec<Loop>,
    pub rubrics: Vec<Rubric>,
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

    /// The ids of the packs that something of it comes from, each once, in their order.
    pub fn packs(&self) -> Vec<&str> {
        let prompts = self.prompts.iter().map(|prompt| &prompt.pack);
        let rounds = self.rounds.iter().map(|round| &round.pack);
        let loops = self.loops.iter().map(|loop_| &loop_.pack);
        let rubrics = self.rubrics.iter().map(|rubric| &rubric.pack);
        let mut packs: Vec<&str> = Vec::new();
        for pack in prompts.chain(rounds).chain(loops).chain(rubrics) {
            if !packs.contains(&pack.as_str()) {
                packs.push(pack);
            }
        }
        packs
    }
}
