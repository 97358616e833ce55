//! Whether the database is what SQLite, and its own references, say that it should be.

use rusqlite::{Connection, Result};

use super::read::all;

/// What is wrong, a line each; empty when all is sound.
pub(super) fn problems(db: &Connection) -> Result<Vec<String>> {
    let mut found: Vec<String> = all(db, "PRAGMA integrity_check", [], |row| row.get(0))?;
    found.retain(|line| line != "ok");
    // The check above takes each table by itself.
    found.extend(all(db, "PRAGMA foreign_key_check", [], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!("a row of {table} belongs to no row of {parent}"))
    })?);
    Ok(found)
}
