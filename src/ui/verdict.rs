//! A scorecard judged, in a few lines: how much, whether that is enough, what is strong and what to
//! work on.

use super::numbers::{against, mean, threshold};
use super::text::hanging;
use crate::domain::{
    Bank, Criterion, Given, Judgment, MeasuredRule, Rule, Scale, Scorecard, Unjudged, Verdict,
    judge_card,
};

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// Between things of a list. It stays with what is before it.
pub(super) const DOT: &str = "\u{a0}· ";

/// How many criteria that were left out are named.
const NAMED: usize = 3;

/// What `card` amounts to, as lines of at most `width` columns that begin with `indent`. A card
/// that was taken back amounts to nothing.
pub fn verdict(bank: &Bank, card: &Scorecard, width: usize, indent: &str) -> String {
    match sentences(bank, card).as_slice() {
        [] => String::new(),
        lines => wrapped(lines, width, indent),
    }
}

/// As [`verdict`], for whoever wraps lines otherwise.
pub(super) fn sentences(bank: &Bank, card: &Scorecard) -> Vec<String> {
    if card.retracted {
        return Vec::new();
    }
    match judge_card(bank, card) {
        Ok(judgment) => judged(&judgment),
        Err(reason) => vec![unjudged(&reason)],
    }
}

/// Lines of at most `width` columns, each hanging below its beginning.
pub(super) fn wrapped(lines: &[String], width: usize, indent: &str) -> String {
    let rest = format!("{indent}  ");
    let wrapped = lines
        .iter()
        .map(|line| hanging(line, width.min(WIDEST), indent, &rest));
    // What kept words together has done its work.
    wrapped
        .collect::<Vec<_>>()
        .join("\n")
        .replace('\u{a0}', " ")
}

fn unjudged(reason: &Unjudged) -> String {
    format!("This card cannot be judged: {reason}.")
}

fn judged(judgment: &Judgment<'_>) -> Vec<String> {
    let mut lines = vec![headline(judgment)];
    lines.extend(list("Strengths", &judgment.strengths));
    lines.extend(work(judgment));
    lines
}

/// How much was reached, and whether that is enough.
pub(super) fn headline(judgment: &Judgment<'_>) -> String {
    let amount = amount(judgment);
    match enough(judgment) {
        Some(enough) => format!("{amount} {enough}"),
        None => amount,
    }
}

/// How much was reached.
fn amount(judgment: &Judgment<'_>) -> String {
    let rubric = judgment.rubric;
    let of = rubric.criteria.len();
    let given = judgment.given.len();
    let average = average(judgment);
    if given < of {
        return format!("{given} of {of} criteria scored{average}.");
    }
    match (rubric.scale(), judgment.total, judgment.max) {
        (Some(Scale::YesNo), Some(total), Some(max)) => format!("{total} of {max} yes."),
        (_, Some(total), Some(max)) => format!("Total {total} of {max}{average}."),
        _ => "No total: the criteria have different scales.".to_owned(),
    }
}

/// The mean as it goes on a sentence; of a single value there is none worth telling, and what
/// stands for it among yes and no is how many are yes.
fn average(judgment: &Judgment<'_>) -> String {
    let Some(value) = judgment.mean.filter(|_| judgment.given.len() > 1) else {
        return String::new();
    };
    let name = mean_name(judgment);
    let mean = against(value, rule(judgment, Rule::OverallMeanAtLeast));
    match (judgment.rubric.scale(), judgment.total) {
        (Some(Scale::YesNo), Some(total)) => format!(", {total} yes"),
        (Some(Scale::Tally { of }), _) => format!(", {name} {mean} of {of}"),
        _ => format!(", {name} {mean}"),
    }
}

