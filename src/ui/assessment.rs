//! What an assessment comes to, as a page: the areas, the verdict, what is strong and what is not,
//! what has changed since the last one, and what to do next.

use super::numbers::{change as moved_by, mean, threshold};
use super::text::sanitize;
use super::verdict::{DOT, headline, list, wrapped};
use crate::domain::{Change, Judgment, MeasuredRule, Round, Shortfall, Verdict};

/// All that there is to say of one assessment.
#[derive(Debug, Clone, Copy)]
pub struct Assessment<'a> {
    pub judgment: &'a Judgment<'a>,
    /// What is different from the last one, and the day of that.
    pub change: Option<(&'a Change<'a>, &'a str)>,
    pub shortfalls: &'a [Shortfall<'a>],
    /// What to sit for the lowest criteria.
    pub rounds: &'a [&'a Round],
}

/// The page, as lines of at most `width` columns where titles leave room for that.
pub fn page(assessment: &Assessment<'_>, width: usize) -> String {
    let judgment = assessment.judgment;
    let mut lines = vec![headline(judgment)];
    lines.extend(list("Strengths", &judgment.strengths));
    lines.extend(list("To develop", &judgment.development));
    lines.extend(list("Lowest", &judgment.lowest));
    lines.extend(assessment.change.map(|(change, day)| since(change, day)));
    let mut parts = Vec::new();
    if !judgment.areas.is_empty() {
        parts.push(areas(assessment));
    }
    parts.push(wrapped(&lines, width, ""));
    let steps = wrapped(&steps(assessment), width, "  · ").replace("\n  ·   ", "\n    ");
    parts.push(format!("Next\n{steps}"));
    parts.join("\n\n")
}

/// A row for each area: its mean, and how that has moved.
fn areas(assessment: &Assessment<'_>) -> String {
    let judgment = assessment.judgment;
    let title = |title: &str| sanitize(title);
    let widths = judgment.areas.iter();
    let widest = widths.map(|area| title(&area.area.title).chars().count());
    let widest = widest.max().unwrap_or_default();
    let rows = judgment.areas.iter().map(|area| {
        let value = area.mean.map_or_else(|| "-".to_owned(), mean);
        let moved = assessment.change.and_then(|(change, _)| {
            let mut areas = change.areas.iter();
            areas.find(|moved| moved.area == area.area.id)?.mean
        });
        let moved = moved.map_or_else(String::new, |by| format!("  {}", moved_by(by)));
        let row = format!("{:<widest$}  {value:<4}{moved}", title(&area.area.title));
        row.trim_end().to_owned()
    });
    rows.collect::<Vec<_>>().join("\n")
}

fn since(change: &Change<'_>, day: &str) -> String {
    if change.criteria.is_empty() {
        return format!("Since {day}: every value is as it was.");
    }
    let total = change.total.map(|total| match total {
        0 => "total as it was".to_owned(),
        total => format!("total {}", moved_by(total as f64).trim_end_matches(".0")),
    });
    let moved = change.criteria.iter().map(|moved| {
        let title = &moved.criterion.title;
        format!("{title}\u{a0}({}\u{a0}→\u{a0}{})", moved.from, moved.to)
    });
    let told: Vec<String> = total.into_iter().chain(moved).collect();
    format!("Since {day}: {}", told.join(DOT))
}

/// What to do now. Never empty.
fn steps(assessment: &Assessment<'_>) -> Vec<String> {
    let judgment = assessment.judgment;
    let id = &judgment.rubric.id;
    let mut steps: Vec<String> = Vec::new();
    match judgment.verdict {
        Some(Verdict::NotEnoughEvidence) => {
            steps.push(format!("`hotseat assess {id}` again, with every criterion"));
        }
        Some(Verdict::NotYet) => {
            let short = assessment.shortfalls.iter();
            steps.extend(short.map(|short| missing(judgment, short)));
        }
        Some(Verdict::Ready) | None => {}
    }
    let rounds = assessment.rounds.iter();
    steps.extend(rounds.map(|round| format!("`hotseat practice {}`: {}", round.id, round.title)));
    if !judgment.missing.is_empty() {
        return steps;
    }
    steps.push(format!(
        "`hotseat assess {id}` after some practice shows what has changed"
    ));
    steps
}

/// What a broken rule takes to hold.
fn missing(judgment: &Judgment<'_>, short: &Shortfall<'_>) -> String {
    let rule = |rule: &&MeasuredRule| rule.rule == short.rule;
    let wanted = judgment.rules.iter().find(rule).map(|rule| rule.at_least);
    let wanted = wanted.map_or_else(String::new, |wanted| match short.rule {
        crate::domain::Rule::TotalAtLeast => format!("a total of {wanted}"),
        _ => format!("a mean of {}", threshold(wanted)),
    });
    let mut areas = judgment.areas.iter().map(|area| area.area);
    let area = short.area.and_then(|id| areas.find(|area| area.id == id));
    let place = area.map_or("Overall", |area| area.title.as_str());
    match short.points {
        Some(1) => format!("{place}: one point more makes {wanted}"),
        Some(points) => format!("{place}: {points} points more make {wanted}"),
        None => format!("{place}: {} more make {wanted}", mean(short.by)),
    }
}

#[cfg(test)]
mod tests;
