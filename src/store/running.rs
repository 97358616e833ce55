//! Which session is on its way, and which was cut short.
//!
//! A session's folder holds a locked file from its first moment to its last. The system lets go of
//! the lock when the process dies, however it dies: a file that nobody locks is a session to be
//! finished.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::StoreError;

const NAME: &str = ".running";
/// Before it is locked.
pub(super) const UNNAMED: &str = ".running.new";

/// Held while a session runs, or while it is being recovered.
#[derive(Debug)]
pub struct Running {
    file: File,
    path: PathBuf,
}

impl Running {
    /// Marks the session in `folder` as on its way. The mark appears locked: whoever looks for
    /// sessions that were cut short never sees it held by nobody.
    pub fn begin(folder: &Path) -> Result<Running, StoreError> {
        let path = folder.join(NAME);
        let unnamed = folder.join(UNNAMED);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(&unnamed)
            .map_err(StoreError::file("write", &unnamed))?;
        // Where files cannot be locked, nobody takes it for abandoned either.
        let _ = file.try_lock();
        std::fs::rename(&unnamed, &path).map_err(StoreError::file("write", &path))?;
        Ok(Running { file, path })
    }

    /// Takes over the mark of a session that nobody holds any more.
    fn take_over(folder: &Path) -> Option<Running> {
        let path = folder.join(NAME);
        let file = OpenOptions::new().write(true).open(&path).ok()?;
        // Where files cannot be locked there is no telling, and a session may be on its way.
        file.try_lock().ok()?;
        // It may have ended between the two steps, and taken its mark away.
        path.is_file().then_some(Running { file, path })
    }

    /// The session is complete.
    pub fn end(self) -> Result<(), StoreError> {
        let Running { file, path } = self;
        let removed = std::fs::remove_file(&path).map_err(StoreError::file("remove", &path));
        drop(file);
        removed
    }
}

/// Whether somebody is recording into `folder` at this moment.
pub fn is_running(folder: &Path) -> bool {
    let Ok(file) = File::open(folder.join(NAME)) else {
        return false;
    };
    matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

/// Whether somebody records into `folder`, or was cut short in it.
pub(super) fn is_unfinished(folder: &Path) -> bool {
    folder.join(NAME).exists()
}

/// The sessions among `recordings` that were cut short, each held so that nobody else recovers it.
pub fn abandoned(recordings: &Path) -> Vec<(PathBuf, Running)> {
    let Ok(entries) = std::fs::read_dir(recordings) else {
        return Vec::new();
    };
    let folders = entries.filter_map(Result::ok).map(|entry| entry.path());
    let folders: Vec<PathBuf> = folders.collect();
    // There may be thousands, and mostly none of them has the mark.
    let marked: Vec<PathBuf> = folders
        .into_par_iter()
        .filter(|folder| folder.join(NAME).is_file())
        .collect();
    let mut found: Vec<(PathBuf, Running)> = marked
        .into_iter()
        .filter_map(|folder| Running::take_over(&folder).map(|held| (folder, held)))
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_session_that_nobody_holds_is_abandoned() {
        let recordings = tempfile::tempdir().unwrap();
        let folder = |name: &str| {
            let folder = recordings.path().join(name);
            std::fs::create_dir(&folder).unwrap();
            folder
        };
        let (ended, on_its_way, cut_short) = (folder("a"), folder("b"), folder("c"));
        Running::begin(&ended).unwrap().end().unwrap();
        let held = Running::begin(&on_its_way).unwrap();
        drop(Running::begin(&cut_short).unwrap());

        let found = abandoned(recordings.path());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, cut_short);
        assert!(
            abandoned(recordings.path()).is_empty(),
            "whoever recovers it holds it"
        );
        assert!(Running::take_over(&on_its_way).is_none());
        assert!(Running::take_over(&ended).is_none(), "and makes no mark");
        assert!(!ended.join(NAME).exists());
        assert!(is_running(&on_its_way) && !is_running(&ended));
        drop(held);
        drop(found);
        assert_eq!(abandoned(recordings.path()).len(), 2);
    }
}
