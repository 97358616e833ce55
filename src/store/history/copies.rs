//! The portable copies of what belongs to no session, as an import and a deletion see them: each is
//! a file of its own, and all are read, joined and written in the same way.

use std::path::Path;

use rusqlite::Connection;

use super::{History, assessments, delete, hidden, plan};
use crate::store::StoreError;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PortableCopy {
    /// First, so that no session is taken in that was deleted.
    Deletions,
    Assessments,
    Plan,
    Hidden,
}

impl PortableCopy {
    pub const ALL: [PortableCopy; 4] = [
        PortableCopy::Deletions,
        PortableCopy::Assessments,
        PortableCopy::Plan,
        PortableCopy::Hidden,
    ];

    /// What its file is called.
    pub fn file_name(self) -> &'static str {
        match self {
            PortableCopy::Deletions => delete::NAME,
            PortableCopy::Assessments => assessments::NAME,
            PortableCopy::Plan => plan::NAME,
            PortableCopy::Hidden => hidden::NAME,
        }
    }

    /// The copy that a file holds, by its name.
    pub fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?;
        Self::ALL.into_iter().find(|copy| name == copy.file_name())
    }
}

/// What taking in a copy came to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// Whether it knew something that the history did not.
    pub changed: bool,
    /// Folders of sessions that are gone by it, relative to the home. They are left alone.
    pub gone: Vec<String>,
}

impl History {
    /// Takes in what the copy at `path` holds.
    pub fn take_in_copy(&mut self, copy: PortableCopy, path: &Path) -> Result<Joined, StoreError> {
        let join = Reader::of(copy, path)?;
        self.change(|tx, database| {
            let joined = || {
                let before = written(tx, copy)?;
                let gone = join.join(tx)?;
                let changed = written(tx, copy)? != before;
                Ok(Joined { changed, gone })
            };
            joined().map_err(StoreError::sql(database))
        })
    }

    /// Writes a copy into `folder`, with what only the one that is there knows. One that cannot be
    /// read is not written over.
    pub fn publish(&mut self, copy: PortableCopy, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join(copy.file_name());
        self.take_in_copy(copy, &path)?;
        match copy {
            PortableCopy::Deletions => delete::publish(folder, &self.see(delete::all)?),
            PortableCopy::Assessments => {
                assessments::publish(folder, &self.see(assessments::cards)?)
            }
            PortableCopy::Plan => plan::publish(folder, &self.see(plan::progress)?),
            PortableCopy::Hidden => hidden::publish(folder, &self.hidden()?),
        }
    }
}

/// What a file holds, read before anything is changed; nothing where there is none.
enum Reader {
    Deletions(Vec<delete::Deletion>),
    Assessments(Vec<crate::domain::Scorecard>),
    Plan(crate::domain::PlanProgress),
    Hidden(Vec<super::Hidden>),
}

impl Reader {
    fn of(copy: PortableCopy, path: &Path) -> Result<Self, StoreError> {
        Ok(match copy {
            PortableCopy::Deletions => Reader::Deletions(delete::copied(path)?),
            PortableCopy::Assessments => Reader::Assessments(assessments::copied(path)?),
            PortableCopy::Plan => Reader::Plan(plan::copied(path)?),
            PortableCopy::Hidden => Reader::Hidden(hidden::copied(path)?),
        })
    }

    /// Returns the folders of sessions that are gone.
    fn join(&self, db: &Connection) -> rusqlite::Result<Vec<String>> {
        let mut gone = Vec::new();
        match self {
            Reader::Deletions(deletions) => {
                for deletion in deletions {
                    gone.extend(delete::delete(db, deletion.id, deletion.at)?);
                }
            }
            Reader::Assessments(cards) => {
                for card in cards {
                    assessments::join(db, card)?;
                }
            }
            Reader::Plan(progress) => plan::add(db, progress)?,
            Reader::Hidden(words) => {
                for word in words {
                    hidden::set(db, word)?;
                }
            }
        }
        Ok(gone)
    }
}

/// All that the history has of a copy, as text.
fn written(db: &Connection, copy: PortableCopy) -> rusqlite::Result<String> {
    let json = |written: serde_json::Result<String>| {
        written.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
    };
    json(match copy {
        PortableCopy::Deletions => serde_json::to_string(&delete::all(db)?),
        PortableCopy::Assessments => serde_json::to_string(&assessments::cards(db)?),
        PortableCopy::Plan => serde_json::to_string(&plan::progress(db)?),
        PortableCopy::Hidden => serde_json::to_string(&hidden::words(db)?),
    })
}
