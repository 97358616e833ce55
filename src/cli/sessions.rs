//! `sessions`: what was sat.

mod analyse;
mod attach;
mod discard;
mod export;
mod prune;

use std::path::Path;

use anyhow::Context as _;
use inquire::InquireError;
use serde::Serialize;

use super::args::SessionsVerb;
use super::context::{Context, named_session};
use super::failure::failure;
use super::naming::{day, program, short};
use crate::clock;
use crate::domain::{Bank, Scale, Score, Scorecard, Session, Take};
use crate::store::{Held, Kept, PortableCopy, Running, Summary, is_running};
use crate::ui::asking;
use crate::ui::numbers;
use crate::ui::summary::summary;
use crate::ui::tables::table;
use crate::ui::text::{clock_ms, indented};
use crate::ui::verdict::verdict;

#[derive(Serialize)]
struct Listing {
    sessions: Vec<Summary>,
}

pub(super) fn run(context: &Context, verb: &SessionsVerb) -> anyhow::Result<u8> {
    match verb {
        SessionsVerb::List { json } => list(context, *json),
        SessionsVerb::Show { id, json } => show(context, id, *json),
        SessionsVerb::Analyse { id, pause } => analyse::analyse(context, id, *pause),
        SessionsVerb::Discard { id, undo } => discard::discard(context, id, *undo),
        SessionsVerb::Attach { id, files } => attach::attach(context, id, files),
        SessionsVerb::Export { id, out } => export::export(context, id, out.as_deref()),
        SessionsVerb::Prune(args) => prune::prune(context, args),
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
    if let Some(said) = gone(&kept.session, &context.folder_of(&kept)) {
        context.print(&format!("gone:      {said}"))?;
    }
    for file in &session.attachments {
        let (path, at) = (&file.path, day(file.at));
        context.print(&format!("attached:  {path}, {at}"))?;
    }
    let answers = session.answers.iter();
    let cards = answers.flat_map(|answer| &answer.scorecards);
    if cards.chain(&session.scorecards).next().is_some() {
        context.print(&scores(&context.bank(), session, width))?;
    }
    Ok(0)
}

/// How many recordings are no longer there: they may be deleted, and the session is kept.
fn gone(session: &Session, folder: &Path) -> Option<String> {
    let sections = session.answers.iter().flat_map(|answer| &answer.sections);
    let takes: Vec<&Take> = sections.filter_map(|s| s.take.as_ref()).collect();
    let is_gone = |take: &&&Take| !take.files().all(|file| folder.join(file).exists());
    match (takes.iter().filter(is_gone).count(), takes.len()) {
        (0, _) => None,
        (1, 1) => Some("the recording was deleted or moved".to_owned()),
        (gone, of) if gone == of => Some("all recordings were deleted or moved".to_owned()),
        (gone, of) => Some(format!("{gone} of {of} recordings were deleted or moved")),
    }
}

/// The cards of every answer, then those of the session as a whole.
fn scores(bank: &Bank, session: &Session, width: usize) -> String {
    let answers = session.answers.iter().zip(1..).map(|(answer, number)| {
        let title = format!("{number}. {}", answer.prompt.title);
        (title, &answer.scorecards)
    });
    let whole = ("Whole session".to_owned(), &session.scorecards);
    let parts = answers.chain([whole]);
    let told = parts
        .filter(|(_, cards)| !cards.is_empty())
        .map(|(title, cards)| {
            let cards: Vec<String> = cards
                .iter()
                .map(|card| describe(bank, card, width))
                .collect();
            format!("\n{title}\n{}", cards.join("\n"))
        });
    told.collect::<Vec<_>>().join("\n")
}

fn describe(bank: &Bank, card: &Scorecard, width: usize) -> String {
    let retracted = if card.retracted { ", retracted" } else { "" };
    let mut lines = vec![format!(
        "  {} · {} pass, {}{retracted}",
        card.rubric,
        card.pass.as_str(),
        day(card.at)
    )];
    // On a line of its own, or it could not be copied whole.
    lines.push(format!("    card {}", card.id));
    for score in &card.values {
        let value = value(bank, card, score);
        lines.push(format!("    {} {value}", score.criterion));
        if let Some(note) = &score.note {
            lines.push(indented(note, width, "      "));
        }
    }
    let judged = verdict(bank, card, width, "    ");
    if !judged.is_empty() {
        lines.push(judged);
    }
    if let Some(change) = &card.next_time {
        lines.push(indented(&format!("next time: {change}"), width, "    "));
    }
    lines.join("\n")
}

/// What was given, as `4 of 5`, or in words where the packs still know that it was yes or no.
fn value(bank: &Bank, card: &Scorecard, score: &Score) -> String {
    let rubric = bank.rubric(&card.rubric);
    let criterion = rubric.and_then(|rubric| rubric.criterion(&score.criterion));
    match criterion.map(|criterion| criterion.scale) {
        Some(Scale::YesNo) => numbers::value(Scale::YesNo, score.value),
        _ => format!("{} of {}", score.value, score.max),
    }
}

fn delete(context: &Context, id: &str, yes: bool) -> anyhow::Result<u8> {
    let mut history = context.history()?;
    let kept = named_session(&history, id)?;
    not_running(context, &kept)?;
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
        match asking::confirm(context.terminal, &question) {
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
    history.publish(PortableCopy::Deletions, &context.home.progress()?)?;
    context.terminal.say(&format!("deleted {what}"));
    Ok(0)
}

/// Refuses a session that is being recorded: what another program writes would be overwritten.
pub(in crate::cli) fn not_running(context: &Context, kept: &Kept) -> anyhow::Result<()> {
    if !is_running(&context.folder_of(kept)) {
        return Ok(());
    }
    Err(failure(
        format!(
            "the session of {} ({}) is being recorded right now",
            day(kept.session.started_at),
            kept.session.round.title
        ),
        "end it first, or name another one from `hotseat sessions list`",
    ))
}

fn contents(session: &Session) -> String {
    let sections = session.answers.iter().flat_map(|answer| &answer.sections);
    let takes = sections.filter(|section| section.take.is_some()).count();
    let scored = if session.is_scored() {
        " and its scores"
    } else {
        ""
    };
    let files = match session.attachments.len() {
        0 => String::new(),
        1 => ", 1 attached file".to_owned(),
        count => format!(", {count} attached files"),
    };
    match takes {
        0 => format!("no recording{files}{scored}"),
        1 => format!("1 recording{files}{scored}"),
        _ => format!("{takes} recordings{files}{scored}"),
    }
}

fn remove_files(context: &Context, kept: &Kept) -> anyhow::Result<()> {
    let folder = context.folder_of(kept);
    if !folder.is_dir() {
        return Ok(());
    }
    let _changes = Held::of(&folder)?;
    // Nobody can be recording into it.
    let _held = Running::begin(&folder)?;
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be deleted", folder.display()))
        }
        _ => Ok(()),
    }
}
