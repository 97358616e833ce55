//! Where the candidate stands in each competency, weakest first.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::past::standing;
use super::super::practice::SatAnswer;
use super::course::{Direction, NEWEST};

/// A competency by its scored answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompetencyProgress<'a> {
    pub competency: &'a str,
    /// The mean of the latest answers, in percent of their scales.
    pub share: u8,
    /// Of how many answers that is the mean: five at most.
    pub n: usize,
    /// How many scored answers there are.
    pub answers: usize,
    /// None of fewer than five answers.
    pub trend: Option<Direction>,
    /// The newest twenty answers at most, oldest first, each in percent of its scales.
    pub values: Vec<u8>,
}

/// All competencies with a scored answer, weakest first; ties by name.
pub fn competencies(answers: &[SatAnswer]) -> Vec<CompetencyProgress<'_>> {
    let mut scored: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for SatAnswer { past, .. } in answers {
        let Some(share) = past.share else { continue };
        for competency in &past.competencies {
            scored.entry(competency).or_default().push(share);
        }
    }
    let all = scored.into_iter().filter_map(|(competency, shares)| {
        let now = standing(&shares)?;
        let values: Vec<f64> = shares.iter().copied().map(f64::from).collect();
        Some(CompetencyProgress {
            competency,
            share: now.share,
            n: now.answers,
            answers: shares.len(),
            trend: Direction::of(&values),
            values: shares[shares.len().saturating_sub(NEWEST)..].to_vec(),
        })
    });
    let mut all: Vec<_> = all.collect();
    // Stable, so that ties stay in the order of their names.
    all.sort_by_key(|known| known.share);
    all
}
