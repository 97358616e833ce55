//! The page of everything: where one stands, where one is going, and every session.

use askama::Template;

use super::charts::{self, bias};
use super::frame::{Frame, finished};
use super::heat::{Heat, heat};
use super::listed::{SessionView, older_sessions, session_view};
use super::ready::{ReadyView, ready};
use super::trends::{RubricView, TimeRow, TrendRow, delivery_row, rubrics, time_row};
use super::values::{Everything, OLDER_BYTES};
use crate::ui::progress::{calibration_line, count, time_line};

const LIST: &str = include_str!("list.js");

#[derive(Debug, Template)]
#[template(path = "overview.html")]
struct Page {
    frame: Frame,
    about: String,
    contents: [(&'static str, &'static str); 8],
    readiness: Option<ReadyView>,
    rubrics: Vec<RubricView>,
    no_scores: &'static str,
    heat: Heat,
    no_weeks: &'static str,
    time: Vec<TimeRow>,
    time_line: String,
    delivery: Vec<TrendRow>,
    no_delivery: &'static str,
    calibration: Vec<PairView>,
    no_pairs: &'static str,
    calendar: Vec<String>,
    calendar_line: String,
    sessions: Vec<SessionView>,
    sessions_line: String,
    no_sessions: &'static str,
    older: String,
    older_line: Option<String>,
}

#[derive(Debug)]
struct PairView {
    line: String,
    chart: Option<String>,
}

/// The page of everything.
pub fn everything(all: &Everything<'_>) -> String {
    let progress = all.progress;
    let mut frame = Frame::new("Practice".to_owned(), &all.made, vec![LIST]);
    frame.has_links = all.sessions.iter().any(|one| one.link.is_some());
    let (older, left_out) = older_sessions(&all.older, &all.made, OLDER_BYTES);
    let page = Page {
        frame,
        about: about(all),
        contents: [
            ("readiness", "Readiness"),
            ("scores", "Scores"),
            ("competencies", "Competencies"),
            ("time", "Time"),
            ("delivery", "Delivery"),
            ("calibration", "First pass against replay"),
            ("calendar", "Calendar"),
            ("sessions", "Sessions"),
        ],
        readiness: progress.readiness.as_ref().map(ready),
        rubrics: rubrics(all.bank, &progress.criteria),
        no_scores: "Nothing was scored yet. <code>hotseat score</code> scores the last session.",
        heat: heat(&all.weeks),
        no_weeks: "No answer of the last weeks has a score.",
        time: progress.time.iter().map(time_row).collect(),
        time_line: if progress.time.is_empty() {
            "No section with a budget has come to its end yet.".to_owned()
        } else {
            time_line(&progress.time)
        },
        delivery: progress.delivery.iter().map(delivery_row).collect(),
        no_delivery: "No recording was analysed. <code>hotseat sessions analyse last</code> \
                      measures one.",
        calibration: progress
            .calibration
            .iter()
            .map(|known| PairView {
                line: calibration_line(known),
                chart: bias(known),
            })
            .collect(),
        no_pairs: "No answer was scored twice. <code>hotseat replay</code> and then \
                   <code>hotseat score</code> show whether you judge an answer the same once you \
                   have heard it.",
        calendar_line: calendar_line(all),
        calendar: charts::calendar(&all.calendar),
        sessions: all
            .sessions
            .iter()
            .map(|one| session_view(all, one))
            .collect(),
        sessions_line: charts::sessions(all.sessions.len() + all.older.len()),
        no_sessions: "No session yet; <code>hotseat practice</code> sits one.",
        older,
        older_line: (left_out > 0).then(|| {
            format!(
                "{} before these are in the figures; `hotseat sessions list` has them.",
                charts::sessions(left_out)
            )
        }),
    };
    finished(page.render())
}

/// What the figures are of.
fn about(all: &Everything<'_>) -> String {
    let progress = all.progress;
    if progress.answers == 0 {
        return "Nothing was practised yet.".to_owned();
    }
    let newest = progress.since.map_or(
        "The figures are of ",
        |_| "Scores are of all practice, the rest is of the newest ",
    );
    format!(
        "{newest}{} in {}.",
        count(progress.answers, "answer", "answers"),
        count(progress.sessions, "session", "sessions")
    )
}

fn calendar_line(all: &Everything<'_>) -> String {
    let calendar = &all.calendar;
    let days = calendar.days.iter().filter(|n| **n > 0).count();
    let sat: usize = calendar.days.iter().sum();
    let before = match calendar.earlier {
        0 => String::new(),
        n => format!(", and {} before", charts::sessions(n)),
    };
    format!(
        "{} on {} in the last {} weeks{before}.",
        charts::sessions(sat),
        count(days, "day", "days"),
        calendar.days.len().div_ceil(7)
    )
}

#[cfg(test)]
mod tests;
