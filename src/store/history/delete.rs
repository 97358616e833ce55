//! Deletion, and what is left of a session after it.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result};
use uuid::Uuid;

use super::values::{Id, Instant};

/// Removes the session, if there is one, and returns its folder. The tombstone is left in any case:
/// a copy of the session may still arrive from another machine.
pub(super) fn delete(db: &Connection, id: Uuid, at: Timestamp) -> Result<Option<String>> {
    db.execute(
        "INSERT INTO deletions (id, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
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
