//! `hotseat` alone: where you stand, and what may come next.

use jiff::tz::TimeZone;

use super::context::Context;
use super::naming::{day, program};
use super::plan::coming;
use super::stories;
use crate::clock;
use crate::domain::{
    Bank, Begun, Past, Place, Plan, Score, Session, Suggestion, resume, suggest, weakest_score,
};
use crate::ui::tables::table;
use crate::ui::text::{indented, words as time, words_ms};

pub(super) fn run(context: &Context) -> anyhow::Result<u8> {
    // Looking makes no home.
    let history = context.history_if_any()?;
    context.say_what_is_lost();
    let bank = context.bank();
    let past = context.past()?;
    let coming = coming(context, &bank)?;
    let (mut last, mut begun) = (None, Begun::default());
    begun.plan = coming.is_some();
    if let Some(history) = history {
        if let Some(newest) = history.sessions()?.first() {
            last = history.session(newest.id)?.map(|kept| kept.session);
        }
        let sat = history.last_in_loop(None)?;
        let next = resume(
            sat.as_ref(),
            &bank.loops,
            clock::wall(),
            &TimeZone::system(),
        );
        begun.day = next.is_ok();
    }
    let mut parts = Vec::new();
    match &last {
        Some(session) => parts.push(standing(context, &bank, session, &past)),
        None => parts.push(indented(
            "hotseat draws a question, holds you to the time of every section, records what you \
             say, and lets you score it. Nothing was practised yet.",
            context.terminal.width().min(100),
            "",
        )),
    }
    // As far as they can be looked at: no reason to show nothing.
    let files = stories::files(context, &bank).unwrap_or_default();
    if let Some(line) = stories::broken(&files) {
        parts.push(indented(
            &format!("Note: {line}"),
            context.terminal.width(),
            "",
        ));
    }
    if let Some((plan, place)) = coming {
        parts.push(in_plan(context, &bank, plan, place));
    }
    parts.push(commands(context, last.as_ref(), &past, begun));
    context.print(&parts.join("\n\n"))?;
    Ok(0)
}

/// The last session and what was weakest in it, and the weakest competency of all.
fn standing(context: &Context, bank: &Bank, session: &Session, past: &Past) -> String {
    let rehearsal = if session.rehearsal {
        ", a rehearsal"
    } else {
        ""
    };
    let mut lines = vec![format!(
        "Last session: {}, {}, {} spoken{rehearsal}",
        day(session.started_at),
        session.round.title,
        words_ms(session.used_ms()),
    )];
    if let Some((rubric, score)) = weakest_score(session) {
        let title = title(bank, rubric, score);
        lines.push(format!(
            "Weakest in it: {title}, {} of {}",
            score.value, score.max
        ));
    } else if !session.is_scored() {
        lines.push("It has no scores.".to_owned());
    }
    if let Some((competency, standing)) = past.weakest() {
        let answers = match standing.answers {
            1 => "1 answer".to_owned(),
            count => format!("{count} answers"),
        };
        let share = standing.share;
        lines.push(format!(
            "Weakest competency: {competency}, {share} % over {answers}"
        ));
    }
    let width = context.terminal.width();
    let lines = lines.iter().map(|line| indented(line, width, ""));
    lines.collect::<Vec<_>>().join("\n")
}

/// The next block of the plan that is under way.
fn in_plan(context: &Context, bank: &Bank, plan: &Plan, place: Place<'_>) -> String {
    let line = format!(
        "{}, day {} of {}: {}, {}",
        plan.title,
        place.day,
        plan.days.len(),
        bank.title_of(place.block),
        time(place.block.length)
    );
    indented(&line, context.terminal.width(), "")
}

/// A criterion's title, or its id where the packs do not know it any more.
fn title(bank: &Bank, rubric: &str, score: &Score) -> String {
    let rubric = bank.rubric(rubric);
    let criterion = rubric.and_then(|rubric| rubric.criterion(&score.criterion));
    criterion.map_or_else(|| score.criterion.clone(), |found| found.title.clone())
}

fn commands(context: &Context, last: Option<&Session>, past: &Past, begun: Begun) -> String {
    let mut rows: Vec<[String; 2]> = suggest(last, past, begun)
        .into_iter()
        .map(|suggestion| {
            let (command, what) = words(&suggestion);
            [format!("{} {command}", program()), what]
        })
        .collect();
    if last.is_none() {
        let rounds = format!("{} rounds list", program());
        rows.push([rounds, "shows all interviews there are".to_owned()]);
    }
    rows.push([
        format!("{} --help", program()),
        "shows all verbs".to_owned(),
    ]);
    table(context.terminal.width(), ["next", ""], rows)
}

fn words(suggestion: &Suggestion) -> (String, String) {
    let (command, what) = match suggestion {
        Suggestion::GoOn => ("practice --resume", "goes on with the loop of today"),
        Suggestion::Plan => ("plan next", "does the next block of your plan"),
        Suggestion::Score => ("score", "scores what you said"),
        Suggestion::Train(competency) => {
            let command = format!("practice --competency {competency} --draw due");
            return (command, "trains what is weakest".to_owned());
        }
        Suggestion::WarmUp => ("practice quick", "sits a question of three minutes"),
        Suggestion::Due => ("practice --draw due --count 1", "asks what is due again"),
        Suggestion::Again => ("again", "sits the last session once more"),
    };
    (command.to_owned(), what.to_owned())
}
