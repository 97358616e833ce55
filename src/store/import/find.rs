//! What there is to be taken in, below the paths that somebody named: a file, a session's folder, a
//! folder of sessions, a home.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::store::home::{self, Home};
use crate::store::running::is_unfinished;
use crate::store::{History, PortableCopy, StoreError, sidecar};

/// A session to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// In which its recordings are.
    pub folder: PathBuf,
    pub file: PathBuf,
}

/// What is not taken in, and why.
#[derive(Debug)]
pub struct Refusal {
    pub path: PathBuf,
    pub error: StoreError,
}

/// All that was found, in the order of the paths, which is that of time in a folder of sessions.
#[derive(Debug, Default)]
pub struct Found {
    pub sessions: BTreeSet<Source>,
    pub copies: BTreeSet<(PortableCopy, PathBuf)>,
    pub refused: Vec<Refusal>,
}

/// Looks through `paths`.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if let Err(error) = found.look_at(path) {
            found.refuse(path, error);
        }
    }
    found
}

/// How many sessions the home's own recordings hold.
pub fn recorded(home: &Home) -> usize {
    own(home).count()
}

/// How many of them the history knows nothing of: its database was lost, or another program has put
/// them there.
///
/// # Errors
/// When the history cannot be read.
pub fn strangers(home: &Home, history: &History) -> Result<usize, StoreError> {
    let sessions = history.sessions()?;
    let known: HashSet<&str> = sessions.iter().map(|s| s.folder.as_str()).collect();
    let mut count = 0;
    for folder in own(home) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if known.contains(format!("{}/{name}", home::RECORDINGS).as_str()) {
            continue;
        }
        // By its name it is none, but it may have been renamed, or deleted on another machine.
        let is_known = match sidecar::find(&folder) {
            Ok(Some(session)) => history.knows(session.id)?,
            _ => false,
        };
        count += usize::from(!is_known);
    }
    Ok(count)
}

/// The folders of sessions among the home's recordings, but for one that is being recorded.
fn own(home: &Home) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(home.recordings()).into_iter().flatten();
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.') && folder.join(sidecar::NAME).is_file() && !is_unfinished(folder)
        })
}

impl Found {
    fn refuse(&mut self, path: &Path, error: StoreError) {
        let path = path.to_owned();
        self.refused.push(Refusal { path, error });
    }

    fn look_at(&mut self, path: &Path) -> Result<(), StoreError> {
        let data = fs::metadata(path).map_err(StoreError::file("read", path))?;
        if data.is_dir() {
            if self.folder(path)? == 0 {
                let path = path.to_owned();
                return Err(StoreError::NothingToImport { path });
            }
        } else if !data.is_file() {
            let path = path.to_owned();
            return Err(StoreError::NothingToImport { path });
        } else if let Some(copy) = PortableCopy::of(path) {
            self.copies.insert((copy, path.to_owned()));
        } else {
            self.sessions.insert(Source {
                // A file in the working folder has an empty parent.
                folder: path.parent().unwrap_or(Path::new("")).to_owned(),
                file: path.to_owned(),
            });
        }
        Ok(())
    }

    /// Returns how much there is in it, found before or not.
    fn folder(&mut self, path: &Path) -> Result<usize, StoreError> {
        if self.is_session(path) {
            return Ok(1);
        }
        let (recordings, progress) = (path.join(home::RECORDINGS), path.join(home::PROGRESS));
        let is_home = recordings.is_dir() || progress.is_dir();
        if !is_home {
            return self.entries(path);
        }
        let mut count = 0;
        for inner in [recordings, progress] {
            if inner.is_dir() {
                count += self.entries(&inner)?;
            }
        }
        Ok(count)
    }

    /// Whether it is the folder of a session, which then is found.
    fn is_session(&mut self, folder: &Path) -> bool {
        let file = folder.join(sidecar::NAME);
        let is_there = file.is_file();
        if is_there {
            let folder = folder.to_owned();
            self.sessions.insert(Source { folder, file });
        }
        is_there
    }

    /// The sessions of a folder of recordings, and the copies of a folder of progress.
    fn entries(&mut self, folder: &Path) -> Result<usize, StoreError> {
        let mut count = 0;
        let failed = || StoreError::file("read", folder);
        let is_progress = folder.ends_with(home::PROGRESS);
        for entry in fs::read_dir(folder).map_err(failed())? {
            let path = entry.map_err(failed())?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            // A copy on its way, of this program or of one that synchronises folders.
            if name.starts_with('.') {
                continue;
            }
            if self.is_session(&path) {
                count += 1;
            } else if let Some(copy) = PortableCopy::of(&path) {
                self.copies.insert((copy, path));
                count += 1;
            } else if is_progress && path.extension().is_some_and(|ending| ending == "json") {
                let error = StoreError::UnknownCopy { path: path.clone() };
                self.refuse(&path, error);
                count += 1;
            }
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(found: &Found) -> (Vec<String>, Vec<&'static str>, Vec<String>) {
        let name = |path: &Path| {
            let name = path.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        (
            found.sessions.iter().map(|s| name(&s.folder)).collect(),
            found
                .copies
                .iter()
                .map(|(copy, _)| copy.file_name())
                .collect(),
            found.refused.iter().map(|r| name(&r.path)).collect(),
        )
    }

    #[test]
    fn a_file_a_session_a_folder_and_a_home_are_told_apart() {
        let home = tempfile::tempdir().unwrap();
        let (recordings, progress) = (home.path().join("recordings"), home.path().join("progress"));
        for session in ["a", "b", ".import-1"] {
            fs::create_dir_all(recordings.join(session)).unwrap();
            fs::write(recordings.join(session).join("session.json"), "").unwrap();
        }
        fs::create_dir_all(recordings.join("empty")).unwrap();
        fs::create_dir(&progress).unwrap();
        for copy in ["plan.json", "deletions.json", "notes.txt", ".plan-x.tmp"] {
            fs::write(progress.join(copy), "").unwrap();
        }
        let looked = |path: &Path| names_of(&[path.to_owned()]);
        let copies = vec!["deletions.json", "plan.json"];
        let both = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(looked(home.path()), (both.clone(), copies.clone(), vec![]));
        assert_eq!(looked(&recordings), (both.clone(), vec![], vec![]));
        assert_eq!(looked(&progress), (vec![], copies, vec![]));
        let one = recordings.join("b");
        let only = (vec!["b".to_owned()], vec![], vec![]);
        assert_eq!(looked(&one), only);
        assert_eq!(looked(&one.join("session.json")), only);
        // However often, it is one session.
        assert_eq!(names_of(&[recordings.clone(), one]), (both, vec![], vec![]));

        fs::write(progress.join("future.json"), "{}").unwrap();
        assert_eq!(looked(&progress).2, ["future.json"]);
        assert_eq!(looked(&recordings.join("empty")).2, ["empty"]);
        assert_eq!(looked(&home.path().join("gone")).2, ["gone"]);
    }

    fn names_of(paths: &[PathBuf]) -> (Vec<String>, Vec<&'static str>, Vec<String>) {
        names(&find(paths))
    }
}
