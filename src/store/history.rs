//! The history: every session that was ever sat, and every score given to it.
//!
//! A session is small, so it is always written whole, in one transaction. What must never get
//! lost by that, scorecards and marks, is merged in from what was there before; see [`merge`].

mod assessments;
mod beside;
mod cells;
mod copies;
mod criteria;
mod delete;
mod hidden;
mod integrity;
mod loops;
mod merge;
mod plan;
mod practice;
mod practised;
mod read;
mod resolve;
#[cfg(test)]
pub(super) mod samples;
mod score_filter;
mod scores;
mod summary;
mod take_in;
mod values;
mod write;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use serde::Serialize;
use uuid::Uuid;

use super::{StoreError, schema};
use crate::domain::{
    CriterionScores, Past, PastScore, PlanProgress, Practice, SatRound, Scorecard, Session,
};
pub use copies::{Joined, PortableCopy};
pub use hidden::Hidden;
pub use practice::PracticeFilter;
pub use resolve::ResolveError;
pub use score_filter::ScoreFilter;
pub use summary::Summary;
pub use take_in::{Here, Import, Known, Taken};

/// The open database of a home.
#[derive(Debug)]
pub struct History {
    path: PathBuf,
    connection: Connection,
}

/// A session as it was kept. Its JSON is that of `sessions show --json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kept {
    #[serde(flatten)]
    pub session: Session,
    /// Relative to the home, with `/` between its parts.
    pub folder: String,
}

