//! `history --by`: scores brought together by what they were given for.

use ::csv::{Terminator, WriterBuilder};
use anyhow::Context as _;
use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::super::args::HistoryArgs;
use super::super::context::Context;
use super::super::naming::day;
use super::{in_area, names, nothing};
use crate::domain::{
    By, Direction, Figures, GroupProgress, GroupValue, Pass, PastCard, SELF, groups,
};
use crate::store::ScoreFilter;
use crate::ui::history;
use crate::ui::text::sanitize;

/// Other programs read it: fields are only ever added.
#[derive(Serialize)]
struct Document<'a> {
    by: &'static str,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    /// Of an area; else null.
    rubric: Option<&'a str>,
    id: &'a str,
    title: &'a str,
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
    rubric: &'a str,
    percent: u8,
    rater: &'a str,
    pass: Pass,
}

pub(super) fn run(
    context: &Context,
    args: &HistoryArgs,
    by: By,
    filter: &ScoreFilter,
) -> anyhow::Result<u8> {
    let (bank, read) = context.bank_beside(|| -> anyhow::Result<_> {
        let history = context.history()?;
        let scores = history.scores(filter)?;
        Ok((history, scores))
    });
    let (history, mut scores) = read?;
    scores.retain(|score| in_area(&bank, args, &score.card.rubric, &score.criterion));
    let rater = args.rater.as_deref().unwrap_or(SELF);
    let pass = args.pass.unwrap_or(Pass::First);
    let counts = |card: &PastCard| card.rater == rater && card.pass == pass;
    let known = groups(&bank, by, &scores, counts);
    if known.is_empty() {
        names::check(&bank, &history, args)?;
    }
    if args.csv {
        context.terminal.print(&table(&known)?)?;
    } else if args.json {
        context.print_json(&document(by, &known))?;
    } else if known.is_empty() {
        if scores.is_empty() {
            context.terminal.say(nothing(&history, filter)?);
        } else {
            let said = format!("no such score belongs to any {}", by.as_str());
            context.terminal.say(&said);
        }
    } else {
        context.print(&history::groups(by, &known, context.terminal.width()))?;
        let times = known.iter().flat_map(|group| &group.values);
        if let Some(newest) = times.map(|value| value.card.at).max() {
            let said = format!("newest score: {}", day(newest));
            context.terminal.say(&said);
        }
    }
    Ok(0)
}

fn document<'a>(by: By, known: &'a [GroupProgress<'a>]) -> Document<'a> {
    let groups = known.iter().map(|group| Group {
        rubric: group.rubric,
        id: group.id,
        title: group.title,
        figures: group.figures,
        trend: group.trend,
        values: group.values.iter().map(value).collect(),
    });
    Document {
        by: by.as_str(),
        groups: groups.collect(),
    }
}

fn value<'a>(value: &GroupValue<'a>) -> Value<'a> {
    let card = value.card;
    Value {
        at: card.at,
        session: card.session,
        answer: card.answer,
        rubric: &card.rubric,
        percent: value.percent,
        rater: &card.rater,
        pass: card.pass,
    }
}

/// RFC 4180, a line for every value, group by group; without the last line feed, which comes when
/// it is printed.
fn table(known: &[GroupProgress<'_>]) -> anyhow::Result<String> {
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    writer.write_record([
        "id", "title", "at", "session", "answer", "rubric", "percent", "rater", "pass",
    ])?;
    for group in known {
        for value in &group.values {
            let card = value.card;
            let session = card.session.map(|id| id.to_string()).unwrap_or_default();
            let answer = card.answer.map(|number| number.to_string());
            writer.write_record([
                group.id,
                &sanitize(group.title),
                &card.at.to_string(),
                &session,
                &answer.unwrap_or_default(),
                &card.rubric,
                &value.percent.to_string(),
                &sanitize(&card.rater),
                card.pass.as_str(),
            ])?;
        }
    }
    let bytes = writer.into_inner().context("the table cannot be written")?;
    let mut text = String::from_utf8(bytes)?;
    text.pop();
    Ok(text)
}
