//! Training what is weakest: a competency by weight first, then a prompt that asks for it.

use rand::RngExt as _;
use rand::rngs::ChaCha8Rng;

use super::super::past::Past;
use super::pick::{Candidate, Trained, next};
use super::reason::Reason;

/// The share that a prompt without competencies is weighed by: neither weak nor strong.
const NEUTRAL: u8 = 50;

/// What keeps a competency from never being asked for again, in percent of weakness.
const LEAST: u64 = 5;

/// What the next prompt is to train.
#[derive(Debug, Clone, Copy)]
enum Aim {
    Competency(usize),
    /// Whatever a prompt trains that names no competency.
    Unnamed,
}

/// How often a competency is drawn, relative to others: by the square of what is missing to full
/// marks, so that a 2 of 5 comes nine times as often as a 4. One without scores counts as no marks
/// at all. Whole numbers, since a logarithm may end differently on another machine.
fn weight(share: Option<u8>) -> u64 {
    let missing = u64::from(100 - share.unwrap_or(0).min(100)).max(LEAST);
    missing * missing
}

/// The next candidate to take, with the reason.
pub(super) fn pick(
    candidates: &[Candidate<'_>],
    trained: &Trained<'_>,
    past: &Past,
    rng: &mut ChaCha8Rng,
    may: impl Fn(&Candidate<'_>) -> bool,
) -> Option<(usize, Reason)> {
    let aim = choose(candidates, trained, past, rng, &may)?;
    let trains = |candidate: &Candidate<'_>| match aim {
        Aim::Competency(number) => candidate.trains.contains(&number),
        Aim::Unnamed => candidate.trains.is_empty(),
    };
    let index = next(candidates, trained, |candidate| {
        may(candidate) && trains(candidate)
    })?;
    let why = match aim {
        Aim::Competency(number) => {
            let name = trained.names[number];
            Some((name.to_owned(), past.standing(name)))
        }
        Aim::Unnamed => None,
    };
    Some((index, Reason::Weak(why)))
}

/// An aim by its weight; none where nothing is left.
///
/// One that the round trains already is chosen only when nothing else is left.
fn choose(
    candidates: &[Candidate<'_>],
    trained: &Trained<'_>,
    past: &Past,
    rng: &mut ChaCha8Rng,
    may: impl Fn(&Candidate<'_>) -> bool,
) -> Option<Aim> {
    let mut is_there = vec![false; trained.names.len()];
    let mut unnamed = false;
    for candidate in candidates.iter().filter(|c| !c.is_taken && may(c)) {
        unnamed |= candidate.trains.is_empty();
        for number in &candidate.trains {
            is_there[*number] = true;
        }
    }
    let mut there: Vec<usize> = (0..is_there.len()).filter(|n| is_there[*n]).collect();
    // By name: their numbers depend on the order of the candidates.
    there.sort_by_key(|number| trained.names[*number]);
    let untrained: Vec<usize> = there
        .iter()
        .copied()
        .filter(|number| !trained.is_trained(*number))
        .collect();
    if !untrained.is_empty() || unnamed {
        there = untrained;
    }
    let share = |number: &usize| past.standing(trained.names[*number]).map(|s| s.share);
    let mut weighed: Vec<(Aim, u64)> = there
        .iter()
        .map(|number| (Aim::Competency(*number), weight(share(number))))
        .collect();
    if unnamed {
        weighed.push((Aim::Unnamed, weight(Some(NEUTRAL))));
    }
    let total: u64 = weighed.iter().map(|(_, weight)| weight).sum();
    if total == 0 {
        return None;
    }
    let mut at = rng.random_range(0..total);
    let hit = weighed.into_iter().find(|(_, weight)| {
        let is_hit = at < *weight;
        at = at.saturating_sub(*weight);
        is_hit
    });
    hit.map(|(aim, _)| aim)
}
