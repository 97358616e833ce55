//! Rows to domain.
//!
//! One query per table and session, each in the order in which the rows nest: a session of six
//! answers takes a handful of lookups, and no join multiplies anything.

use rusqlite::{Connection, OptionalExtension, Params, Result, Row};
use uuid::Uuid;

use super::Kept;
use super::cells::Cells;
use super::values::{Count, Decimal, Id, Instant, List, Word};
use crate::domain::{
    Answer, Articulation, Attachment, Continuation, Gap, LoopRef, Mark, Mic, Pause, PrepRecord,
    PromptRef, RoundRef, Score, Scorecard, SectionRecord, Session, Speech, Take,
};

pub(super) fn session(db: &Connection, id: Uuid) -> Result<Option<Kept>> {
    let kept = db
        .prepare_cached("SELECT * FROM sessions WHERE id = ?1")?
        .query_row([Id(id)], session_row)
        .optional()?;
    let Some(Kept {
        mut session,
        folder,
    }) = kept
    else {
        return Ok(None);
    };
    session.answers = answers(db, id)?;
    session.scorecards = cards(db, id, None)?;
    session.attachments = attachments(db, id)?;
    Ok(Some(Kept { session, folder }))
}

pub(super) fn attachments(db: &Connection, id: Uuid) -> Result<Vec<Attachment>> {
    all(
        db,
        "SELECT * FROM attachments WHERE session = ?1 ORDER BY position",
        [Id(id)],
        |row| {
            Ok(Attachment {
                path: row.get("path")?,
                at: row.get::<_, Instant>("at")?.0,
            })
        },
    )
}

fn session_row(row: &Row<'_>) -> Result<Kept> {
    let session = Session {
        schema: row.get("schema")?,
        id: row.get::<_, Id>("id")?.0,
        started_at: row.get::<_, Instant>("started_at")?.0,
        time_zone: row.get("time_zone")?,
        ended_at: row.get::<_, Option<Instant>>("ended_at")?.map(|at| at.0),
        status: row.get::<_, Word<_>>("status")?.0,
        rehearsal: row.get("rehearsal")?,
        rehearsal_at: row
            .get::<_, Option<Instant>>("rehearsal_at")?
            .map(|at| at.0),
        round: RoundRef {
            id: row.get("round_id")?,
            title: row.get("round_title")?,
            pack: row.get("round_pack")?,
        },
        loop_: match row.get("loop_id")? {
            None => None,
            Some(id) => Some(LoopRef {
                id,
                run: row.get::<_, Id>("loop_run")?.0,
                index: row.get("loop_index")?,
            }),
        },
        seed: row.get::<_, Decimal>("seed")?.0,
        draw: row.get::<_, Word<_>>("draw")?.0,
        policy: row.get::<_, Word<_>>("policy")?.0,
        scale: row.get("scale")?,
        rubrics: row.get::<_, List<_>>("rubrics")?.0,
        mic: Mic {
            kind: row.get::<_, Word<_>>("mic_kind")?.0,
            host: row.get("mic_host")?,
            id: row.get("mic_id")?,
            name: row.get("mic_name")?,
            sample_rate: row.get("mic_sample_rate")?,
            channels: row.get("mic_channels")?,
        },
        answers: Vec::new(),
        scorecards: Vec::new(),
        attachments: Vec::new(),
    };
    Ok(Kept {
        session,
        folder: row.get("folder")?,
    })
}

fn answers(db: &Connection, session: Uuid) -> Result<Vec<Answer>> {
    let sql = "SELECT * FROM answers WHERE session = ?1 ORDER BY number";
    let mut answers = all(db, sql, [Id(session)], |row| {
        Ok(Answer {
            prompt: PromptRef {
                id: row.get("prompt_id")?,
                kind: row.get::<_, Word<_>>("kind")?.0,
                title: row.get("title")?,
                ask: row.get("ask")?,
                competencies: row.get::<_, List<_>>("competencies")?.0,
                level: row.get::<_, List<_>>("level")?.0,
                pack: row.get("pack")?,
                digest: row.get("digest")?,
            },
            prep: PrepRecord {
                budget_ms: row.get::<_, Count<_>>("prep_budget_ms")?.0,
                used_ms: row.get::<_, Count<_>>("prep_used_ms")?.0,
            },
            sections: Vec::new(),
            scorecards: Vec::new(),
        })
    })?;
    for (number, answer) in (1..).zip(&mut answers) {
        answer.sections = sections(db, session, number)?;
        answer.scorecards = cards(db, session, Some(number))?;
    }
    Ok(answers)
}

