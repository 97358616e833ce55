//! Two parts of a history read at once, by a connection each: of years of practice that takes half as
//! long, and both are of one state of the history.

use std::path::Path;

use rusqlite::Connection;

use super::StoreError;
use crate::store::schema;

/// What `here` reads by `db`, and what `there` reads by another connection meanwhile. None where
/// there was none to be had, or where another program has written since this began: then they may
/// not be of one state.
pub(super) fn both<A, B: Send>(
    db: &Connection,
    path: &Path,
    here: impl FnOnce(&Connection) -> rusqlite::Result<A>,
    there: impl FnOnce(&Connection) -> rusqlite::Result<B> + Send,
) -> Result<Option<(A, B)>, StoreError> {
    let before = state(db).map_err(StoreError::sql(path))?;
    let mut read = None;
    let own = rayon::in_place_scope(|scope| {
        scope.spawn(|_| {
            let other = schema::open_to_read(path).ok();
            read = other.and_then(|other| snapshot(&other, there).ok());
        });
        snapshot(db, here)
    });
    let own = own.map_err(StoreError::sql(path))?;
    let is_one_state = state(db).map_err(StoreError::sql(path))? == before;
    Ok(read.filter(|_| is_one_state).map(|read| (own, read)))
}

/// One snapshot: a session that another program is saving is seen whole or not at all.
pub(super) fn snapshot<T>(
    db: &Connection,
    look: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let snapshot = db.unchecked_transaction()?;
    look(&snapshot)
}

/// Another number after every change that another connection has made, says
/// <https://www.sqlite.org/pragma.html#pragma_data_version>.
fn state(db: &Connection) -> rusqlite::Result<i64> {
    db.pragma_query_value(None, "data_version", |row| row.get(0))
}
