//! How one's scores change by listening: the first pass against the replay pass.
//!
//! A pair is a criterion of one answer that the candidate scored in both passes on one scale; of
//! several replays the newest counts. The bias is the mean of replay minus first, the spread the
//! standard deviation of these differences (with n - 1), both in points of the scale.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;
use uuid::Uuid;

use super::super::practice::{PastScore, SELF};
use super::super::rubric::Pass;
use super::course::LEAST;
use super::figures::mean;

/// One rubric's pairs on one scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration<'a> {
    pub rubric: &'a str,
    pub min: i64,
    pub max: i64,
    /// How many pairs.
    pub n: usize,
    /// Below zero: one scores lower after listening.
    pub bias: f64,
    /// None of a single pair.
    pub spread: Option<f64>,
}

impl Calibration<'_> {
    /// Whether there are enough pairs to say anything.
    pub fn is_telling(&self) -> bool {
        self.n >= LEAST
    }
}

/// What a pair has in common.
type Key<'a> = (&'a str, i64, i64, Option<Uuid>, Option<usize>, &'a str);

/// By rubric and scale, those with the most pairs first. `scores` stand oldest first.
pub fn calibration(scores: &[PastScore]) -> Vec<Calibration<'_>> {
    let own = || scores.iter().filter(|score| score.card.rater == SELF);
    // Most answers are scored once, and can have no pair.
    let replayed = own().filter(|score| score.card.pass == Pass::Replay);
    let replayed: HashSet<_> = replayed.map(answer).collect();
    let mut pairs: BTreeMap<Key<'_>, (Option<i64>, Option<i64>)> = BTreeMap::new();
    for score in own().filter(|score| replayed.contains(&answer(score))) {
        let pair = pairs.entry(key(score)).or_default();
        match score.card.pass {
            Pass::First => pair.0 = pair.0.or(Some(score.value)),
            Pass::Replay => pair.1 = Some(score.value),
        }
    }
    let mut groups: BTreeMap<(&str, i64, i64), Vec<f64>> = BTreeMap::new();
    for ((rubric, min, max, ..), pair) in pairs {
        if let (Some(first), Some(replay)) = pair {
            let difference = replay as f64 - first as f64;
            let group = groups.entry((rubric, min, max)).or_default();
            group.push(difference);
        }
    }
    let all = groups
        .into_iter()
        .filter_map(|((rubric, min, max), apart)| {
            let bias = mean(&apart)?;
            Some(Calibration {
                rubric,
                min,
                max,
                n: apart.len(),
                bias,
                spread: spread(&apart, bias),
            })
        });
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|known| std::cmp::Reverse(known.n));
    all
}

fn answer(score: &PastScore) -> (Option<Uuid>, Option<usize>) {
    (score.card.session, score.card.answer)
}

fn key(score: &PastScore) -> Key<'_> {
    let PastScore {
        card,
        criterion,
        min,
        max,
        ..
    } = score;
    (
        &card.rubric,
        *min,
        *max,
        card.session,
        card.answer,
        criterion,
    )
}

fn spread(values: &[f64], mean: f64) -> Option<f64> {
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (values.len() - 1) as f64).sqrt())
}
