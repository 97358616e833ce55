//! The bank: what can be practised of all packs.
//!
//! Whatever was wrong with the packs, no id in the bank leads nowhere, so nobody who uses it needs
//! to ask.

use std::collections::{HashMap, HashSet};

use toml::Spanned;

use super::pack::{Body, Item};
use crate::domain::{Activity, Bank, Evidence, Loop, Plan, Round, Rubric, Source};

/// Lays packs over each other, in their order: takes what is sound of the items of each.
///
/// A round, loop or plan is left out where it needs what is missing, so one broken item of a user's
/// leaves a built-in round standing that it would have replaced.
pub(super) fn bank(mut items: Vec<Vec<Item>>) -> Bank {
    let prompts = overlay(&mut items, |item| match &mut item.body {
        Body::Prompt { seen, .. } => seen.take(),
        _ => None,
    });
    let rubrics = rubrics(&mut items);
    let known: HashSet<&str> = prompts.iter().map(|prompt| prompt.id.as_str()).collect();
    let rounds = overlay(&mut items, |item| match &mut item.body {
        Body::Round { value, .. } => value.take_if(|round| can_sit(round, &known)),
        _ => None,
    });
    let known: HashSet<&str> = rounds.iter().map(|round| round.id.as_str()).collect();
    let loops = overlay(&mut items, |item| match &mut item.body {
        Body::Loop { value } => value.take_if(|day| is_whole(day, &known)),
        _ => None,
    });
    let mut bank = Bank {
        prompts,
        rounds,
        loops,
        rubrics,
        plans: Vec::new(),
        frameworks: Vec::new(),
    };
    bank.plans = overlay(&mut items, |item| match &mut item.body {
        Body::Plan { value } => value.take_if(|plan| can_run(plan, &bank)),
        _ => None,
    });
    bank.frameworks = overlay(&mut items, |item| match &mut item.body {
        Body::Framework { value } => value.take(),
        _ => None,
    });
    forget_missing(&mut bank);
    bank
}

/// Rubrics and rounds of packs that have no problem, with whatever they name.
pub(super) fn measures(mut items: Vec<Vec<Item>>) -> Bank {
    Bank {
        rubrics: rubrics(&mut items),
        rounds: overlay(&mut items, |item| match &mut item.body {
            Body::Round { value, .. } => value.take(),
            _ => None,
        }),
        ..Bank::default()
    }
}

fn rubrics(items: &mut [Vec<Item>]) -> Vec<Rubric> {
    overlay(items, |item| match &mut item.body {
        Body::Rubric { value, .. } => value.take(),
        _ => None,
    })
}

/// What is taken of them, each id once: where it comes again, in place of the earlier.
fn overlay<T>(items: &mut [Vec<Item>], take: impl Fn(&mut Item) -> Option<T>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for item in items.iter_mut().flatten() {
        let value = take(item);
        let id = item.id.as_ref().map(Spanned::get_ref);
        let Some((id, value)) = id.zip(value) else {
            continue;
        };
        let place = *places.entry(id).or_insert(all.len());
        if place < all.len() {
            all[place] = value;
        } else {
            all.push(value);
        }
    }
    all
}

fn can_sit(round: &Round, prompts: &HashSet<&str>) -> bool {
    round.parts.iter().all(|part| match &part.source {
        Source::Prompts(ids) => ids.iter().all(|id| prompts.contains(id.as_str())),
        Source::Draw { .. } => true,
    })
}

fn is_whole(day: &Loop, rounds: &HashSet<&str>) -> bool {
    let mut named = day.rounds.iter().map(|round| round.round.as_str());
    named.all(|id| rounds.contains(id))
}

/// A plan with a hole in it would not fill its day.
fn can_run(plan: &Plan, bank: &Bank) -> bool {
    let has_block = |activity: &Activity| match activity {
        Activity::Round(id) => bank.round(id).is_some(),
        Activity::Loop(id) => bank.loops.iter().any(|loop_| loop_.id == *id),
        Activity::Assess(id) => bank.rubric(id).is_some(),
        _ => true,
    };
    let has_evidence = |evidence: &Evidence| match evidence {
        Evidence::Assess { rubric, .. } => bank.rubric(rubric).is_some(),
        Evidence::Round { id, .. } => bank.round(id).is_some(),
        Evidence::Answers { rounds, .. } => rounds.iter().all(|id| bank.round(id).is_some()),
        Evidence::Stories(_) => true,
    };
    let mut evidence = plan
        .deliverables()
        .filter_map(|item| item.evidence.as_ref());
    plan.blocks().all(|block| has_block(&block.activity)) && evidence.all(has_evidence)
}

/// Takes out what is only named: a prompt can be asked without its round, a round without one of
/// its rubrics, and a story told without the prompt of its framework.
fn forget_missing(bank: &mut Bank) {
    let rounds = &bank.rounds;
    for prompt in &mut bank.prompts {
        let known = |id: &String| rounds.iter().any(|round| round.id == *id);
        prompt.round = prompt.round.take().filter(known);
    }
    let prompts = &bank.prompts;
    for framework in &mut bank.frameworks {
        let known = |id: &String| prompts.iter().any(|prompt| prompt.id == *id);
        framework.prompt = framework.prompt.take().filter(known);
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