fn mean_name(judgment: &Judgment<'_>) -> &'static str {
    let mut weights = judgment.rubric.criteria.iter().map(|known| known.weight);
    let first = weights.next();
    if weights.all(|weight| Some(weight) == first) {
        "mean"
    } else {
        "weighted mean"
    }
}

fn rule<'a>(judgment: &'a Judgment<'_>, which: Rule) -> Option<&'a MeasuredRule> {
    judgment.rules.iter().find(|rule| rule.rule == which)
}

/// Whether it is enough.
fn enough(judgment: &Judgment<'_>) -> Option<String> {
    let told = |holds: bool| {
        let rules = judgment.rules.iter().filter(|rule| rule.holds == holds);
        let told: Vec<String> = rules.map(|rule| tell(judgment, rule)).collect();
        told.join("; ")
    };
    match judgment.verdict {
        Some(Verdict::Ready) => Some(format!("Ready: {}.", told(true))),
        Some(Verdict::NotYet) => Some(format!("Not yet: {}.", told(false))),
        Some(Verdict::NotEnoughEvidence) => {
            let missing = left_out(&judgment.missing);
            Some(format!(
                "Not enough evidence for a verdict without {missing}."
            ))
        }
        None if !judgment.rules.is_empty() => {
            Some("No verdict: its rules cannot be measured.".to_owned())
        }
        None if !judgment.missing.is_empty() => {
            Some(format!("Left out: {}.", left_out(&judgment.missing)))
        }
        None => None,
    }
}

fn left_out(missing: &[&Criterion]) -> String {
    let named = missing.iter().take(NAMED);
    let named: Vec<&str> = named.map(|criterion| criterion.title.as_str()).collect();
    let named = named.join(DOT);
    match missing.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// A rule with what it was measured by.
fn tell(judgment: &Judgment<'_>, rule: &MeasuredRule) -> String {
    let value = rule.value.unwrap_or_default();
    match rule.rule {
        Rule::TotalAtLeast => format!("total {value}, at least {} wanted", rule.at_least),
        Rule::OverallMeanAtLeast => {
            let value = against(value, Some(rule));
            let wanted = threshold(rule.at_least);
            format!("overall mean {value}, at least {wanted} wanted")
        }
        Rule::EachAreaMeanAtLeast => {
            let wanted = threshold(rule.at_least);
            if rule.holds {
                let value = mean(value);
                return format!("lowest area mean {value}, at least {wanted} wanted");
            }
            let areas = short_areas(judgment, rule).join(DOT);
            format!("{areas}, at least {wanted} wanted in every area")
        }
    }
}

/// The areas that break the rule, with their means.
fn short_areas(judgment: &Judgment<'_>, rule: &MeasuredRule) -> Vec<String> {
    let areas = judgment.areas.iter().filter_map(|area| {
        let mean = area.mean.filter(|mean| !rule.is_reached_by(*mean))?;
        let title = &area.area.title;
        Some(format!("{title}\u{a0}{}", against(mean, Some(rule))))
    });
    areas.collect()
}

/// What is worth working on: not what is a strength, nor what could not be better.
fn work(judgment: &Judgment<'_>) -> Option<String> {
    let open = |given: &&Given<'_>| {
        given.value < given.criterion.scale.max() && !judgment.strengths.contains(given)
    };
    if judgment.rubric.scale() == Some(Scale::YesNo) {
        let titles = judgment.given.iter().filter(open);
        let titles: Vec<&str> = titles.map(|no| no.criterion.title.as_str()).collect();
        return (!titles.is_empty()).then(|| format!("No: {}", titles.join(DOT)));
    }
    let lowest: Vec<Given<'_>> = judgment.lowest.iter().filter(open).copied().collect();
    list("Work on", &lowest)
}

pub(super) fn list(name: &str, given: &[Given<'_>]) -> Option<String> {
    let items = given.iter().map(|given| {
        let value = super::numbers::value(given.criterion.scale, given.value);
        format!("{}\u{a0}({value})", given.criterion.title)
    });
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| format!("{name}: {}", items.join(DOT)))
}

#[cfg(test)]
mod tests;
