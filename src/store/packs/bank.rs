//! The bank: what can be practised of all packs.
//!
//! Whatever was wrong with the packs, no id in the bank leads nowhere, so nobody who uses it needs
//! to ask.

use std::collections::HashMap;

use super::pack::{Body, Item, Pack};
use crate::domain::{Bank, Loop, Prompt, Round, Rubric, Source};

/// Lays the packs over each other, in their order, and takes the sound items.
///
/// A round or loop is left out where it needs what is missing, so one broken item of a user's
/// leaves a built-in round standing that it would have replaced.
pub(super) fn bank(packs: &[Pack]) -> Bank {
    let mut bank = Bank {
        prompts: overlay(packs, as_prompt, |prompt| &prompt.id),
        rubrics: overlay(packs, as_rubric, |rubric| &rubric.id),
        ..Bank::default()
    };
    let sittable = |item| as_round(item).filter(|round| can_sit(round, &bank));
    let rounds = overlay(packs, sittable, |round| &round.id);
    bank.rounds = rounds;
    let whole = |item| as_loop(item).filter(|day| is_whole(day, &bank));
    let loops = overlay(packs, whole, |day| &day.id);
    bank.loops = loops;
    forget_missing(&mut bank);
    bank
}

/// The picked values, each id once: where it comes again, in place of the earlier.
fn overlay<'p, T: Clone + 'p>(
    packs: &'p [Pack],
    pick: impl Fn(&'p Item) -> Option<&'p T>,
    id: impl Fn(&T) -> &str,
) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for value in packs.iter().flat_map(|pack| &pack.items).filter_map(pick) {
        let place = *places.entry(id(value).to_owned()).or_insert(all.len());
        if place < all.len() {
            all[place] = value.clone();
        } else {
            all.push(value.clone());
        }
    }
    all
}

fn as_prompt(item: &Item) -> Option<&Prompt> {
    match &item.body {
        Body::Prompt { value, .. } => value.as_ref(),
        _ => None,
    }
}

fn as_round(item: &Item) -> Option<&Round> {
    match &item.body {
        Body::Round { value, .. } => value.as_ref(),
        _ => None,
    }
}

fn as_loop(item: &Item) -> Option<&Loop> {
    match &item.body {
        Body::Loop { value } => value.as_ref(),
        _ => None,
    }
}

fn as_rubric(item: &Item) -> Option<&Rubric> {
    match &item.body {
        Body::Rubric { value, .. } => value.as_ref(),
        _ => None,
    }
}

fn can_sit(round: &Round, bank: &Bank) -> bool {
    round.parts.iter().all(|part| match &part.source {
        Source::Prompts(ids) => ids.iter().all(|id| bank.prompt(id).is_some()),
        Source::Draw { .. } => true,
    })
}

fn is_whole(day: &Loop, bank: &Bank) -> bool {
    let known = |id: &str| bank.round(id).is_some();
    day.rounds.iter().all(|round| known(&round.round))
}

/// Takes out what is only named: a prompt can be asked without its round, and a round without
/// one of its rubrics.
fn forget_missing(bank: &mut Bank) {
    let rounds = &bank.rounds;
    for prompt in &mut bank.prompts {
        let known = |id: &String| rounds.iter().any(|round| round.id == *id);
        prompt.round = prompt.round.take().filter(known);
    }
    let rubrics = &bank.rubrics;
    for round in &mut bank.rounds {
        let known = |id: &String| rubrics.iter().any(|rubric| rubric.id == *id);
        round.rubrics.retain(known);
    }
    let criteria: Vec<String> = bank.rubrics.iter().flat_map(addresses).collect();
    for rubric in &mut bank.rubrics {
        for criterion in &mut rubric.criteria {
            criterion
                .evidence
                .retain(|address| criteria.contains(address));
        }
    }
}

/// `RUBRIC/CRITERION` of each of its criteria.
fn addresses(rubric: &Rubric) -> impl Iterator<Item = String> {
    let criteria = rubric.criteria.iter();
    criteria.map(|criterion| format!("{}/{}", rubric.id, criterion.id))
}
