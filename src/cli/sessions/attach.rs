//! `sessions attach`: files that belong to a session.

use std::path::PathBuf;

use super::super::context::{Context, named_session};
use super::super::failure::failure;
use super::super::naming::day;
use super::not_running;
use crate::clock;
use crate::domain::Attachment;
use crate::store::attach as copy;

pub(super) fn attach(context: &Context, id: &str, files: &[PathBuf]) -> anyhow::Result<u8> {
    let mut history = context.history()?;
    let kept = named_session(&history, id)?;
    not_running(context, &kept)?;
    let folder = context.folder_of(&kept);
    if !folder.is_dir() {
        return Err(failure(
            format!(
                "{} is gone, where the files would be kept",
                folder.display()
            ),
            "name another session from `hotseat sessions list`",
        ));
    }
    for file in files {
        let path = copy(&folder, file)?;
        let (when, round) = (day(kept.session.started_at), &kept.session.round.title);
        let said = format!("{path} is kept with the session of {when} ({round})");
        let at = clock::wall();
        // One after another: where a later one fails, those before are there.
        context.change(&mut history, &kept, |session| {
            session.attachments.push(Attachment { path, at });
            Ok(())
        })?;
        context.terminal.say(&said);
    }
    Ok(0)
}
