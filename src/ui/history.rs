//! Scores over time as a listing: a group for each rubric, a line for each criterion.

use super::charts::{sparkline, too_few};
use super::numbers::{change, change_of_percent, mean};
use super::tables::table;
use crate::domain::{By, CriterionProgress, GroupProgress};

/// Columns of a spark line.
const SPARK: usize = 12;

/// The same of groups, whose names are longer.
const GROUP_SPARK: usize = 8;

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

/// A line for each group, in percent; by its title, where that leaves the figures their room. Areas
/// stand below their rubric.
pub fn groups(by: By, known: &[GroupProgress<'_>], width: usize) -> String {
    const ROOM: usize = 30;
    let mut rows: Vec<[String; 6]> = Vec::new();
    let mut rubric = None;
    for group in known {
        if rubric != group.rubric {
            rubric = group.rubric;
            rows.extend(rubric.map(|rubric| heading(rubric, None, width)));
        }
        let figures = &group.figures;
        let fits = group.title.chars().count() <= ROOM && width >= 80;
        let name = if fits { group.title } else { group.id };
        let percent = |value: Option<f64>| value.map_or_else(none, |value| format!("{value:.0} %"));
        let trend = match (group.trend, figures.n) {
            (Some(trend), _) => {
                let spark = sparkline(&group.newest, 0.0, 100.0, GROUP_SPARK);
                format!("{spark} {}", trend.as_str())
            }
            (None, 0) => none(),
            (None, n) => too_few(n),
        };
        rows.push([
            if rubric.is_some() {
                format!("  {name}")
            } else {
                name.to_owned()
            },
            figures.n.to_string(),
            percent(figures.mean),
            percent(figures.last),
            figures.change.map_or_else(none, change_of_percent),
            trend,
        ]);
    }
    let head = [by.as_str(), "n", "mean", "last", "change", "trend"];
    table(width, head, rows)
}

fn none() -> String {
    "-".to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Direction, Figures};

    fn group<'a>(id: &'a str, title: &'a str, values: &[f64]) -> GroupProgress<'a> {
        GroupProgress {
            rubric: None,
            id,
            title,
            figures: Figures::of_all(values),
            trend: Direction::of(values),
            newest: values.to_vec(),
            values: vec![],
        }
    }

    #[test]
    fn a_group_is_called_by_its_title_where_there_is_room() {
        let long = "A title that would push all of the figures away";
        let known = [
            group(
                "behavioral-45",
                "Behavioral, 45 minutes",
                &[25.0, 50.0, 50.0, 75.0, 100.0],
            ),
            group("design-60", long, &[62.0, 40.0]),
            group("by-a-coach", "Only by a coach", &[]),
        ];
        insta::assert_snapshot!("wide", groups(By::Round, &known, 80));
        insta::assert_snapshot!("narrow", groups(By::Round, &known, 44));
    }

    #[test]
    fn areas_stand_below_their_rubric() {
        let area = |rubric, id| GroupProgress {
            rubric: Some(rubric),
            ..group(id, id, &[50.0])
        };
        let known = [
            area("star", "content"),
            area("star", "delivery"),
            area("design", "content"),
        ];
        let shown = groups(By::Area, &known, 80);
        let names: Vec<&str> = shown
            .lines()
            .filter_map(|line| line.split("  1 ").next())
            .collect();
        let names: Vec<&str> = names.into_iter().map(str::trim_end).collect();
        assert_eq!(
            names[1..],
            ["star", "  content", "  delivery", "design", "  content"]
        );
    }
}
