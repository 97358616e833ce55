//! A session's files on their way into this home: its recordings with their labels, and what is
//! attached to it.
//!
//! They are copied under a name that nothing looks at, synced, and then get their place in one step.
//! Whatever ends an import half-way leaves at most such a copy, which the next one clears away.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use uuid::Uuid;

use super::Source;
use super::copying::{copy, copy_as_new};
use super::longer;
use super::named::{attachments, files, parts, same};
use crate::domain::{Session, join_files};
use crate::store::atomic::sync_folder;
use crate::store::home::{self, Home, private_folders, session_name};
use crate::store::{Held, Here, Known, StoreError, own_file, sidecar};

/// At the beginning of the name of a folder on its way.
const STAGE: &str = ".import-";
/// Locked while an import is on its way, and holds the number of its process.
const LOCK: &str = ".importing";

/// Carries files into the recordings of a home. While it lives, no other import does.
#[derive(Debug)]
pub struct Carrier {
    root: PathBuf,
    recordings: PathBuf,
    /// The same, whatever links lead to it.
    real: PathBuf,
    with_files: bool,
    /// The file stays: one that was removed could be locked by somebody who has opened it before,
    /// while the next makes another. The system lets go of it when this process ends.
    _lock: File,
}

/// A session's files, safe in this home.
#[derive(Debug)]
pub enum Staged {
    /// In this folder, relative to the home.
    There {
        folder: String,
        /// Whether the copy that is taken in is this folder's own.
        own: bool,
        /// Nobody says anything of the session while it is joined.
        held: Held,
        /// Recordings of it that have been short, and are longer now.
        completed: Vec<PathBuf>,
        /// Files of it that have another name now, and want their old one removed.
        renamed: Vec<PathBuf>,
    },
    /// On their way, to a folder of this name.
    New { stage: TempDir, name: String },
}

impl Staged {
    /// Old names of files, to be removed once the history knows the new ones.
    pub fn renamed(&self) -> Vec<PathBuf> {
        match self {
            Staged::There { renamed, .. } => renamed.clone(),
            Staged::New { .. } => Vec::new(),
        }
    }

    /// Recordings that were there, and short.
    pub fn completed(&self) -> &[PathBuf] {
        match self {
            Staged::There { completed, .. } => completed,
            Staged::New { .. } => &[],
        }
    }
}

