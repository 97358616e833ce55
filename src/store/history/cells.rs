//! A row read cell by cell, in the order in which the query names its columns. Where years of
//! practice are read, looking every column up by its name takes as long as the database does.

use rusqlite::types::FromSql;
use rusqlite::{Result, Row};

pub(super) struct Cells<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> Cells<'r, 's> {
    pub(super) fn of(row: &'r Row<'s>) -> Self {
        Cells { row, next: 0 }
    }

    pub(super) fn next<T: FromSql>(&mut self) -> Result<T> {
        let cell = self.row.get(self.next)?;
        self.next += 1;
        Ok(cell)
    }

    pub(super) fn skip(&mut self) {
        self.next += 1;
    }
}
