//! Deletion, and what is left of a session after it: a tombstone, here and in the portable copy.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::read;
use super::values::{Id, Instant};
use crate::store::{StoreError, atomic, portable};

pub(super) const NAME: &str = "deletions.json";
const PREFIX: &str = ".deletions-";
const SCHEMA: u32 = 1;

/// A session that was deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Deletion {
    pub(super) id: Uuid,
    pub(super) at: Timestamp,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    deletions: &'a [Deletion],
}

/// Removes the session, if there is one, and returns its folder. The tombstone is left in any case:
/// a copy of the session may still arrive from another machine. Of two deletions the first counts.
pub(super) fn delete(db: &Connection, id: Uuid, at: Timestamp) -> Result<Option<String>> {
    db.execute(
        "INSERT INTO deletions (id, at) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET at = excluded.at WHERE excluded.at < at",
        (Id(id), Instant(at)),
    )?;
    db.query_row(
        "DELETE FROM sessions WHERE id = ?1 RETURNING folder",
        [Id(id)],
        |row| row.get(0),
    )
    .optional()
}

pub(super) fn is_deleted(db: &Connection, id: Uuid) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM deletions WHERE id = ?1")?
        .exists([Id(id)])
}

/// Every tombstone, by id.
pub(super) fn all(db: &Connection) -> Result<Vec<Deletion>> {
    read::all(db, "SELECT * FROM deletions ORDER BY id", [], |row| {
        Ok(Deletion {
            id: row.get::<_, Id>("id")?.0,
            at: row.get::<_, Instant>("at")?.0,
        })
    })
}

/// What the portable copy at `path` holds; nothing where there is none.
pub(super) fn copied(path: &Path) -> std::result::Result<Vec<Deletion>, StoreError> {
    #[derive(Deserialize)]
    struct Copy {
        deletions: Vec<Deletion>,
    }

    let copy = portable::read(path, "list of deletions", SCHEMA)?;
    Ok(copy.map_or_else(Vec::new, |Copy { deletions }| deletions))
}

/// Writes the portable copy into `folder`.
pub(super) fn publish(
    folder: &Path,
    deletions: &[Deletion],
) -> std::result::Result<(), StoreError> {
    let schema = SCHEMA;
    atomic::write(folder, NAME, PREFIX, &Document { schema, deletions })
}
