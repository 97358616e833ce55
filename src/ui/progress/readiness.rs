//! Readiness: the verdict, what it rests on, and what to sit for it.

use super::super::numbers::{against, mean, threshold};
use super::super::tables::table;
use super::super::text::hanging;
use super::{WIDEST, count, sentences};
use crate::domain::{
    CriterionStanding, OutcomeStanding, Readiness, ReadinessRule, ReadinessShortfall, Rule, ToSit,
    Verdict,
};

/// Verdict, areas (with `all`, criteria too), the last assessment, outcomes, and what to sit.
pub(super) fn part(readiness: &Readiness<'_>, all: bool, width: usize) -> String {
    let heading = format!("Readiness by {}", readiness.rubric.id);
    let mut parts = vec![sentences(&heading, &[verdict(readiness)], width)];
    parts.push(indented(&standing(readiness, all, width.saturating_sub(2))));
    let mut lines: Vec<String> = assessed(readiness).into_iter().collect();
    lines.extend(outcomes_in_short(readiness, all));
    if !lines.is_empty() {
        let told = sentences("", &lines, width);
        parts.push(told.trim_start_matches('\n').to_owned());
    }
    if all && !readiness.outcomes.is_empty() {
        parts.push(outcomes(&readiness.outcomes, width));
    }
    if !readiness.sit.is_empty() {
        parts.push(indented(&to_sit(readiness, all, width.saturating_sub(2))));
    }
    parts.join("\n")
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// The verdict and what it rests on, in a sentence.
pub(in crate::ui) fn verdict(readiness: &Readiness<'_>) -> String {
    match readiness.verdict {
        Some(Verdict::Ready) => {
            let rules: Vec<String> = readiness.rules.iter().map(held).collect();
            format!("Ready: {}.", rules.join("; "))
        }
        Some(Verdict::NotYet) => {
            let short = readiness.shortfalls.iter();
            let short: Vec<String> = short.map(|short| missing(readiness, short)).collect();
            format!("Not yet: {}.", short.join("; "))
        }
        Some(Verdict::NotEnoughEvidence) => {
            let lacking = readiness.criteria.iter();
            let lacking = lacking.filter(|known| known.missing > 0).count();
            let has = if lacking == 1 { "has" } else { "have" };
            format!(
                "Not enough evidence: {lacking} of {} {has} too few scores. Each takes {} of the \
                 last {}.",
                count(readiness.criteria.len(), "criterion", "criteria"),
                readiness.wanted.at_least,
                count(readiness.wanted.within_days as usize, "day", "days"),
            )
        }
        None => "No verdict: its rubric has no rules that can be measured.".to_owned(),
    }
}

fn held(rule: &ReadinessRule<'_>) -> String {
    let value = rule.measured.value.map_or_else(|| "-".to_owned(), mean);
    let wanted = threshold(rule.measured.at_least);
    let n = rule.n;
    match rule.measured.rule {
        Rule::TotalAtLeast => format!("total {value} (n {n}), at least {wanted} wanted"),
        Rule::OverallMeanAtLeast => {
            format!("overall mean {value} (n {n}), at least {wanted} wanted")
        }
        Rule::EachAreaMeanAtLeast => {
            format!("lowest area mean {value} (n {n}), at least {wanted} wanted")
        }
    }
}

fn missing(readiness: &Readiness<'_>, short: &ReadinessShortfall<'_>) -> String {
    let rule = readiness.rules.iter();
    let rule = rule.map(|rule| &rule.measured);
    let rule = rule.clone().find(|rule| rule.rule == short.rule);
    let mut areas = readiness.areas.iter().map(|known| known.area);
    let area = short.area.and_then(|id| areas.find(|area| area.id == id));
    let what = match (short.rule, area) {
        (_, Some(area)) => area.title.as_str(),
        (Rule::TotalAtLeast, None) => "total",
        (_, None) => "overall mean",
    };
    format!(
        "{what} {} (n {}), {} short of {}",
        against(short.value, rule),
        short.n,
        by(short.by),
        threshold(short.at_least)
    )
}

/// How much is missing; never so rounded that it is nothing.
fn by(short: f64) -> String {
    (2..9)
        .map(|places| format!("{short:.places$}"))
        .find(|text| text.bytes().any(|byte| matches!(byte, b'1'..=b'9')))
        .unwrap_or_else(|| "a trace".to_owned())
}

/// A row for each area, with `all` also for its criteria.
fn standing(readiness: &Readiness<'_>, all: bool, width: usize) -> String {
    let mut rows: Vec<[String; 5]> = Vec::new();
    let or_none = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), mean);
    for known in &readiness.areas {
        rows.push([
            known.area.title.clone(),
            or_none(known.mean),
            known.n.to_string(),
            String::new(),
            or_none(known.assessed),
        ]);
        let own = readiness.criteria.iter();
        let own = own.filter(|own| own.criterion.area.as_ref() == Some(&known.area.id));
        rows.extend(own.filter(|_| all).map(|own| row(own, "  ")));
    }
    let no_area = readiness.criteria.iter();
    let no_area = no_area.filter(|own| own.criterion.area.is_none());
    rows.extend(no_area.map(|own| row(own, "")));
    table(width, ["", "practice", "n", "to go", "assessed"], rows)
}

