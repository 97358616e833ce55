//! Scores over time as a listing: a group for each rubric, a line for each criterion.

use super::charts::{sparkline, too_few};
use super::numbers::{change, mean};
use super::tables::table;
use crate::domain::CriterionProgress;

/// Columns of a spark line.
const SPARK: usize = 12;

/// All lines, which stand rubric by rubric. `title` is what a pack calls a rubric.
pub fn listing(
    lines: &[CriterionProgress],
    title: impl Fn(&str) -> Option<String>,
    width: usize,
) -> String {
    let mut rows: Vec<[String; 6]> = Vec::new();
    let mut group = None;
    for line in lines {
        if group != Some(&line.rubric) {
            group = Some(&line.rubric);
            rows.push(heading(&line.rubric, title(&line.rubric), width));
        }
        rows.push(cells(line));
    }
    let head = ["criterion", "n", "mean", "last", "change", "trend"];
    table(width, head, rows)
}

/// With the title where it does not push the figures away.
fn heading(rubric: &str, title: Option<String>, width: usize) -> [String; 6] {
    const ROOM: usize = 30;
    let full = title.map(|title| format!("{rubric} · {title}"));
    let full = full.filter(|full| width >= 80 && full.chars().count() <= ROOM);
    let mut row: [String; 6] = Default::default();
    row[0] = full.unwrap_or_else(|| rubric.to_owned());
    row
}

fn cells(line: &CriterionProgress) -> [String; 6] {
    let figures = &line.figures;
    let or_none = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), mean);
    [
        format!("  {}", line.criterion),
        figures.n.to_string(),
        or_none(figures.mean),
        or_none(figures.last),
        figures.change.map_or_else(|| "-".to_owned(), change),
        trend(line),
    ]
}

/// A spark line and where it goes; of too few values, how many it takes.
pub(super) fn trend(line: &CriterionProgress) -> String {
    match (line.trend, line.figures.n) {
        (Some(trend), _) => {
            let values: Vec<f64> = line.values.iter().map(|value| *value as f64).collect();
            let spark = sparkline(&values, line.min as f64, line.max as f64, SPARK);
            format!("{spark} {}", trend.as_str())
        }
        (None, 0) => "-".to_owned(),
        (None, n) => too_few(n),
    }
}
