//! What every verb starts from: the home, the settings, the packs, the history, the terminal.

use std::collections::HashSet;
use std::path::Path;

use anyhow::Context as _;

use super::failure::failure;
use super::recover::recover;
use crate::clock;
use crate::domain::{Bank, Past, Session};
use crate::store::import::recorded;
use crate::store::packs::{self, Loaded};
use crate::store::{
    self, Held, History, Home, Kept, Problem, Settings, Severity, Written, platform_settings,
};
use crate::ui::terminal::Terminal;
use crate::ui::text;

pub(super) struct Context {
    pub(super) home: Home,
    pub(super) terminal: Terminal,
}

impl Context {
    pub(super) fn new(flag: Option<&Path>) -> anyhow::Result<Self> {
        let cwd = std::env::current_dir().context("the working directory is gone")?;
        let env = std::env::var_os("HOTSEAT_HOME");
        let home = Home::find(flag, env.as_deref(), &cwd, store::platform_data())?;
        Ok(Context {
            home,
            terminal: Terminal::of_process(),
        })
    }

    /// The same, with a terminal that is used plainly where that is asked for.
    pub(super) fn plainly(&self, plain: bool) -> Self {
        Context {
            home: self.home.clone(),
            terminal: self.terminal.plainly(plain),
        }
    }

    /// The bank of all packs. Problems of the user's packs are told; the rest still loads.
    pub(super) fn bank(&self) -> Bank {
        self.packs().bank
    }

    /// The bank, read while `other` is done, which needs none.
    pub(super) fn bank_beside<T>(&self, other: impl FnOnce() -> T) -> (Bank, T) {
        self.beside(packs::load, other)
    }

    /// The same of the rubrics and rounds alone.
    pub(super) fn measures_beside<T>(&self, other: impl FnOnce() -> T) -> (Bank, T) {
        self.beside(packs::load_measures, other)
    }

    /// `other` is done by this thread: what a history holds takes much memory, which the system
    /// gives to the first thread more cheaply.
    fn beside<T>(&self, load: fn(Option<&Path>) -> Loaded, other: impl FnOnce() -> T) -> (Bank, T) {
        let prompts = self.home.prompts();
        let mut loaded = Loaded::default();
        let done = rayon::in_place_scope(|scope| {
            scope.spawn(|_| loaded = load(Some(&prompts)));
            other()
        });
        self.tell_broken(&loaded);
        (loaded.bank, done)
    }

    /// As [`Context::bank`], with the problems that were told and the warnings that were not.
    pub(super) fn packs(&self) -> Loaded {
        let loaded = packs::load(Some(&self.home.prompts()));
        self.tell_broken(&loaded);
        loaded
    }

    fn tell_broken(&self, loaded: &Loaded) {
        let broken = |problem: &&Problem| problem.severity == Severity::Error;
        for problem in loaded.problems.iter().filter(broken) {
            let color = self.terminal.has_color();
            self.terminal.say_rendered(&problem.render(color));
        }
    }

    /// The settings. Problems of theirs are told, and then there are none.
    pub(super) fn settings(&self) -> anyhow::Result<Settings> {
        Ok(self.written_settings()?.settings)
    }

    /// As [`Context::settings`], with the lines on which they stand. What does not count where it
    /// stands is told.
    pub(super) fn written_settings(&self) -> anyhow::Result<Written> {
        let tell = |problems: &[Problem]| {
            for problem in problems {
                let shown = problem.render(self.terminal.has_color());
                self.terminal.say_rendered(&format!("{shown}\n"));
            }
        };
        match self.read_settings() {
            Ok(written) => {
                tell(&written.warnings);
                Ok(written)
            }
            Err(problems) => {
                tell(&problems);
                let home = || self.home.settings().display().to_string();
                let file = problems
                    .first()
                    .map_or_else(home, |problem| problem.file.clone());
                Err(failure(
                    format!("the settings in {file} cannot be used"),
                    "mend them, or take them out: without a setting its default holds",
                ))
            }
        }
    }

