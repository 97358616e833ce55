//! Opens the database and brings it to the version that this program knows.
//!
//! The file may be anything: a stranger's database, a newer hotseat's, a text that was renamed. So
//! its header is read before SQLite sees it (SQLite would tidy up a stranger's journal), and
//! nothing is written until it is clear that the file is ours.
//!
//! The journal is a write-ahead log. A session that is being sat saves often, while another
//! terminal may be reading the history: with the log neither waits for the other, and a save costs
//! one sync instead of three. `synchronous=FULL` makes that sync part of the save, so what was
//! reported saved survives a power cut. When the last program closes the database, the log is
//! folded in and gone, and `history.db` alone can be copied.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::StoreError;

/// What each version adds to the one before; only ever appended to. A database's `user_version` is
/// the number of those that it has been through.
const MIGRATIONS: &[&str] = &[
    include_str!("sql/0001.sql"),
    include_str!("sql/0002.sql"),
    include_str!("sql/0003.sql"),
    include_str!("sql/0004.sql"),
    include_str!("sql/0005.sql"),
    include_str!("sql/0006.sql"),
    include_str!("sql/0007.sql"),
    include_str!("sql/0008.sql"),
    include_str!("sql/0009.sql"),
    include_str!("sql/0010.sql"),
    include_str!("sql/0011.sql"),
    include_str!("sql/0012.sql"),
    include_str!("sql/0013.sql"),
    include_str!("sql/0014.sql"),
    include_str!("sql/0015.sql"),
    include_str!("sql/0016.sql"),
];

/// Tells our databases from those of other programs: "hots" in ASCII.
const APPLICATION_ID: i32 = 0x686f_7473;

/// So many statements are kept at hand; reading sessions takes more than are by default.
const STATEMENTS: usize = 64;

/// How long another program's write is waited for; a save takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the database at `path`, new or old. An empty file counts as a new one, since that is what
/// a program leaves behind which was killed before its first write.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    open_with(path, MIGRATIONS, PATIENCE)
}

fn open_with(
    path: &Path,
    migrations: &[&str],
    patience: Duration,
) -> Result<Connection, StoreError> {
    create_private(path).map_err(StoreError::file("create", path))?;
    check_header(path, latest(migrations))?;
    // Without SQLITE_OPEN_URI, a path that begins with `file:` is a path like any other.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(StoreError::sql(path))?;
    prepare(&connection, patience).map_err(StoreError::sql(path))?;
    migrate(&mut connection, path, migrations)?;
    keep_log(&connection).map_err(StoreError::sql(path))?;
    Ok(connection)
}

/// Opens a database that is open already, to read only.
pub(super) fn open_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    prepare(&connection, PATIENCE)?;
    Ok(connection)
}

/// The version that all of `migrations` lead to.
fn latest(migrations: &[&str]) -> i64 {
    i64::try_from(migrations.len()).unwrap_or(i64::MAX)
}

/// Makes an empty file that only its owner may read, unless there is one already.
fn create_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    match options.open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made.map(drop),
    }
}

/// Refuses what the first 100 bytes show not to be ours, for SQLite would overwrite a file of one
/// byte without a word. Our id is in the very first transaction, which goes to the file itself, so
/// a header without it was never ours.
fn check_header(path: &Path, known: i64) -> Result<(), StoreError> {
    // The places are those of https://www.sqlite.org/fileformat.html#the_database_header.
    const MAGIC: &[u8] = b"SQLite format 3\0";
    const LENGTH: usize = 100;
    let mut header = Vec::new();
    // For writing too, though nothing is: SQLite opens what it may not write all the same, and
    // leaves a log beside it that it cannot remove.
    OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)
        .and_then(|file| file.take(LENGTH as u64).read_to_end(&mut header))
        .map_err(StoreError::file("read and write", path))?;
    let path = path.to_owned();
    if header.len() < LENGTH || !header.starts_with(MAGIC) {
        // With a journal beside it, it may be the torn half of a write, which SQLite undoes.
        let torn = with_suffix(&path, "-journal").exists();
        return if header.is_empty() || torn {
            Ok(())
        } else {
            Err(StoreError::NotADatabase { path })
        };
    }
    let number = |at: usize| i32::from_be_bytes([0, 1, 2, 3].map(|byte| header[at + byte]));
    if number(68) != APPLICATION_ID {
        return Err(StoreError::ForeignDatabase { path });
    }
    refuse_newer(&path, number(60).into(), known)
}

