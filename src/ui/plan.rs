//! A plan as pages: all of it on one screen, and a day with everything in it.

use std::time::Duration;

use jiff::civil::Date;

use super::numbers::threshold;
use super::text::{fit, hanging, words};
use crate::domain::{
    Activity, Bank, Block, CheckGroup, Deliverable, Evidence, Place, Plan, PlanDay, PlanPart,
    PlanStanding,
};

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// All of a plan, a day in two or three lines.
pub fn overview(plan: &Plan, bank: &Bank, standing: &PlanStanding, width: usize) -> String {
    let width = width.min(WIDEST);
    let head = format!(
        "{} · {} · {} · --day N shows one",
        fit(&plan.title, 40),
        hours(plan.length()),
        deliverables(plan.deliverables().count(), standing.delivered(&plan.days)),
    );
    let mut lines = vec![hanging(&head, width, "", "  ")];
    lines.extend(for_whom(plan).map(|text| hanging(&text, width, "", "  ")));
    for (day, number) in plan.days.iter().zip(1..) {
        let date = standing.date(number);
        let head = format!(
            "Day {number} ·{} {} · {} · {}",
            date.map_or_else(String::new, |date| format!(" {} ·", weekday(date))),
            words(day.length()),
            fit(&day.title, 40),
            match date {
                None => deliverables(day.deliverables.len(), standing.delivered([day])),
                // Beside a date there is no room for a word.
                Some(_) => format!("{}/{}", standing.delivered([day]), day.deliverables.len()),
            }
        );
        lines.push(hanging(&head, width, "", "  "));
        lines.extend(parts_in_short(day, bank, standing, width));
    }
    lines.join("\n")
}

/// One day of a plan: every block with what is in it, and what the day should leave behind.
pub fn day(
    plan: &Plan,
    number: usize,
    day: &PlanDay,
    bank: &Bank,
    standing: &PlanStanding,
    width: usize,
) -> String {
    let width = width.min(WIDEST);
    let date = standing.date(number);
    let head = format!(
        "Day {number} of {} · {} · {}{}",
        plan.days.len(),
        day.title,
        words(day.length()),
        date.map_or_else(String::new, |date| format!(" · {}", weekday(date)))
    );
    let mut sections = vec![hanging(&head, width, "", "  ")];
    for part in &day.parts {
        let mut lines = vec![format!("{}, {}", fit(&part.title, 60), words(part.length))];
        for block in &part.blocks {
            lines.extend(in_full(block, bank, standing, width));
        }
        sections.push(lines.join("\n"));
    }
    if !day.deliverables.is_empty() {
        let mut lines = vec!["Deliverables".to_owned()];
        for item in &day.deliverables {
            lines.extend(due(item, standing, width));
        }
        sections.push(lines.join("\n"));
    }
    if number == plan.days.len() && standing.has_begun() {
        sections.extend(left_open(plan, standing, width));
    }
    sections.join("\n\n")
}

/// What stands above a block that is about to begin.
pub fn heading(
    plan: &Plan,
    place: Place<'_>,
    title: &str,
    standing: &PlanStanding,
    width: usize,
) -> String {
    let width = width.min(WIDEST);
    let date = standing.date(place.day);
    let head = format!(
        "Day {} of {} · {} · {}{}",
        place.day,
        plan.days.len(),
        place.of_day.title,
        place.part.title,
        date.map_or_else(String::new, |date| format!(" · {}", weekday(date)))
    );
    let block = place.block;
    let type_name = block.activity.type_name();
    let once_more = if standing.is_done(&block.id) {
        ", done before"
    } else {
        ""
    };
    let what = format!("{title}: {type_name}, {}{once_more}", words(block.length));
    let lines = [head, what].map(|line| hanging(&line, width, "", "  "));
    lines.join("\n")
}

fn for_whom(plan: &Plan) -> Option<String> {
    let needs = match plan.prerequisites.as_slice() {
        [] => None,
        all => Some(format!("It takes: {}.", all.join("; "))),
    };
    let said: Vec<String> = [plan.about.clone(), needs].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn deliverables(count: usize, done: usize) -> String {
    match (count, done) {
        (1, 0) => "1 deliverable".to_owned(),
        (count, 0) => format!("{count} deliverables"),
        (count, done) => format!("{done} of {count} deliverables"),
    }
}

fn mark(is_done: bool) -> &'static str {
    if is_done { "✓ " } else { "  " }
}