    /// The settings, or what is wrong with them.
    pub(super) fn read_settings(&self) -> Result<Written, Vec<Problem>> {
        Written::read(&self.home.settings(), platform_settings().as_deref())
    }

    /// The history, after sessions that were cut short have been finished.
    pub(super) fn history(&self) -> anyhow::Result<History> {
        self.say_what_is_lost();
        let mut history = self.history_as_it_is()?;
        recover(self, &mut history);
        Ok(history)
    }

    /// Says, where there are sessions and no history, how they come back into it. Once: afterwards
    /// there is one, and `doctor` is who knows.
    pub(super) fn say_what_is_lost(&self) {
        let is_there = self.home.database().try_exists().unwrap_or(true);
        let sessions = if is_there { 0 } else { recorded(&self.home) };
        if sessions > 0 {
            let recordings = self.home.recordings();
            let hint = take_in_hint(&recordings);
            let there = in_recordings(sessions, &recordings);
            let said = format!("warning: there is no history, though {there}; {hint}");
            self.terminal.say(&said);
        }
    }

    pub(super) fn history_as_it_is(&self) -> anyhow::Result<History> {
        self.home.create()?;
        Ok(History::open(&self.home.database())?)
    }

    /// The history, if there is one: looking makes none.
    pub(super) fn history_if_any(&self) -> anyhow::Result<Option<History>> {
        let path = self.home.database();
        // Where it cannot be told, opening says why.
        if path.try_exists().unwrap_or(true) {
            Ok(Some(History::open(&path)?))
        } else {
            Ok(None)
        }
    }

    /// What the history says, which is nothing where there is none.
    pub(super) fn past(&self) -> anyhow::Result<Past> {
        let now = clock::wall();
        match self.history_if_any()? {
            Some(history) => Ok(history.past(now)?),
            None => Ok(Past::new(now, [], HashSet::new())),
        }
    }

    /// As `past`, for what is worth showing without it: where it cannot be read that is said in a
    /// line, with what the reader goes without.
    pub(super) fn past_or_warning(&self, without: &str) -> Option<Past> {
        let past = self.past();
        if let Err(error) = &past {
            self.terminal.say(&format!("warning: {without}: {error}"));
        }
        past.ok()
    }

    /// Where the files of a session are.
    pub(super) fn folder_of(&self, kept: &Kept) -> std::path::PathBuf {
        self.home.root().join(&kept.folder)
    }

    /// Has `act` change a session as it is now, and keeps it in the history and in its portable copy.
    pub(super) fn change<T>(
        &self,
        history: &mut History,
        kept: &Kept,
        act: impl FnOnce(&mut Session) -> anyhow::Result<T>,
    ) -> anyhow::Result<(Kept, T)> {
        let held = Held::of(&self.folder_of(kept))?;
        store::change(history, &held, kept.session.id, act)
    }

    pub(super) fn print_json(&self, document: &impl serde::Serialize) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(document)?;
        self.printed(&text::escaped(&text))
    }

    pub(super) fn print(&self, text: &str) -> anyhow::Result<()> {
        self.printed(&text::sanitize(text))
    }

    fn printed(&self, text: &str) -> anyhow::Result<()> {
        self.terminal.print(text).context("stdout took nothing")
    }
}

/// `3 sessions are in …`.
pub(super) fn in_recordings(sessions: usize, recordings: &Path) -> String {
    let recordings = recordings.display();
    match sessions {
        1 => format!("1 session is in {recordings}"),
        sessions => format!("{sessions} sessions are in {recordings}"),
    }
}

/// How sessions that are only in files come into the history.
pub(super) fn take_in_hint(recordings: &Path) -> String {
    let home = recordings.parent().unwrap_or(recordings).display();
    format!("`hotseat import {home}` takes all of it in")
}

/// The session that `text` means: `last`, an id, or a unique beginning of one.
pub(super) fn named_session(history: &History, text: &str) -> anyhow::Result<Kept> {
    let id = history.resolve(text)?;
    history
        .session(id)?
        .with_context(|| format!("session {id} has just been deleted"))
}
