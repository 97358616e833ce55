//! Scores with what they were given for, as `history` and `progress` look at them.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::types::{FromSql as _, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Result};

use super::cells::Cells;
use super::read::all;
use super::score_filter::{ASSESSMENTS, Condition, ScoreFilter, narrowed, parameters, rehearsals};
use super::values::{Count, Id, Instant, List, Word};
use crate::domain::{PastCard, PastScore};

/// The values that count, oldest first; those of one card in the card's order.
pub(super) fn scores(db: &Connection, filter: &ScoreFilter) -> Result<Vec<PastScore>> {
    let mut found = of_practice(db, filter)?;
    if filter.takes_assessments() {
        let assessed = of_assessments(db, filter)?;
        if !assessed.is_empty() {
            found.extend(assessed);
            // Stable: values of one card stay in their order.
            found.sort_by_key(|score| (score.card.at, score.card.id));
        }
    }
    Ok(found)
}

pub(super) fn of_practice(db: &Connection, filter: &ScoreFilter) -> Result<Vec<PastScore>> {
    let mut conditions = filter.of_cards();
    conditions.extend(filter.of_sessions());
    // In the order in which the fewest rows are looked at, and nothing is left to be sorted.
    let from = if filter.prompt.is_some() {
        "answers AS a
        CROSS JOIN sessions AS s ON s.id = a.session
        CROSS JOIN scorecards AS c ON c.session = a.session AND c.answer = a.number"
    } else {
        "scorecards AS c
        CROSS JOIN sessions AS s ON s.id = c.session
        LEFT JOIN answers AS a ON a.session = c.session AND a.number = c.answer"
    };
    let sql = format!(
        "SELECT s.id, {VALUE}, s.rehearsal, s.round_id, c.answer, a.prompt_id, a.kind,
            COALESCE(a.competencies, '[]'), COALESCE(a.level, '[]')
        FROM {from}
        CROSS JOIN scores AS v ON v.session = c.session AND v.card = c.id
        WHERE NOT c.retracted {rehearsals} {conditions}
        ORDER BY c.at, c.id, c.session, v.position",
        rehearsals = rehearsals(filter.rehearsals),
        conditions = narrowed(&conditions),
    );
    values(db, &sql, &conditions, |session, cells| {
        let card = card(cells)?;
        Ok(PastCard {
            session: Some(Id::column_result(session)?.0),
            rehearsal: cells.next()?,
            round: cells.next()?,
            answer: cells.next::<Option<Count<_>>>()?.map(|number| number.0),
            prompt: cells.next()?,
            kind: cells.next::<Option<Word<_>>>()?.map(|kind| kind.0),
            competencies: cells.next::<List<_>>()?.0,
            level: cells.next::<List<_>>()?.0,
            ..card
        })
    })
}

fn of_assessments(db: &Connection, filter: &ScoreFilter) -> Result<Vec<PastScore>> {
    let conditions = filter.of_cards();
    let sql = format!(
        "SELECT NULL, {VALUE}
        FROM assessments AS c JOIN assessment_scores AS v ON v.card = c.id
        WHERE NOT c.retracted {conditions}
        ORDER BY c.at, c.id, v.position",
        conditions = narrowed(&conditions),
    );
    values(db, &sql, &conditions, |_, cells| card(cells))
}

/// What [`values`] reads after the session, of a card `c` and a value `v`. What follows is the
/// card's.
const VALUE: &str = "c.id, v.criterion, v.value, v.min, v.max, v.note,
    c.id, c.rubric, c.version, c.rater, c.pass, c.at";

/// Every value of a query. Rows of one card stand together, and `card` reads it only once.
fn values(
    db: &Connection,
    sql: &str,
    conditions: &[Condition<'_>],
    card: impl Fn(ValueRef<'_>, &mut Cells<'_, '_>) -> Result<PastCard>,
) -> Result<Vec<PastScore>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(&parameters(conditions)[..])?;
    let mut found: Vec<PastScore> = Vec::new();
    // A card that two sessions have would be two.
    let mut of: (Value, Value) = (Value::Null, Value::Null);
    while let Some(row) = rows.next()? {
        let mut cells = Cells::of(row);
        let (session, id) = (cells.value()?, cells.value()?);
        let (criterion, value) = (cells.next()?, cells.next()?);
        let (min, max, note) = (cells.next()?, cells.next()?, cells.next()?);
        let shared = match found.last() {
            Some(last) if (ValueRef::from(&of.0), ValueRef::from(&of.1)) == (session, id) => {
                Arc::clone(&last.card)
            }
            _ => {
                of = (session.try_into()?, id.try_into()?);
                Arc::new(card(session, &mut cells)?)
            }
        };
        found.push(PastScore {
            card: shared,
            criterion,
            value,
            min,
            max,
            note,
        });
    }
    Ok(found)
}

/// What a card has by itself.
fn card(cells: &mut Cells<'_, '_>) -> Result<PastCard> {
    Ok(PastCard {
        id: cells.next::<Id>()?.0,
        session: None,
        rehearsal: false,
        round: None,
        answer: None,
        prompt: None,
        kind: None,
        competencies: Vec::new(),
        level: Vec::new(),
        rubric: cells.next()?,
        version: cells.next()?,
        rater: cells.next()?,
        pass: cells.next::<Word<_>>()?.0,
        at: cells.next::<Instant>()?.0,
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
