//! From a round and a draw to what will happen: every answer, section and follow-up with its time.

use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use thiserror::Error;

use super::bank::Bank;
use super::draw::{DrawMode, DrawRequest, Narrow, Room, draw};
use super::past::Past;
use super::prompt::{Prompt, Section};
use super::record::Role;
use super::round::{Part, Policy, Round, ScoreWhen, Source};

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
    /// What is planned has to fit into this time.
    pub time: Option<Duration>,
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
    /// Zero where nothing is too short.
    pub min: Duration,
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
    pub score_when: ScoreWhen,
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
    #[error("no prompt fits into {}", in_minutes(*time))]
    NothingFits { time: Duration, shortest: Duration },
    #[error("round `{round}` takes {}, more than {}", in_minutes(*takes), in_minutes(*time))]
    TooLong {
        round: String,
        takes: Duration,
        time: Duration,
    },
}

impl Script {
    /// Draws the round's prompts and lays out their times.
    ///
    /// # Errors
    /// When a draw comes out empty, when a fixed list of prompts is narrowed, and when the time that
    /// there is does not hold a single prompt or not all of a fixed list.
    pub fn build(
        bank: &Bank,
        round: &Round,
        sitting: &Sitting,
        past: &Past,
    ) -> Result<Script, ScriptError> {
        let mut script = Script {
            policy: round.policy,
            score_when: round.score_when,
            answers: Vec::new(),
        };
        for (index, part) in round.parts.iter().enumerate() {
            // Every part draws from a sequence of its own, so that adding a part changes no other.
            let seed = sitting.seed.wrapping_add(index as u64);
            let prompts = prompts_for(bank, round, part, sitting, seed, past, &script)?;
            let last = prompts.len().saturating_sub(1);
            for (n, prompt) in prompts.into_iter().enumerate() {
                let ordinal = script.answers.len() as u64;
                let mut answer = answer(part, prompt, sitting, ordinal);
                if n == last {
                    answer.break_after = scaled(part.break_after, sitting.scale);
                }
                script.answers.push(answer);
            }
        }
        // Nobody waits for a break after which nothing comes.
        if let Some(last) = script.answers.last_mut() {
            last.break_after = Duration::ZERO;
        }
        match sitting.time {
            Some(time) if script.planned() > time => Err(ScriptError::TooLong {
                round: round.id.clone(),
                takes: script.planned(),
                time,
            }),
            _ => Ok(script),
        }
    }

    /// All of it, from start to end, with the time to read follow-ups.
    pub fn length(&self) -> Duration {
        self.answers.iter().map(AnswerScript::length).sum()
    }

    /// What of it is recorded.
    pub fn recorded(&self) -> Duration {
        let sections = self.answers.iter().flat_map(|answer| &answer.sections);
        sections.map(|section| section.budget).sum()
    }

    /// What the round plans: preparation, sections, follow-ups, breaks.
    pub fn planned(&self) -> Duration {
        self.answers.iter().map(AnswerScript::planned).sum()
    }
}

impl AnswerScript {
    fn planned(&self) -> Duration {
        let speaking: Duration = self.sections.iter().map(|section| section.budget).sum();
        self.prep + speaking + self.break_after
    }

    /// With the time to read follow-ups.
    fn length(&self) -> Duration {
        let reading: Duration = self.sections.iter().map(|section| section.lead).sum();
        self.planned() + reading
    }
}

/// A time as an error tells it: in minutes, halves and all.
fn in_minutes(time: Duration) -> String {
    let minutes = (time.as_secs_f64() / 6.0).round() / 10.0;
    format!("{minutes} min")
}

