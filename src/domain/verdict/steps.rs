//! What to do after an assessment, by its verdict.

use super::{Judgment, Rule, Verdict};

/// The steps of the rubric that go with a verdict. Whoever has every area where it should be is past
/// what the others need, even where the whole is not enough yet: that is missing by points, which
/// are told beside. Where criteria are missing nothing can be said.
pub fn next_steps<'a>(judgment: &Judgment<'a>) -> &'a [String] {
    let steps = &judgment.rubric.next_steps;
    let mut rules = judgment.rules.iter();
    let areas = rules.find(|rule| rule.rule == Rule::EachAreaMeanAtLeast);
    match judgment.verdict {
        None | Some(Verdict::NotEnoughEvidence) => &[],
        Some(Verdict::Ready) => &steps.ready,
        Some(Verdict::NotYet) if areas.is_some_and(|rule| rule.holds) => &steps.ready,
        Some(Verdict::NotYet) => &steps.not_yet,
    }
}
