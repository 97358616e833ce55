//! Scores with what they were given for, as `history` and `progress` look at them.

use jiff::Timestamp;
use rusqlite::{Connection, Result, named_params};
use uuid::Uuid;

use super::read::all;
use super::values::{Count, Id, Instant, List, Word};
use crate::domain::{Kind, Level, Pass};

/// Which scores are asked for. What is empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoreFilter {
    pub rubric: Option<String>,
    pub criterion: Option<String>,
    /// Of the prompt. Cards of a whole session belong to no prompt, so this leaves them out.
    pub competency: Option<String>,
    /// Given at this time or later.
    pub since: Option<Timestamp>,
    /// Whether rehearsals count too.
    pub rehearsals: bool,
}

/// One value, and what it was given for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreRow {
    pub session: Uuid,
    pub rehearsal: bool,
    /// The round's id.
    pub round: String,
    /// From 1; none, like all that is the prompt's, where the card is of the session as a whole.
    pub answer: Option<usize>,
    pub prompt: Option<String>,
    pub kind: Option<Kind>,
    pub competencies: Vec<String>,
    pub level: Vec<Level>,
    pub card: Uuid,
    pub rubric: String,
    pub version: u32,
    pub rater: String,
    pub pass: Pass,
    pub at: Timestamp,
    pub criterion: String,
    pub value: i64,
    pub min: i64,
    pub max: i64,
    pub note: Option<String>,
}

/// The values that count, oldest first; those of one card in the card's order.
pub(super) fn scores(db: &Connection, filter: &ScoreFilter) -> Result<Vec<ScoreRow>> {
    let sql = "
        SELECT s.id AS session, s.rehearsal, s.round_id, c.answer, a.prompt_id, a.kind,
            COALESCE(a.competencies, '[]') AS competencies, COALESCE(a.level, '[]') AS level,
            c.id AS card, c.rubric, c.version, c.rater, c.pass, c.at,
            v.criterion, v.value, v.min, v.max, v.note
        FROM scores AS v
        JOIN scorecards AS c ON c.session = v.session AND c.id = v.card
        JOIN sessions AS s ON s.id = c.session
        LEFT JOIN answers AS a ON a.session = c.session AND a.number = c.answer
        WHERE NOT c.retracted
            AND (:rehearsals OR NOT s.rehearsal)
            AND (:rubric IS NULL OR c.rubric = :rubric)
            AND (:criterion IS NULL OR v.criterion = :criterion)
            AND (:since IS NULL OR c.at >= :since)
            AND (:competency IS NULL
                OR :competency IN (SELECT value FROM json_each(a.competencies)))
        ORDER BY c.at, c.id, v.position";
    let params = named_params! {
        ":rehearsals": filter.rehearsals,
        ":rubric": filter.rubric,
        ":criterion": filter.criterion,
        ":since": filter.since.map(Instant),
        ":competency": filter.competency,
    };
    all(db, sql, params, |row| {
        Ok(ScoreRow {
            session: row.get::<_, Id>("session")?.0,
            rehearsal: row.get("rehearsal")?,
            round: row.get("round_id")?,
            answer: row
                .get::<_, Option<Count<_>>>("answer")?
                .map(|number| number.0),
            prompt: row.get("prompt_id")?,
            kind: row.get::<_, Option<Word<_>>>("kind")?.map(|kind| kind.0),
            competencies: row.get::<_, List<_>>("competencies")?.0,
            level: row.get::<_, List<_>>("level")?.0,
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
    })
}
