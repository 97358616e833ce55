//! The history as `history --json` prints it. Other programs read it: fields are only ever added.

use std::collections::HashMap;

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
    let mut values: HashMap<(&str, &str), Vec<Value<'a>>> = HashMap::new();
    for row in rows {
        let place = (&*row.card.rubric, &*row.criterion);
        values.entry(place).or_default().push(value(row));
    }
    let criteria = lines.iter().map(|line| Line {
        rubric: &line.rubric,
        area: line.area.as_deref(),
        criterion: &line.criterion,
        figures: line.figures,
        trend: line.trend,
        values: values
            .remove(&(&*line.rubric, &*line.criterion))
            .unwrap_or_default(),
    });
    Document {
        criteria: criteria.collect(),
    }
}

fn value(row: &PastScore) -> Value<'_> {
    let card = &*row.card;
    Value {
        at: card.at,
        session: card.session,
        answer: card.answer,
        value: row.value,
        min: row.min,
        max: row.max,
        rater: &card.rater,
        pass: card.pass,
    }
}