/// The prompts of a part; none where the time is used up by the parts before.
fn prompts_for<'a>(
    bank: &'a Bank,
    round: &Round,
    part: &Part,
    sitting: &Sitting,
    seed: u64,
    past: &Past,
    before: &Script,
) -> Result<Vec<&'a Prompt>, ScriptError> {
    let (narrow, count) = match &part.source {
        Source::Prompts(ids) => return fixed(bank, round, ids, sitting),
        Source::Draw { narrow, count } => (narrow, sitting.count.unwrap_or(*count)),
    };
    let admits = |prompt: &&Prompt| narrow.admits(prompt) && sitting.narrow.admits(prompt);
    let matching: Vec<&Prompt> = bank.prompts.iter().filter(admits).collect();
    let beside: Vec<&Prompt> = before.answers.iter().map(|answer| &answer.prompt).collect();
    let takes = |prompt: &Prompt| match sitting.follow_ups {
        None => planned(part, prompt, sitting.scale),
        Some(follow_ups) => {
            let part = Part {
                follow_ups,
                ..part.clone()
            };
            planned(&part, prompt, sitting.scale)
        }
    };
    let room = sitting.time.map(|time| Room {
        time: time.saturating_sub(before.planned()),
        takes: &takes,
    });
    let request = DrawRequest {
        mode: sitting.draw,
        seed,
        count,
        past,
        beside: &beside,
        room,
    };
    let drawn = draw(&matching, &request);
    if !drawn.is_empty() {
        return Ok(drawn.into_iter().map(|drawn| drawn.prompt).collect());
    }
    let anywhere = DrawRequest {
        room: None,
        ..request
    };
    if draw(&matching, &anywhere).is_empty() {
        let both = [narrow, &sitting.narrow].into_iter();
        let both = both.filter(|narrow| **narrow != Narrow::default());
        let both: Vec<String> = both.map(ToString::to_string).collect();
        return Err(ScriptError::EmptyDraw(if both.is_empty() {
            Narrow::default().to_string()
        } else {
            both.join(" and ")
        }));
    }
    if !before.answers.is_empty() {
        return Ok(Vec::new());
    }
    Err(ScriptError::NothingFits {
        time: sitting.time.unwrap_or_default(),
        shortest: matching.into_iter().map(takes).min().unwrap_or_default(),
    })
}

/// A list of prompts that the round names.
fn fixed<'a>(
    bank: &'a Bank,
    round: &Round,
    ids: &[String],
    sitting: &Sitting,
) -> Result<Vec<&'a Prompt>, ScriptError> {
    if let Some(flag) = narrowing_flag(sitting) {
        let round = round.id.clone();
        return Err(ScriptError::FixedPrompts { round, flag });
    }
    let find = |id: &String| {
        bank.prompt(id).ok_or_else(|| ScriptError::NoPrompt {
            round: round.id.clone(),
            prompt: id.clone(),
        })
    };
    ids.iter().map(find).collect()
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

/// What a part plans for one prompt, without a break after it.
pub(super) fn planned(part: &Part, prompt: &Prompt, scale: f64) -> Duration {
    let sections: Duration = sections_of(part, prompt, scale)
        .iter()
        .map(|section| section.budget)
        .sum();
    let follow_ups = part.follow_ups.min(prompt.follow_ups.len()) as u32;
    scaled(part.prep, scale) + sections + scaled(part.follow_up_budget, scale) * follow_ups
}

/// One answer as a part shapes it, without a break after it.
fn answer(part: &Part, prompt: &Prompt, sitting: &Sitting, ordinal: u64) -> AnswerScript {
    let mut sections = sections_of(part, prompt, sitting.scale);
    sections.extend(follow_ups_of(part, prompt, sitting, ordinal));
    AnswerScript {
        prompt: prompt.clone(),
        prep: scaled(part.prep, sitting.scale),
        sections,
        break_after: Duration::ZERO,
    }
}

/// A round's sections fix titles and budgets; the prompt's cues stand in where ids match.
fn sections_of(part: &Part, prompt: &Prompt, scale: f64) -> Vec<SectionScript> {
    let own = |id: &str| prompt.sections.iter().find(|section| section.id == id);
    let unshaped = [Section {
        id: "answer".to_owned(),
        title: "Answer".to_owned(),
        budget: UNSHAPED_ANSWER,
        min: Duration::ZERO,
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
            min: scaled(section.min, scale),
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
            min: Duration::ZERO,
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
