//! A stretch of practice: answers, scores and sections, as `progress` and reports look at them.

use jiff::Timestamp;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension, Result, Row, Rows, ToSql, named_params};

use super::cells::Cells;
use super::practised::{SAT, sat};
use super::read::{SPEECH, speech_of};
use super::score_filter::{ScoreFilter, rehearsals};
use super::scores::of_practice;
use super::values::{Count, Instant, Word};
use crate::domain::{PastScore, PastSection, Practice, SatAnswer, Speech};

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
    Ok(Practice {
        scores: scores(db, filter)?,
        ..without_scores(db, filter)?
    })
}

pub(super) fn without_scores(db: &Connection, filter: &PracticeFilter) -> Result<Practice> {
    let (answers, sections) = sat_and_used(db, filter)?;
    Ok(Practice {
        answers,
        scores: Vec::new(),
        sections,
        since: filter.since,
    })
}

pub(super) fn scores(db: &Connection, filter: &PracticeFilter) -> Result<Vec<PastScore>> {
    let scored = ScoreFilter {
        since: filter.since,
        prompt: filter.prompt.clone(),
        rehearsals: filter.rehearsals,
        ..ScoreFilter::default()
    };
    of_practice(db, &scored)
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
    /// From where and in which order answers that were sat are read, `a`, with their sessions,
    /// `s`: in the order in which the fewest are looked at, since SQLite, which knows nothing of how
    /// many there are, would often choose the other one.
    pub(super) fn sat(&self) -> String {
        let from = if self.prompt.is_some() {
            "answers AS a CROSS JOIN sessions AS s ON s.id = a.session"
        } else {
            "sessions AS s CROSS JOIN answers AS a ON a.session = s.id"
        };
        let clauses = self.clauses();
        format!("FROM {from} WHERE a.sat {clauses} ORDER BY s.started_at, s.id, a.number")
    }

    /// What narrows sessions and answers, `s` and `a`.
    fn clauses(&self) -> String {
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

/// Answers, and every section of theirs that used any time.
fn sat_and_used(
    db: &Connection,
    filter: &PracticeFilter,
) -> Result<(Vec<SatAnswer>, Vec<PastSection>)> {
    // The round comes last, behind what `sat` reads.
    let answers = format!("SELECT {SAT}, s.round_id {sat}", sat = filter.sat());
    // Joined, every section would bring all of its answer along, and look its speech up by itself.
    let sections = "SELECT number, role, id, title, budget_ms, min_ms, used_ms, over_ms, \"end\"
        FROM sections WHERE session = ?1 AND answer = ?2 AND used_ms > 0 ORDER BY number";
    let speech = format!(
        "SELECT p.section, {SPEECH} FROM speech AS p
        WHERE p.session = ?1 AND p.answer = ?2 ORDER BY p.section"
    );
    let (mut answers, mut sections) = (db.prepare_cached(&answers)?, db.prepare_cached(sections)?);
    let mut speech = db.prepare_cached(&speech)?;
    let parameters = filter.parameters();
    let mut answers = answers.query(&named(&parameters)[..])?;
    let (mut all, mut used) = (Vec::new(), Vec::new());
    while let Some(row) = answers.next()? {
        let answer = sat(row)?;
        let round = row.get_ref(ROUND)?.as_str()?;
        let place = [row.get_ref(0)?, row.get_ref(1)?].map(ToSqlOutput::Borrowed);
        let mut spoken = speech.query(place.clone())?;
        let mut next = measured(&mut spoken)?;
        let mut sections = sections.query(place)?;
        while let Some(row) = sections.next()? {
            let number: i64 = row.get(0)?;
            // What was measured of sections that used no time is passed over.
            while next.as_ref().is_some_and(|(section, _)| *section < number) {
                next = measured(&mut spoken)?;
            }
            let own = next.take_if(|(section, _)| *section == number);
            let speech = own.map(|(_, speech)| speech);
            used.push(section(&answer, round, speech, row)?);
        }
        all.push(answer);
    }
    Ok((all, used))
}

/// Where the round stands behind [`SAT`].
const ROUND: usize = 6;

/// The next section of which something was measured, by its number.
fn measured(rows: &mut Rows<'_>) -> Result<Option<(i64, Speech)>> {
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let mut cells = Cells::of(row);
    Ok(Some((cells.next()?, speech_of(&mut cells)?)))
}

fn section(
    of: &SatAnswer,
    round: &str,
    speech: Option<Speech>,
    row: &Row<'_>,
) -> Result<PastSection> {
    let mut cells = Cells::of(row);
    cells.skip();
    Ok(PastSection {
        session: of.session,
        at: of.past.at,
        round: round.to_owned(),
        answer: of.number,
        prompt: of.past.prompt.clone(),
        role: cells.next::<Word<_>>()?.0,
        id: cells.next()?,
        title: cells.next()?,
        budget_ms: cells.next::<Count<_>>()?.0,
        min_ms: cells.next::<Count<_>>()?.0,
        used_ms: cells.next::<Count<_>>()?.0,
        over_ms: cells.next::<Count<_>>()?.0,
        end: cells.next::<Word<_>>()?.0,
        speech,
    })
}

/// Whether a prompt was ever asked.
pub(super) fn has_answers_to(db: &Connection, prompt: &str) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM answers WHERE prompt_id = ?1")?
        .exists([prompt])
}
