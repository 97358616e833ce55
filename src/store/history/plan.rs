//! Plans on their way, and their portable copy.

use std::path::Path;

use rusqlite::{Connection, Result, params};
use serde::Serialize;

use super::read::all;
use super::values::{Count, Instant};
use crate::domain::{PlanNote, PlanProgress, PlanStart, PlanTick, TopicTime};
use crate::store::{StoreError, atomic, portable};

pub(super) const NAME: &str = "plan.json";
const PREFIX: &str = ".plan-";
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    #[serde(flatten)]
    progress: &'a PlanProgress,
}

/// Adds what is newer than what is known; of two words of the same instant the same one counts,
/// whichever comes first.
pub(super) fn add(db: &Connection, progress: &PlanProgress) -> Result<()> {
    for PlanStart { plan, on, at } in &progress.starts {
        db.execute(
            "INSERT INTO plan_starts (plan, day, at) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET day = excluded.day, at = excluded.at
             WHERE (excluded.at, excluded.day) >= (at, day)",
            params![plan, on.to_string(), Instant(*at)],
        )?;
    }
    for PlanTick {
        plan,
        item,
        done,
        at,
    } in &progress.ticks
    {
        db.execute(
            "INSERT INTO plan_ticks (plan, item, done, at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET done = excluded.done, at = excluded.at
             WHERE (excluded.at, excluded.done) >= (at, done)",
            params![plan, item, done, Instant(*at)],
        )?;
    }
    progress
        .notes
        .iter()
        .try_for_each(|note| add_note(db, note))
}

fn add_note(db: &Connection, note: &PlanNote) -> Result<()> {
    let PlanNote {
        plan,
        block,
        title,
        text,
        topics,
        at,
    } = note;
    let added = db.execute(
        "INSERT INTO plan_notes (plan, block, at, title, text) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO NOTHING",
        params![plan, block, Instant(*at), title, text],
    )?;
    // One that is there already has its topics.
    let topics = topics.iter().enumerate().filter(|_| added > 0);
    for (
        position,
        TopicTime {
            topic,
            used_ms,
            through,
        },
    ) in topics
    {
        db.execute(
            "INSERT INTO plan_topics (plan, block, at, position, topic, used_ms, through)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                plan,
                block,
                Instant(*at),
                Count(position),
                topic,
                Count(*used_ms),
                through
            ],
        )?;
    }
    Ok(())
}

fn notes(db: &Connection) -> Result<Vec<PlanNote>> {
    let sql = "SELECT * FROM plan_notes ORDER BY at, plan, block";
    let mut notes = all(db, sql, [], |row| {
        Ok(PlanNote {
            plan: row.get("plan")?,
            block: row.get("block")?,
            title: row.get("title")?,
            text: row.get("text")?,
            topics: Vec::new(),
            at: row.get::<_, Instant>("at")?.0,
        })
    })?;
    for note in &mut notes {
        let sql = "SELECT * FROM plan_topics WHERE plan = ?1 AND block = ?2 AND at = ?3
                   ORDER BY position";
        let of = params![note.plan, note.block, Instant(note.at)];
        note.topics = all(db, sql, of, |row| {
            Ok(TopicTime {
                topic: row.get("topic")?,
                used_ms: row.get::<_, Count<_>>("used_ms")?.0,
                through: row.get("through")?,
            })
        })?;
    }
    Ok(notes)
}

/// All that is known, by plan and item.
pub(super) fn progress(db: &Connection) -> Result<PlanProgress> {
    let starts = all(db, "SELECT * FROM plan_starts ORDER BY plan", [], |row| {
        let day: String = row.get("day")?;
        let on = day.parse().map_err(|error| {
            let kind = rusqlite::types::Type::Text;
            rusqlite::Error::FromSqlConversionFailure(1, kind, Box::new(error))
        })?;
        Ok(PlanStart {
            plan: row.get("plan")?,
            on,
            at: row.get::<_, Instant>("at")?.0,
        })
    })?;
    let sql = "SELECT * FROM plan_ticks ORDER BY plan, item";
    let ticks = all(db, sql, [], |row| {
        Ok(PlanTick {
            plan: row.get("plan")?,
            item: row.get("item")?,
            done: row.get("done")?,
            at: row.get::<_, Instant>("at")?.0,
        })
    })?;
    let notes = notes(db)?;
    Ok(PlanProgress {
        starts,
        ticks,
        notes,
    })
}

/// What the portable copy at `path` holds; nothing where there is no copy.
pub(super) fn copied(path: &Path) -> std::result::Result<PlanProgress, StoreError> {
    let what = "record of plans";
    let copy = portable::read(path, what, SCHEMA)?;
    Ok(copy.unwrap_or_default())
}

/// Writes the portable copy into `folder`.
pub(super) fn publish(
    folder: &Path,
    progress: &PlanProgress,
) -> std::result::Result<(), StoreError> {
    let schema = SCHEMA;
    atomic::write(folder, NAME, PREFIX, &Document { schema, progress })
}
