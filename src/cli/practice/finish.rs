//! After the last second: the last copy, the scores, the summary.

use std::path::PathBuf;

use anyhow::Context as _;

use super::super::args::PracticeArgs;
use super::super::context::Context;
use super::super::naming::program;
use super::super::score::{self, Asked};
use super::super::signals::Signal;
use super::driver::Sat;
use super::keeper::Place;
use crate::domain::Bank;
use crate::store::{History, Kept};
use crate::ui::summary::summary;

/// A session that is over and kept.
pub(super) struct Over {
    kept: Kept,
    folder: PathBuf,
    history: History,
    signal: Option<Signal>,
}

/// Waits until the session is on disk, and tells what went wrong on the way.
pub(super) fn keep(context: &Context, sat: Sat, place: Place) -> anyhow::Result<Over> {
    // Off a terminal they were told when they happened, and stand there still.
    if context.terminal.is_interactive() {
        for trouble in &sat.troubles {
            context.terminal.say(trouble);
        }
    }
    let (history, failed) = sat
        .keeper
        .finish()
        .context("the session could not be kept")?;
    if let Some(error) = failed {
        let folder = place.path.display();
        context
            .terminal
            .say(&format!("What was recorded is in {folder}."));
        return Err(error.into());
    }
    Ok(Over {
        kept: Kept {
            session: sat.session,
            folder: place.name,
        },
        folder: place.path,
        history,
        signal: sat.signal,
    })
}

/// Asks for scores, unless the candidate is in haste, and shows what came of it all.
pub(super) fn score_and_show(
    context: &Context,
    args: &PracticeArgs,
    bank: &Bank,
    over: Over,
) -> anyhow::Result<u8> {
    let terminal = context.terminal;
    let Over {
        mut kept,
        folder,
        mut history,
        mut signal,
    } = over;
    if signal.is_none() && !args.no_score {
        if terminal.is_interactive() {
            let which = score::Which::default();
            if score::ask(context, bank, &mut history, &kept, &which)? == Asked::Interrupted {
                signal = Some(Signal::Interrupt);
            }
            if let Some(scored) = history.session(kept.session.id)? {
                kept = scored;
            }
        } else {
            terminal.say("not scored: that needs a terminal; `hotseat score` asks later");
        }
    }
    let folder = folder.display().to_string();
    terminal.say(&format!(
        "\n{}",
        summary(&kept.session, &folder, &program(), terminal.width())
    ));
    if args.json {
        context.print_json(&kept)?;
    }
    Ok(signal.map_or(0, Signal::exit_code))
}