impl History {
    /// Opens the history at `path`, and makes one if there is none. Its folder has to exist.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(History {
            path: path.to_owned(),
            connection: schema::open(path)?,
        })
    }

    /// Writes `session` in place of what there was of it; when this returns, it is on the disk.
    ///
    /// Scorecards and marks are only ever added, and a retracted card stays retracted, whatever
    /// `session` says. A session that was deleted is refused. `folder` is relative to the home.
    pub fn save(&mut self, session: &Session, folder: &str) -> Result<(), StoreError> {
        self.change(|tx, path| {
            let sql = || StoreError::sql(path);
            if delete::is_deleted(tx, session.id).map_err(sql())? {
                let (path, id) = (path.to_owned(), session.id);
                return Err(StoreError::Deleted { path, id });
            }
            match read::session(tx, session.id).map_err(sql())? {
                None => write::session(tx, session, folder),
                Some(kept) => {
                    let merged = merge::merge(kept.session, session.clone());
                    write::session(tx, &merged, folder)
                }
            }
            .map_err(sql())
        })
    }

    pub fn session(&self, id: Uuid) -> Result<Option<Kept>, StoreError> {
        self.see(|db| read::session(db, id))
    }

    /// Whether anything is known of a session, if only that it was deleted.
    pub fn knows(&self, id: Uuid) -> Result<bool, StoreError> {
        self.see(|db| Ok(delete::is_deleted(db, id)? || read::has_session(db, id)?))
    }

    /// All sessions, rehearsals too, newest first.
    pub fn sessions(&self) -> Result<Vec<Summary>, StoreError> {
        self.see(summary::summaries)
    }

    /// The round that was sat last of a loop, or of any where none is named.
    pub fn last_in_loop(&self, name: Option<&str>) -> Result<Option<SatRound>, StoreError> {
        self.see(|db| loops::last(db, name))
    }

    /// The session that `text` means: `last` for the newest, a whole id, or the beginning of one
    /// that no other shares; with or without dashes, in either case.
    pub fn resolve(&self, text: &str) -> Result<Uuid, ResolveError> {
        resolve::resolve(text, self.sessions()?)
    }

    /// Has `act` change a session as it is now, with what only `copy` knows of it: cards, marks,
    /// files. All of it or nothing.
    pub(super) fn revise<T, E: From<StoreError>>(
        &mut self,
        id: Uuid,
        copy: Option<Session>,
        act: impl FnOnce(&mut Session) -> Result<T, E>,
    ) -> Result<(Kept, T), E> {
        self.change(|tx, path| {
            let sql = || StoreError::sql(path);
            let Some(before) = read::session(tx, id).map_err(sql())? else {
                let path = path.to_owned();
                return Err(StoreError::NoSession { path, id }.into());
            };
            let mut kept = before.clone();
            if let Some(copy) = copy {
                kept.session = merge::merge(copy, kept.session);
            }
            let known = kept.session.clone();
            let done = act(&mut kept.session)?;
            kept.session = merge::merge(known, kept.session);
            if kept != before {
                write::session(tx, &kept.session, &kept.folder).map_err(sql())?;
            }
            Ok((kept, done))
        })
    }

    /// What the history says to a draw that happens `now`.
    pub fn past(&self, now: Timestamp) -> Result<Past, StoreError> {
        let all = PracticeFilter::default();
        let answers = self.see(|db| practised::answers(db, &all))?;
        let answers = answers.into_iter().map(|sat| sat.past);
        let hidden = self.hidden()?.into_iter().filter(|word| word.hidden);
        let hidden = hidden.map(|word| word.prompt).collect();
        Ok(Past::new(now, answers, hidden))
    }

    /// Everything that was said about keeping prompts out of draws, by prompt.
    pub fn hidden(&self) -> Result<Vec<Hidden>, StoreError> {
        self.see(hidden::words)
    }

    /// Keeps a prompt out of every draw, or lets it in again. `folder` holds the portable copy.
    pub fn hide(&mut self, word: &Hidden, folder: &Path) -> Result<(), StoreError> {
        self.change(|tx, path| hidden::set(tx, word).map_err(StoreError::sql(path)))?;
        self.publish(PortableCopy::Hidden, folder)
    }

    /// Every assessment, oldest first, after those that only the portable copy in `folder` holds
    /// have been taken in: a database may have been lost, or the folder come from elsewhere.
    pub fn assessments(&mut self, folder: &Path) -> Result<Vec<Scorecard>, StoreError> {
        let copied = assessments::copied(&folder.join(assessments::NAME))?;
        if !copied.is_empty() {
            self.change(|tx, path| {
                let added = copied
                    .iter()
                    .try_for_each(|card| assessments::add(tx, card));
                added.map_err(StoreError::sql(path))
            })?;
        }
        self.see(assessments::cards)
    }

    /// Keeps an assessment. `folder` holds the portable copy.
    pub fn assess(&mut self, card: &Scorecard, folder: &Path) -> Result<(), StoreError> {
        self.change(|tx, path| assessments::add(tx, card).map_err(StoreError::sql(path)))?;
        let copied = self
            .assessments(folder)
            .and_then(|cards| assessments::publish(folder, &cards));
        copied.map_err(|error| error.behind(&folder.join(assessments::NAME)))
    }

    /// How plans are going, after what only the portable copy in `folder` holds has been taken in.
    pub fn plans(&mut self, folder: &Path) -> Result<PlanProgress, StoreError> {
        self.add_to_plans(&plan::copied(&folder.join(plan::NAME))?)?;
        self.see(plan::progress)
    }

    /// Keeps what was said of plans. `folder` holds the portable copy.
    pub fn note_plans(&mut self, said: &PlanProgress, folder: &Path) -> Result<(), StoreError> {
        // Before anything is kept: a copy that cannot be read is not to be written over.
        self.plans(folder)?;
        self.add_to_plans(said)?;
        plan::publish(folder, &self.see(plan::progress)?)
    }

    fn add_to_plans(&mut self, said: &PlanProgress) -> Result<(), StoreError> {
        self.change(|tx, path| plan::add(tx, said).map_err(StoreError::sql(path)))
    }

    /// Every value that counts and that `filter` admits, oldest first.
    pub fn scores(&self, filter: &ScoreFilter) -> Result<Vec<PastScore>, StoreError> {
        self.see(|db| scores::scores(db, filter))
    }

    /// The same by criterion, added up, in no order.
    pub fn criteria(&self, filter: &ScoreFilter) -> Result<Vec<CriterionScores>, StoreError> {
        self.see(|db| criteria::by_criterion(db, filter))
    }

    /// The same of practice alone, without assessments.
    pub fn criteria_of_practice(
        &self,
        filter: &ScoreFilter,
    ) -> Result<Vec<CriterionScores>, StoreError> {
        self.see(|db| criteria::of_practice(db, filter))
    }

    /// When the newest of them was given.
    pub fn newest_score(&self, filter: &ScoreFilter) -> Result<Option<Timestamp>, StoreError> {
        self.see(|db| scores::newest(db, filter))
    }

    /// Everybody who ever scored.
    pub fn raters(&self) -> Result<Vec<String>, StoreError> {
        self.see(scores::raters)
    }

    /// Whether a prompt was ever asked.
    pub fn has_answers_to(&self, prompt: &str) -> Result<bool, StoreError> {
        self.see(|db| practice::has_answers_to(db, prompt))
    }

    /// Answers, scores and sections that `filter` admits.
    pub fn practice(&self, filter: &PracticeFilter) -> Result<Practice, StoreError> {
        let (here, there) = (practice::without_scores, practice::scores);
        let both = beside::both(
            &self.connection,
            &self.path,
            |db| here(db, filter),
            |db| there(db, filter),
        )?;
        match both {
            Some((practice, scores)) => Ok(Practice { scores, ..practice }),
            None => self.see(|db| practice::practice(db, filter)),
        }
    }

    /// When the session began that has the answer which is so many back; none where there is
    /// nothing before it.
    pub fn start_of_newest(
        &self,
        answers: usize,
        rehearsals: bool,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.see(|db| practice::start_of_newest(db, answers, rehearsals))
    }

    /// Removes a session and leaves a tombstone, so that no old copy brings it back. Returns its
    /// folder, which is left alone; none if there was no such session.
    pub fn delete(&mut self, id: Uuid, at: Timestamp) -> Result<Option<String>, StoreError> {
        self.change(|tx, path| delete::delete(tx, id, at).map_err(StoreError::sql(path)))
    }

    /// Begins to take in copies of sessions from elsewhere, many of them.
    pub fn import(&mut self) -> Result<Import<'_>, StoreError> {
        Import::begin(self)
    }

    /// What is wrong with the database's structure, in SQLite's words; empty when it is sound.
    pub fn integrity(&self) -> Result<Vec<String>, StoreError> {
        self.see(integrity::problems)
    }

    fn see<T>(
        &self,
        look: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        beside::snapshot(&self.connection, look).map_err(StoreError::sql(&self.path))
    }

    /// All of `act` or nothing. The write lock is taken first, so that what `act` reads is what it
    /// changes.
    fn change<T, E: From<StoreError>>(
        &mut self,
        act: impl FnOnce(&Transaction<'_>, &Path) -> Result<T, E>,
    ) -> Result<T, E> {
        let tx = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::sql(&self.path))?;
        let done = act(&tx, &self.path)?;
        tx.commit().map_err(StoreError::sql(&self.path))?;
        Ok(done)
    }
}

#[cfg(test)]
mod tests;
