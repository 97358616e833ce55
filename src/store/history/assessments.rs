//! Assessments: scorecards that belong to no session, and their portable copy.

use std::path::Path;

use rusqlite::{Connection, Result, params};
use serde::{Deserialize, Serialize};

use super::read::{self, all};
use super::values::{Count, Id, Instant, Word};
use crate::domain::{Score, Scorecard, implausible_card, join_cards};
use crate::store::{StoreError, atomic, portable};

pub(super) const NAME: &str = "assessments.json";
const PREFIX: &str = ".assessments-";
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    assessments: &'a [Scorecard],
}

/// Adds a card. Of one that is there already, only the retraction is taken over.
pub(super) fn add(db: &Connection, card: &Scorecard) -> Result<()> {
    let known = db.execute(
        "UPDATE assessments SET retracted = retracted OR ?2 WHERE id = ?1",
        params![Id(card.id), card.retracted],
    )?;
    if known > 0 {
        return Ok(());
    }
    insert(db, card)
}

/// Joins a card from elsewhere to what there is of it.
pub(super) fn join(db: &Connection, card: &Scorecard) -> Result<()> {
    let sql = "SELECT * FROM assessments WHERE id = ?1";
    let mut known = all(db, sql, [Id(card.id)], read::card)?;
    let Some(mut known) = known.pop() else {
        return insert(db, card);
    };
    known.values = values(db, &known)?;
    let joined = join_cards(known.clone(), card.clone());
    if joined == known {
        return Ok(());
    }
    db.execute("DELETE FROM assessments WHERE id = ?1", [Id(card.id)])?;
    insert(db, &joined)
}

fn insert(db: &Connection, card: &Scorecard) -> Result<()> {
    db.execute(
        "INSERT INTO assessments (id, rubric, version, rater, pass, at, next_time, retracted)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            Id(card.id),
            card.rubric,
            card.version,
            card.rater,
            Word(card.pass),
            Instant(card.at),
            card.next_time,
            card.retracted,
        ],
    )?;
    for (position, score) in card.values.iter().enumerate() {
        db.prepare_cached(
            "INSERT INTO assessment_scores (card, position, criterion, value, min, max, note)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
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

/// All cards, oldest first.
pub(super) fn cards(db: &Connection) -> Result<Vec<Scorecard>> {
    let sql = "SELECT * FROM assessments ORDER BY at, id";
    let mut cards = all(db, sql, [], read::card)?;
    for card in &mut cards {
        card.values = values(db, card)?;
    }
    Ok(cards)
}

fn values(db: &Connection, card: &Scorecard) -> Result<Vec<Score>> {
    let sql = "SELECT * FROM assessment_scores WHERE card = ?1 ORDER BY position";
    all(db, sql, [Id(card.id)], read::score)
}

/// The cards of the portable copy at `path`; none where there is no copy.
pub(super) fn copied(path: &Path) -> std::result::Result<Vec<Scorecard>, StoreError> {
    #[derive(Deserialize)]
    struct Copy {
        assessments: Vec<Scorecard>,
    }

    let what = "list of assessments";
    let copy = portable::read(path, what, SCHEMA)?;
    let cards = copy.map_or_else(Vec::new, |Copy { assessments }| assessments);
    for (index, card) in cards.iter().enumerate() {
        if let Some(problem) = implausible_card(card) {
            let path = path.to_owned();
            let problem = format!("assessments[{index}].{problem}");
            return Err(StoreError::Implausible { path, problem });
        }
    }
    Ok(cards)
}

/// Writes the portable copy of `cards` into `folder`.
pub(super) fn publish(folder: &Path, cards: &[Scorecard]) -> std::result::Result<(), StoreError> {
    let document = Document {
        schema: SCHEMA,
        assessments: cards,
    };
    atomic::write(folder, NAME, PREFIX, &document)
}
