//! What to sit for what is missing: as few different rounds as will do.

use serde::Serialize;

use super::super::bank::Bank;
use super::super::round::Round;
use super::super::rubric::{Per, Rubric};
use super::super::verdict::Verdict;
use super::CriterionStanding;

/// So many criteria are trained for where evidence is there and falls short.
const LOWEST: usize = 3;

/// What is done to get evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SitVerb {
    /// A round is sat.
    Practice,
    /// Some session is scored on a rubric that no round is scored on by itself.
    Score,
    Assess,
}

/// Something to do, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ToSit<'a> {
    pub verb: SitVerb,
    /// Of the round or rubric.
    pub id: &'a str,
    pub title: &'a str,
    /// How often.
    pub times: usize,
    /// The ids of the criteria that it serves.
    pub criteria: Vec<&'a str>,
}

impl ToSit<'_> {
    /// As it is typed, without the program.
    pub fn command(&self) -> String {
        match self.verb {
            SitVerb::Practice => format!("practice {}", self.id),
            SitVerb::Score => format!("score --rubric {}", self.id),
            SitVerb::Assess => format!("assess {}", self.id),
        }
    }
}

/// What to do for the criteria that lack scores, or else for the lowest ones.
pub(super) fn to_sit<'a>(
    bank: &'a Bank,
    rubric: &'a Rubric,
    criteria: &[CriterionStanding<'a>],
    verdict: Option<Verdict>,
) -> Vec<ToSit<'a>> {
    let mut wanting: Vec<(&CriterionStanding<'a>, usize)> = criteria
        .iter()
        .filter(|known| known.missing > 0)
        .map(|known| (known, known.missing))
        .collect();
    if wanting.is_empty() && verdict == Some(Verdict::NotYet) {
        wanting = lowest(rubric, criteria);
    }
    let mut list: Vec<ToSit<'a>> = Vec::new();
    // Those with the least choice first, so that the others can go along with them.
    wanting.sort_by_key(|(known, _)| ways(bank, rubric, known).len());
    for (known, missing) in wanting {
        let ways = ways(bank, rubric, known);
        let taken = ways.iter().find(|way| list.iter().any(|sit| way.is(sit)));
        let Some(way) = taken.or_else(|| ways.first()) else {
            continue;
        };
        let times = missing.div_ceil(way.scores.max(1));
        match list.iter_mut().find(|sit| way.is(sit)) {
            Some(sit) => {
                sit.times = sit.times.max(times);
                sit.criteria.push(&known.criterion.id);
            }
            None => list.push(ToSit {
                verb: way.verb,
                id: way.id,
                title: way.title,
                times,
                criteria: vec![&known.criterion.id],
            }),
        }
    }
    list
}

/// The lowest criteria of those that are no strength yet, each once.
fn lowest<'c, 'a>(
    rubric: &Rubric,
    criteria: &'c [CriterionStanding<'a>],
) -> Vec<(&'c CriterionStanding<'a>, usize)> {
    let share = |known: &CriterionStanding<'_>| {
        let scale = known.criterion.scale;
        let (min, max) = (scale.min() as f64, scale.max() as f64);
        known
            .value
            .map(|value| (value - min) / (max - min).max(1.0))
    };
    let strength = rubric.bands.map_or(f64::INFINITY, |bands| bands.strength);
    let weak = criteria
        .iter()
        .filter(|known| known.value.is_some_and(|value| value < strength));
    let mut weak: Vec<_> = weak
        .filter_map(|known| Some((share(known)?, known)))
        .collect();
    weak.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    weak.truncate(LOWEST);
    weak.into_iter().map(|(_, known)| (known, 1)).collect()
}

/// One way to get scores for a criterion.
struct Way<'a> {
    verb: SitVerb,
    id: &'a str,
    title: &'a str,
    /// How many it gives at a time.
    scores: usize,
}

impl Way<'_> {
    fn is(&self, sit: &ToSit<'_>) -> bool {
        (self.verb, self.id) == (sit.verb, sit.id)
    }
}

fn ways<'a>(bank: &'a Bank, rubric: &'a Rubric, known: &CriterionStanding<'a>) -> Vec<Way<'a>> {
    if known.criterion.evidence.is_empty() {
        return vec![Way {
            verb: SitVerb::Assess,
            id: &rubric.id,
            title: &rubric.title,
            scores: 1,
        }];
    }
    let sources = known.criterion.evidence.iter();
    let rubrics = sources.filter_map(|source| bank.rubric(source.split_once('/')?.0));
    let rubrics: Vec<&Rubric> = rubrics.collect();
    let rounds = rubrics.iter().flat_map(|scored| {
        let rounds = bank.rounds.iter();
        let own = rounds.filter(|round| round.rubrics.contains(&scored.id));
        own.map(|round| Way {
            verb: SitVerb::Practice,
            id: &round.id,
            title: &round.title,
            scores: scores_of(round, scored),
        })
    });
    let rounds: Vec<Way<'a>> = rounds.collect();
    if !rounds.is_empty() {
        return rounds;
    }
    let by_hand = rubrics.into_iter().map(|scored| Way {
        verb: SitVerb::Score,
        id: &scored.id,
        title: &scored.title,
        scores: 1,
    });
    by_hand.collect()
}

/// How many cards of a rubric a sitting of a round gives.
fn scores_of(round: &Round, rubric: &Rubric) -> usize {
    match rubric.per {
        Per::Answer => round.parts.iter().map(|part| part.source.count()).sum(),
        Per::Session | Per::Loop | Per::None => 1,
    }
}
