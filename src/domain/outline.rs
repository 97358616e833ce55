//! Rounds seen with the bank: how long they are, and the shape that single prompts are given.

use std::time::Duration;

use super::bank::Bank;
use super::draw::{DrawMode, Narrow};
use super::past::Past;
use super::prompt::{Kind, Prompt};
use super::round::{Loop, Part, Policy, Round, ScoreWhen, Source};
use super::script::{Script, Sitting, planned};

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
            score_when: first
                .and_then(|prompt| natural(prompt))
                .map_or(ScoreWhen::End, |round| round.score_when),
            rubrics,
            parts: parts.collect(),
        }
    }

    /// The shape of a session that is sat again: its round, asking what was asked then, each prompt
    /// in the part that asked it; or that of single prompts, where the round is gone or was none.
    #[must_use]
    pub fn again(&self, prompts: &[&Prompt]) -> Round {
        let counts = self.parts.iter().map(|part| part.source.count());
        let in_order = counts.sum::<usize>() == prompts.len();
        let mut left = prompts;
        let mut parts = Vec::new();
        if in_order {
            for part in &self.parts {
                let (these, rest) = left.split_at(part.source.count());
                left = rest;
                parts.push(part.asking(these));
            }
        } else {
            // Another number was drawn than the round says.
            for prompt in prompts {
                let part = self.part_for(prompt);
                let part = part.cloned().unwrap_or_else(Part::unshaped);
                parts.push(part.asking(&[prompt]));
            }
        }
        Round {
            parts,
            ..self.clone()
        }
    }

    /// What a prompt takes in that shape: preparation, sections, follow-ups.
    pub fn natural_length(bank: &Bank, prompt: &Prompt, scale: f64) -> Duration {
        let round = prompt.round.as_deref().and_then(|id| bank.round(id));
        let part = round.and_then(|round| round.part_for(prompt));
        let unshaped = Part::unshaped();
        planned(part.unwrap_or(&unshaped), prompt, scale)
    }

    /// The part in which this round would ask `prompt`.
    fn part_for(&self, prompt: &Prompt) -> Option<&Part> {
        let asks = |part: &Part| match &part.source {
            Source::Prompts(ids) => ids.contains(&prompt.id),
            Source::Draw { narrow, .. } => narrow.admits(prompt),
        };
        asked_in(&self.parts, asks)
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
            time: None,
        };
        Script::build(bank, self, &sitting, &Past::default())
            .map(|script| script.planned())
            .unwrap_or_default()
    }
}

/// Of the parts of a round, the one whose shape a prompt takes: that which asks it, else the first.
pub fn asked_in<P>(parts: &[P], asks: impl Fn(&P) -> bool) -> Option<&P> {
    parts.iter().find(|part| asks(part)).or(parts.first())
}

impl Part {
    fn asking(&self, prompts: &[&Prompt]) -> Part {
        let ids = prompts.iter().map(|prompt| prompt.id.clone());
        Part {
            source: Source::Prompts(ids.collect()),
            ..self.clone()
        }
    }

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
