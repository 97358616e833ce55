//! Portable copies of what belongs to no session, read back: a database may have been lost, or the
//! folder come from elsewhere.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::StoreError;

/// What the file at `path` holds, which is called `what` in messages; none where there is no file.
pub(super) fn read<T: DeserializeOwned>(
    path: &Path,
    what: &'static str,
    known: u32,
) -> Result<Option<T>, StoreError> {
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }

    let text = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.map_err(StoreError::file("read", path))?,
    };
    let broken = |error: serde_json::Error| StoreError::BrokenCopy {
        path: path.to_owned(),
        what,
        problem: error.to_string(),
    };
    // The version comes first: what a newer one holds may well look broken.
    let Version { schema } = serde_json::from_slice(&text).map_err(broken)?;
    if schema > known {
        return Err(StoreError::NewerSession {
            path: path.to_owned(),
            found: schema,
            known,
        });
    }
    serde_json::from_slice(&text).map(Some).map_err(broken)
}
