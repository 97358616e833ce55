//! What all stories cover, as a grid: a row for each competency, a column for each story.

use std::fmt::Write as _;

use super::super::tables::table;
use super::super::text::hanging;
use super::WIDEST;
use crate::domain::{Coverage, CoveredCompetency, StoryLoad};

pub fn matrix(found: &Coverage<'_>, width: usize) -> String {
    let width = width.min(WIDEST);
    let mut sections = vec![loads(&found.loads, width)];
    let covered = found
        .competencies
        .iter()
        .filter(|covered| !covered.stories.is_empty());
    let covered: Vec<&CoveredCompetency<'_>> = covered.collect();
    if !covered.is_empty() {
        sections.push(grid(&covered, &found.loads, width));
    }
    sections.extend(uncovered(found, width));
    sections.join("\n\n")
}

/// The stories with the numbers that the grid calls them by.
fn loads(loads: &[StoryLoad<'_>], width: usize) -> String {
    let row = |(load, number): (&StoryLoad<'_>, usize)| {
        let best = match load.best_for.len() {
            0 => String::new(),
            count => format!("best for {count}"),
        };
        let overused = if load.is_overused { "overused" } else { "" };
        [
            number.to_string(),
            load.story.id.clone(),
            prompts(load.answers),
            best,
            overused.to_owned(),
        ]
    };
    let rows = loads.iter().zip(1..).map(row).collect();
    let mut lines = vec![table(width, ["", "story", "answers", "", ""], rows)];
    for load in loads.iter().filter(|load| load.is_overused) {
        let text = format!(
            "`{}` is the best answer to more than half of what your stories answer: in one day of \
             interviews it would come up again and again.",
            load.story.id
        );
        lines.push(hanging(&text, width, "", ""));
    }
    lines.join("\n")
}

fn prompts(count: usize) -> String {
    match count {
        1 => "1 prompt".to_owned(),
        count => format!("{count} prompts"),
    }
}

/// Marks in columns, or where there are too many stories for that, their numbers.
fn grid(covered: &[&CoveredCompetency<'_>], loads: &[StoryLoad<'_>], width: usize) -> String {
    let ids: Vec<&str> = loads.iter().map(|load| load.story.id.as_str()).collect();
    let column = ids.len().to_string().len().max(1);
    let names = covered.iter().map(|covered| covered.name.chars().count());
    let name = names.max().unwrap_or(0).max("competency".len());
    let fits = name + "  prompts  ".len() + ids.len() * (column + 1) <= width;
    let mut head = format!("{:<name$}  prompts ", "competency");
    if fits {
        for number in 1..=ids.len() {
            let _ = write!(head, " {number:>column$}");
        }
    } else {
        head.push_str(" stories");
    }
    let mut lines = vec![head];
    for row in covered {
        let shows = |id: &&str| row.stories.contains(id);
        let marks: Vec<String> = if fits {
            let mark = |id: &&str| if shows(id) { "✓" } else { "·" };
            ids.iter()
                .map(|id| format!("{:>column$}", mark(id)))
                .collect()
        } else {
            let numbers = (1..).zip(&ids).filter(|(_, id)| shows(id));
            numbers
                .map(|(number, _): (usize, _)| number.to_string())
                .collect()
        };
        let line = format!(
            "{:<name$}  {:>7}  {}",
            row.name,
            row.prompts,
            marks.join(" ")
        );
        lines.push(hanging(&line, width, "", &" ".repeat(name + 11)));
    }
    lines.join("\n")
}

/// What no story is there for.
fn uncovered(found: &Coverage<'_>, width: usize) -> Vec<String> {
    let bare = found
        .competencies
        .iter()
        .filter(|covered| covered.stories.is_empty());
    let mut bare: Vec<&CoveredCompetency<'_>> = bare.collect();
    bare.sort_by_key(|covered| std::cmp::Reverse(covered.prompts));
    let mut sections = Vec::new();
    if !bare.is_empty() {
        let names: Vec<&str> = bare.iter().map(|covered| covered.name).collect();
        let names = names.join(", ");
        let text = format!("No story shows, what is asked most first: {names}.");
        sections.push(hanging(&text, width, "", "  "));
    }
    let unanswered = found
        .prompts
        .iter()
        .filter(|covered| covered.stories.is_empty())
        .count();
    if unanswered > 0 {
        let text = format!(
            "{unanswered} of {} have no story; `--json` names them.",
            prompts(found.prompts.len())
        );
        sections.push(text);
    }
    sections
}
