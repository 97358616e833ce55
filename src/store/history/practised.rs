//! What was practised when, and how well: what a draw needs of the history.

use rusqlite::{Connection, Result};

use super::cells::Cells;
use super::practice::{PracticeFilter, named};
use super::read::all;
use super::values::{Count, Id, Instant, List};
use crate::domain::{PastAnswer, SatAnswer};

/// Every answer that `filter` admits and that used any time; oldest first.
///
/// Its share is the mean over the candidate's own scores, each in percent of its scale. Of cards on
/// the same rubric the newest counts: whoever scores again after listening knows better.
pub(super) fn answers(db: &Connection, filter: &PracticeFilter) -> Result<Vec<SatAnswer>> {
    let sql = format!(
        "
        WITH sat AS (
            SELECT s.id AS session, s.started_at, a.number, a.prompt_id, a.competencies
            FROM {from}
            WHERE EXISTS (
                SELECT 1 FROM sections
                WHERE session = s.id AND answer = a.number AND used_ms > 0) {clauses}
        ), latest AS (
            SELECT session, answer, id FROM (
                SELECT c.session, c.answer, c.id, ROW_NUMBER() OVER (
                    PARTITION BY c.session, c.answer, c.rubric
                    ORDER BY c.at DESC, c.id DESC) AS age
                FROM sat JOIN scorecards AS c ON c.session = sat.session AND c.answer = sat.number
                WHERE NOT c.retracted AND c.rater = 'self')
            WHERE age = 1
        ), shares AS (
            SELECT c.session, c.answer,
                AVG((v.value - v.min) * 100.0 / (v.max - v.min)) AS share
            FROM latest AS c JOIN scores AS v ON v.session = c.session AND v.card = c.id
            WHERE v.max > v.min
            GROUP BY c.session, c.answer
        )
        SELECT sat.session, sat.number, sat.prompt_id, sat.competencies, sat.started_at,
            CAST(ROUND(MIN(MAX(shares.share, 0), 100)) AS INTEGER)
        FROM sat
        LEFT JOIN shares ON shares.session = sat.session AND shares.answer = sat.number
        ORDER BY sat.started_at, sat.session, sat.number",
        from = filter.from(),
        clauses = filter.clauses(),
    );
    all(db, &sql, &named(&filter.parameters())[..], |row| {
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
    })
}
