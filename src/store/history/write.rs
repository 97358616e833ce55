//! Domain to rows.

use rusqlite::{Connection, Result, params};
use uuid::Uuid;

use super::values::{Count, Decimal, Id, Instant, List, Word};
use crate::domain::{
    Answer, Mark, Pass, PastAnswer, Scorecard, SectionRecord, Session, Speech, Take,
};

/// Where the rows of a section belong; the numbers count from 1.
#[derive(Clone, Copy)]
struct Place {
    session: Uuid,
    answer: usize,
    section: usize,
}

/// Writes all of `session` in place of what there was of it.
pub(super) fn session(db: &Connection, session: &Session, folder: &str) -> Result<()> {
    // Everything else of it goes along with this row.
    db.prepare_cached("DELETE FROM sessions WHERE id = ?1")?
        .execute([Id(session.id)])?;
    session_row(db, session, folder)?;
    for (number, kept) in (1..).zip(&session.answers) {
        answer(db, session.id, number, kept)?;
    }
    cards(db, session.id, None, &session.scorecards)?;
    for (position, file) in session.attachments.iter().enumerate() {
        db.prepare_cached(
            "INSERT INTO attachments (session, position, path, at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            Id(session.id),
            Count(position),
            file.path,
            Instant(file.at)
        ])?;
    }
    Ok(())
}

/// Writes where the session's files are, relative to the home.
pub(super) fn folder(db: &Connection, session: Uuid, folder: &str) -> Result<()> {
    db.prepare_cached("UPDATE sessions SET folder = ?2 WHERE id = ?1")?
        .execute(params![Id(session), folder])?;
    Ok(())
}

fn session_row(db: &Connection, session: &Session, folder: &str) -> Result<()> {
    let in_loop = session.loop_.as_ref();
    db.prepare_cached(
        "INSERT INTO sessions (id, folder, schema, started_at, time_zone, ended_at, status,
             rehearsal, round_id, round_title, round_pack, loop_id, loop_run, loop_index, seed,
             draw, policy, scale, rubrics, mic_kind, mic_host, mic_id, mic_name, mic_sample_rate,
             mic_channels, rehearsal_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
             ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)",
    )?
    .execute(params![
        Id(session.id),
        folder,
        session.schema,
        Instant(session.started_at),
        session.time_zone,
        session.ended_at.map(Instant),
        Word(session.status),
        session.rehearsal,
        session.round.id,
        session.round.title,
        session.round.pack,
        in_loop.map(|run| &run.id),
        in_loop.map(|run| Id(run.run)),
        in_loop.map(|run| run.index),
        Decimal(session.seed),
        Word(session.draw),
        Word(session.policy),
        session.scale,
        List(&session.rubrics),
        Word(session.mic.kind),
        session.mic.host,
        session.mic.id,
        session.mic.name,
        session.mic.sample_rate,
        session.mic.channels,
        session.rehearsal_at.map(Instant),
    ])?;
    Ok(())
}

fn answer(db: &Connection, session: Uuid, number: usize, answer: &Answer) -> Result<()> {
    let prompt = &answer.prompt;
    db.prepare_cached(
        "INSERT INTO answers (session, number, prompt_id, kind, title, ask, competencies, level,
             pack, digest, prep_budget_ms, prep_used_ms, sat, share)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        Id(session),
        Count(number),
        prompt.id,
        Word(prompt.kind),
        prompt.title,
        prompt.ask,
        List(&prompt.competencies),
        List(&prompt.level),
        prompt.pack,
        prompt.digest,
        Count(answer.prep.budget_ms),
        Count(answer.prep.used_ms),
        answer.used_ms() > 0,
        PastAnswer::share_of(&answer.scorecards),
    ])?;
    for (section_number, kept) in (1..).zip(&answer.sections) {
        let place = Place {
            session,
            answer: number,
            section: section_number,
        };
        section(db, place, kept)?;
    }
    cards(db, session, Some(number), &answer.scorecards)
}

fn section(db: &Connection, place: Place, section: &SectionRecord) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO sections (session, answer, number, role, id, title, ask, cues, budget_ms,
             started_ms, used_ms, over_ms, paused_ms, \"end\", min_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
    )?
    .execute(params![
        Id(place.session),
        Count(place.answer),
        Count(place.section),
        Word(section.role),
        section.id,
        section.title,
        section.ask,
        List(&section.cues),
        Count(section.budget_ms),
        Count(section.started_ms),
        Count(section.used_ms),
        Count(section.over_ms),
        Count(section.paused_ms),
        Word(section.end),
        Count(section.min_ms),
    ])?;
    if let Some(kept) = &section.take {
        take(db, place, kept)?;
    }
    for (position, kept) in section.marks.iter().enumerate() {
        mark(db, place, position, kept)?;
    }
    if let Some(kept) = &section.speech {
        speech(db, place, kept)?;
    }
    Ok(())
}

