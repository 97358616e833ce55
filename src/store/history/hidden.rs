//! Prompts that are kept out of every draw.

use std::path::Path;

use jiff::Timestamp;
use rusqlite::{Connection, Result};
use serde::{Deserialize, Serialize};

use super::read::all;
use super::values::Instant;
use crate::store::{StoreError, atomic, portable};

pub(super) const NAME: &str = "hidden.json";
const PREFIX: &str = ".hidden-";
const SCHEMA: u32 = 1;

/// What was last said of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// Its id.
    pub prompt: String,
    pub hidden: bool,
    pub at: Timestamp,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    prompts: &'a [Hidden],
}

pub(super) fn set(db: &Connection, word: &Hidden) -> Result<()> {
    db.execute(
        "INSERT INTO hidden_prompts (prompt, hidden, at) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET hidden = excluded.hidden, at = excluded.at
         WHERE (excluded.at, excluded.hidden) >= (at, hidden)",
        (&word.prompt, word.hidden, Instant(word.at)),
    )?;
    Ok(())
}

/// All prompts of which anything was said, by id.
pub(super) fn words(db: &Connection) -> Result<Vec<Hidden>> {
    all(
        db,
        "SELECT * FROM hidden_prompts ORDER BY prompt",
        [],
        |row| {
            Ok(Hidden {
                prompt: row.get("prompt")?,
                hidden: row.get("hidden")?,
                at: row.get::<_, Instant>("at")?.0,
            })
        },
    )
}

/// What the portable copy at `path` holds; nothing where there is no copy.
pub(super) fn copied(path: &Path) -> std::result::Result<Vec<Hidden>, StoreError> {
    #[derive(Deserialize)]
    struct Copy {
        prompts: Vec<Hidden>,
    }

    let copy = portable::read(path, "list of hidden prompts", SCHEMA)?;
    Ok(copy.map_or_else(Vec::new, |Copy { prompts }| prompts))
}

/// Writes the portable copy of `words` into `folder`.
pub(super) fn publish(folder: &Path, words: &[Hidden]) -> std::result::Result<(), StoreError> {
    let document = Document {
        schema: SCHEMA,
        prompts: words,
    };
    atomic::write(folder, NAME, PREFIX, &document)
}
