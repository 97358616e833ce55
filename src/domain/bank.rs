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
}
