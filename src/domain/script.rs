//! From a round and a draw to what will happen: every answer, section and follow-up with its time.

use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use thiserror::Error;

use super::bank::Bank;
use super::draw::{DrawMode, Narrow, Seen, draw};
use super::prompt::{Prompt, Section};
use super::record::Role;
use super::round::{Part, Policy, Round, Source};

/// The budget of an answer whose prompt and part name no section.
const UNSHAPED_ANSWER: Duration = Duration::from_mins(5);

/// What a candidate asks for when sitting down.
#[derive(Debug, Clone, PartialEq)]
pub struct Sitting {
    pub seed: u64,
    pub draw: DrawMode,
    /// Narrows every draw of the round.
    pub narrow: Narrow,
    /// Instead of the round's own number, in every draw of the round.
    pub count: Option<usize>,
    /// Multiplies every time.
    pub scale: f64,
    /// Per answer, instead of the round's own number.
    pub follow_ups: Option<usize>,
}

/// A section or follow-up to come.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionScript {
    pub role: Role,
    /// Unique within its answer; part of the take's file name.
    pub id: String,
    pub title: String,
    /// The question of a follow-up.
    pub ask: Option<String>,
    pub budget: Duration,
    pub cues: Vec<String>,
    /// Unrecorded time before it, to read the question.
    pub lead: Duration,
}

/// An answer to come: its sections, then its follow-ups.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerScript {
    pub prompt: Prompt,
    pub prep: Duration,
    pub sections: Vec<SectionScript>,
    pub break_after: Duration,
}

/// Everything that a session will run through.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    pub policy: Policy,
    pub answers: Vec<AnswerScript>,
}

/// Why a round cannot be sat.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScriptError {
    #[error("no prompt matches {0}")]
    EmptyDraw(String),
    #[error("round `{round}` names its prompts, so `--{flag}` cannot change them")]
    FixedPrompts { round: String, flag: &'static str },
    #[error("round `{round}` asks for the prompt `{prompt}`, which no pack has")]
    NoPrompt { round: String, prompt: String },
}

impl Script {
    /// Draws the round's prompts and lays out their times.
    ///
    /// # Errors
    /// When a draw comes out empty, or when a fixed list of prompts is narrowed.
    pub fn build(
        bank: &Bank,
        round: &Round,
        sitting: &Sitting,
        seen: &Seen,
    ) -> Result<Script, ScriptError> {
        let mut answers: Vec<AnswerScript> = Vec::new();
        for (index, part) in round.parts.iter().enumerate() {
            let taken: Vec<&str> = answers.iter().map(|a| a.prompt.id.as_str()).collect();
            // Every part draws from a sequence of its own, so that adding a part changes no other.
            let seed = sitting.seed.wrapping_add(index as u64);
            let prompts = prompts_for(bank, round, part, sitting, seed, seen, &taken)?;
            let last = prompts.len().saturating_sub(1);
            for (n, prompt) in prompts.into_iter().enumerate() {
                let ordinal = answers.len() as u64;
                let mut sections = sections_of(part, prompt, sitting.scale);
                sections.extend(follow_ups_of(part, prompt, sitting, ordinal));
                let break_after = if n == last {
                    part.break_after
                } else {
                    Duration::ZERO
                };
                answers.push(AnswerScript {
                    prompt: prompt.clone(),
                    prep: scaled(part.prep, sitting.scale),
                    sections,
                    break_after: scaled(break_after, sitting.scale),
                });
            }
        }
        // Nobody waits for a break after which nothing comes.
        if let Some(last) = answers.last_mut() {
            last.break_after = Duration::ZERO;
        }
        Ok(Script {
            policy: round.policy,
            answers,
        })
    }

    /// All of it, from start to end, with the time to read follow-ups.
    pub fn length(&self) -> Duration {
        let reading = self.answers.iter().flat_map(|answer| &answer.sections);
        self.planned() + reading.map(|section| section.lead).sum::<Duration>()
    }

    /// What of it is recorded.
    pub fn recorded(&self) -> Duration {
        let sections = self.answers.iter().flat_map(|answer| &answer.sections);
        sections.map(|section| section.budget).sum()
    }

    /// What the round plans: preparation, sections, follow-ups, breaks.
    pub fn planned(&self) -> Duration {
        self.answers
            .iter()
            .map(|answer| {
                let speaking: Duration = answer.sections.iter().map(|s| s.budget).sum();
                answer.prep + speaking + answer.break_after
            })
            .sum()
    }
}