fn weekday(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

/// On one line if there is room, or else on one for each.
fn parts_in_short(
    day: &PlanDay,
    bank: &Bank,
    standing: &PlanStanding,
    width: usize,
) -> Vec<String> {
    let parts = day.parts.iter().map(|part| in_short(part, bank, standing));
    let parts: Vec<String> = parts.collect();
    let together = hanging(&parts.join(" | "), width, "  ", "  ");
    if !together.contains('\n') {
        return vec![together];
    }
    let parts = parts.iter();
    parts
        .map(|part| hanging(part, width, "  ", "    "))
        .collect()
}

/// `Morning 60: Baseline assessment 45, Your position 15`.
fn in_short(part: &PlanPart, bank: &Bank, standing: &PlanStanding) -> String {
    let block = |block: &Block| {
        let title = fit(bank.title_of(block), 40);
        if standing.is_done(&block.id) {
            format!("{title} ✓")
        } else if part.blocks.len() == 1 {
            // It fills the part, which has its minutes already.
            title
        } else {
            format!("{title} {}", minutes(block.length))
        }
    };
    let blocks: Vec<String> = part.blocks.iter().map(block).collect();
    let length = minutes(part.length);
    format!("{} {length}: {}", fit(&part.title, 20), blocks.join(", "))
}

fn in_full(block: &Block, bank: &Bank, standing: &PlanStanding, width: usize) -> Vec<String> {
    let title = bank.title_of(block);
    let type_name = block.activity.type_name();
    let head = format!(
        "{} · {title}, {type_name}, {}",
        block.id,
        words(block.length)
    );
    let first = mark(standing.is_done(&block.id));
    let mut lines = vec![hanging(&head, width, first, "    ")];
    let mut point = |text: &str| lines.push(hanging(text, width, "    · ", "      "));
    match &block.activity {
        Activity::Round(id) | Activity::Loop(id) => point(&format!("hotseat practice {id}")),
        Activity::Assess(id) => point(&format!("hotseat assess {id}")),
        Activity::Study(texts) | Activity::Worksheet(texts) => {
            for text in texts {
                point(text);
            }
        }
        Activity::Checklist(groups) => {
            let items = checklist(block, groups, standing, width);
            return lines.into_iter().chain(items).collect();
        }
        Activity::Stories { topics, slots } => {
            for text in topics {
                point(text);
            }
            for (slot, number) in slots.iter().zip(1..) {
                lines.push(hanging(slot, width, &format!("    {number} "), "      "));
            }
        }
    }
    lines
}

/// The items by number, which is what `plan done BLOCK/N` ticks.
fn checklist(
    block: &Block,
    groups: &[CheckGroup],
    standing: &PlanStanding,
    width: usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut checks = block.checks().into_iter();
    for group in groups {
        lines.extend(
            group
                .title
                .as_ref()
                .map(|title| hanging(title, width, "    ", "    ")),
        );
        for check in checks.by_ref().take(group.items.len()) {
            let mark = if standing.is_done(&check.id) {
                "[x]"
            } else {
                "[ ]"
            };
            let first = format!("    {mark} {:>2} ", check.number);
            lines.push(hanging(check.text, width, &first, "           "));
        }
    }
    lines
}

/// What the days before the last one have left open, on the last one: by the ids that `plan next`
/// and `plan done` take, and items of checklists in full.
fn left_open(plan: &Plan, standing: &PlanStanding, width: usize) -> Option<String> {
    let (_, before) = plan.days.split_last()?;
    let is_open = |id: &str| !standing.is_done(id);
    let mut lines = vec!["Still open from the days before".to_owned()];
    for (day, number) in before.iter().zip(1..) {
        let blocks = day.blocks().map(|block| block.id.as_str());
        let blocks = blocks.filter(|id| is_open(id));
        let deliverables = day.deliverables.iter().map(|item| item.id.as_str());
        let deliverables = deliverables.filter(|id| is_open(id));
        for (what, ids) in [
            ("to do", blocks.collect::<Vec<_>>()),
            ("to be there", deliverables.collect()),
        ] {
            if !ids.is_empty() {
                let text = format!("Day {number}, {what}: {}", ids.join(", "));
                lines.push(hanging(&text, width, "  ", "    "));
            }
        }
        for block in day.blocks() {
            let checks = block.checks().into_iter();
            for check in checks.filter(|check| is_open(&check.id)) {
                let text = format!("{}/{} · {}", block.id, check.number, check.text);
                lines.push(hanging(&text, width, "    ", "      "));
            }
        }
    }
    (lines.len() > 1).then(|| lines.join("\n"))
}

fn due(item: &Deliverable, standing: &PlanStanding, width: usize) -> Vec<String> {
    let head = format!("{} · {}", item.id, item.title);
    let first = mark(standing.is_done(&item.id));
    let mut lines = vec![hanging(&head, width, first, "    ")];
    let text = match (standing.shown(&item.id), &item.evidence) {
        (Some(shown), _) => format!("shown by {shown}"),
        (None, Some(evidence)) if !standing.is_done(&item.id) => asked(evidence),
        (None, _) => return lines,
    };
    lines.push(hanging(&text, width, "    ", "    "));
    lines
}

/// What has to be there before a deliverable is, in words.
fn asked(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Assess {
            rubric,
            each_area_mean_at_least: None,
        } => format!("ticked by an assessment on {rubric}"),
        Evidence::Assess {
            rubric,
            each_area_mean_at_least: Some(mean),
        } => {
            let mean = threshold(*mean);
            format!("ticked by an assessment on {rubric} with {mean} or more in every area")
        }
        Evidence::Stories(1) => "ticked by a story that reaches an organization".to_owned(),
        Evidence::Stories(count) => {
            format!("ticked by stories that reach an organization: {count} of them")
        }
        Evidence::Round { id, within: None } => format!("ticked by {id}, sat to its end"),
        Evidence::Round {
            id,
            within: Some(time),
        } => format!("ticked by {id}, sat to its end within {}", words(*time)),
        Evidence::Answers { count, rounds } => {
            let of = match rounds.as_slice() {
                [] => String::new(),
                rounds => format!(" of {}", rounds.join(", ")),
            };
            format!("ticked by recorded answers{of}: {count} of them")
        }
    }
}

/// Minutes as a bare number, with fractions where there are some.
fn minutes(time: Duration) -> String {
    (time.as_millis() as f64 / 60_000.0).to_string()
}

/// `12 h`, `1 h 30 min`, `45 min`.
fn hours(time: Duration) -> String {
    let whole = time.as_secs() / 3600;
    let rest = Duration::from_secs(time.as_secs() % 3600);
    match (whole, rest) {
        (0, rest) => words(rest),
        (hours, Duration::ZERO) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {}", words(rest)),
    }
}

#[cfg(test)]
mod tests;
