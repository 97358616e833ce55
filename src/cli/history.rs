//! `history`: scores over time.

mod by;
mod csv;
mod document;
mod names;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::args::{HistoryArgs, Since};
use super::context::Context;
use super::naming::day;
use crate::clock;
use crate::domain::{Bank, CriterionScores, PastScore, criteria};
use crate::store::{History, ScoreFilter};
use crate::ui::history::listing;

pub(super) fn run(context: &Context, args: &HistoryArgs) -> anyhow::Result<u8> {
    let filter = filter(args, clock::wall())?;
    if let Some(by) = args.by {
        return by::run(context, args, by, &filter);
    }
    let read = || read(context, args, &filter);
    let (bank, read) = if args.prompt.is_some() || args.competency.is_some() {
        // Where nothing has one of that name, all that do are told.
        context.bank_beside(read)
    } else {
        context.measures_beside(read)
    };
    let (history, scores, mut rows) = read?;
    let mut lines = criteria(&bank, scores);
    lines.retain(|line| in_area(&bank, args, &line.rubric, &line.criterion));
    if lines.is_empty() {
        names::check(&bank, &history, args)?;
    }
    if args.json || args.csv {
        rows.retain(|row| in_area(&bank, args, &row.card.rubric, &row.criterion));
        if args.csv {
            context.terminal.print(&csv::table(&bank, &rows)?)?;
        } else {
            context.print_json(&document::document(&lines, &rows))?;
        }
        return Ok(0);
    }
    if lines.is_empty() {
        context.terminal.say(nothing(&history, &filter)?);
        return Ok(0);
    }
    let titles = |rubric: &str| bank.rubric(rubric).map(|known| known.title.clone());
    context.print(&listing(&lines, titles, context.terminal.width()))?;
    if let Some(newest) = history.newest_score(&filter)? {
        let said = format!("newest score: {}", day(newest));
        context.terminal.say(&said);
    }
    Ok(0)
}

/// What the history has by criterion, and each score by itself where those are shown.
fn read(
    context: &Context,
    args: &HistoryArgs,
    filter: &ScoreFilter,
) -> anyhow::Result<(History, Vec<CriterionScores>, Vec<PastScore>)> {
    let history = context.history()?;
    let scores = history.criteria(filter)?;
    let rows = if args.json || args.csv {
        history.scores(filter)?
    } else {
        Vec::new()
    };
    Ok((history, scores, rows))
}

/// Whether the area of a criterion is the one that is asked for, if any is.
fn in_area(bank: &Bank, args: &HistoryArgs, rubric: &str, criterion: &str) -> bool {
    let known = || bank.rubric(rubric)?.criterion(criterion)?.area.as_deref();
    args.area.is_none() || args.area.as_deref() == known()
}

/// Why there is nothing to show.
fn nothing(history: &History, filter: &ScoreFilter) -> anyhow::Result<&'static str> {
    let rehearsed = ScoreFilter {
        rehearsals: true,
        ..filter.clone()
    };
    let any = ScoreFilter {
        rehearsals: filter.rehearsals,
        ..ScoreFilter::default()
    };
    Ok(if history.newest_score(&rehearsed)?.is_some() {
        "only rehearsals have such scores; `--rehearsals` counts them too"
    } else if history.newest_score(&any)?.is_some() {
        "no such scores; `hotseat history` shows them all"
    } else {
        "no scores yet; `hotseat practice` sits a session, `hotseat score` scores it"
    })
}

fn filter(args: &HistoryArgs, now: Timestamp) -> anyhow::Result<ScoreFilter> {
    let since = match args.since {
        None => None,
        Some(Since::Day(day)) => Some(day.to_zoned(TimeZone::system())?.timestamp()),
        Some(Since::Days(days)) => {
            let hours = jiff::SignedDuration::from_hours(i64::from(days) * 24);
            Some(now.checked_sub(hours).unwrap_or(Timestamp::MIN))
        }
    };
    Ok(ScoreFilter {
        rubric: args.rubric.clone(),
        criterion: args.criterion.clone(),
        rater: args.rater.clone(),
        pass: args.pass,
        since,
        round: args.round.clone(),
        prompt: args.prompt.clone(),
        level: args.level,
        competency: args.competency.clone(),
        rehearsals: args.rehearsals,
    })
}
