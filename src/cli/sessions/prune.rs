//! `sessions prune`: recordings of long ago are deleted, and everything that is known of the
//! sessions stays.

use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use anyhow::Context as _;
use inquire::InquireError;
use jiff::Timestamp;
use uuid::Uuid;

use super::super::args::PruneArgs;
use super::super::context::Context;
use super::super::failure::failure;
use super::super::naming::{day, short};
use super::super::practice::size;
use crate::clock;
use crate::domain::Take;
use crate::store::{History, Kept, is_running, own_file};
use crate::ui::asking;
use crate::ui::tables::table;

/// A session whose recordings are to go.
struct Old {
    id: Uuid,
    at: Timestamp,
    round: String,
    files: Vec<PathBuf>,
    bytes: u64,
}

pub(super) fn prune(context: &Context, args: &PruneArgs) -> anyhow::Result<u8> {
    let history = context.history()?;
    let before = clock::wall()
        .checked_sub(args.older_than)
        .context("nothing is that old")?;
    let old = old(context, &history, before)?;
    if old.is_empty() {
        let said = format!("no session from before {} has recordings", day(before));
        context.terminal.say(&said);
        return Ok(0);
    }
    let what = in_words(&old);
    if args.dry_run {
        let rows = old.iter().map(|old| {
            let (id, at, round) = (short(old.id), day(old.at), old.round.clone());
            [id, at, round, old.files.len().to_string(), size(old.bytes)]
        });
        let head = ["session", "when", "round", "recordings", "size"];
        context.print(&table(context.terminal.width(), head, rows.collect()))?;
        context.terminal.say(&format!("would delete {what}"));
        return Ok(0);
    }
    if !args.yes && !is_agreed(context, &what)? {
        return Ok(0);
    }
    let mut kept = 0;
    for file in old.iter().flat_map(|old| &old.files) {
        match fs::remove_file(file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                let said = format!("warning: {} cannot be deleted: {error}", file.display());
                context.terminal.say(&said);
                kept += 1;
            }
            _ => {}
        }
    }
    if kept == 0 {
        context.terminal.say(&format!("deleted {what}"));
    }
    Ok(u8::from(kept > 0))
}

fn is_agreed(context: &Context, what: &str) -> anyhow::Result<bool> {
    if !context.terminal.is_interactive() {
        return Err(failure(
            format!("{what} were not deleted"),
            "`--yes` deletes without asking, `--dry-run` lists them",
        ));
    }
    let question = format!("Delete {what} for good? Scores and times are kept.");
    match asking::confirm(context.terminal, &question) {
        Ok(yes) => Ok(yes),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The sessions from before then that have recordings, oldest first.
fn old(context: &Context, history: &History, before: Timestamp) -> anyhow::Result<Vec<Old>> {
    let mut found = Vec::new();
    for summary in history.sessions()?.into_iter().rev() {
        if summary.started_at >= before {
            continue;
        }
        let Some(kept) = history.session(summary.id)? else {
            continue;
        };
        let folder = context.folder_of(&kept);
        let (files, bytes) = recordings(&folder, &kept);
        if !files.is_empty() && !is_running(&folder) {
            found.push(Old {
                id: summary.id,
                at: summary.started_at,
                round: summary.round,
                files,
                bytes,
            });
        }
    }
    Ok(found)
}

/// The files of its takes that are there, and how much they take.
fn recordings(folder: &std::path::Path, kept: &Kept) -> (Vec<PathBuf>, u64) {
    let answers = kept.session.answers.iter();
    let sections = answers.flat_map(|answer| &answer.sections);
    let takes = sections.filter_map(|section| section.take.as_ref());
    let (mut files, mut bytes) = (Vec::new(), 0);
    let names = takes.flat_map(Take::files);
    for path in names.filter_map(|name| own_file(folder, name)) {
        if let Ok(data) = fs::symlink_metadata(&path)
            && data.is_file()
        {
            bytes += data.len();
            files.push(path);
        }
    }
    (files, bytes)
}

fn in_words(old: &[Old]) -> String {
    let files: usize = old.iter().map(|old| old.files.len()).sum();
    let bytes: u64 = old.iter().map(|old| old.bytes).sum();
    let (Some(first), Some(last)) = (old.first(), old.last()) else {
        return "nothing".to_owned();
    };
    let recordings = match files {
        1 => "1 recording".to_owned(),
        files => format!("{files} recordings"),
    };
    let sessions = match old.len() {
        1 => format!("the session of {}", day(first.at)),
        count => format!(
            "{count} sessions from {} to {}",
            day(first.at),
            day(last.at)
        ),
    };
    format!("{recordings} ({}) of {sessions}", size(bytes))
}
