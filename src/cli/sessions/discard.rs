//! `sessions discard`: a botched session counts nowhere, and nothing of it is lost.

use super::super::context::{Context, named_session};
use super::super::failure::failure;
use super::super::naming::day;
use super::not_running;
use crate::clock;
use crate::domain::{MicKind, overruling};

pub(super) fn discard(context: &Context, id: &str, undo: bool) -> anyhow::Result<u8> {
    let mut history = context.history()?;
    let kept = named_session(&history, id)?;
    not_running(context, &kept)?;
    let when = day(kept.session.started_at);
    let what = format!("the session of {when} ({})", kept.session.round.title);
    if undo && kept.session.mic.kind == MicKind::Tone {
        return Err(failure(
            format!("nobody was heard in {what}: it stays a rehearsal"),
            "a session with a microphone counts",
        ));
    }
    let now = clock::wall();
    let (_, is_new) = context.change(&mut history, &kept, |session| {
        let is_new = session.rehearsal == undo;
        if is_new {
            session.rehearsal = !undo;
            session.rehearsal_at = Some(overruling(session.rehearsal_at, now));
        }
        Ok(is_new)
    })?;
    context.terminal.say(&match (undo, is_new) {
        (false, true) => format!("{what} counts nowhere; `--undo` lets it count again"),
        (false, false) => format!("{what} is a rehearsal already"),
        (true, true) => format!("{what} counts again"),
        (true, false) => format!("{what} counts already"),
    });
    Ok(0)
}
