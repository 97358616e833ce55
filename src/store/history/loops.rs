//! Loops that were sat.

use rusqlite::{Connection, OptionalExtension as _, Result};

use super::values::{Count, Decimal, Id, Instant, Word};
use crate::domain::{LoopRef, SatRound};

/// The round that was sat last of a loop, or of any where none is named.
pub(super) fn last(db: &Connection, name: Option<&str>) -> Result<Option<SatRound>> {
    db.query_row(
        "SELECT loop_id, loop_run, loop_index, started_at, seed, draw, scale, status,
             (SELECT coalesce(sum(used_ms), 0) FROM sections WHERE session = sessions.id) AS used_ms
         FROM sessions
         WHERE loop_run IS NOT NULL AND (?1 IS NULL OR loop_id = ?1)
         ORDER BY started_at DESC, loop_index DESC LIMIT 1",
        [name],
        |row| {
            Ok(SatRound {
                of: LoopRef {
                    id: row.get("loop_id")?,
                    run: row.get::<_, Id>("loop_run")?.0,
                    index: row.get("loop_index")?,
                },
                at: row.get::<_, Instant>("started_at")?.0,
                seed: row.get::<_, Decimal>("seed")?.0,
                draw: row.get::<_, Word<_>>("draw")?.0,
                scale: row.get("scale")?,
                status: row.get::<_, Word<_>>("status")?.0,
                used_ms: row.get::<_, Count<u64>>("used_ms")?.0,
            })
        },
    )
    .optional()
}
