//! Scores with what they were given for, as `history` and `progress` look at them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Result, Row};

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
        "SELECT s.id AS session, s.rehearsal, s.round_id, c.answer, a.prompt_id, a.kind,
            COALESCE(a.competencies, '[]') AS competencies, COALESCE(a.level, '[]') AS level,
            c.id AS card, c.rubric, c.version, c.rater, c.pass, c.at,
            v.criterion, v.value, v.min, v.max, v.note
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
        Ok(PastScore {
            session: Some(row.get::<_, Id>("session")?.0),
            rehearsal: row.get("rehearsal")?,
            round: row.get("round_id")?,
            answer: row
                .get::<_, Option<Count<_>>>("answer")?
                .map(|number| number.0),
            prompt: row.get("prompt_id")?,
            kind: row.get::<_, Option<Word<_>>>("kind")?.map(|kind| kind.0),
            competencies: row.get::<_, List<_>>("competencies")?.0,
            level: row.get::<_, List<_>>("level")?.0,
            ..value(row)?
        })
    })
}

fn of_assessments(db: &Connection, filter: &ScoreFilter) -> Result<Vec<PastScore>> {
    let conditions = filter.of_cards();
    let sql = format!(
        "SELECT c.id AS card, c.rubric, c.version, c.rater, c.pass, c.at,
            v.criterion, v.value, v.min, v.max, v.note
        FROM assessments AS c JOIN assessment_scores AS v ON v.card = c.id
        WHERE NOT c.retracted {conditions}
        ORDER BY c.at, c.id, v.position",
        conditions = narrowed(&conditions),
    );
    all(db, &sql, &parameters(&conditions)[..], value)
}

/// What a value has by its card alone.
fn value(row: &Row<'_>) -> Result<PastScore> {
    Ok(PastScore {
        session: None,
        rehearsal: false,
        round: None,
        answer: None,
        prompt: None,
        kind: None,
        competencies: Vec::new(),
        level: Vec::new(),
        card: row.get::<_, Id>("card")?.0,
        rubric: row.get("rubric")?,
        version: row.get("version")?,
        rater: row.get("rater")?,
        pass: row.get::<_, Word<_>>("pass")?.0,
        at: row.get::<_, Instant>("at")?.0,
        criterion: row.get("criterion")?,
        value: row.get("value")?,
        min: row.get("min")?,
        max: row.get("max")?,
        note: row.get("note")?,
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
