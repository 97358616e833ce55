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
    // The `+` keeps SQLite at the session's own cards, which are few, and off the whole rubric's.
    let sql = format!(
        "SELECT s.id, a.number, a.prompt_id, a.competencies, s.started_at, (
            SELECT CAST(ROUND(MIN(MAX(
                AVG((v.value - v.min) * 100.0 / (v.max - v.min)), 0), 100)) AS INTEGER)
            FROM scorecards AS c
            CROSS JOIN scores AS v ON v.session = c.session AND v.card = c.id
            WHERE c.session = s.id AND c.answer = a.number AND v.max > v.min
                AND NOT c.retracted AND c.rater = 'self'
                AND NOT EXISTS (
                    SELECT 1 FROM scorecards AS later
                    WHERE later.session = c.session AND later.answer = c.answer
                        AND +later.rubric = c.rubric AND (later.at, later.id) > (c.at, c.id)
                        AND NOT later.retracted AND later.rater = 'self'))
        FROM {from}
        WHERE EXISTS (
            SELECT 1 FROM sections
            WHERE session = s.id AND answer = a.number AND used_ms > 0) {clauses}
        ORDER BY s.started_at, s.id, a.number",
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
