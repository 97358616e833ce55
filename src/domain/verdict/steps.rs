//! What to do after an assessment, by its verdict.

use super::super::rubric::Rubric;
use super::{Judgment, Rule, Verdict};

/// The steps of the rubric that go with a verdict. Whoever has every area where it should be is past
/// what the others need, even where the whole is not enough yet: that is missing by points, which
/// are told beside. Where criteria are missing nothing can be said.
pub fn next_steps<'a>(judgment: &Judgment<'a>) -> &'a [String] {
    let mut rules = judgment.rules.iter();
    let areas = rules.find(|rule| rule.rule == Rule::EachAreaMeanAtLeast);
    let areas_hold = areas.is_some_and(|rule| rule.holds);
    steps_after(judgment.rubric, judgment.verdict, areas_hold)
}

/// As [`next_steps`], of whatever led to the verdict.
pub(in crate::domain) fn steps_after(
    rubric: &Rubric,
    verdict: Option<Verdict>,
    areas_hold: bool,
) -> &[String] {
    let steps = &rubric.next_steps;
    match verdict {
        None | Some(Verdict::NotEnoughEvidence) => &[],
        Some(Verdict::Ready) => &steps.ready,
        Some(Verdict::NotYet) if areas_hold => &steps.ready,
        Some(Verdict::NotYet) => &steps.not_yet,
    }
}