impl Carrier {
    /// `with_files`: not only the records.
    ///
    /// # Errors
    /// When another import is on its way, or the recordings cannot be written.
    pub fn begin(home: &Home, with_files: bool) -> Result<Self, StoreError> {
        let recordings = home.recordings();
        let path = recordings.join(LOCK);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut lock = options
            .open(&path)
            .map_err(StoreError::file("write", &path))?;
        if let Err(fs::TryLockError::WouldBlock) = lock.try_lock() {
            return Err(StoreError::Importing {
                path: recordings,
                who: who(&path),
            });
        }
        // Only the message to another one would say less.
        let _ = lock
            .set_len(0)
            .and_then(|()| write!(lock, "{}", std::process::id()));
        let failed = || StoreError::file("read", &recordings);
        for entry in fs::read_dir(&recordings).map_err(failed())?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(STAGE) {
                // One that stays is only in the way.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
        Ok(Carrier {
            root: home.root().to_owned(),
            real: recordings.canonicalize().map_err(failed())?,
            recordings,
            with_files,
            _lock: lock,
        })
    }

    /// Whether the files of `source` are in this home already.
    pub fn is_here(&self, source: &Source) -> bool {
        self.inside(source).is_some()
    }

    /// The folder of `source` relative to the home, if it is one of its recordings.
    fn inside(&self, source: &Source) -> Option<String> {
        let folder = absolute(&source.folder);
        let below = match folder.strip_prefix(&self.recordings) {
            Ok(below) => below.to_owned(),
            Err(_) => folder
                .canonicalize()
                .ok()?
                .strip_prefix(&self.real)
                .ok()?
                .to_owned(),
        };
        let parts: Option<Vec<_>> = below.iter().map(|part| part.to_str()).collect();
        let parts = parts.filter(|parts| !parts.is_empty() && !parts.contains(&".."))?;
        Some(format!("{}/{}", home::RECORDINGS, parts.join("/")))
    }

    /// How much would be copied.
    pub fn bytes(&self, source: &Source, session: &Session, known: &Known) -> u64 {
        let here = match known {
            Known::Deleted => return 0,
            Known::In(here) => Some(here),
            Known::Not => None,
        };
        let attached = here.map_or(&[][..], |here| &here.attachments);
        let folder = here.map(|here| self.root.join(&here.folder));
        let is_missing = |to: &str| folder.as_ref().is_none_or(|here| !here.join(to).exists());
        let missing = files(session).chain(attachments(session, attached));
        let missing = missing.filter(|(_, to)| is_missing(to));
        let missing = missing.filter_map(|(from, _)| own_file(&source.folder, &from));
        let short = parts(session).filter_map(|(name, sound)| {
            let (from, here) = (own_file(&source.folder, name)?, folder.as_ref()?);
            longer::is_short(&from, &here.join(name), sound).then_some(from)
        });
        missing
            .chain(short)
            .filter_map(|from| fs::metadata(from).ok())
            .map(|data| data.len())
            .sum()
    }

    /// Copies what is not in this home yet. `known` is where the history has the session.
    ///
    /// # Errors
    /// When a file cannot be read, or finds no room.
    pub fn stage(
        &self,
        source: &Source,
        session: &Session,
        known: Option<&Here>,
    ) -> Result<Staged, StoreError> {
        let known = known.filter(|here| self.root.join(&here.folder).is_dir());
        let inside = self.inside(source);
        if let Some(here) = known {
            let own = inside.as_ref() == Some(&here.folder);
            return self.complete(source, session, here.clone(), own);
        }
        if let Some(folder) = inside {
            let attachments = session.attachments.clone();
            let here = Here {
                folder,
                attachments,
            };
            return self.complete(source, session, here, true);
        }
        let name = wanted_name(source, session);
        if let Some(here) = self.left_before(&name, session.id) {
            return self.complete(source, session, here, false);
        }
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let stage = builder
            .prefix(STAGE)
            .tempdir_in(&self.recordings)
            .map_err(StoreError::file("write", &self.recordings))?;
        if self.with_files {
            for (from, to) in files(session).chain(attachments(session, &[])) {
                if let Some(from) = own_file(&source.folder, &from) {
                    copy(&from, &stage.path().join(to))?;
                }
            }
        }
        Ok(Staged::New { stage, name })
    }

    /// Copies what the folder of a known session lacks, be it the end of a recording. What is there
    /// stays as it is.
    fn complete(
        &self,
        source: &Source,
        session: &Session,
        here: Here,
        own: bool,
    ) -> Result<Staged, StoreError> {
        let folder = self.root.join(&here.folder);
        let held = Held::of(&folder)?;
        let mut completed = Vec::new();
        if self.with_files && !own {
            for (from, to) in files(session) {
                if let Some(from) = own_file(&source.folder, &from) {
                    copy(&from, &folder.join(to))?;
                }
            }
            for (name, sound) in parts(session) {
                let to = folder.join(name);
                if let Some(from) = own_file(&source.folder, name)
                    && longer::complete(&from, &to, sound)?
                {
                    completed.push(to);
                }
            }
        }
        let mut renamed = Vec::new();
        for file in join_files(&here.attachments, &session.attachments) {
            let to = folder.join(&file.path);
            let was = same(&here.attachments, &file);
            if let Some(was) = was.filter(|was| was.path != file.path) {
                copy(&folder.join(&was.path), &to)?;
                renamed.push(folder.join(&was.path));
            }
            let Some(theirs) = same(&session.attachments, &file).filter(|_| self.with_files) else {
                continue;
            };
            let Some(from) = own_file(&source.folder, &theirs.path) else {
                continue;
            };
            if was.is_some() {
                copy(&from, &to)?;
            } else {
                copy_as_new(&from, &to)?;
            }
        }
        Ok(Staged::There {
            folder: here.folder,
            own,
            held,
            completed,
            renamed,
        })
    }

    /// The folder of this session that an import has left which was killed before the history had it.
    fn left_before(&self, name: &str, id: Uuid) -> Option<Here> {
        let candidates = (1..).map(|number| numbered(name, number));
        candidates
            .take_while(|name| self.recordings.join(name).exists())
            .find_map(|name| {
                let kept = sidecar::find(&self.recordings.join(&name)).ok()??;
                (kept.id == id).then(|| Here {
                    folder: format!("{}/{name}", home::RECORDINGS),
                    attachments: kept.attachments,
                })
            })
    }

    /// Gives the files their place, with `session` as their portable copy, and returns their folder.
    /// `copy` is what was read.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn settle(
        &self,
        staged: Staged,
        session: &Session,
        copy: &Session,
    ) -> Result<String, StoreError> {
        match staged {
            Staged::There {
                folder, own, held, ..
            } => {
                let path = self.root.join(&folder);
                let is_current = if own {
                    session == copy
                } else {
                    match sidecar::find(&path) {
                        Err(error @ StoreError::NewerSession { .. }) => return Err(error),
                        // One that cannot be read is made anew.
                        found => found.is_ok_and(|kept| kept.as_ref() == Some(session)),
                    }
                };
                if !is_current {
                    sidecar::write(&path, session)?;
                }
                drop(held);
                Ok(folder)
            }
            Staged::New { stage, name } => {
                sidecar::write(stage.path(), session)?;
                let name = self.move_in(&stage.keep(), &name)?;
                Ok(format!("{}/{name}", home::RECORDINGS))
            }
        }
    }

    fn move_in(&self, stage: &Path, wanted: &str) -> Result<String, StoreError> {
        for number in 1.. {
            let name = numbered(wanted, number);
            let path = self.recordings.join(&name);
            let failed = || StoreError::file("create the folder", &path);
            // Making it is the test whether it is free; a session that begins makes its own.
            match private_folders().create(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                made => made.map_err(failed())?,
            }
            // Elsewhere even an empty folder is in the way.
            if cfg!(not(unix)) {
                fs::remove_dir(&path).map_err(failed())?;
            }
            fs::rename(stage, &path)
                .and_then(|()| sync_folder(&self.recordings))
                .map_err(failed())?;
            return Ok(name);
        }
        unreachable!("there is a number that no folder has")
    }
}

/// Who has the lock, as far as it says: some systems let nobody read a locked file.
fn who(path: &Path) -> String {
    let id = fs::read_to_string(path).ok();
    let id = id.and_then(|id| id.trim().parse::<u32>().ok());
    id.map_or_else(String::new, |id| format!(", as process {id}"))
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The name that the folder has where it comes from, if it is one of ours.
fn wanted_name(source: &Source, session: &Session) -> String {
    let is_ours = |name: &&str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        name.len() <= 128
            && name.starts_with(|c: char| c.is_ascii_digit())
            && name.chars().all(plain)
    };
    let name = source.folder.file_name().and_then(|name| name.to_str());
    let name = name.filter(is_ours).map(str::to_owned);
    name.unwrap_or_else(|| session_name(session.started_at, &session.round.id))
}

fn numbered(name: &str, number: u32) -> String {
    if number == 1 {
        name.to_owned()
    } else {
        format!("{name}-{number}")
    }
}

#[cfg(test)]
mod tests;
