//! `sessions`: what was sat.

use anyhow::Context as _;
use inquire::{Confirm, InquireError};
use serde::Serialize;

use super::args::SessionsVerb;
use super::context::{Context, named_session};
use super::failure::failure;
use super::naming::{day, program, short};
use crate::clock;
use crate::domain::{Answer, Scorecard, Session};
use crate::store::{Kept, Running, Summary, is_running};
use crate::ui::summary::summary;
use crate::ui::tables::table;
use crate::ui::text::{clock_ms, indented};

#[derive(Serialize)]
struct Listing {
    sessions: Vec<Summary>,
}

pub(super) fn run(context: &Context, verb: &SessionsVerb) -> anyhow::Result<u8> {
    match verb {
        SessionsVerb::List { json } => list(context, *json),
        SessionsVerb::Show { id, json } => show(context, id, *json),
        SessionsVerb::Delete { id, yes } => delete(context, id, *yes),
    }
}

fn list(context: &Context, json: bool) -> anyhow::Result<u8> {
    let sessions = context.history()?.sessions()?;
    if json {
        context.print_json(&Listing { sessions })?;
        return Ok(0);
    }
    if sessions.is_empty() {
        context
            .terminal
            .say("no session yet; `hotseat practice` sits one");
        return Ok(0);
    }
    let rows = sessions.iter().map(|session| {
        let mut state = session.status.as_str().to_owned();
        if is_running(&context.home.root().join(&session.folder)) {
            "running".clone_into(&mut state);
        }
        if session.rehearsal {
            state.push_str(", rehearsal");
        }
        [
            short(session.id),
            day(session.started_at),
            session.round.clone(),
            clock_ms(session.used_ms),
            if session.scored { "yes" } else { "no" }.to_owned(),
            state,
        ]
    });
    let head = ["session", "when", "round", "spoken", "scored", "status"];
    context.print(&table(context.terminal.width(), head, rows.collect()))?;
    Ok(0)
}

fn show(context: &Context, id: &str, json: bool) -> anyhow::Result<u8> {
    let history = context.history()?;
    let kept = named_session(&history, id)?;
    if json {
        context.print_json(&kept)?;
        return Ok(0);
    }
    let session = &kept.session;
    let width = context.terminal.width();
    context.print(&format!(
        "{}  {}  seed {}\n",
        session.id,
        day(session.started_at),
        session.seed
    ))?;
    let folder = context.folder_of(&kept);
    if is_running(&folder) {
        context.print("This session is being recorded right now.")?;
    }
    let folder = folder.display().to_string();
    context.print(&summary(session, &folder, &program(), width))?;
    for (answer, number) in session.answers.iter().zip(1..) {
        if let Some(text) = scores(answer, number, width) {
            context.print(&format!("\n{text}"))?;
        }
    }
    let overall: Vec<String> = session
        .scorecards
        .iter()
        .map(|card| describe(card, width))
        .collect();
    if !overall.is_empty() {
        context.print(&format!("\nWhole session\n{}", overall.join("\n")))?;
    }
    Ok(0)
}

fn scores(answer: &Answer, number: usize, width: usize) -> Option<String> {
    let cards: Vec<String> = answer
        .scorecards
        .iter()
        .map(|card| describe(card, width))
        .collect();
    (!cards.is_empty()).then(|| format!("{number}. {}\n{}", answer.prompt.title, cards.join("\n")))
}

fn describe(card: &Scorecard, width: usize) -> String {
    let retracted = if card.retracted { ", retracted" } else { "" };
    let mut lines = vec![format!(
        "  {} · {} pass, {}{retracted} · card {}",
        card.rubric,
        card.pass.as_str(),
        day(card.at),
        card.id
    )];
    for score in &card.values {
        let line = format!("{} {} of {}", score.criterion, score.value, score.max);
        lines.push(format!("    {line}"));
        if let Some(note) = &score.note {
            lines.push(indented(note, width, "      "));
        }
    }
    if let Some(change) = &card.next_time {
        lines.push(indented(&format!("next time: {change}"), width, "    "));
    }
    lines.join("\n")
}

fn delete(context: &Context, id: &str, yes: bool) -> anyhow::Result<u8> {
    let mut history = context.history()?;
    let kept = named_session(&history, id)?;
    if is_running(&context.folder_of(&kept)) {
        return Err(failure(
            format!(
                "the session of {} ({}) is being recorded right now",
                day(kept.session.started_at),
                kept.session.round.title
            ),
            "end it first, or name another one from `hotseat sessions list`",
        ));
    }
    let what = format!(
        "the session of {} ({}) with {}",
        day(kept.session.started_at),
        kept.session.round.title,
        contents(&kept.session)
    );
    if !yes {
        if !context.terminal.is_interactive() {
            return Err(failure(
                format!("{what} was not deleted"),
                "`--yes` deletes without asking",
            ));
        }
        let question = format!("Delete {what} for good?");
        match Confirm::new(&crate::ui::text::sanitize(&question))
            .with_default(false)
            .prompt()
        {
            Ok(true) => {}
            Ok(false)
            | Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
                return Ok(0);
            }
            Err(error) => return Err(error.into()),
        }
    }
    remove_files(context, &kept)?;
    history.delete(kept.session.id, clock::wall())?;
    context.terminal.say(&format!("deleted {what}"));
    Ok(0)
}

fn contents(session: &Session) -> String {
    let sections = session.answers.iter().flat_map(|answer| &answer.sections);
    let takes = sections.filter(|section| section.take.is_some()).count();
    let scored = if session.is_scored() {
        " and its scores"
    } else {
        ""
    };
    match takes {
        0 => format!("no recording{scored}"),
        1 => format!("1 recording{scored}"),
        _ => format!("{takes} recordings{scored}"),
    }
}

fn remove_files(context: &Context, kept: &Kept) -> anyhow::Result<()> {
    let folder = context.folder_of(kept);
    if !folder.is_dir() {
        return Ok(());
    }
    // Nobody can be recording into it.
    let _held = Running::begin(&folder)?;
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be deleted", folder.display()))
        }
        _ => Ok(()),
    }
}
