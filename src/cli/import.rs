//! `import`: sessions and progress of another machine, of a backup, or of this home after its
//! database was lost.

use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use super::args::ImportArgs;
use super::context::Context;
use super::failure::failure;
use super::practice::size;
use super::recover::recover;
use crate::audio::free_bytes;
use crate::domain::Session;
use crate::store::import::{Carrier, Found, Source, find, read_ahead};
use crate::store::{History, Import, Known, StoreError, Taken};
use crate::ui::gauge::Gauge;

/// What is left free when recordings are copied: the history grows too.
const SPARE: u64 = 64 << 20;

/// What came of it; its JSON is that of `import --json`.
#[derive(Default, Serialize)]
struct Outcome {
    sessions: Sessions,
    progress: Progress,
    refused: Vec<Refused>,
}

#[derive(Default, Serialize)]
struct Sessions {
    new: usize,
    merged: usize,
    unchanged: usize,
    /// Deleted before, or by what was taken in.
    deleted: usize,
}

/// Files of what belongs to no session.
#[derive(Default, Serialize)]
struct Progress {
    merged: usize,
    unchanged: usize,
}

#[derive(Serialize)]
struct Refused {
    path: String,
    message: String,
}

impl Outcome {
    /// Why it is told nothing of what else is wrong with the file: the first reason is enough.
    fn refuse(&mut self, say: impl Fn(&str), path: &Path, error: StoreError) {
        let path = path.display().to_string();
        let mut message = format!("{:#}", anyhow::Error::from(error));
        if !message.contains(&path) {
            message = format!("{path}: {message}");
        }
        say(&format!("refused: {message}"));
        self.refused.push(Refused { path, message });
    }

    fn count(&mut self, taken: Taken) {
        let sessions = &mut self.sessions;
        *match taken {
            Taken::New => &mut sessions.new,
            Taken::Merged => &mut sessions.merged,
            Taken::Unchanged => &mut sessions.unchanged,
            Taken::Deleted => &mut sessions.deleted,
        } += 1;
    }

    fn in_words(&self) -> String {
        let Sessions {
            new,
            merged,
            unchanged,
            deleted,
        } = self.sessions;
        let mut parts = vec![counted(
            new + merged + unchanged,
            "session",
            &[(new, "new"), (merged, "merged"), (unchanged, "unchanged")],
        )];
        let Progress { merged, unchanged } = self.progress;
        if merged + unchanged > 0 {
            let what = [(merged, "merged"), (unchanged, "unchanged")];
            parts.push(counted(merged + unchanged, "file of progress", &what));
        }
        if deleted > 0 {
            parts.push(format!("{deleted} deleted and left out"));
        }
        if !self.refused.is_empty() {
            parts.push(format!("{} refused", self.refused.len()));
        }
        format!("imported {}", parts.join("; "))
    }
}

/// `3 sessions (2 new, 1 merged)`.
fn counted(count: usize, what: &str, of: &[(usize, &str)]) -> String {
    let of = of.iter().filter(|(count, _)| *count > 0);
    let of: Vec<String> = of.map(|(count, what)| format!("{count} {what}")).collect();
    let what = match (count, what.split_once(' ')) {
        (1, _) => what.to_owned(),
        (_, Some((noun, rest))) => format!("{noun}s {rest}"),
        (_, None) => format!("{what}s"),
    };
    if of.is_empty() {
        format!("{count} {what}")
    } else {
        format!("{count} {what} ({})", of.join(", "))
    }
}

pub(super) fn run(context: &Context, args: &ImportArgs) -> anyhow::Result<u8> {
    let mut history = context.history_as_it_is()?;
    recover(context, &mut history);
    let mut found = find(&args.paths);
    let mut outcome = Outcome::default();
    for refusal in std::mem::take(&mut found.refused) {
        outcome.refuse(
            |text| context.terminal.say(text),
            &refusal.path,
            refusal.error,
        );
    }
    let carrier = Carrier::begin(&context.home, !args.no_audio)?;
    progress(context, &mut history, &found, &mut outcome)?;
    let sessions: Vec<Source> = found.sessions.into_iter().collect();
    let mut import = history.import()?;
    if !args.no_audio {
        check_room(context, &carrier, &import, &sessions)?;
    }
    let gauge = Gauge::start(context.terminal, "sessions", sessions.len());
    let taken = take_in(&mut import, &carrier, &sessions, gauge, &mut outcome);
    // What is in is in, whatever has stopped the rest.
    import.finish()?;
    taken.context("the import has stopped; what is in stays in, and the same command goes on")?;
    context.terminal.say(&outcome.in_words());
    if args.json {
        context.print_json(&outcome)?;
    }
    Ok(u8::from(!outcome.refused.is_empty()))
}

