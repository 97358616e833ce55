//! A stretch of practice: answers, scores and sections, as `progress` and reports look at them.

use jiff::Timestamp;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension, Result, Row, ToSql, named_params};
use uuid::Uuid;

use super::cells::Cells;
use super::read::{SPEECH, speech_of};
use super::score_filter::{ScoreFilter, rehearsals};
use super::values::{Count, Id, Instant, Word};
use super::{practised, scores};
use crate::domain::{PastSection, Practice};

/// Which practice is looked at. What is empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PracticeFilter {
    /// Sessions that started at this time or later, and scores given since.
    pub since: Option<Timestamp>,
    /// The prompt's id.
    pub prompt: Option<String>,
    /// Whether rehearsals count too.
    pub rehearsals: bool,
}

/// All that `filter` admits.
pub(super) fn practice(db: &Connection, filter: &PracticeFilter) -> Result<Practice> {
    let scored = ScoreFilter {
        since: filter.since,
        prompt: filter.prompt.clone(),
        rehearsals: filter.rehearsals,
        ..ScoreFilter::default()
    };
    Ok(Practice {
        answers: practised::answers(db, filter)?,
        scores: scores::of_practice(db, &scored)?,
        sections: sections(db, filter)?,
        since: filter.since,
    })
}

/// When the session began that has the answer which is so many back; none where there is nothing
/// before it.
pub(super) fn start_of_newest(
    db: &Connection,
    answers: usize,
    with_rehearsals: bool,
) -> Result<Option<Timestamp>> {
    let sql = format!(
        "SELECT s.started_at AS at
        FROM sessions AS s CROSS JOIN answers AS a ON a.session = s.id
        WHERE TRUE {rehearsals}
        ORDER BY s.started_at DESC, s.id DESC, a.number DESC LIMIT 1 OFFSET :before",
        rehearsals = rehearsals(with_rehearsals),
    );
    let before = Count(answers.saturating_sub(1));
    let start = db
        .prepare_cached(&sql)?
        .query_row(named_params! { ":before": before }, |row| {
            Ok(row.get::<_, Instant>("at")?.0)
        })
        .optional()?;
    let Some(start) = start else { return Ok(None) };
    let earlier = db
        .prepare_cached("SELECT 1 FROM sessions WHERE started_at < ?1")?
        .exists([Instant(start)])?;
    Ok(earlier.then_some(start))
}

impl PracticeFilter {
    /// Sessions and answers, `s` and `a`, in the order in which the fewest are looked at: SQLite,
    /// which knows nothing of how many there are, would often choose the other one.
    pub(super) fn from(&self) -> &'static str {
        if self.prompt.is_some() {
            "answers AS a CROSS JOIN sessions AS s ON s.id = a.session"
        } else {
            "sessions AS s CROSS JOIN answers AS a ON a.session = s.id"
        }
    }

    /// What narrows sessions and answers, `s` and `a`.
    pub(super) fn clauses(&self) -> String {
        let mut clauses = rehearsals(self.rehearsals).to_owned();
        if self.since.is_some() {
            clauses.push_str(" AND s.started_at >= :since");
        }
        if self.prompt.is_some() {
            clauses.push_str(" AND a.prompt_id = :prompt");
        }
        clauses
    }

    /// The parameters of the clauses.
    pub(super) fn parameters(&self) -> Vec<(&'static str, Box<dyn ToSql + '_>)> {
        let mut found: Vec<(&'static str, Box<dyn ToSql + '_>)> = Vec::new();
        if let Some(since) = self.since {
            found.push((":since", Box::new(Instant(since))));
        }
        if let Some(prompt) = &self.prompt {
            found.push((":prompt", Box::new(prompt)));
        }
        found
    }
}

/// Parameters as SQLite takes them.
pub(super) fn named<'p>(
    parameters: &'p [(&'static str, Box<dyn ToSql + '_>)],
) -> Vec<(&'static str, &'p dyn ToSql)> {
    let named = parameters.iter();
    named
        .map(|(name, value)| (*name, &**value as &dyn ToSql))
        .collect()
}

fn sections(db: &Connection, filter: &PracticeFilter) -> Result<Vec<PastSection>> {
    let answers = format!(
        "SELECT s.id, a.number, s.started_at, s.round_id, a.prompt_id
        FROM {from} WHERE TRUE {clauses}
        ORDER BY s.started_at, s.id, a.number",
        from = filter.from(),
        clauses = filter.clauses(),
    );
    // Joined, every section would bring all of its answer along.
    let sections = format!(
        "SELECT x.role, x.id, x.title, x.budget_ms, x.min_ms, x.used_ms, x.over_ms, x.\"end\",
            p.session IS NOT NULL, {SPEECH}
        FROM sections AS x
        LEFT JOIN speech AS p
            ON p.session = x.session AND p.answer = x.answer AND p.section = x.number
        WHERE x.session = ?1 AND x.answer = ?2 AND x.used_ms > 0
        ORDER BY x.number"
    );
    let (mut answers, mut sections) = (db.prepare_cached(&answers)?, db.prepare_cached(&sections)?);
    let parameters = filter.parameters();
    let mut answers = answers.query(&named(&parameters)[..])?;
    let mut found = Vec::new();
    while let Some(row) = answers.next()? {
        let place = [row.get_ref(0)?, row.get_ref(1)?].map(ToSqlOutput::Borrowed);
        let answer = answer(row)?;
        let mut sections = sections.query(place)?;
        while let Some(row) = sections.next()? {
            found.push(section(&answer, row)?);
        }
    }
    Ok(found)
}

/// What the sections of an answer have in common.
struct OfAnswer {
    session: Uuid,
    number: usize,
    at: Timestamp,
    round: String,
    prompt: String,
}

fn answer(row: &Row<'_>) -> Result<OfAnswer> {
    let mut cells = Cells::of(row);
    Ok(OfAnswer {
        session: cells.next::<Id>()?.0,
        number: cells.next::<Count<_>>()?.0,
        at: cells.next::<Instant>()?.0,
        round: cells.next()?,
        prompt: cells.next()?,
    })
}

fn section(of: &OfAnswer, row: &Row<'_>) -> Result<PastSection> {
    let mut cells = Cells::of(row);
    Ok(PastSection {
        session: of.session,
        at: of.at,
        round: of.round.clone(),
        answer: of.number,
        prompt: of.prompt.clone(),
        role: cells.next::<Word<_>>()?.0,
        id: cells.next()?,
        title: cells.next()?,
        budget_ms: cells.next::<Count<_>>()?.0,
        min_ms: cells.next::<Count<_>>()?.0,
        used_ms: cells.next::<Count<_>>()?.0,
        over_ms: cells.next::<Count<_>>()?.0,
        end: cells.next::<Word<_>>()?.0,
        speech: cells
            .next::<bool>()?
            .then(|| speech_of(&mut cells))
            .transpose()?,
    })
}

/// Whether a prompt was ever asked.
pub(super) fn has_answers_to(db: &Connection, prompt: &str) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM answers WHERE prompt_id = ?1")?
        .exists([prompt])
}
