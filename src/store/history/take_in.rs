//! Copies of sessions from elsewhere, joined to what the history has of them.
//!
//! An import is thousands of small transactions, one for each session, so that whatever stops it
//! leaves every session whole or untouched, and the next run goes on where this one ended. A sync
//! for each would take minutes; all of them can be had again from the files that they came from. So
//! within an import commits are ordered and not synced, which a crash can cost the last of and
//! nothing else, and at its end everything is put on the disk before anybody is told of it.

use rusqlite::Connection;
use uuid::Uuid;

use super::{History, delete, read, write};
use crate::domain::{Attachment, Session, join, settled};
use crate::store::StoreError;

/// Pages of the log before it is folded in, 256 MB of them. At the usual 1,000 that would be every
/// fifth session, and each time waits for the disk.
const LOG_PAGES: u32 = 65_536;

/// What became of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    New,
    /// It knew something that the history did not.
    Merged,
    Unchanged,
    /// The session was deleted, and stays so.
    Deleted,
}

/// An import on its way. Dropped without [`Import::finish`], what is in is in all the same.
#[derive(Debug)]
pub struct Import<'h> {
    pub(super) history: &'h mut History,
}

impl<'h> Import<'h> {
    pub(super) fn begin(history: &'h mut History) -> Result<Self, StoreError> {
        unhurried(&history.connection).map_err(StoreError::sql(&history.path))?;
        Ok(Import { history })
    }

    /// What is known of a session: whether it was deleted, and else where it is.
    pub fn known(&self, id: Uuid) -> Result<Known, StoreError> {
        self.history.see(|db| {
            if delete::is_deleted(db, id)? {
                return Ok(Known::Deleted);
            }
            let Some(folder) = read::folder(db, id)? else {
                return Ok(Known::Not);
            };
            let attachments = read::attachments(db, id)?;
            Ok(Known::In(Here {
                folder,
                attachments,
            }))
        })
    }

    /// Joins `copy` to what there is of the session. Before that is kept, `place` is given the
    /// whole session and makes its files safe; it returns their folder, relative to the home.
    pub fn take_in(
        &mut self,
        copy: Session,
        place: impl FnOnce(&Session, Taken) -> Result<String, StoreError>,
    ) -> Result<Taken, StoreError> {
        self.history.change(|tx, path| {
            let sql = || StoreError::sql(path);
            if delete::is_deleted(tx, copy.id).map_err(sql())? {
                return Ok(Taken::Deleted);
            }
            let kept = read::session(tx, copy.id).map_err(sql())?;
            let (taken, session, known) = match kept {
                None => (Taken::New, settled(copy), String::new()),
                Some(kept) => {
                    let before = settled(kept.session.clone());
                    let session = join(kept.session, copy);
                    let is_new = session != before;
                    let taken = if is_new {
                        Taken::Merged
                    } else {
                        Taken::Unchanged
                    };
                    (taken, session, kept.folder)
                }
            };
            // Rows first: what no column takes must not have moved any file.
            if taken != Taken::Unchanged {
                write::session(tx, &session, &known).map_err(sql())?;
            }
            let folder = place(&session, taken)?;
            if folder != known {
                write::folder(tx, session.id, &folder).map_err(sql())?;
            }
            Ok(taken)
        })
    }

    /// Puts all of it on the disk.
    pub fn finish(self) -> Result<(), StoreError> {
        let History { path, connection } = &*self.history;
        put_on_disk(connection).map_err(StoreError::sql(path))
    }
}

impl Drop for Import<'_> {
    fn drop(&mut self) {
        // The connection is as it was for whoever saves next.
        let _ = careful(&self.history.connection);
    }
}

/// What the history knows of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    Not,
    In(Here),
    Deleted,
}

/// Where a session is in this home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// Relative to the home.
    pub folder: String,
    pub attachments: Vec<Attachment>,
}

/// Only with the write-ahead log: a journal that is not synced can cost more than the last commits.
fn unhurried(db: &Connection) -> rusqlite::Result<()> {
    let journal: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    if journal == "wal" {
        db.pragma_update(None, "synchronous", "NORMAL")?;
        db.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    }
    // As many as there are tables to be read and written, or each would be prepared every time.
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Folds the log into the database, which syncs both.
fn put_on_disk(db: &Connection) -> rusqlite::Result<()> {
    careful(db)?;
    let kept: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if kept {
        // Another program is reading what is in the log. Any commit syncs all of it.
        let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
        db.pragma_update(None, "user_version", version)?;
    }
    Ok(())
}

fn careful(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "wal_autocheckpoint", 1_000)?;
    db.pragma_update(None, "synchronous", "FULL")
}