fn prompts_for<'a>(
    bank: &'a Bank,
    round: &Round,
    part: &Part,
    sitting: &Sitting,
    seed: u64,
    seen: &Seen,
    taken: &[&str],
) -> Result<Vec<&'a Prompt>, ScriptError> {
    match &part.source {
        Source::Prompts(ids) => {
            if let Some(flag) = narrowing_flag(sitting) {
                let round = round.id.clone();
                return Err(ScriptError::FixedPrompts { round, flag });
            }
            ids.iter()
                .map(|id| {
                    bank.prompt(id).ok_or_else(|| ScriptError::NoPrompt {
                        round: round.id.clone(),
                        prompt: id.clone(),
                    })
                })
                .collect()
        }
        Source::Draw { narrow, count } => {
            let matching: Vec<&Prompt> = bank
                .prompts
                .iter()
                .filter(|prompt| narrow.admits(prompt) && sitting.narrow.admits(prompt))
                .filter(|prompt| !taken.contains(&prompt.id.as_str()))
                .collect();
            let count = sitting.count.unwrap_or(*count);
            let drawn = draw(&matching, count, sitting.draw, seen, seed);
            if drawn.is_empty() {
                let both = [narrow, &sitting.narrow]
                    .into_iter()
                    .filter(|n| **n != Narrow::default());
                let both: Vec<String> = both.map(ToString::to_string).collect();
                return Err(ScriptError::EmptyDraw(both.join(" and ")));
            }
            Ok(drawn)
        }
    }
}

fn narrowing_flag(sitting: &Sitting) -> Option<&'static str> {
    let narrow = &sitting.narrow;
    match sitting {
        _ if narrow.kind.is_some() => Some("kind"),
        _ if narrow.level.is_some() => Some("level"),
        _ if narrow.competency.is_some() => Some("competency"),
        _ if sitting.count.is_some() => Some("count"),
        _ => None,
    }
}

/// A round's sections fix titles and budgets; the prompt's cues stand in where ids match.
fn sections_of(part: &Part, prompt: &Prompt, scale: f64) -> Vec<SectionScript> {
    let own = |id: &str| prompt.sections.iter().find(|section| section.id == id);
    let unshaped = [Section {
        id: "answer".to_owned(),
        title: "Answer".to_owned(),
        budget: UNSHAPED_ANSWER,
        cues: Vec::new(),
    }];
    let shape: &[Section] = match (part.sections.is_empty(), prompt.sections.is_empty()) {
        (false, _) => &part.sections,
        (true, false) => &prompt.sections,
        (true, true) => &unshaped,
    };
    shape
        .iter()
        .map(|section| SectionScript {
            role: Role::Section,
            id: section.id.clone(),
            title: section.title.clone(),
            ask: None,
            budget: scaled(section.budget, scale),
            cues: own(&section.id)
                .filter(|own| !own.cues.is_empty())
                .unwrap_or(section)
                .cues
                .clone(),
            lead: Duration::ZERO,
        })
        .collect()
}

fn follow_ups_of(
    part: &Part,
    prompt: &Prompt,
    sitting: &Sitting,
    ordinal: u64,
) -> Vec<SectionScript> {
    let mut rng = ChaCha8Rng::seed_from_u64(sitting.seed);
    // Stream 0 drew the prompts.
    rng.set_stream(ordinal + 1);
    let mut asks: Vec<&String> = prompt.follow_ups.iter().collect();
    asks.shuffle(&mut rng);
    asks.truncate(sitting.follow_ups.unwrap_or(part.follow_ups));
    asks.into_iter()
        .enumerate()
        .map(|(n, ask)| SectionScript {
            role: Role::FollowUp,
            id: format!("follow-up-{}", n + 1),
            title: format!("Follow-up {}", n + 1),
            ask: Some(ask.clone()),
            budget: scaled(part.follow_up_budget, sitting.scale),
            cues: Vec::new(),
            lead: scaled(reading_time(ask), sitting.scale),
        })
        .collect()
}

/// Time to read a question at an unhurried 200 words a minute, and a moment to take it in.
fn reading_time(text: &str) -> Duration {
    const PER_WORD: Duration = Duration::from_millis(300);
    const MOMENT: Duration = Duration::from_secs(2);
    let words = u32::try_from(text.split_whitespace().count()).unwrap_or(u32::MAX);
    MOMENT + PER_WORD.saturating_mul(words)
}

/// A time multiplied, to the millisecond, and never so long that a clock could not hold it.
fn scaled(time: Duration, scale: f64) -> Duration {
    const LONGEST: Duration = Duration::from_hours(24 * 365);
    let seconds = (time.as_secs_f64() * scale).min(LONGEST.as_secs_f64());
    Duration::from_millis((seconds * 1000.0).round() as u64)
}

#[cfg(test)]
mod tests;