/// The name of a file that belongs to the database.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn refuse_newer(path: &Path, found: i64, known: i64) -> Result<(), StoreError> {
    if found > known {
        return Err(StoreError::NewerDatabase {
            path: path.to_owned(),
            found,
            known,
        });
    }
    Ok(())
}

/// Settings of the connection, none of which writes.
fn prepare(connection: &Connection, patience: Duration) -> rusqlite::Result<()> {
    connection.busy_timeout(patience)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Otherwise a statement that is run again with other values is planned again, which takes
    // longer than most of them run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // The first real read: what is no database, or locked, shows here.
    version(connection).map(drop)
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

fn is_ours_or_empty(connection: &Connection) -> rusqlite::Result<bool> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let holds_anything = connection
        .prepare("SELECT 1 FROM sqlite_schema")?
        .exists([])?;
    Ok(id == APPLICATION_ID || !holds_anything)
}

/// Brings the database to the last of `migrations`.
fn migrate(
    connection: &mut Connection,
    path: &Path,
    migrations: &[&str],
) -> Result<(), StoreError> {
    let found = version(connection).map_err(StoreError::sql(path))?;
    // Both once more: a newer program's last write may be in the log and not in the header yet, and
    // a write that SQLite has undone may have left a stranger's database.
    if !is_ours_or_empty(connection).map_err(StoreError::sql(path))? {
        return Err(StoreError::ForeignDatabase {
            path: path.to_owned(),
        });
    }
    refuse_newer(path, found, latest(migrations))?;
    if found == latest(migrations) {
        return Ok(());
    }
    if found > 0 {
        back_up(connection, path, found)?;
    }
    step_up(connection, migrations).map_err(StoreError::sql(path))
}

/// All migrations that the database still needs, or none: another program may have been quicker.
fn step_up(connection: &mut Connection, migrations: &[&str]) -> rusqlite::Result<()> {
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&change)?;
    for (_, sql) in (0_i64..)
        .zip(migrations)
        .filter(|(before, _)| *before >= found)
    {
        change.execute_batch(sql)?;
    }
    change.pragma_update(None, "application_id", APPLICATION_ID)?;
    change.pragma_update(None, "user_version", found.max(latest(migrations)))?;
    change.commit()
}

/// Copies the database to `history.db.backup-vN`. The copy gets its name when it is whole.
fn back_up(connection: &Connection, path: &Path, version: i64) -> Result<(), StoreError> {
    let backup = &with_suffix(path, &format!(".backup-v{version}"));
    let failed = || StoreError::file("write", backup);
    let folder = path.parent().unwrap_or(Path::new("."));
    // SQLite takes an empty file for its copy, and this one is private from the start.
    let copy = tempfile::NamedTempFile::new_in(folder).map_err(failed())?;
    connection
        .execute("VACUUM INTO ?1", [copy.path().to_string_lossy()])
        .map_err(StoreError::sql(backup))?;
    copy.as_file().sync_all().map_err(failed())?;
    copy.persist(backup)
        .map_err(|error| failed()(error.error))?;
    Ok(())
}

/// Switches to the write-ahead log. Where that cannot be (a network file system, or another
/// program at work in this moment), the journal stays as it is, which is slower and as safe.
fn keep_log(connection: &Connection) -> rusqlite::Result<()> {
    let asked = connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()));
    match asked {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests;
