//! A rubric in words, for whoever scores by it.

use super::numbers::{scale, threshold, value};
use super::text::hanging;
use crate::domain::{Bands, Criterion, PassRules, Per, Rubric};

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// What a card of the rubric is about.
pub fn scored(per: Per) -> &'static str {
    match per {
        Per::Answer => "per answer",
        Per::Session => "per session",
        Per::Loop => "per loop",
        Per::None => "on its own",
    }
}

/// All of a rubric, as text of at most `width` columns.
pub fn describe(rubric: &Rubric, width: usize) -> String {
    let width = width.min(WIDEST);
    let mut parts = vec![head(rubric, width)];
    for area in &rubric.areas {
        let own = |criterion: &&Criterion| criterion.area.as_deref() == Some(area.id.as_str());
        let criteria = group(rubric, own, width);
        if !criteria.is_empty() {
            let title = hanging(&area.title, width, "", "  ");
            parts.push(format!("{title}\n{criteria}"));
        }
    }
    parts.push(group(rubric, |criterion| criterion.area.is_none(), width));
    parts.push(wrapped(&foot(rubric), width));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn wrapped(lines: &[String], width: usize) -> String {
    let lines = lines.iter().map(|line| hanging(line, width, "", "  "));
    lines.collect::<Vec<_>>().join("\n")
}

fn head(rubric: &Rubric, width: usize) -> String {
    let criteria = match rubric.criteria.len() {
        1 => "1 criterion".to_owned(),
        count => format!("{count} criteria"),
    };
    let each = rubric.scale().map(|one| format!(", {}", scale(one)));
    let lines = [
        rubric.title.clone(),
        format!(
            "{} · version {} · pack {}",
            rubric.id, rubric.version, rubric.pack
        ),
        format!(
            "Scored {}: {criteria}{}.",
            scored(rubric.per),
            each.unwrap_or_default()
        ),
    ];
    wrapped(&lines, width)
}

fn group(rubric: &Rubric, own: impl Fn(&&Criterion) -> bool, width: usize) -> String {
    let criteria = rubric.criteria.iter().filter(own);
    let criteria = criteria.map(|criterion| describe_criterion(rubric, criterion, width));
    criteria.collect::<Vec<_>>().join("\n")
}

fn describe_criterion(rubric: &Rubric, criterion: &Criterion, width: usize) -> String {
    // A scale that all share is told once, above.
    let own_scale = rubric.scale().is_none().then(|| scale(criterion.scale));
    #[expect(clippy::float_cmp, reason = "a weight that nobody gave is 1 exactly")]
    let weight = (criterion.weight != 1.0).then(|| format!("weight {}", criterion.weight));
    let besides: Vec<String> = [own_scale, weight].into_iter().flatten().collect();
    let mut title = format!("{} · {}", criterion.id, criterion.title);
    if !besides.is_empty() {
        title = format!("{title} ({})", besides.join(", "));
    }
    let mut lines = vec![hanging(&title, width, "  ", "    ")];
    for (at, anchor) in &criterion.anchors {
        let first = format!("    {:>3}  ", value(criterion.scale, *at));
        let rest = " ".repeat(first.len());
        lines.push(hanging(anchor, width, &first, &rest));
    }
    lines.join("\n")
}

/// What values lead to.
fn foot(rubric: &Rubric) -> Vec<String> {
    if rubric.scale().is_none() {
        return vec![
            "The criteria have different scales, so there is no total, no overall mean and no \
             verdict."
                .to_owned(),
        ];
    }
    let mut lines: Vec<String> = rubric
        .bands
        .map(|bands| self::bands(&bands))
        .into_iter()
        .collect();
    lines.push(pass(rubric));
    lines.extend(steps(rubric));
    lines
}

/// What it says to do next.
fn steps(rubric: &Rubric) -> Vec<String> {
    let steps = &rubric.next_steps;
    let told = [
        ("Ready: ", &steps.ready),
        ("Not yet: ", &steps.not_yet),
        ("Deeper: ", &steps.deeper),
    ];
    let told = told.into_iter().filter(|(_, steps)| !steps.is_empty());
    told.map(|(lead, steps)| format!("{lead}{}.", steps.join("; ")))
        .collect()
}

fn bands(bands: &Bands) -> String {
    let (strength, development) = (bands.strength, bands.development);
    format!("{strength} or more is a strength, {development} or less needs work.")
}

fn pass(rubric: &Rubric) -> String {
    let PassRules {
        total_at_least,
        overall_mean_at_least,
        each_area_mean_at_least,
    } = rubric.pass;
    let highest = rubric.highest_total();
    let rules = [
        total_at_least.map(|total| format!("the total is at least {total} of {highest}")),
        overall_mean_at_least
            .map(|mean| format!("the overall mean is at least {}", threshold(mean))),
        each_area_mean_at_least
            .map(|mean| format!("the mean of every area is at least {}", threshold(mean))),
    ];
    let rules: Vec<String> = rules.into_iter().flatten().collect();
    if rules.is_empty() {
        "There are no pass rules, so there is no verdict.".to_owned()
    } else {
        format!("Ready when {}.", rules.join(", and "))
    }
}

#[cfg(test)]
mod tests;