fn sections(db: &Connection, session: Uuid, answer: i64) -> Result<Vec<SectionRecord>> {
    let sql = "SELECT * FROM sections WHERE session = ?1 AND answer = ?2 ORDER BY number";
    let mut sections = all(db, sql, (Id(session), answer), |row| {
        Ok(SectionRecord {
            role: row.get::<_, Word<_>>("role")?.0,
            id: row.get("id")?,
            title: row.get("title")?,
            ask: row.get("ask")?,
            cues: row.get::<_, List<_>>("cues")?.0,
            budget_ms: row.get::<_, Count<_>>("budget_ms")?.0,
            min_ms: row.get::<_, Count<_>>("min_ms")?.0,
            started_ms: row.get::<_, Count<_>>("started_ms")?.0,
            used_ms: row.get::<_, Count<_>>("used_ms")?.0,
            over_ms: row.get::<_, Count<_>>("over_ms")?.0,
            paused_ms: row.get::<_, Count<_>>("paused_ms")?.0,
            end: row.get::<_, Word<_>>("end")?.0,
            take: None,
            marks: Vec::new(),
            speech: None,
        })
    })?;
    for (number, section) in (1_i64..).zip(&mut sections) {
        let place = || (Id(session), answer, number);
        section.take = take(db, place())?;
        if let Some(take) = &mut section.take {
            take.gaps = gaps(db, place())?;
            take.continued = continuations(db, place())?;
        }
        section.marks = marks(db, place())?;
        section.speech = speech(db, place())?;
        if let Some(speech) = &mut section.speech {
            speech.pause_list = pauses(db, place())?;
        }
    }
    Ok(sections)
}

fn take(db: &Connection, place: impl Params) -> Result<Option<Take>> {
    db.prepare_cached("SELECT * FROM takes WHERE (session, answer, section) = (?1, ?2, ?3)")?
        .query_row(place, |row| {
            Ok(Take {
                path: row.get("path")?,
                sample_rate: row.get("sample_rate")?,
                channels: row.get("channels")?,
                bits: row.get("bits")?,
                frames: row.get::<_, Count<_>>("frames")?.0,
                lost_frames: row.get::<_, Count<_>>("lost_frames")?.0,
                gaps: Vec::new(),
                continued: Vec::new(),
            })
        })
        .optional()
}

fn gaps(db: &Connection, place: impl Params) -> Result<Vec<Gap>> {
    let sql = "SELECT * FROM gaps WHERE (session, answer, section) = (?1, ?2, ?3)
               ORDER BY position";
    all(db, sql, place, |row| {
        Ok(Gap {
            at_frame: row.get::<_, Count<_>>("at_frame")?.0,
            frames: row.get::<_, Count<_>>("frames")?.0,
            cause: row.get::<_, Word<_>>("cause")?.0,
        })
    })
}

fn continuations(db: &Connection, place: impl Params) -> Result<Vec<Continuation>> {
    let sql = "SELECT * FROM continuations WHERE (session, answer, section) = (?1, ?2, ?3)
               ORDER BY position";
    all(db, sql, place, |row| {
        Ok(Continuation {
            path: row.get("path")?,
            at_frame: row.get::<_, Count<_>>("at_frame")?.0,
        })
    })
}

fn marks(db: &Connection, place: impl Params) -> Result<Vec<Mark>> {
    let sql = "SELECT * FROM marks WHERE (session, answer, section) = (?1, ?2, ?3)
               ORDER BY position";
    all(db, sql, place, |row| {
        Ok(Mark {
            id: row.get::<_, Id>("id")?.0,
            at_ms: row.get::<_, Count<_>>("at_ms")?.0,
            cue: row.get("cue")?,
            label: row.get("label")?,
            source: row.get::<_, Word<_>>("source")?.0,
        })
    })
}

fn speech(db: &Connection, place: impl Params) -> Result<Option<Speech>> {
    let sql =
        format!("SELECT {SPEECH} FROM speech AS p WHERE (session, answer, section) = (?1, ?2, ?3)");
    db.prepare_cached(&sql)?
        .query_row(place, |row| speech_of(&mut Cells::of(row)))
        .optional()
}

