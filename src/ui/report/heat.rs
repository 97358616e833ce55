//! The heat map of competencies by week: a table, so that every figure in it can be read.

use crate::domain::{WeekStanding, Weeks};

/// How many of the weeks a narrow screen leaves out.
const OLD_WEEKS: usize = 7;

#[derive(Debug)]
pub(super) struct Heat {
    pub(super) weeks: Vec<String>,
    pub(super) old: usize,
    pub(super) rows: Vec<HeatRow>,
}

#[derive(Debug)]
pub(super) struct HeatRow {
    pub(super) competency: String,
    pub(super) cells: Vec<HeatCell>,
}

#[derive(Debug)]
pub(super) struct HeatCell {
    pub(super) class: &'static str,
    pub(super) share: Option<u8>,
    pub(super) n: usize,
}

pub(super) fn heat(weeks: &Weeks<'_>) -> Heat {
    let cell = |standing: &Option<WeekStanding>| match standing {
        None => HeatCell {
            class: "heat-none",
            share: None,
            n: 0,
        },
        Some(known) => HeatCell {
            class: match known.share {
                0..=39 => "heat-0",
                40..=54 => "heat-1",
                55..=69 => "heat-2",
                70..=84 => "heat-3",
                _ => "heat-4",
            },
            share: Some(known.share),
            n: known.n,
        },
    };
    Heat {
        weeks: weeks
            .mondays
            .iter()
            .map(|monday| monday.strftime("%-d %b").to_string())
            .collect(),
        old: OLD_WEEKS.min(weeks.mondays.len()),
        rows: weeks
            .rows
            .iter()
            .map(|(competency, row)| HeatRow {
                competency: (*competency).to_owned(),
                cells: row.iter().map(cell).collect(),
            })
            .collect(),
    }
}
