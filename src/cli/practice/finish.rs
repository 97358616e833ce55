//! After the last second: the last copy, the scores, the summary.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use uuid::Uuid;

use super::super::args::SittingArgs;
use super::super::context::Context;
use super::super::naming::{program, short};
use super::super::replay;
use super::super::score::{self, AtHome, Which};
use super::super::signals::Signal;
use super::driver::Sat;
use super::keeper::Place;
use crate::clock;
use crate::domain::{Bank, Status};
use crate::store::{History, Kept};
use crate::ui::summary::summary;

/// A session that is over and kept.
pub(super) struct Over {
    kept: Kept,
    folder: PathBuf,
    history: History,
    signal: Option<Signal>,
    /// How many answers were asked about on the way.
    asked_about: usize,
    ended: Instant,
}

impl Over {
    pub(super) fn exit_code(&self) -> u8 {
        self.signal.map_or(0, Signal::exit_code)
    }

    pub(super) fn status(&self) -> Status {
        self.kept.session.status
    }

    /// Whether all of it was sat, and it is no rehearsal.
    pub(super) fn counts(&self) -> bool {
        self.status() == Status::Completed && !self.kept.session.rehearsal
    }

    pub(super) fn used_ms(&self) -> u64 {
        self.kept.session.used_ms()
    }

    pub(super) fn kept(self) -> Kept {
        self.kept
    }

    /// When its last second was over.
    pub(super) fn ended(&self) -> Instant {
        self.ended
    }
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
        asked_about: sat.asked_about,
        ended: clock::now(),
    })
}

/// Asks for scores, unless the candidate is in haste, and shows what came of it all. With
/// `offers_replay` the recordings are a key away.
pub(super) fn score_and_show(
    context: &Context,
    args: &SittingArgs,
    bank: &Bank,
    earlier: Option<Uuid>,
    offers_replay: bool,
    mut over: Over,
) -> anyhow::Result<Over> {
    let terminal = context.terminal;
    let Over {
        kept,
        folder,
        history,
        signal,
        asked_about,
        ..
    } = &mut over;
    if signal.is_none() && !args.no_score {
        if terminal.is_interactive() {
            let which = Which {
                after: *asked_about,
                ..Which::default()
            };
            let mut desk = AtHome::new(context, history, kept, None)?;
            let asked = score::ask(context, bank, &kept.session, &which, &mut desk)?;
            *signal = desk.signal(&asked);
            if let Some(scored) = history.session(kept.session.id)? {
                *kept = scored;
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
    if let Some(earlier) = earlier {
        let (program, earlier) = (program(), short(earlier));
        terminal.say(&format!("before:    {program} replay {earlier}"));
    }
    if args.json {
        context.print_json(kept)?;
    } else if offers_replay && signal.is_none() && !args.no_score {
        *signal = replay::offer(context, history, kept)?;
    }
    Ok(over)
}
