use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::*;
#[cfg(unix)]
use crate::store::child;

/// What stands in a folder: names and bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).ok();
        (path, bytes)
    });
    entries.collect()
}

/// A database of some program.
fn database(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
}

fn setting<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> T {
    let value = connection.pragma_query_value(None, name, |row| row.get(0));
    value.unwrap()
}

fn deletions(connection: &Connection) -> i64 {
    let sql = "SELECT COUNT(*) FROM deletions";
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Our migrations and one more, as a later program has them.
fn followed_by(sql: &str) -> Vec<&str> {
    MIGRATIONS.iter().copied().chain([sql]).collect()
}

const DELETION: &str = "INSERT INTO deletions VALUES ('a', '2026-11-22T06:10:00.000000000Z')";

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_is_not_ours_is_refused_and_left_as_it_is() {
    type Make = fn(&Path);
    let cases: [(&str, Make, &str); 10] = [
        (
            "text",
            |p| fs::write(p, "# Notes\n".repeat(200)).unwrap(),
            "is no database",
        ),
        ("one byte", |p| fs::write(p, "x").unwrap(), "is no database"),
        (
            "half a header",
            |p| fs::write(p, "SQLite format 3\0").unwrap(),
            "is no database",
        ),
        (
            "zeros",
            |p| fs::write(p, [0; 8192]).unwrap(),
            "is no database",
        ),
        (
            "another program's id",
            |p| database(p, "PRAGMA application_id = 7; CREATE TABLE t (x)"),
            "is another program's",
        ),
        (
            "no id",
            |p| database(p, "PRAGMA journal_mode = WAL; CREATE TABLE sessions (x)"),
            "is another program's",
        ),
        (
            "another program's journal",
            |p| {
                database(p, "PRAGMA journal_mode = PERSIST; CREATE TABLE t (x)");
                assert!(p.with_file_name("history.db-journal").exists());
            },
            "is another program's",
        ),
        (
            "another program's log",
            |p| {
                database(p, "PRAGMA journal_mode = WAL; CREATE TABLE t (x)");
                fs::write(p.with_file_name("history.db-wal"), "unread").unwrap();
            },
            "is another program's",
        ),
        (
            "a newer version",
            |p| {
                open(p).unwrap();
                database(p, "PRAGMA user_version = 99");
                fs::write(p.with_file_name("history.db-wal"), "unread").unwrap();
            },
            "has version 99, and this hotseat knows up to 16",
        ),
        (
            "a folder",
            |p| fs::create_dir(p).unwrap(),
            "cannot read and write",
        ),
    ];
    for (name, make, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        make(&path);
        let before = contents(folder.path());
        let message = open(&path).unwrap_err().to_string();
        assert!(message.contains(expected), "{name}: {message}");
        assert!(
            message.contains(&path.display().to_string()),
            "{name}: {message}"
        );
        assert!(
            contents(folder.path()) == before,
            "{name}: something changed"
        );
    }
}

#[test]
fn no_table_is_made_among_those_of_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    database(&path, "CREATE TABLE t (x)");
    let before = contents(folder.path());
    let mut connection = Connection::open(&path).unwrap();
    let error = migrate(&mut connection, &path, MIGRATIONS).unwrap_err();
    assert!(
        matches!(error, StoreError::ForeignDatabase { .. }),
        "{error}"
    );
    assert!(contents(folder.path()) == before);
}

/// A write that was cut off half-way is undone, even if it was the very first.
#[test]
fn a_torn_first_write_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let copy = folder.path().join("copy.db");
    let connection = Connection::open(&path).unwrap();
    // So little memory that the pages reach the file before the commit.
    connection
        .execute_batch("PRAGMA cache_size = 1; BEGIN IMMEDIATE")
        .unwrap();
    connection.execute_batch(MIGRATIONS[0]).unwrap();
    fs::copy(&path, &copy).unwrap();
    fs::copy(
        with_suffix(&path, "-journal"),
        with_suffix(&copy, "-journal"),
    )
    .unwrap();
    let torn = fs::read(&copy).unwrap();
    assert!(!torn.is_empty() && !torn.starts_with(b"SQLite"));
    assert_eq!(deletions(&open(&copy).unwrap()), 0);
}

#[test]
fn a_missing_or_empty_file_becomes_a_new_database() {
    for exists in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        if exists {
            fs::write(&path, "").unwrap();
        }
        let connection = open(&path).unwrap();
        assert_eq!(
            setting::<i64>(&connection, "user_version"),
            latest(MIGRATIONS)
        );
        assert_eq!(
            setting::<i32>(&connection, "application_id"),
            APPLICATION_ID
        );
    }
}

#[test]
fn a_folder_that_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = open(&folder.path().join("gone/history.db")).unwrap_err();
    assert!(error.to_string().contains("gone/history.db"), "{error}");
}

#[test]
fn opening_again_changes_nothing_that_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    open(&path).unwrap().execute_batch(DELETION).unwrap();
    for _ in 0..2 {
        assert_eq!(deletions(&open(&path).unwrap()), 1);
    }
    // Nor does it leave anything beside the file: a home can be copied.
    assert_eq!(contents(folder.path()).len(), 1);
}

