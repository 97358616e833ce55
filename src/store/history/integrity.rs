//! Whether the database is what SQLite, and its own references, say that it should be.

use rusqlite::{Connection, ErrorCode, Result};

use super::read::all;

/// What is wrong, a line each; empty when all is sound.
pub(super) fn problems(db: &Connection) -> Result<Vec<String>> {
    match pages(db) {
        // References can only be followed where the pages can be read.
        Ok(found) if found.is_empty() => references(db),
        // So much is wrong that the check itself cannot be made.
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => {
            Ok(vec![error.to_string()])
        }
        done => done,
    }
}

fn pages(db: &Connection) -> Result<Vec<String>> {
    let mut found: Vec<String> = all(db, "PRAGMA integrity_check", [], |row| row.get(0))?;
    found.retain(|line| line != "ok");
    Ok(found)
}

fn references(db: &Connection) -> Result<Vec<String>> {
    all(db, "PRAGMA foreign_key_check", [], |row| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!("a row of {table} belongs to no row of {parent}"))
    })
}