/// What [`speech_of`] reads, of `speech` as `p`.
pub(super) const SPEECH: &str = "p.speaking_ms, p.first_word_ms, p.pauses, p.longest_pause_ms,
    p.loudness_lufs, p.peak_dbfs, p.clipped_frames, p.silence, p.noise_dbfs, p.pause_ms,
    p.articulation, p.articulation_first, p.articulation_second, p.articulation_third";

/// All but the list of pauses.
pub(super) fn speech_of(cells: &mut Cells<'_, '_>) -> Result<Speech> {
    Ok(Speech {
        speaking_ms: cells.next::<Count<_>>()?.0,
        first_word_ms: cells.next::<Option<Count<_>>>()?.map(|ms| ms.0),
        pauses: cells.next()?,
        longest_pause_ms: cells.next::<Count<_>>()?.0,
        loudness_lufs: cells.next()?,
        peak_dbfs: cells.next()?,
        clipped_frames: cells.next::<Count<_>>()?.0,
        silence: cells.next()?,
        noise_dbfs: cells.next()?,
        pause_list: Vec::new(),
        pause_ms: cells.next::<Count<_>>()?.0,
        articulation: articulation(cells)?,
    })
}

fn articulation(cells: &mut Cells<'_, '_>) -> Result<Option<Articulation>> {
    let Some(per_second) = cells.next()? else {
        return Ok(None);
    };
    let thirds = [cells.next()?, cells.next()?, cells.next()?];
    Ok(Some(Articulation { per_second, thirds }))
}

fn pauses(db: &Connection, place: impl Params) -> Result<Vec<Pause>> {
    let sql = "SELECT * FROM pauses WHERE (session, answer, section) = (?1, ?2, ?3)
               ORDER BY position";
    all(db, sql, place, |row| {
        Ok(Pause {
            at_ms: row.get::<_, Count<_>>("at_ms")?.0,
            length_ms: row.get::<_, Count<_>>("length_ms")?.0,
        })
    })
}

/// A card as it stands in a row, its values left out: they have rows of their own.
pub(super) fn card(row: &Row<'_>) -> Result<Scorecard> {
    Ok(Scorecard {
        id: row.get::<_, Id>("id")?.0,
        rubric: row.get("rubric")?,
        version: row.get("version")?,
        rater: row.get("rater")?,
        pass: row.get::<_, Word<_>>("pass")?.0,
        at: row.get::<_, Instant>("at")?.0,
        values: Vec::new(),
        next_time: row.get("next_time")?,
        retracted: row.get("retracted")?,
    })
}

/// A value of a card as it stands in a row.
pub(super) fn score(row: &Row<'_>) -> Result<Score> {
    Ok(Score {
        criterion: row.get("criterion")?,
        value: row.get("value")?,
        min: row.get("min")?,
        max: row.get("max")?,
        note: row.get("note")?,
    })
}

/// The cards of the answer with this number, or of the session as a whole.
fn cards(db: &Connection, session: Uuid, answer: Option<i64>) -> Result<Vec<Scorecard>> {
    // `IS` rather than `=`, which nothing equals when the answer is null.
    let sql = "SELECT id, rubric, version, rater, COALESCE(given_as, pass) AS pass, at, next_time,
            retracted
        FROM scorecards WHERE session = ?1 AND answer IS ?2 ORDER BY position";
    let mut cards = all(db, sql, (Id(session), answer), card)?;
    for card in &mut cards {
        let sql = "SELECT * FROM scores WHERE (session, card) = (?1, ?2) ORDER BY position";
        card.values = all(db, sql, (Id(session), Id(card.id)), score)?;
    }
    Ok(cards)
}

/// The folder of a session, relative to the home.
pub(super) fn folder(db: &Connection, id: Uuid) -> Result<Option<String>> {
    db.prepare_cached("SELECT folder FROM sessions WHERE id = ?1")?
        .query_row([Id(id)], |row| row.get(0))
        .optional()
}

pub(super) fn has_session(db: &Connection, id: Uuid) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM sessions WHERE id = ?1")?
        .exists([Id(id)])
}

/// Every row of a query.
pub(super) fn all<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    db.prepare_cached(sql)?.query_map(params, read)?.collect()
}
