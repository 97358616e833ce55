//! Loops that were sat.

use rusqlite::{Connection, OptionalExtension as _, Result};

use super::values::{Decimal, Id, Instant};
use crate::domain::{LoopRef, SatRound};

/// The round of a loop that was sat last, whichever loop that is.
pub(super) fn last(db: &Connection) -> Result<Option<SatRound>> {
    db.query_row(
        "SELECT loop_id, loop_run, loop_index, started_at, seed FROM sessions
         WHERE loop_run IS NOT NULL ORDER BY started_at DESC, loop_index DESC LIMIT 1",
        [],
        |row| {
            Ok(SatRound {
                of: LoopRef {
                    id: row.get("loop_id")?,
                    run: row.get::<_, Id>("loop_run")?.0,
                    index: row.get("loop_index")?,
                },
                at: row.get::<_, Instant>("started_at")?.0,
                seed: row.get::<_, Decimal>("seed")?.0,
            })
        },
    )
    .optional()
}
