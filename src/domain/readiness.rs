//! Whether one is ready, by the evidence of practice.
//!
//! Each criterion of a rubric such as `l7-readiness` names the practice scores that speak for it. A
//! criterion's value is the mean of those, given by the candidate in the first pass within so many
//! days; there have to be so many of them. A score from another scale is brought to the criterion's
//! own by a line: lowest to lowest, highest to highest. Upon these values the rubric's pass rules are
//! measured. A criterion that names no evidence has what the last assessment within the same days
//! gave it. What an assessment says of the others stands beside the evidence, and moves nothing.

mod evidence;
mod outcomes;
mod rules;
mod sit;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, Serializer};
use uuid::Uuid;

use super::bank::Bank;
use super::practice::{PastScore, SELF};
use super::rubric::{Area, Criterion, Per, Rubric, Scorecard};
use super::verdict::{MeasuredRule, Rule, Verdict, judge_card, steps_after};

pub use outcomes::OutcomeStanding;
pub use sit::{SitVerb, ToSit};

/// How much evidence it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReadinessRules {
    /// Scores for each criterion.
    pub at_least: u32,
    pub within_days: u32,
}

impl Default for ReadinessRules {
    fn default() -> Self {
        ReadinessRules {
            at_least: 3,
            within_days: 30,
        }
    }
}

impl ReadinessRules {
    /// What was given before this counts no more.
    pub fn since(self, now: Timestamp) -> Timestamp {
        let days = SignedDuration::from_hours(i64::from(self.within_days) * 24);
        now.checked_sub(days).unwrap_or(Timestamp::MIN)
    }
}

/// All that the evidence says. In a document rubric, areas and criteria stand by their ids.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Readiness<'a> {
    #[serde(serialize_with = "rubric_id")]
    pub rubric: &'a Rubric,
    /// None where the rubric has no rules, or they cannot be measured.
    pub verdict: Option<Verdict>,
    pub rules: Vec<ReadinessRule<'a>>,
    /// What of the rules does not hold, where there is evidence enough to say so.
    pub shortfalls: Vec<ReadinessShortfall<'a>>,
    #[serde(flatten)]
    pub wanted: ReadinessRules,
    pub areas: Vec<AreaStanding<'a>>,
    pub criteria: Vec<CriterionStanding<'a>>,
    /// The last assessment on the rubric.
    pub assessed: Option<Assessed>,
    pub outcomes: Vec<OutcomeStanding<'a>>,
    /// What to do for what is missing.
    pub sit: Vec<ToSit<'a>>,
    /// What the rubric says to do after such a verdict.
    pub steps: &'a [String],
}

/// A pass rule on the evidence so far, and of how many scores that is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReadinessRule<'a> {
    #[serde(flatten)]
    pub measured: MeasuredRule,
    pub n: usize,
    /// Of the rule about areas, the id of the lowest.
    pub area: Option<&'a str>,
}

/// One broken rule; of the rule about areas, one area that breaks it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ReadinessShortfall<'a> {
    pub rule: Rule,
    /// Its id.
    pub area: Option<&'a str>,
    pub value: f64,
    pub at_least: f64,
    pub by: f64,
    /// Of how many scores the value is.
    pub n: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AreaStanding<'a> {
    #[serde(serialize_with = "area_id")]
    pub area: &'a Area,
    pub mean: Option<f64>,
    /// Of how many scores.
    pub n: usize,
    /// What the last assessment says.
    pub assessed: Option<f64>,
}

/// What speaks for one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CriterionStanding<'a> {
    #[serde(serialize_with = "criterion_id")]
    pub criterion: &'a Criterion,
    /// On the criterion's own scale.
    pub value: Option<f64>,
    /// Of how many scores.
    pub n: usize,
    /// How many more it takes.
    pub missing: usize,
    /// What the last assessment says.
    pub assessed: Option<i64>,
}

/// The last assessment on the same rubric, and what it came to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Assessed {
    pub card: Uuid,
    pub at: Timestamp,
    pub mean: Option<f64>,
    pub verdict: Option<Verdict>,
}

/// What readiness is judged by where nothing is named: the first rubric of no session whose
/// criteria name evidence.
pub fn readiness_rubric(bank: &Bank) -> Option<&Rubric> {
    let mut rubrics = bank.rubrics.iter();
    rubrics.find(|rubric| can_tell_readiness(rubric))
}

/// Whether a rubric is one that practice can speak for.
pub fn can_tell_readiness(rubric: &Rubric) -> bool {
    let mut criteria = rubric.criteria.iter();
    rubric.per == Per::None && criteria.any(|criterion| !criterion.evidence.is_empty())
}

impl<'a> Readiness<'a> {
    /// Where one stands `now` by `rubric`. Scores and assessments stand oldest first.
    pub fn of(
        bank: &'a Bank,
        rubric: &'a Rubric,
        scores: &[PastScore],
        assessments: &[Scorecard],
        wanted: ReadinessRules,
        now: Timestamp,
    ) -> Self {
        let since = wanted.since(now);
        let card = last_assessment(bank, rubric, assessments);
        let recent = scores.iter().filter(|score| score.card.at >= since);
        let recent: Vec<&PastScore> = recent.filter(|score| score.is_own_first()).collect();
        let criteria: Vec<CriterionStanding<'a>> = rubric
            .criteria
            .iter()
            .map(|criterion| evidence::standing(criterion, &recent, card, since, wanted))
            .collect();
        let measured = rules::measure(rubric, &criteria, card);
        let mut areas = measured.rules.iter();
        let areas = areas.find(|rule| rule.measured.rule == Rule::EachAreaMeanAtLeast);
        let areas_hold = areas.is_some_and(|rule| rule.measured.holds);
        let sit = sit::to_sit(bank, rubric, &criteria, measured.verdict);
        Readiness {
            rubric,
            verdict: measured.verdict,
            rules: measured.rules,
            shortfalls: measured.shortfalls,
            wanted,
            areas: measured.areas,
            assessed: card.and_then(|card| assessed(bank, card)),
            outcomes: outcomes::outcomes(rubric, &criteria),
            steps: steps_after(rubric, measured.verdict, areas_hold),
            criteria,
            sit,
        }
    }

    /// How many scores there are in all.
    pub fn n(&self) -> usize {
        self.criteria.iter().map(|known| known.n).sum()
    }
}

/// The newest card of the candidate's that the rubric, as it is now, can judge.
fn last_assessment<'c>(
    bank: &Bank,
    rubric: &Rubric,
    assessments: &'c [Scorecard],
) -> Option<&'c Scorecard> {
    let mut newest_first = assessments.iter().rev();
    newest_first.find(|card| {
        let is_own = card.rubric == rubric.id && card.rater == SELF && !card.retracted;
        is_own && judge_card(bank, card).is_ok()
    })
}

fn assessed(bank: &Bank, card: &Scorecard) -> Option<Assessed> {
    let judgment = judge_card(bank, card).ok()?;
    Some(Assessed {
        card: card.id,
        at: card.at,
        mean: judgment.mean,
        verdict: judgment.verdict,
    })
}

fn rubric_id<S: Serializer>(rubric: &Rubric, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&rubric.id)
}

fn area_id<S: Serializer>(area: &Area, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&area.id)
}

fn criterion_id<S: Serializer>(criterion: &Criterion, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&criterion.id)
}