fn take(db: &Connection, place: Place, take: &Take) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO takes (session, answer, section, path, sample_rate, channels, bits, frames,
             lost_frames)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        Id(place.session),
        Count(place.answer),
        Count(place.section),
        take.path,
        take.sample_rate,
        take.channels,
        take.bits,
        Count(take.frames),
        Count(take.lost_frames),
    ])?;
    for (position, gap) in take.gaps.iter().enumerate() {
        db.prepare_cached(
            "INSERT INTO gaps (session, answer, section, position, at_frame, frames, cause)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            Id(place.session),
            Count(place.answer),
            Count(place.section),
            Count(position),
            Count(gap.at_frame),
            Count(gap.frames),
            Word(gap.cause),
        ])?;
    }
    for (position, file) in take.continued.iter().enumerate() {
        db.prepare_cached(
            "INSERT INTO continuations (session, answer, section, position, path, at_frame)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            Id(place.session),
            Count(place.answer),
            Count(place.section),
            Count(position),
            file.path,
            Count(file.at_frame),
        ])?;
    }
    Ok(())
}

fn mark(db: &Connection, place: Place, position: usize, mark: &Mark) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO marks (session, answer, section, position, id, at_ms, cue, label, source)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        Id(place.session),
        Count(place.answer),
        Count(place.section),
        Count(position),
        Id(mark.id),
        Count(mark.at_ms),
        mark.cue,
        mark.label,
        Word(mark.source),
    ])?;
    Ok(())
}

fn speech(db: &Connection, place: Place, speech: &Speech) -> Result<()> {
    let thirds = speech.articulation.map(|articulation| articulation.thirds);
    let [first, second, third] = thirds.unwrap_or_default();
    db.prepare_cached(
        "INSERT INTO speech (session, answer, section, speaking_ms, first_word_ms, pauses,
             longest_pause_ms, loudness_lufs, peak_dbfs, clipped_frames, silence, noise_dbfs,
             pause_ms, articulation, articulation_first, articulation_second, articulation_third)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
    )?
    .execute(params![
        Id(place.session),
        Count(place.answer),
        Count(place.section),
        Count(speech.speaking_ms),
        speech.first_word_ms.map(Count),
        speech.pauses,
        Count(speech.longest_pause_ms),
        speech.loudness_lufs,
        speech.peak_dbfs,
        Count(speech.clipped_frames),
        speech.silence,
        speech.noise_dbfs,
        Count(speech.pause_ms),
        speech
            .articulation
            .map(|articulation| articulation.per_second),
        first,
        second,
        third,
    ])?;
    for (position, pause) in speech.pause_list.iter().enumerate() {
        db.prepare_cached(
            "INSERT INTO pauses (session, answer, section, position, at_ms, length_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            Id(place.session),
            Count(place.answer),
            Count(place.section),
            Count(position),
            Count(pause.at_ms),
            Count(pause.length_ms),
        ])?;
    }
    Ok(())
}

/// Writes the cards of the answer with this number from 1, or of the session as a whole.
fn cards(db: &Connection, session: Uuid, answer: Option<usize>, cards: &[Scorecard]) -> Result<()> {
    for (position, kept) in cards.iter().enumerate() {
        let pass = kept.counts_as(cards);
        card(db, session, answer, position, kept, pass)?;
    }
    Ok(())
}

/// `pass` is what the card counts as.
fn card(
    db: &Connection,
    session: Uuid,
    answer: Option<usize>,
    position: usize,
    card: &Scorecard,
    pass: Pass,
) -> Result<()> {
    let given_as = (card.pass != pass).then_some(Word(card.pass));
    db.prepare_cached(
        "INSERT INTO scorecards (session, id, answer, position, rubric, version, rater, pass, at,
             next_time, retracted, given_as)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        Id(session),
        Id(card.id),
        answer.map(Count),
        Count(position),
        card.rubric,
        card.version,
        card.rater,
        Word(pass),
        Instant(card.at),
        card.next_time,
        card.retracted,
        given_as,
    ])?;
    for (position, score) in card.values.iter().enumerate() {
        db.prepare_cached(
            "INSERT INTO scores (session, card, position, criterion, value, min, max, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            Id(session),
            Id(card.id),
            Count(position),
            score.criterion,
            score.value,
            score.min,
            score.max,
            score.note,
        ])?;
    }
    Ok(())
}
