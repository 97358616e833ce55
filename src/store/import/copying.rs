//! One file on its way into a session's folder: it gets its name when it is whole and on the disk.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use tempfile::{NamedTempFile, PersistError};

use crate::store::StoreError;
use crate::store::atomic::{SUFFIX, sync_folder};
use crate::store::home::private_folders;

/// As a session's own copy is swept away when its writer was killed.
const PREFIX: &str = ".session-";

/// Copies a file so that it is whole as soon as it has its name. What has that name stays as it is.
/// One that is gone is no failure, for recordings may be deleted.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(to).is_ok() {
        return Ok(());
    }
    let Some(copy) = copied(from, to)? else {
        return Ok(());
    };
    match copy.persist_noclobber(to) {
        Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(()),
        put => named(to, put.map(drop)),
    }
}

/// Copies it in place of what has that name.
pub(super) fn replace(from: &Path, to: &Path) -> Result<(), StoreError> {
    match copied(from, to)? {
        Some(copy) => named(to, copy.persist(to).map(drop)),
        None => Ok(()),
    }
}

fn named(to: &Path, put: Result<(), PersistError>) -> Result<(), StoreError> {
    let folder = to.parent().unwrap_or(Path::new("."));
    put.map_err(|error| error.error)
        .and_then(|()| sync_folder(folder))
        .map_err(StoreError::file("write", to))
}

/// The copy on the disk, beside `to`; none of a file that is gone, or is none.
fn copied(from: &Path, to: &Path) -> Result<Option<NamedTempFile>, StoreError> {
    match fs::metadata(from) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Ok(data) if !data.is_file() => return Ok(None),
        looked => looked.map(drop).map_err(StoreError::file("read", from))?,
    }
    let mut read = File::open(from).map_err(StoreError::file("read", from))?;
    let folder = to.parent().unwrap_or(Path::new("."));
    let failed = || StoreError::file("write", to);
    private_folders()
        .recursive(true)
        .create(folder)
        .map_err(failed())?;
    let mut copy = tempfile::Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .tempfile_in(folder)
        .map_err(failed())?;
    io::copy(&mut read, copy.as_file_mut())
        .and_then(|_| copy.as_file().sync_all())
        .map_err(failed())?;
    Ok(Some(copy))
}

/// As [`copy`], where something of that name may be there that no record knows.
pub(super) fn copy_as_new(from: &Path, to: &Path) -> Result<(), StoreError> {
    if !to.exists() || !from.exists() {
        return copy(from, to);
    }
    if holds_the_same(from, to).map_err(StoreError::file("read", to))? {
        return Ok(());
    }
    let path = to.to_owned();
    Err(StoreError::InTheWay { path })
}

fn holds_the_same(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    loop {
        ours.clear();
        theirs.clear();
        (&mut one).take(PART).read_to_end(&mut ours)?;
        (&mut other).take(PART).read_to_end(&mut theirs)?;
        if ours != theirs {
            return Ok(false);
        }
        if ours.is_empty() {
            return Ok(true);
        }
    }
}

/// How much of a file is looked at at a time.
pub(super) const PART: u64 = 1 << 16;
