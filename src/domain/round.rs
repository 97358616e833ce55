//! The shape of an interview, and of a day of interviews.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::bank::Bank;
use super::draw::{DrawMode, Narrow, Seen};
use super::prompt::{Kind, Prompt, Section};
use super::script::{Script, Sitting};

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

impl Round {
    /// The shape in which single prompts are practised: each as its own round would have it, or,
    /// where it names none, in its own sections.
    pub fn of_prompts(bank: &Bank, prompts: &[&Prompt]) -> Round {
        let natural = |prompt: &Prompt| prompt.round.as_deref().and_then(|id| bank.round(id));
        let parts = prompts.iter().map(|prompt| {
            let part = natural(prompt).and_then(|round| round.part_for(prompt));
            let mut part = part.cloned().unwrap_or_else(Part::unshaped);
            part.source = Source::Prompts(vec![prompt.id.clone()]);
            part
        });
        let mut kinds: Vec<Kind> = prompts.iter().map(|prompt| prompt.kind).collect();
        kinds.dedup();
        let mut rubrics = Vec::new();
        for id in prompts
            .iter()
            .filter_map(|prompt| natural(prompt))
            .flat_map(|round| &round.rubrics)
        {
            if !rubrics.contains(id) {
                rubrics.push(id.clone());
            }
        }
        let first = prompts.first();
        Round {
            id: match kinds.as_slice() {
                [kind] => kind.to_string(),
                _ => "mixed".to_owned(),
            },
            pack: first.map(|prompt| prompt.pack.clone()).unwrap_or_default(),
            title: match prompts {
                [prompt] => prompt.title.clone(),
                _ => format!("{} prompts", prompts.len()),
            },
            policy: first
                .and_then(|prompt| natural(prompt))
                .map_or(Policy::Strict, |round| round.policy),
            rubrics,
            parts: parts.collect(),
        }
    }

    /// The part in which this round would ask `prompt`.
    fn part_for(&self, prompt: &Prompt) -> Option<&Part> {
        let asks = |part: &&Part| match &part.source {
            Source::Prompts(ids) => ids.contains(&prompt.id),
            Source::Draw { narrow, .. } => narrow.admits(prompt),
        };
        self.parts.iter().find(asks).or(self.parts.first())
    }

    /// What it plans: preparation, sections, follow-ups, and breaks but the last. Where the prompts
    /// bring the sections, those of one possible draw; zero where nothing can be drawn.
    pub fn length(&self, bank: &Bank) -> Duration {
        let sitting = Sitting {
            seed: 0,
            draw: DrawMode::Random,
            narrow: Narrow::default(),
            count: None,
            scale: 1.0,
            follow_ups: None,
        };
        Script::build(bank, self, &sitting, &Seen::new())
            .map(|script| script.planned())
            .unwrap_or_default()
    }
}

impl Part {
    /// No preparation, the prompt's own sections, no follow-up.
    fn unshaped() -> Part {
        Part {
            source: Source::Prompts(Vec::new()),
            prep: Duration::ZERO,
            sections: Vec::new(),
            follow_ups: 0,
            follow_up_budget: Duration::from_mins(2),
            break_after: Duration::ZERO,
        }
    }
}

impl Loop {
    /// Its rounds and the breaks between them.
    pub fn length(&self, bank: &Bank) -> Duration {
        let rounds = self.rounds.iter().zip(1..);
        rounds
            .map(|(entry, number)| {
                let round = bank.round(&entry.round);
                let length = round.map_or(Duration::ZERO, |round| round.length(bank));
                let is_last = number == self.rounds.len();
                length
                    + if is_last {
                        Duration::ZERO
                    } else {
                        entry.break_after
                    }
            })
            .sum()
    }
}
