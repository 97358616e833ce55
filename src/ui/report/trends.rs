//! Trends on the page of everything: scores, time and delivery, a row each, with where they are going
//! or how many more values it takes to say.

use super::charts::{Axis, trend};
use crate::domain::{Bank, CriterionProgress, DeliveryProgress, Direction, SectionTime, TimePoint};
use crate::ui::charts::too_few;
use crate::ui::numbers::{change, mean};
use crate::ui::progress::{course_word, name, tenths};
use crate::ui::text::words_ms;

#[derive(Debug)]
pub(super) struct RubricView {
    pub(super) title: String,
    pub(super) rows: Vec<TrendRow>,
}

#[derive(Debug)]
pub(super) struct TrendRow {
    pub(super) title: String,
    pub(super) chart: String,
    pub(super) n: usize,
    pub(super) mean: String,
    pub(super) last: String,
    pub(super) change: String,
    pub(super) trend: String,
}

#[derive(Debug)]
pub(super) struct TimeRow {
    pub(super) title: String,
    pub(super) round: String,
    pub(super) chart: String,
    pub(super) n: usize,
    pub(super) share: String,
    pub(super) over: String,
    pub(super) cut: usize,
    pub(super) trend: String,
}

pub(super) fn or_none(value: Option<f64>, write: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| "-".to_owned(), write)
}

pub(super) fn rubrics(bank: &Bank, criteria: &[CriterionProgress]) -> Vec<RubricView> {
    let groups = criteria.chunk_by(|a, b| a.rubric == b.rubric);
    let views = groups.map(|group| {
        let id = &group[0].rubric;
        let known = bank.rubric(id);
        RubricView {
            title: known.map_or_else(|| id.clone(), |known| known.title.clone()),
            rows: group.iter().map(criterion_row).collect(),
        }
    });
    views.collect()
}

fn criterion_row(known: &CriterionProgress) -> TrendRow {
    let values: Vec<f64> = known.values.iter().map(|value| *value as f64).collect();
    let axis = Axis {
        low: known.min as f64,
        high: known.max as f64,
        target: None,
        write: |value| format!("{value:.0}"),
    };
    let figures = &known.figures;
    TrendRow {
        title: known.title.clone(),
        chart: trend("Scores", &values, axis),
        n: figures.n,
        mean: or_none(figures.mean, mean),
        last: or_none(figures.last, |value| format!("{value:.0}")),
        change: or_none(figures.change, change),
        trend: going(known.trend.map(Direction::as_str), figures.n),
    }
}

/// A word, or how many more values it takes.
fn going(word: Option<&str>, n: usize) -> String {
    word.map_or_else(|| too_few(n), str::to_owned)
}

pub(super) fn time_row(known: &SectionTime<'_>) -> TimeRow {
    let shares: Vec<f64> = known
        .values
        .iter()
        .map(|point| TimePoint::share(point) * 100.0)
        .collect();
    let axis = Axis {
        low: 0.0,
        high: 150.0,
        target: Some(100.0),
        write: |value| format!("{value:.0}"),
    };
    TimeRow {
        title: known.title.to_owned(),
        round: known.round.to_owned(),
        chart: trend("Percent of the budget", &shares, axis),
        n: known.n,
        share: format!("{:.0} %", known.share * 100.0),
        over: if known.over > 0 {
            format!("{}, {}", known.over, words_ms(known.over_ms))
        } else {
            "-".to_owned()
        },
        cut: known.cut,
        trend: going(known.course.map(course_word), known.n),
    }
}

pub(super) fn delivery_row(known: &DeliveryProgress) -> TrendRow {
    let low = known.values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known
        .values
        .iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max);
    let axis = Axis {
        low: low.floor(),
        high: high.ceil().max(low.floor() + 1.0),
        target: None,
        write: |value| format!("{value:.0}").replace('-', "−"),
    };
    let figures = &known.figures;
    TrendRow {
        title: name(known.figure).to_owned(),
        chart: trend(name(known.figure), &known.values, axis),
        n: figures.n,
        mean: or_none(figures.mean, tenths),
        last: or_none(figures.last, tenths),
        change: or_none(figures.change, change),
        trend: going(known.course.map(course_word), figures.n),
    }
}
