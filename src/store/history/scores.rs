//! Scores with what they were given for, as `history` and `progress` look at them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result};

use super::cells::Cells;
use super::read::all;
use super::score_filter::{ASSESSMENTS, Condition, ScoreFilter, narrowed, parameters, rehearsals};
use super::values::{Count, Id, Instant, List, Word};
use crate::domain::PastScore;

/// The values that count, oldest first; those of one card in the card's order.
pub(super) fn scores(db: &Connection, filter: &ScoreFilter) -> Result<Vec<PastScore>> {
    let mut found = of_practice(db, filter)?;
    if filter.takes_assessments() {
        let assessed = of_assessments(db, filter)?;
        if !assessed.is_empty() {
            found.extend(assessed);
            // Stable: values of one card stay in their order.
            found.sort_by_key(|score| (score.at, score.card));
        }
    }
    Ok(found)
}

pub(super) fn of_practice(db: &Connection, filter: &ScoreFilter) -> Result<Vec<PastScore>> {
    let mut conditions = filter.of_cards();
    conditions.extend(filter.of_sessions());
    let sql = format!(
        "SELECT {VALUE}, s.id, s.rehearsal, s.round_id, c.answer, a.prompt_id, a.kind,
            COALESCE(a.competencies, '[]'), COALESCE(a.level, '[]')
        FROM scorecards AS c
        JOIN scores AS v ON v.session = c.session AND v.card = c.id
        JOIN sessions AS s ON s.id = c.session
        LEFT JOIN answers AS a ON a.session = c.session AND a.number = c.answer
        WHERE NOT c.retracted {rehearsals} {conditions}
        ORDER BY c.at, c.id, v.position",
        rehearsals = rehearsals(filter.rehearsals),
        conditions = narrowed(&conditions),
    );
    all(db, &sql, &parameters(&conditions)[..], |row| {
        let mut cells = Cells::of(row);
        let value = value(&mut cells)?;
        Ok(PastScore {
            session: Some(cells.next::<Id>()?.0),
            rehearsal: cells.next()?,
            round: cells.next()?,
            answer: cells.next::<Option<Count<_>>>()?.map(|number| number.0),
            prompt: cells.next()?,
            kind: cells.next::<Option<Word<_>>>()?.map(|kind| kind.0),
            competencies: cells.next::<List<_>>()?.0,
            level: cells.next::<List<_>>()?.0,
            ..value
        })
    })
}

fn of_assessments(db: &Connection, filter: &ScoreFilter) -> Result<Vec<PastScore>> {
    let conditions = filter.of_cards();
    let sql = format!(
        "SELECT {VALUE}
        FROM assessments AS c JOIN assessment_scores AS v ON v.card = c.id
        WHERE NOT c.retracted {conditions}
        ORDER BY c.at, c.id, v.position",
        conditions = narrowed(&conditions),
    );
    all(db, &sql, &parameters(&conditions)[..], |row| {
        value(&mut Cells::of(row))
    })
}

/// What [`value`] reads, of a card `c` and a value `v`.
const VALUE: &str = "c.id, c.rubric, c.version, c.rater, c.pass, c.at,
    v.criterion, v.value, v.min, v.max, v.note";

/// What a value has by its card alone.
fn value(cells: &mut Cells<'_, '_>) -> Result<PastScore> {
    Ok(PastScore {
        session: None,
        rehearsal: false,
        round: None,
        answer: None,
        prompt: None,
        kind: None,
        competencies: Vec::new(),
        level: Vec::new(),
        card: cells.next::<Id>()?.0,
        rubric: cells.next()?,
        version: cells.next()?,
        rater: cells.next()?,
        pass: cells.next::<Word<_>>()?.0,
        at: cells.next::<Instant>()?.0,
        criterion: cells.next()?,
        value: cells.next()?,
        min: cells.next()?,
        max: cells.next()?,
        note: cells.next()?,
    })
}

/// When the newest value that `filter` admits was given.
pub(super) fn newest(db: &Connection, filter: &ScoreFilter) -> Result<Option<Timestamp>> {
    let mut conditions = filter.of_cards();
    let latest = |from: &str, conditions: &[Condition<'_>]| -> Result<Option<Timestamp>> {
        let narrowed = narrowed(conditions);
        let sql = format!("SELECT c.at {from} {narrowed} ORDER BY c.at DESC LIMIT 1");
        let mut statement = db.prepare_cached(&sql)?;
        let found = statement.query_row(&parameters(conditions)[..], |row| {
            Ok(row.get::<_, Instant>("at")?.0)
        });
        found.optional()
    };
    let assessed = if filter.takes_assessments() {
        latest(ASSESSMENTS, &conditions)?
    } else {
        None
    };
    conditions.extend(filter.of_sessions());
    let practised = latest(&filter.practice(), &conditions)?;
    Ok(practised.max(assessed))
}

/// Everybody who ever scored.
pub(super) fn raters(db: &Connection) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT rater FROM scorecards UNION SELECT rater FROM assessments";
    all(db, sql, [], |row| row.get("rater"))
}
