//! `history`: scores over time.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

use super::args::HistoryArgs;
use super::context::Context;
use super::failure::{check_competency, unknown};
use super::naming::day;
use crate::domain::{Bank, Pass, Rubric, trend};
use crate::store::{History, ScoreFilter, ScoreRow};
use crate::ui::charts::sparkline;
use crate::ui::tables::table;

#[derive(Serialize)]
struct Document<'a> {
    criteria: Vec<Line<'a>>,
}

/// One criterion over time; figures are of the first pass of rater `self`.
#[derive(Serialize)]
struct Line<'a> {
    rubric: &'a str,
    area: Option<String>,
    criterion: &'a str,
    n: usize,
    mean: Option<f64>,
    last: Option<f64>,
    change: Option<f64>,
    values: Vec<Value<'a>>,
}

#[derive(Serialize)]
struct Value<'a> {
    at: Timestamp,
    session: Uuid,
    answer: Option<usize>,
    value: i64,
    min: i64,
    max: i64,
    rater: &'a str,
    pass: Pass,
}

pub(super) fn run(context: &Context, args: &HistoryArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let filter = filter(args)?;
    let history = context.history()?;
    let rows = history.scores(&filter)?;
    check_names(&bank, args, &rows)?;
    let lines = lines(&bank, &rows);
    if args.json {
        context.print_json(&Document { criteria: lines })?;
        return Ok(0);
    }
    if lines.is_empty() {
        context.terminal.say(nothing(&history, &filter)?);
        return Ok(0);
    }
    let latest = rows
        .iter()
        .map(|row| row.at)
        .max()
        .map(day)
        .unwrap_or_default();
    let cells = lines.iter().map(cells).collect();
    let head = [
        "rubric",
        "criterion",
        "n",
        "mean",
        "last",
        "change",
        "trend",
    ];
    context.print(&table(context.terminal.width(), head, cells))?;
    context.terminal.say(&format!("newest score: {latest}"));
    Ok(0)
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
    Ok(if !history.scores(&rehearsed)?.is_empty() {
        "only rehearsals have such scores; `--rehearsals` counts them too"
    } else if !history.scores(&any)?.is_empty() {
        "no such scores; `hotseat history` shows them all"
    } else {
        "no scores yet; `hotseat practice` sits a session, `hotseat score` scores it"
    })
}

fn filter(args: &HistoryArgs) -> anyhow::Result<ScoreFilter> {
    let since = args.since.map(|day| {
        day.to_zoned(TimeZone::system())
            .map(|start| start.timestamp())
    });
    Ok(ScoreFilter {
        rubric: args.rubric.clone(),
        criterion: args.criterion.clone(),
        competency: args.competency.clone(),
        since: since.transpose()?,
        rehearsals: args.rehearsals,
    })
}

/// A name that neither a pack nor the history knows is a slip.
fn check_names(bank: &Bank, args: &HistoryArgs, rows: &[ScoreRow]) -> anyhow::Result<()> {
    if !rows.is_empty() {
        return Ok(());
    }
    if let Some(id) = &args.rubric
        && bank.rubric(id).is_none()
    {
        let known = bank.rubrics.iter().map(|rubric| rubric.id.as_str());
        return Err(unknown("rubric", id, known, "hotseat rubrics list"));
    }
    let asked = |rubric: &&Rubric| args.rubric.as_ref().is_none_or(|id| rubric.id == *id);
    let rubrics = bank.rubrics.iter().filter(asked);
    let criteria = || rubrics.clone().flat_map(|rubric| &rubric.criteria);
    if let Some(id) = &args.criterion
        && !criteria().any(|criterion| criterion.id == *id)
    {
        let known = criteria().map(|criterion| criterion.id.as_str());
        return Err(unknown("criterion", id, known, "hotseat rubrics list"));
    }
    check_competency(bank, args.competency.as_deref())
}

/// One line per rubric and criterion, in the rubric's own order where a pack still has it.
fn lines<'a>(bank: &Bank, rows: &'a [ScoreRow]) -> Vec<Line<'a>> {
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for row in rows {
        let key = (row.rubric.as_str(), row.criterion.as_str());
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let place = |(rubric, criterion): &(&str, &str)| {
        let known = bank.rubric(rubric)?;
        known
            .criteria
            .iter()
            .position(|known| known.id == *criterion)
    };
    keys.sort_by_key(|key| (key.0, place(key).unwrap_or(usize::MAX)));
    keys.into_iter()
        .map(|(rubric, criterion)| {
            let own = rows
                .iter()
                .filter(|row| row.rubric == rubric && row.criterion == criterion);
            let own: Vec<&ScoreRow> = own.collect();
            let counted: Vec<f64> = own
                .iter()
                .filter(|row| row.pass == Pass::First && row.rater == "self")
                .map(|row| row.value as f64)
                .collect();
            let trend = trend(&counted);
            let known = bank
                .rubric(rubric)
                .and_then(|known| known.criterion(criterion));
            Line {
                rubric,
                area: known.and_then(|known| known.area.clone()),
                criterion,
                n: counted.len(),
                mean: trend.map(|trend| trend.mean),
                last: trend.map(|trend| trend.last),
                change: trend.and_then(|trend| trend.change),
                values: own.into_iter().map(value).collect(),
            }
        })
        .collect()
}

fn value(row: &ScoreRow) -> Value<'_> {
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

fn cells(line: &Line<'_>) -> [String; 7] {
    const TREND: usize = 12;
    let number =
        |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
    let change = match line.change {
        None => "-".to_owned(),
        Some(change) => format!("{change:+.1}").replace('-', "−"),
    };
    let first = line.values.iter().filter(|value| value.pass == Pass::First);
    let values: Vec<f64> = first.map(|value| value.value as f64).collect();
    let min = line.values.iter().map(|value| value.min).min().unwrap_or(0) as f64;
    let max = line.values.iter().map(|value| value.max).max().unwrap_or(1) as f64;
    [
        line.rubric.to_owned(),
        line.criterion.to_owned(),
        line.n.to_string(),
        number(line.mean),
        number(line.last),
        change,
        sparkline(&values, min, max, TREND),
    ]
}
