//! Charts as drawings in the page: pure functions from figures to SVG. Each has a title that says
//! what it shows, and none tells anything by its colour alone. Fewer values than make a trend are
//! drawn without a line: two points are no course.

use askama::Template;
use jiff::civil::Date;

use crate::domain::{Calendar, Calibration, LEAST};
use crate::ui::numbers::{change, mean};
use crate::ui::text::clock_ms;

#[derive(Debug, Template)]
#[template(path = "bar.svg")]
struct Bar {
    title: String,
    used: f64,
    over: f64,
    budget_at: f64,
}

/// What was used of a budget: a bar, and a line where the budget ends.
pub(super) fn time_bar(used_ms: u64, budget_ms: u64) -> String {
    let longest = used_ms.max(budget_ms);
    if longest == 0 {
        return String::new();
    }
    let share = |ms: u64| tenth(ms as f64 / longest as f64 * 100.0);
    let within = share(used_ms.min(budget_ms));
    drawn(&Bar {
        title: format!("{} used of {}", clock_ms(used_ms), clock_ms(budget_ms)),
        used: within,
        over: tenth(share(used_ms) - within),
        budget_at: share(budget_ms),
    })
}

#[derive(Debug, Template)]
#[template(path = "trend.svg")]
struct Trend {
    title: String,
    low: String,
    high: String,
    line: Option<String>,
    line_at: Option<f64>,
    dots: Vec<(f64, f64)>,
}

/// The ends of an axis, and how a value is written on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    /// Where a line is drawn across.
    pub(super) target: Option<f64>,
    pub(super) write: fn(f64) -> String,
}

/// Values oldest first, evenly spaced. `what` begins the title.
pub(super) fn trend(what: &str, values: &[f64], axis: Axis) -> String {
    let (left, right, top, bottom) = (22.0, 212.0, 6.0, 38.0);
    let span = (axis.high - axis.low).max(f64::EPSILON);
    let y = |value: f64| {
        let share = ((value - axis.low) / span).clamp(0.0, 1.0);
        tenth(bottom - share * (bottom - top))
    };
    let step = (right - left) / (values.len().max(2) - 1) as f64;
    let dots: Vec<(f64, f64)> = values
        .iter()
        .enumerate()
        .map(|(index, value)| (tenth(left + step * index as f64), y(*value)))
        .collect();
    let line = (values.len() >= LEAST).then(|| {
        let points = dots.iter().map(|(x, y)| format!("{x},{y}"));
        points.collect::<Vec<_>>().join(" ")
    });
    let told: Vec<String> = values.iter().map(|value| (axis.write)(*value)).collect();
    drawn(&Trend {
        title: match told.len() {
            0 => format!("{what}: nothing yet"),
            _ => format!("{what}, oldest first: {}", told.join(", ")),
        },
        low: (axis.write)(axis.low),
        high: (axis.write)(axis.high),
        line,
        line_at: axis.target.map(y),
        dots,
    })
}

#[derive(Debug, Template)]
#[template(path = "standing.svg")]
struct Standing {
    title: String,
    ticks: Vec<f64>,
    value: Option<f64>,
    assessed: Option<f64>,
}

/// Where a criterion stands on its scale: a dot by practice, a square by the last assessment.
pub(super) fn standing(
    (min, max): (i64, i64),
    value: Option<f64>,
    assessed: Option<i64>,
) -> String {
    const MOST_TICKS: i64 = 12;
    let span = (max as f64 - min as f64).max(1.0);
    let x = |value: f64| tenth(6.0 + ((value - min as f64) / span).clamp(0.0, 1.0) * 208.0);
    let ticks = if max.saturating_sub(min) <= MOST_TICKS {
        (min..=max).map(|tick| x(tick as f64)).collect()
    } else {
        vec![x(min as f64), x(max as f64)]
    };
    let practice = value.map_or_else(
        || "no value by practice".to_owned(),
        |value| format!("{} by practice", mean(value)),
    );
    let own = assessed.map_or_else(String::new, |value| format!(", {value} assessed"));
    drawn(&Standing {
        title: format!("{practice}{own}, on {min} to {max}"),
        ticks,
        value: value.map(x),
        assessed: assessed.map(|value| x(value as f64)),
    })
}

#[derive(Debug, Template)]
#[template(path = "bias.svg")]
struct Bias {
    title: String,
    at: f64,
    spread: Option<(f64, f64)>,
}

/// How far a second pass lies from the first; nothing of too few pairs.
pub(super) fn bias(known: &Calibration<'_>) -> Option<String> {
    if !known.is_telling() {
        return None;
    }
    // Two steps on either side show what there usually is; more is drawn at the edge.
    let x = |by: f64| tenth(160.0 + (by / 2.0).clamp(-1.0, 1.0) * 150.0);
    let spread = known
        .spread
        .map(|spread| (x(known.bias - spread), x(known.bias + spread)));
    Some(drawn(&Bias {
        title: format!("{} after listening", change(known.bias)),
        at: x(known.bias),
        spread,
    }))
}

#[derive(Debug, Template)]
#[template(path = "calendar.svg")]
struct Days {
    title: String,
    width: usize,
    months: Vec<(usize, String)>,
    days: Vec<Day>,
}

#[derive(Debug)]
struct Day {
    x: usize,
    y: usize,
    n: usize,
    size: usize,
    title: String,
}

/// A square for each day, the larger the more sessions it has; half a year in each drawing, so that
/// they fit beside or below each other.
pub(super) fn calendar(known: &Calendar) -> Vec<String> {
    const DAYS: usize = 27 * 7;
    let halves = known.days.chunks(DAYS).enumerate();
    halves
        .map(|(half, days)| half_year(later(known.from, half * DAYS), days))
        .collect()
}

fn later(from: Date, days: usize) -> Date {
    let span = jiff::Span::new().try_days(i64::try_from(days).unwrap_or_default());
    span.and_then(|span| from.checked_add(span)).unwrap_or(from)
}

fn half_year(from: Date, days: &[usize]) -> String {
    const CELL: usize = 14;
    let date = |index: usize| later(from, index);
    let day = |(index, n): (usize, &usize)| Day {
        x: index / 7 * CELL,
        y: 18 + index % 7 * CELL,
        n: *n,
        size: match n {
            0 | 1 => 7,
            2 => 9,
            3 => 11,
            _ => 13,
        },
        title: format!("{}: {}", date(index), sessions(*n)),
    };
    let weeks = days.len().div_ceil(7);
    let mut months: Vec<(usize, String)> = Vec::new();
    for week in 0..weeks {
        let first: Date = date(week * 7);
        // A month has its name where its first whole week begins.
        if first.day() <= 7 {
            months.push((week * CELL, first.strftime("%b").to_string()));
        }
    }
    let last = date(days.len().saturating_sub(1));
    drawn(&Days {
        title: format!("{from} to {last}: {}", sessions(days.iter().sum())),
        // As wide as half a year, however much of it there has been.
        width: weeks.max(27) * CELL + 12,
        months,
        days: days.iter().enumerate().map(day).collect(),
    })
}

pub(super) fn sessions(n: usize) -> String {
    match n {
        1 => "1 session".to_owned(),
        n => format!("{n} sessions"),
    }
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A drawing fails where a value cannot be written, and strings and numbers always can.
fn drawn(chart: &impl Template) -> String {
    chart.render().unwrap_or_default()
}

#[cfg(test)]
mod tests;
