//! What was practised when, and how well: what a draw needs of the history.

use rusqlite::{Connection, Result};

use super::read::all;
use super::values::{Instant, List};
use crate::domain::PastAnswer;

/// Every answer, no rehearsal, that used any time; oldest first.
///
/// Its share is the mean over the candidate's own scores, each in percent of its scale. Of cards on
/// the same rubric the newest counts: whoever scores again after listening knows better.
pub(super) fn answers(db: &Connection) -> Result<Vec<PastAnswer>> {
    let sql = "
        WITH latest AS (
            SELECT session, answer, id FROM (
                SELECT session, answer, id, ROW_NUMBER() OVER (
                    PARTITION BY session, answer, rubric ORDER BY at DESC, id DESC) AS age
                FROM scorecards
                WHERE NOT retracted AND rater = 'self' AND answer IS NOT NULL)
            WHERE age = 1
        ), shares AS (
            SELECT c.session, c.answer,
                AVG((v.value - v.min) * 100.0 / (v.max - v.min)) AS share
            FROM latest AS c JOIN scores AS v ON v.session = c.session AND v.card = c.id
            WHERE v.max > v.min
            GROUP BY c.session, c.answer
        )
        SELECT a.prompt_id AS prompt, a.competencies, s.started_at AS at,
            CAST(ROUND(MIN(MAX(shares.share, 0), 100)) AS INTEGER) AS share
        FROM sessions AS s
        JOIN answers AS a ON a.session = s.id
        LEFT JOIN shares ON shares.session = s.id AND shares.answer = a.number
        WHERE NOT s.rehearsal AND EXISTS (
            SELECT 1 FROM sections
            WHERE session = s.id AND answer = a.number AND used_ms > 0)
        ORDER BY s.started_at, s.id, a.number";
    all(db, sql, [], |row| {
        Ok(PastAnswer {
            prompt: row.get("prompt")?,
            competencies: row.get::<_, List<_>>("competencies")?.0,
            at: row.get::<_, Instant>("at")?.0,
            share: row.get("share")?,
        })
    })
}
