//! Scores with what they were given for, as `history` and `progress` look at them.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::types::ToSqlOutput;
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
    let cards = filter.without_criterion();
    let mut conditions = cards.of_cards();
    conditions.extend(cards.of_sessions());
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
        "SELECT s.id, {CARD}, s.rehearsal, s.round_id, c.answer, a.prompt_id, a.kind,
            COALESCE(a.competencies, '[]'), COALESCE(a.level, '[]')
        FROM {from}
        WHERE NOT c.retracted {rehearsals} {conditions}
        ORDER BY c.at, c.id, c.session",
        rehearsals = rehearsals(filter.rehearsals),
        conditions = narrowed(&conditions),
    );
    let values = "SELECT criterion, value, min, max, note FROM scores
        WHERE session = ?1 AND card = ?2 AND (?3 IS NULL OR criterion = ?3) ORDER BY position";
    of_cards(db, &sql, &conditions, values, filter, |cells| {
        let session = cells.next::<Id>()?.0;
        let card = card(cells)?;
        Ok(PastCard {
            session: Some(session),
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
    let cards = filter.without_criterion();
    let conditions = cards.of_cards();
    let sql = format!(
        "SELECT NULL, {CARD} FROM assessments AS c
        WHERE NOT c.retracted {conditions} ORDER BY c.at, c.id",
        conditions = narrowed(&conditions),
    );
    let values = "SELECT criterion, value, min, max, note FROM assessment_scores
        WHERE ?1 IS NULL AND card = ?2 AND (?3 IS NULL OR criterion = ?3) ORDER BY position";
    of_cards(db, &sql, &conditions, values, filter, |cells| {
        cells.skip();
        card(cells)
    })
}

/// What [`card`] reads, of a card `c`.
const CARD: &str = "c.id, c.rubric, c.version, c.rater, c.pass, c.at";

/// The values of cards, card by card. Each row of `cards` begins with the session and the card's id,
/// which `values` is asked with. Joined, every value would bring all of its card along.
fn of_cards(
    db: &Connection,
    cards: &str,
    conditions: &[Condition<'_>],
    values: &str,
    filter: &ScoreFilter,
    read: impl Fn(&mut Cells<'_, '_>) -> Result<PastCard>,
) -> Result<Vec<PastScore>> {
    let (mut cards, mut values) = (db.prepare_cached(cards)?, db.prepare_cached(values)?);
    let mut cards = cards.query(&parameters(conditions)[..])?;
    let mut found = Vec::new();
    while let Some(row) = cards.next()? {
        let [session, id] = [row.get_ref(0)?, row.get_ref(1)?].map(ToSqlOutput::Borrowed);
        let card = Arc::new(read(&mut Cells::of(row))?);
        let mut values = values.query((session, id, &filter.criterion))?;
        while let Some(row) = values.next()? {
            let mut cells = Cells::of(row);
            found.push(PastScore {
                card: Arc::clone(&card),
                criterion: cells.next()?,
                value: cells.next()?,
                min: cells.next()?,
                max: cells.next()?,
                note: cells.next()?,
            });
        }
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