/// Takes in the files of what belongs to no session, deletions first.
fn progress(
    context: &Context,
    history: &mut History,
    found: &Found,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    for (copy, path) in &found.copies {
        let joined = history.take_in_copy(*copy, path);
        let kept = match joined {
            Ok(joined) if joined.changed => {
                outcome.progress.merged += 1;
                outcome.sessions.deleted += joined.gone.len();
                for folder in joined.gone {
                    let said = format!(
                        "deleted, as on another machine: {folder}; its files are left there"
                    );
                    context.terminal.say(&said);
                }
                history.publish(*copy, &context.home.progress()?)
            }
            Ok(_) => {
                outcome.progress.unchanged += 1;
                Ok(())
            }
            Err(error) => Err(error),
        };
        match kept {
            Ok(()) => {}
            Err(error) if error.is_of_one_file() => {
                outcome.refuse(|text| context.terminal.say(text), path, error);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Refuses to begin what the disk has no room for.
fn check_room(
    context: &Context,
    carrier: &Carrier,
    import: &Import<'_>,
    sessions: &[Source],
) -> anyhow::Result<()> {
    let foreign: Vec<Source> = sessions
        .iter()
        .filter(|source| !carrier.is_here(source))
        .cloned()
        .collect();
    let Some(free) = free_bytes(context.home.root()).filter(|_| !foreign.is_empty()) else {
        return Ok(());
    };
    let mut needed = 0_u64;
    read_ahead(&foreign, |source, session| {
        // One that cannot be read is refused later.
        if let Ok(session) = session {
            let known = import.known(session.id)?;
            needed = needed.saturating_add(carrier.bytes(source, &session, &known));
        }
        anyhow::Ok(())
    })?;
    if needed == 0 || needed.saturating_add(SPARE) <= free {
        return Ok(());
    }
    Err(failure(
        format!(
            "the recordings to be copied take {}, and {} are free in {}; nothing was imported",
            size(needed),
            size(free),
            context.home.root().display()
        ),
        "`--no-audio` takes in the records alone; `hotseat sessions prune` frees room",
    ))
}

fn take_in(
    import: &mut Import<'_>,
    carrier: &Carrier,
    sessions: &[Source],
    mut gauge: Gauge,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    read_ahead(sessions, |source, session| {
        let mut say = |text: &str| gauge.say(text);
        let taken = session.and_then(|one| take_in_one(import, carrier, source, &one, &mut say));
        match taken {
            Ok(taken) => outcome.count(taken),
            Err(error) if error.is_of_one_file() => {
                outcome.refuse(|text| gauge.say(text), &source.file, error);
            }
            Err(error) => return Err(error.into()),
        }
        gauge.step();
        anyhow::Ok(())
    })
}

fn take_in_one(
    import: &mut Import<'_>,
    carrier: &Carrier,
    source: &Source,
    session: &Session,
    say: &mut dyn FnMut(&str),
) -> Result<Taken, StoreError> {
    let known = match import.known(session.id)? {
        Known::Deleted => return Ok(Taken::Deleted),
        Known::In(here) => Some(here),
        Known::Not => None,
    };
    // Before the history is locked: recordings take their time.
    let staged = carrier.stage(source, session, known.as_ref())?;
    for path in staged.completed() {
        say(&format!("completed {}", path.display()));
    }
    let renamed = staged.renamed();
    let taken = import.take_in(session.clone(), |whole, _| {
        carrier.settle(staged, whole, session)
    })?;
    for path in renamed {
        // It is there under its new name; one that stays is only in the way.
        let _ = std::fs::remove_file(path);
    }
    Ok(taken)
}
