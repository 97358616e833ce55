//! `sessions discard`: a botched session counts nowhere, and nothing of it is lost.

use super::super::context::{Context, named_session};
use super::super::failure::failure;
use super::super::naming::day;
use super::not_running;
use crate::clock;
use crate::domain::{MicKind, overruling};
use crate::store::keep;

pub(super) fn discard(context: &Context, id: &str, undo: bool) -> anyhow::Result<u8> {
    let mut history = context.history()?;
    let mut kept = named_session(&history, id)?;
    not_running(context, &kept)?;
    let when = day(kept.session.started_at);
    let what = format!("the session of {when} ({})", kept.session.round.title);
    if undo && kept.session.mic.kind == MicKind::Tone {
        return Err(failure(
            format!("nobody was heard in {what}: it stays a rehearsal"),
            "a session with a microphone counts",
        ));
    }
    let is_new = kept.session.rehearsal == undo;
    kept.session.rehearsal = !undo;
    kept.session.rehearsal_at = Some(overruling(kept.session.rehearsal_at, clock::wall()));
    if is_new {
        keep(&mut history, &context.folder_of(&kept), &kept)?;
    }
    context.terminal.say(&match (undo, is_new) {
        (false, true) => format!("{what} counts nowhere; `--undo` lets it count again"),
        (false, false) => format!("{what} is a rehearsal already"),
        (true, true) => format!("{what} counts again"),
        (true, false) => format!("{what} counts already"),
    });
    Ok(0)
}
