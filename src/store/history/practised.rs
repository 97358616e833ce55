//! What was practised when, and how well: what a draw needs of the history.

use rusqlite::{Connection, Result, Row};

use super::cells::Cells;
use super::practice::{PracticeFilter, named};
use super::read::all;
use super::values::{Count, Id, Instant, List};
use crate::domain::{PastAnswer, SatAnswer};

/// What [`sat`] reads, of `sessions` as `s` and `answers` as `a`.
pub(super) const SAT: &str = "s.id, a.number, a.prompt_id, a.competencies, s.started_at, a.share";

/// Every answer that `filter` admits and that used any time; oldest first.
pub(super) fn answers(db: &Connection, filter: &PracticeFilter) -> Result<Vec<SatAnswer>> {
    let sql = format!("SELECT {SAT} {sat}", sat = filter.sat());
    all(db, &sql, &named(&filter.parameters())[..], sat)
}

pub(super) fn sat(row: &Row<'_>) -> Result<SatAnswer> {
    let mut cells = Cells::of(row);
    Ok(SatAnswer {
        session: cells.next::<Id>()?.0,
        number: cells.next::<Count<_>>()?.0,
        past: PastAnswer {
            prompt: cells.next()?,
            competencies: cells.next::<List<_>>()?.0,
            at: cells.next::<Instant>()?.0,
            share: cells.next()?,
        },
    })
}