fn row(known: &CriterionStanding<'_>, indent: &str) -> [String; 5] {
    let to_go = match known.missing {
        0 => String::new(),
        more => more.to_string(),
    };
    [
        format!("{indent}{}", known.criterion.title),
        known.value.map_or_else(|| "-".to_owned(), mean),
        known.n.to_string(),
        to_go,
        known
            .assessed
            .map_or_else(|| "-".to_owned(), |value| value.to_string()),
    ]
}

/// What the last assessment came to.
fn assessed(readiness: &Readiness<'_>) -> Option<String> {
    let Some(last) = readiness.assessed else {
        return Some(format!(
            "`hotseat assess {}` puts your own word beside it.",
            readiness.rubric.id
        ));
    };
    let day = last.at.to_zoned(jiff::tz::TimeZone::system()).date();
    let verdict = match last.verdict? {
        Verdict::Ready => "ready",
        Verdict::NotYet => "not yet",
        Verdict::NotEnoughEvidence => "not enough evidence",
    };
    let mean = last
        .mean
        .map_or_else(String::new, |value| format!(", mean {}", mean(value)));
    Some(format!("You assessed yourself on {day}: {verdict}{mean}."))
}

fn outcomes_in_short(readiness: &Readiness<'_>, all: bool) -> Option<String> {
    let outcomes = &readiness.outcomes;
    let shown = outcomes.iter().filter(|known| known.shown == Some(true));
    (!outcomes.is_empty() && !all).then(|| {
        let of = count(outcomes.len(), "outcome", "outcomes");
        format!("{} of {of} shown; `--all` has each.", shown.count())
    })
}

/// Each outcome against its evidence.
fn outcomes(outcomes: &[OutcomeStanding<'_>], width: usize) -> String {
    let width = width.min(WIDEST);
    let mut lines = vec!["  Outcomes".to_owned()];
    let mut group = None;
    for known in outcomes {
        let own = known.outcome.group.as_ref();
        if own != group {
            group = own;
            lines.extend(own.map(|group| hanging(group, width, "  ", "  ")));
        }
        let value = known
            .value
            .map_or_else(String::new, |value| format!("{}, ", mean(value)));
        let far = match known.shown {
            Some(true) => "shown",
            Some(false) => "not yet",
            None => "too few scores",
        };
        let told = format!("{} ({far}: {value}n {})", known.outcome.text, known.n);
        lines.push(hanging(&told, width, "  · ", "    "));
    }
    lines.join("\n")
}

fn to_sit(readiness: &Readiness<'_>, all: bool, width: usize) -> String {
    let title = |id: &&str| {
        let found = readiness.rubric.criterion(id);
        found.map_or_else(|| (*id).to_owned(), |known| known.title.clone())
    };
    let row = |sit: &ToSit<'_>| {
        let titles: Vec<String> = sit.criteria.iter().map(title).collect();
        let serves = match titles.as_slice() {
            [one] => one.clone(),
            many if all => many.join(", "),
            many => count(many.len(), "criterion", "criteria"),
        };
        [
            format!("hotseat {}", sit.command()),
            format!("× {}", sit.times),
            serves,
        ]
    };
    let rows = readiness.sit.iter().map(row).collect();
    table(width, ["to sit", "", "for"], rows)
}

/// What the rubric says to do after such a verdict, and, with `all`, where there is more.
pub(super) fn next(readiness: &Readiness<'_>, all: bool, width: usize) -> Option<String> {
    let deeper = &readiness.rubric.next_steps.deeper;
    let deeper = deeper.iter().filter(|_| all);
    let steps: Vec<&String> = readiness.steps.iter().chain(deeper).collect();
    let width = width.min(WIDEST);
    let steps = steps
        .iter()
        .map(|step| hanging(step, width, "  · ", "    "));
    let lines: Vec<String> = std::iter::once("Next".to_owned()).chain(steps).collect();
    (lines.len() > 1).then(|| lines.join("\n"))
}
