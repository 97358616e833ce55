//! What to sit for the criteria that are lowest: the rounds whose scores speak for them.

use super::super::bank::Bank;
use super::super::round::Round;
use super::Judgment;

/// For each of the lowest criteria that is no strength, the first round of the bank that is scored
/// on what counts as evidence for it; each round once.
pub fn training<'a>(bank: &'a Bank, judgment: &Judgment<'_>) -> Vec<&'a Round> {
    let mut rounds: Vec<&Round> = Vec::new();
    let open = judgment.lowest.iter().filter(|given| {
        !judgment.strengths.contains(given) && given.value < given.criterion.scale.max()
    });
    for given in open {
        let rubrics = given.criterion.evidence.iter();
        let mut rubrics = rubrics.filter_map(|source| source.split_once('/'));
        let round = rubrics.find_map(|(rubric, _)| {
            let mut rounds = bank.rounds.iter();
            rounds.find(|round| round.rubrics.iter().any(|id| id == rubric))
        });
        if let Some(round) = round.filter(|round| !rounds.iter().any(|known| known.id == round.id))
        {
            rounds.push(round);
        }
    }
    rounds
}
