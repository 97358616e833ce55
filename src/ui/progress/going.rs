//! Where values are going: a spark line and a word, or how many more it takes to say.

use super::super::charts::{sparkline, too_few};
use super::super::numbers::{change, mean};
use super::{SHOWN, count, course_word, sentences, tabled};
use crate::domain::{Course, CriterionProgress, Direction, LEAST};

/// Columns of a spark line.
const SPARK: usize = 10;

/// Of scores: more is better.
pub(super) fn direction(
    trend: Option<Direction>,
    n: usize,
    values: &[f64],
    scale: (f64, f64),
) -> String {
    going(trend.map(Direction::as_str), n, values, scale)
}

/// Of what is neither good nor bad.
pub(super) fn course(
    course: Option<Course>,
    n: usize,
    values: &[f64],
    scale: (f64, f64),
) -> String {
    going(course.map(course_word), n, values, scale)
}

fn going(word: Option<&str>, n: usize, values: &[f64], (low, high): (f64, f64)) -> String {
    match word {
        Some(word) => format!("{} {word}", sparkline(values, low, high, SPARK)),
        None => too_few(n),
    }
}

/// Criteria, those that slip first: all of them, or those that move.
pub(super) fn scores(criteria: &[CriterionProgress], all: bool, width: usize) -> String {
    const HEADING: &str = "Scores";
    let of = |trend| {
        let own = criteria.iter();
        own.filter(move |known| known.trend == Some(trend))
    };
    let (slipping, improving) = (of(Direction::Slipping), of(Direction::Improving));
    let telling = criteria.iter().filter(|known| known.trend.is_some());
    let Some(most) = criteria.iter().max_by_key(|known| known.figures.n) else {
        let line = "Nothing was scored yet. `hotseat score` scores the last session.";
        return sentences(HEADING, &[line.to_owned()], width);
    };
    let telling = telling.count();
    let few = criteria.len() - telling;
    let line = if telling == 0 {
        format!(
            "No trend yet: a criterion takes {LEAST} scores, and none has more than {}.",
            most.figures.n
        )
    } else {
        let steady = of(Direction::Steady).count();
        let few = match few {
            0 => String::new(),
            few => format!(
                "; {} fewer than the {LEAST} scores that a trend takes",
                count(few, "criterion has", "criteria have")
            ),
        };
        format!(
            "{} improving, {} slipping, {steady} steady{few}.",
            improving.clone().count(),
            slipping.clone().count()
        )
    };
    let rows: Vec<&CriterionProgress> = if all {
        criteria.iter().collect()
    } else {
        let slipping = slipping.take(SHOWN);
        slipping.chain(improving.take(SHOWN)).collect()
    };
    let rows = rows.into_iter().map(|known| {
        let figures = &known.figures;
        let or_none = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), mean);
        let values: Vec<f64> = known.values.iter().map(|value| *value as f64).collect();
        let scale = (known.min as f64, known.max as f64);
        [
            format!("{}/{}", known.rubric, known.criterion),
            figures.n.to_string(),
            or_none(figures.mean),
            or_none(figures.last),
            figures.change.map_or_else(|| "-".to_owned(), change),
            direction(known.trend, figures.n, &values, scale),
        ]
    });
    let head = ["criterion", "n", "mean", "last", "change", "trend"];
    tabled(HEADING, &[line], head, rows.collect(), width)
}
