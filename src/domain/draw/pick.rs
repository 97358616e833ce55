//! Taking prompts from the top of an order, so that no two of them train the same.

use std::collections::HashMap;

use super::super::prompt::Prompt;
use super::reason::Reason;

/// A prompt that may be drawn, with what speaks for it.
#[derive(Debug)]
pub(super) struct Candidate<'a> {
    pub(super) prompt: &'a Prompt,
    /// Nothing is taken of a later tier while there is anything of an earlier one.
    pub(super) tier: u8,
    /// Lower is first within the tier.
    pub(super) rank: i128,
    pub(super) why: Reason,
    /// Its competencies, by number.
    pub(super) trains: Vec<usize>,
    pub(super) is_taken: bool,
}

impl<'a> Candidate<'a> {
    pub(super) fn new(prompt: &'a Prompt, tier: u8, rank: i128, why: Reason) -> Self {
        Candidate {
            prompt,
            tier,
            rank,
            why,
            trains: Vec::new(),
            is_taken: false,
        }
    }
}

/// How much a prompt has in common with those taken already. Less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Overlap {
    None,
    /// Some competency, but not the one it trains first.
    Some,
    First,
}

/// The competencies of all candidates by number, and those that the round trains already.
#[derive(Debug)]
pub(super) struct Trained<'n> {
    pub(super) names: Vec<&'n str>,
    is_trained: Vec<bool>,
}

impl<'n> Trained<'n> {
    /// Numbers the competencies of the candidates; `beside` are the prompts that were taken before.
    pub(super) fn new<'a: 'n + 'c, 'c>(
        candidates: impl Iterator<Item = &'c mut Candidate<'a>>,
        beside: &[&'n Prompt],
    ) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut names = Vec::new();
        let mut number = |name: &'n str| {
            *numbers.entry(name).or_insert_with(|| {
                names.push(name);
                names.len() - 1
            })
        };
        for candidate in candidates {
            let competencies = candidate.prompt.competencies.iter();
            candidate.trains = competencies.map(|name| number(name)).collect();
        }
        let taken: Vec<usize> = beside
            .iter()
            .flat_map(|prompt| &prompt.competencies)
            .map(|name| number(name))
            .collect();
        let mut is_trained = vec![false; names.len()];
        for number in taken {
            is_trained[number] = true;
        }
        Trained { names, is_trained }
    }

    pub(super) fn overlap(&self, candidate: &Candidate<'_>) -> Overlap {
        let trained = |number: &usize| self.is_trained[*number];
        match candidate.trains.first() {
            Some(first) if trained(first) => Overlap::First,
            _ if candidate.trains.iter().any(trained) => Overlap::Some,
            _ => Overlap::None,
        }
    }

    pub(super) fn is_trained(&self, competency: usize) -> bool {
        self.is_trained[competency]
    }

    pub(super) fn train(&mut self, competencies: &[usize]) {
        for number in competencies {
            self.is_trained[*number] = true;
        }
    }
}

/// Of the candidates that are left and that `may` be taken, the one of the earliest tier that has
/// least in common with those taken before; the earlier of two. Candidates stand in their order.
pub(super) fn next(
    candidates: &[Candidate<'_>],
    trained: &Trained<'_>,
    may: impl Fn(&Candidate<'_>) -> bool,
) -> Option<usize> {
    let mut best: Option<(u8, Overlap, usize)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        if best.is_some_and(|(tier, overlap, _)| candidate.tier > tier || overlap == Overlap::None)
        {
            break;
        }
        if candidate.is_taken || !may(candidate) {
            continue;
        }
        let this = (candidate.tier, trained.overlap(candidate), index);
        if best.is_none_or(|best| this < best) {
            best = Some(this);
        }
    }
    best.map(|(_, _, index)| index)
}
