//! Which prompts are asked: a seeded draw from those that match.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use rand::SeedableRng;
use rand::rngs::ChaCha8Rng;
use rand::seq::SliceRandom;
use serde::{Deserialize, Serialize};

use super::past::{LastTime, Past};
use super::prompt::{Asked, Kind, Level, Prompt};
use pick::{Candidate, Trained, next};

mod due;
mod pick;
mod reason;
mod weak;

pub use reason::Reason;

/// How history bears on a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DrawMode {
    /// What was never practised comes first, then what was practised longest ago.
    #[default]
    Fresh,
    /// History does not matter.
    Random,
    /// Competencies with low scores, or with none, come more often than others.
    Weak,
    /// What is to be practised again by its last score, most overdue first.
    Due,
}

impl DrawMode {
    pub const ALL: [DrawMode; 4] = [
        DrawMode::Fresh,
        DrawMode::Random,
        DrawMode::Weak,
        DrawMode::Due,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            DrawMode::Fresh => "fresh",
            DrawMode::Random => "random",
            DrawMode::Weak => "weak",
            DrawMode::Due => "due",
        }
    }
}

impl fmt::Display for DrawMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for DrawMode {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        DrawMode::ALL
            .into_iter()
            .find(|mode| mode.as_str() == text)
            .ok_or_else(|| format!("`{text}` is no way to draw"))
    }
}

/// Which prompts may be drawn. What is empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Narrow {
    pub kind: Option<Kind>,
    pub level: Option<Level>,
    pub competency: Option<String>,
}

impl Narrow {
    pub fn admits(&self, prompt: &Prompt) -> bool {
        self.kind.is_none_or(|kind| prompt.kind == kind)
            && self.level.is_none_or(|level| prompt.level.contains(&level))
            && self
                .competency
                .as_ref()
                .is_none_or(|wanted| prompt.competencies.contains(wanted))
    }
}

impl fmt::Display for Narrow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = [
            self.kind.map(|kind| format!("kind {kind}")),
            self.level.map(|level| format!("level {level}")),
            self.competency
                .as_ref()
                .map(|competency| format!("competency {competency}")),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        if words.is_empty() {
            f.write_str("any prompt")
        } else {
            f.write_str(&words.join(", "))
        }
    }
}

/// What is asked of a draw, beside the prompts to draw from.
#[derive(Debug, Clone, Copy)]
pub struct DrawRequest<'r> {
    pub mode: DrawMode,
    pub seed: u64,
    /// So many at most.
    pub count: usize,
    pub past: &'r Past,
    /// Asked in the same round already: none of them again, and none that trains the same if that
    /// can be avoided.
    pub beside: &'r [&'r Prompt],
    /// So much time at most; none where time does not matter.
    pub room: Option<Room<'r>>,
}

/// Time to be filled.
#[derive(Clone, Copy)]
pub struct Room<'r> {
    pub time: Duration,
    /// How long a prompt takes.
    pub takes: &'r dyn Fn(&Prompt) -> Duration,
}

impl fmt::Debug for Room<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Room").field(&self.time).finish()
    }
}

/// A prompt, and why it was taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn<'a> {
    pub prompt: &'a Prompt,
    pub why: Reason,
}

/// Draws from `prompts`, none twice, no hidden one and none that is asked by name alone.
///
/// The same request, prompts and history give the same draw on every machine, whatever order the
/// prompts come in. No two prompts drawn have a competency in common if that can be avoided without
/// going against the mode: an unseen prompt of the same competency is better than a seen one.
pub fn draw<'a>(prompts: &[&'a Prompt], request: &DrawRequest<'_>) -> Vec<Drawn<'a>> {
    let past = request.past;
    let is_beside = |id: &str| request.beside.iter().any(|prompt| prompt.id == id);
    let may_be = |prompt: &&&'a Prompt| {
        prompt.asked == Asked::Drawn && !past.is_hidden(&prompt.id) && !is_beside(&prompt.id)
    };
    let rank = |prompt: &&'a Prompt| rank(prompt, request.mode, past);
    // In the order in which they were given, which is how they lie in memory.
    let mut given: Vec<Option<Candidate<'a>>> = prompts
        .iter()
        .map(|prompt| Some(prompt).filter(may_be).map(rank))
        .collect();
    let mut trained = Trained::new(given.iter_mut().flatten(), request.beside);
    let mut rng = ChaCha8Rng::seed_from_u64(request.seed);
    let mut order = by_id(prompts);
    order.shuffle(&mut rng);
    let shuffled = order.into_iter().filter_map(|number| given[number].take());
    let mut candidates: Vec<Candidate<'a>> = shuffled.collect();
    // A stable sort: chance still decides between equals.
    candidates.sort_by_key(|candidate| (candidate.tier, candidate.rank));
    let mut left = request.room.map(|room| room.time);
    let takes = |prompt: &Prompt| request.room.map(|room| (room.takes)(prompt));
    let mut drawn = Vec::new();
    while drawn.len() < request.count {
        let may = |candidate: &Candidate<'_>| takes(candidate.prompt) <= left;
        let taken = if request.mode == DrawMode::Weak {
            weak::pick(&candidates, &trained, past, &mut rng, may)
        } else {
            next(&candidates, &trained, may).map(|index| (index, candidates[index].why.clone()))
        };
        let Some((index, why)) = taken else { break };
        let candidate = &mut candidates[index];
        candidate.is_taken = true;
        trained.train(&candidate.trains);
        left = left.map(|left| left.saturating_sub(takes(candidate.prompt).unwrap_or_default()));
        drawn.push(Drawn {
            prompt: candidate.prompt,
            why,
        });
    }
    drawn
}

/// The numbers of the prompts in the order of their ids. Most ids differ in their first bytes, which
/// are compared as a number: in a large bank the ids lie far apart in memory.
fn by_id(prompts: &[&Prompt]) -> Vec<usize> {
    let start = |(number, prompt): (usize, &&Prompt)| {
        let mut bytes = [0; 8];
        let id = prompt.id.as_bytes();
        let length = id.len().min(bytes.len());
        bytes[..length].copy_from_slice(&id[..length]);
        (u64::from_be_bytes(bytes), number)
    };
    let mut order: Vec<(u64, usize)> = prompts.iter().enumerate().map(start).collect();
    order.sort_by(|(a, first), (b, second)| {
        let ids = || prompts[*first].id.cmp(&prompts[*second].id);
        a.cmp(b).then_with(ids)
    });
    order.into_iter().map(|(_, number)| number).collect()
}

/// Where a prompt stands in the order of a mode.
fn rank<'a>(prompt: &'a Prompt, mode: DrawMode, past: &Past) -> Candidate<'a> {
    match mode {
        DrawMode::Random => Candidate::new(prompt, 0, 0, Reason::Chance),
        DrawMode::Due => due::rank(prompt, past),
        // Within a weak competency too, what was never practised comes first.
        DrawMode::Fresh | DrawMode::Weak => match past.last(&prompt.id) {
            None => Candidate::new(prompt, 0, 0, Reason::NeverPractised),
            Some(LastTime { at, .. }) => {
                Candidate::new(prompt, 1, at.as_nanosecond(), Reason::LongestAgo(at))
            }
        },
    }
}

#[cfg(test)]
mod tests;
