//! What listings need of all sessions at once, without loading any of them.

use jiff::Timestamp;
use rusqlite::{Connection, Result};
use serde::Serialize;
use uuid::Uuid;

use super::read::all;
use super::values::{Count, Id, Instant, List, Word};
use crate::domain::Status;

/// A session in a line. Its JSON is that of `sessions list --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    pub id: Uuid,
    pub started_at: Timestamp,
    pub status: Status,
    pub rehearsal: bool,
    /// The round's id.
    pub round: String,
    /// The prompts' ids, in the order in which they were asked.
    pub prompts: Vec<String>,
    /// Of all sections and follow-ups.
    pub budget_ms: u64,
    pub used_ms: u64,
    /// Whether any card that counts has been given.
    pub scored: bool,
    /// Relative to the home.
    pub folder: String,
}

/// All sessions, newest first.
pub(super) fn summaries(db: &Connection) -> Result<Vec<Summary>> {
    // TOTAL cannot overflow, as SUM does; a broken import should not take the listing down.
    let sql = "
        SELECT id, started_at, status, rehearsal, round_id, folder,
            (SELECT json_group_array(prompt_id ORDER BY number)
             FROM answers WHERE session = s.id) AS prompts,
            (SELECT CAST(TOTAL(budget_ms) AS INTEGER)
             FROM sections WHERE session = s.id) AS budget_ms,
            (SELECT CAST(TOTAL(used_ms) AS INTEGER)
             FROM sections WHERE session = s.id) AS used_ms,
            EXISTS (SELECT 1 FROM scorecards WHERE session = s.id AND NOT retracted) AS scored
        FROM sessions AS s
        ORDER BY started_at DESC, id DESC";
    all(db, sql, [], |row| {
        Ok(Summary {
            id: row.get::<_, Id>("id")?.0,
            started_at: row.get::<_, Instant>("started_at")?.0,
            status: row.get::<_, Word<_>>("status")?.0,
            rehearsal: row.get("rehearsal")?,
            round: row.get("round_id")?,
            prompts: row.get::<_, List<_>>("prompts")?.0,
            budget_ms: row.get::<_, Count<_>>("budget_ms")?.0,
            used_ms: row.get::<_, Count<_>>("used_ms")?.0,
            scored: row.get("scored")?,
            folder: row.get("folder")?,
        })
    })
}