#[test]
fn every_commit_is_synced_and_references_are_held() {
    let folder = tempfile::tempdir().unwrap();
    let connection = open(&folder.path().join("history.db")).unwrap();
    assert_eq!(setting::<String>(&connection, "journal_mode"), "wal");
    assert_eq!(setting::<i64>(&connection, "synchronous"), 2);
    assert_eq!(setting::<i64>(&connection, "foreign_keys"), 1);
}

#[test]
fn an_older_database_is_backed_up_and_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let ours = latest(MIGRATIONS);
    let backup = folder.path().join(format!("history.db.backup-v{ours}"));
    open(&path).unwrap().execute_batch(DELETION).unwrap();

    let broken = followed_by("CREATE TABLE later (x); SELECT nonsense");
    let error = open_with(&path, &broken, PATIENCE).unwrap_err();
    assert!(error.to_string().contains("history.db"), "{error}");
    // All of a migration or nothing of it, so the old program can still work with it.
    assert_eq!(deletions(&open(&path).unwrap()), 1);

    let longer = followed_by("CREATE TABLE later (x)");
    for _ in 0..2 {
        let connection = open_with(&path, &longer, PATIENCE).unwrap();
        assert_eq!(setting::<i64>(&connection, "user_version"), ours + 1);
        assert_eq!(deletions(&connection), 1);
        connection.execute_batch("SELECT x FROM later").unwrap();
    }
    assert!(matches!(
        open(&path),
        Err(StoreError::NewerDatabase { found, .. }) if found == ours + 1
    ));

    #[cfg(unix)]
    assert_eq!(mode(&backup), 0o600);
    let connection = open(&backup).unwrap();
    assert_eq!(setting::<i64>(&connection, "user_version"), ours);
    assert_eq!(deletions(&connection), 1);
}

#[test]
fn a_new_database_needs_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    let longer = followed_by("CREATE TABLE later (x)");
    open_with(&folder.path().join("history.db"), &longer, PATIENCE).unwrap();
    assert_eq!(contents(folder.path()).len(), 1);
}

#[cfg(unix)]
#[test]
fn the_database_and_its_log_are_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let connection = open(&path).unwrap();
    connection.execute_batch(DELETION).unwrap();
    for name in ["history.db", "history.db-wal", "history.db-shm"] {
        assert_eq!(mode(&folder.path().join(name)), 0o600, "{name}");
    }
}

#[test]
fn a_database_that_another_program_has_locked_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let patience = Duration::from_millis(20);
    let locked = |path: &Path| {
        let error = open_with(path, MIGRATIONS, patience).unwrap_err();
        assert!(matches!(&error, StoreError::Locked { .. }), "{error:?}");
        assert!(
            error.to_string().contains("history.db is locked"),
            "{error}"
        );
    };
    // While another program makes it.
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    locked(&path);
    drop(other);
    // And once it is there.
    let other = open(&path).unwrap();
    drop(other);
    let other = Connection::open(&path).unwrap();
    other
        .execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE")
        .unwrap();
    locked(&path);
    drop(other);
    open_with(&path, MIGRATIONS, patience).unwrap();
}

#[test]
fn several_programs_may_make_the_database_at_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        std::thread::scope(|scope| {
            let openers: Vec<_> = (0..4).map(|_| scope.spawn(|| open(&path))).collect();
            for opener in openers {
                let connection = opener.join().unwrap().unwrap();
                assert_eq!(deletions(&connection), 0);
            }
        });
    }
}

#[cfg(unix)]
#[test]
fn what_permissions_forbid_is_named_and_left_as_it_is() {
    child::run_unprivileged("store::schema::tests::within_permissions");
}

#[cfg(unix)]
#[test]
#[ignore = "run by the test above, as a user whom permissions bind"]
fn within_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let Some(place) = child::folder() else {
        return;
    };
    let chmod = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    // Whether there is a database; the modes of it and of its folder; what is said.
    let cases = [
        (false, 0o600, 0o500, "cannot create"),
        (
            true,
            0o600,
            0o500,
            "cannot be written; the file and its folder",
        ),
        (true, 0o400, 0o700, "cannot read and write"),
        (true, 0o000, 0o700, "cannot read and write"),
    ];
    for (number, (exists, file, folder, expected)) in cases.into_iter().enumerate() {
        let home = place.join(number.to_string());
        let path = home.join("history.db");
        fs::create_dir(&home).unwrap();
        if exists {
            open(&path).unwrap();
            chmod(&path, file);
        }
        chmod(&home, folder);
        let before = contents(&home);
        let message = open(&path).unwrap_err().to_string();
        chmod(&home, 0o700);
        assert!(message.contains(expected), "{number}: {message}");
        assert!(
            message.contains(&path.display().to_string()),
            "{number}: {message}"
        );
        assert!(contents(&home) == before, "{number}: something changed");
    }
}
