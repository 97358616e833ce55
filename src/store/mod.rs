//! What outlives the process: where files are, the packs, the settings, the stories, the history,
//! and its portable copies.
//!
//! It turns domain values into rows and files and back, and decides nothing about them. Every
//! error names the file or folder it is about, since that is what the user can do something with.

mod archive;
mod atomic;
mod attached;
mod change;
#[cfg(test)]
#[cfg(unix)]
mod child;
mod document;
mod draft;
mod history;
mod home;
pub mod import;
mod inside;
mod made;
pub mod packs;
mod portable;
mod running;
mod schema;
mod settings;
pub mod sidecar;
pub mod stories;

use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

pub use archive::{Packing, archive};
pub use attached::attach;
pub use change::{Held, change};
pub use document::{Problem, Severity};
pub use draft::Draft;
pub use history::{
    Here, Hidden, History, Import, Joined, Kept, Known, PortableCopy, PracticeFilter, ResolveError,
    ScoreFilter, Summary, Taken,
};
pub use home::{Found, Home, platform_data, platform_settings};
pub use inside::own_file;
pub use made::{check_page, new_file, page};
pub use running::{Running, abandoned, is_running};
pub use settings::{Setting, SettingValue, Settings, Written};

/// Why something could not be kept or found again.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("this system names no folder for data; name one with --home or HOTSEAT_HOME")]
    NoHome,
    #[error("the home folder {} cannot be written; another one can be named with --home or HOTSEAT_HOME", path.display())]
    HomeUnwritable { path: PathBuf, source: io::Error },
    #[error("cannot {doing} {}", path.display())]
    File {
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error("{} is there already", path.display())]
    Exists { path: PathBuf },
    #[error("{} is there, and was not made by hotseat", path.display())]
    Foreign { path: PathBuf },
    #[error("{}:{line}:{column}: no session: {problem}", path.display())]
    BrokenSession {
        path: PathBuf,
        line: usize,
        column: usize,
        problem: String,
    },
    #[error("{} is no {what}: {problem}; move it away to begin a new one", path.display())]
    BrokenCopy {
        path: PathBuf,
        /// What it should be.
        what: &'static str,
        problem: String,
    },
    #[error("{} cannot be taken for text: {problem}", path.display())]
    BadText { path: PathBuf, problem: String },
    #[error("{} has schema {found}, and this hotseat reads up to {known}; a newer hotseat can read it", path.display())]
    NewerSession {
        path: PathBuf,
        found: u32,
        known: u32,
    },
    #[error("{} is no file that this hotseat knows; a newer one may", path.display())]
    UnknownCopy { path: PathBuf },
    #[error("{} holds no session and no progress", path.display())]
    NothingToImport { path: PathBuf },
    #[error("{} is being recorded right now", path.display())]
    BeingRecorded { path: PathBuf },
    #[error("{} was cut short; `hotseat recover` in its own home finishes it", path.display())]
    Unfinished { path: PathBuf },
    #[error("{} is there, and is another file than the one that belongs there; move it away and import again", path.display())]
    InTheWay { path: PathBuf },
    #[error("another import into {} is on its way{who}; the same command goes on when that is done", path.display())]
    Importing {
        path: PathBuf,
        /// Its process, where that can be told.
        who: String,
    },
    #[error("{}: {problem}; it is not believed", path.display())]
    Implausible { path: PathBuf, problem: String },
    #[error("{} names {named:?}, {why}", path.display())]
    NotItsOwn {
        path: PathBuf,
        named: String,
        why: &'static str,
    },
    #[error("{} is no database; move it away to begin a new history", path.display())]
    NotADatabase { path: PathBuf },
    #[error("{} is another program's database; move it away to begin a new history", path.display())]
    ForeignDatabase { path: PathBuf },
    #[error("{} has version {found}, and this hotseat knows up to {known}; a newer hotseat can open it", path.display())]
    NewerDatabase {
        path: PathBuf,
        found: i64,
        known: i64,
    },
    #[error("{} cannot be written; the file and its folder have to be writable", path.display())]
    ReadOnlyDatabase { path: PathBuf },
    #[error("{} cannot be opened; the file and its folder have to be readable and writable", path.display())]
    UnopenableDatabase {
        path: PathBuf,
        source: rusqlite::Error,
    },
    #[error("{} is locked by another program; try again when that is done", path.display())]
    Locked { path: PathBuf },
    #[error("the disk is full: {} could not grow, and what it held is safe", path.display())]
    DiskFull { path: PathBuf },
    #[error("{} is damaged; keep it, and move it away to begin a new history: the recordings and their session.json are untouched", path.display())]
    Damaged {
        path: PathBuf,
        source: rusqlite::Error,
    },
    #[error("{} failed", path.display())]
    Database {
        path: PathBuf,
        source: rusqlite::Error,
    },
    #[error("session {id} was deleted; {} keeps no copy of it", path.display())]
    Deleted { path: PathBuf, id: Uuid },
    #[error("{} has no session {id}", path.display())]
    NoSession { path: PathBuf, id: Uuid },
    #[error("the session in {} is being changed by another hotseat; try again when that is done", path.display())]
    Held { path: PathBuf },
    #[error("all is kept in the history, and {} says less, for it could not be written: {problem}; the next change writes it again", path.display())]
    CopyBehind { path: PathBuf, problem: String },
}

impl StoreError {
    /// Whether it is the fault of one file that was to be read, so that others may still do.
    pub fn is_of_one_file(&self) -> bool {
        match self {
            StoreError::File { doing, .. } => *doing == "read",
            StoreError::BrokenSession { .. }
            | StoreError::BrokenCopy { .. }
            | StoreError::NewerSession { .. }
            | StoreError::UnknownCopy { .. }
            | StoreError::NothingToImport { .. }
            | StoreError::BeingRecorded { .. }
            | StoreError::Unfinished { .. }
            | StoreError::InTheWay { .. }
            | StoreError::Implausible { .. }
            | StoreError::Held { .. }
            | StoreError::NotItsOwn { .. } => true,
            // It holds what no column takes.
            StoreError::Database { source, .. } => {
                matches!(source, rusqlite::Error::ToSqlConversionFailure(_))
            }
            _ => false,
        }
    }

    /// Why the portable copy at `path` says less than the history, which has it all.
    fn behind(self, path: &Path) -> Self {
        let problem = match self {
            StoreError::File { source, .. } => source.to_string(),
            other => other.to_string(),
        };
        let path = path.to_owned();
        StoreError::CopyBehind { path, problem }
    }

    /// For `map_err` on what touches a file or folder.
    fn file(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| StoreError::File {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    /// For `map_err` on what touches the database at `path`.
    fn sql(path: &Path) -> impl FnOnce(rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_owned();
        move |source| match source.sqlite_error_code() {
            Some(Code::NotADatabase) => StoreError::NotADatabase { path },
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreError::Locked { path },
            Some(Code::DiskFull) => StoreError::DiskFull { path },
            Some(Code::ReadOnly) => StoreError::ReadOnlyDatabase { path },
            Some(Code::CannotOpen | Code::PermissionDenied) => {
                StoreError::UnopenableDatabase { path, source }
            }
            Some(Code::DatabaseCorrupt) => StoreError::Damaged { path, source },
            _ => StoreError::Database { path, source },
        }
    }
}
