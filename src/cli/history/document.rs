//! The history as `history --json` prints it. Other programs read it: fields are only ever added.

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::{CriterionProgress, Direction, Figures, Pass, PastScore};

#[derive(Serialize)]
pub(super) struct Document<'a> {
    criteria: Vec<Line<'a>>,
}

/// One criterion over time; figures are of the first pass of rater `self`, unless others were
/// asked for.
#[derive(Serialize)]
struct Line<'a> {
    rubric: &'a str,
    area: Option<&'a str>,
    criterion: &'a str,
    #[serde(flatten)]
    figures: Figures,
    trend: Option<Direction>,
    values: Vec<Value<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    at: Timestamp,
    /// Null of an assessment.
    session: Option<Uuid>,
    answer: Option<usize>,
    value: i64,
    min: i64,
    max: i64,
    rater: &'a str,
    pass: Pass,
}

pub(super) fn document<'a>(lines: &'a [CriterionProgress], rows: &'a [PastScore]) -> Document<'a> {
    let criteria = lines.iter().map(|line| Line {
        rubric: &line.rubric,
        area: line.area.as_deref(),
        criterion: &line.criterion,
        figures: line.figures,
        trend: line.trend,
        values: rows
            .iter()
            .filter(|row| (&row.rubric, &row.criterion) == (&line.rubric, &line.criterion))
            .map(value)
            .collect(),
    });
    Document {
        criteria: criteria.collect(),
    }
}

fn value(row: &PastScore) -> Value<'_> {
    Value {
        at: row.at,
        session: row.session,
        answer: row.answer,
        value: row.value,
        min: row.min,
        max: row.max,
        rater: &row.rater,
        pass: row.pass,
    }
}
