//! Files that are made from the history to be looked at or handed on: pages and archives. They are
//! for their owner's eyes only, and appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::Path;

use super::StoreError;
use super::atomic::SUFFIX;

/// At the beginning of the name of a file on its way.
const PREFIX: &str = ".hotseat-";

/// How far into a file its mark is looked for.
const HEAD: u64 = 512;

/// Writes the page at `path`, and returns its size. One that is there is replaced if it has the
/// `mark` of those that this program makes.
///
/// # Errors
/// When something else is there, or the file cannot be written.
pub fn page(
    path: &Path,
    mark: &str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<u64, StoreError> {
    check_page(path, mark)?;
    let (file, size) = written(path, |file| {
        let mut out = BufWriter::new(file);
        write(&mut out).and_then(|()| out.flush())
    })?;
    let failed = |error: tempfile::PersistError| StoreError::file("write", path)(error.error);
    file.persist(path).map_err(failed)?;
    Ok(size)
}

/// Refuses what [`page`] would: something of that name that is no page of this program's.
pub fn check_page(path: &Path, mark: &str) -> Result<(), StoreError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::file("read", path)(error)),
    };
    let foreign = || StoreError::Foreign {
        path: path.to_owned(),
    };
    if !fs::metadata(path).is_ok_and(|there| there.is_file()) {
        return Err(foreign());
    }
    let mut head = Vec::new();
    file.take(HEAD)
        .read_to_end(&mut head)
        .map_err(StoreError::file("read", path))?;
    if String::from_utf8_lossy(&head).contains(mark) {
        Ok(())
    } else {
        Err(foreign())
    }
}

/// Writes a file that is not there yet, and returns its size.
///
/// # Errors
/// When something of that name is there, or the file cannot be written.
pub fn new_file(
    path: &Path,
    write: impl FnOnce(&File) -> io::Result<()>,
) -> Result<u64, StoreError> {
    let (file, size) = written(path, write)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(size),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(StoreError::Exists {
                path: path.to_owned(),
            })
        }
        Err(error) => Err(StoreError::file("write", path)(error.error)),
    }
}

/// A file beside `path`, on the disk, that wants its name.
fn written(
    path: &Path,
    write: impl FnOnce(&File) -> io::Result<()>,
) -> Result<(tempfile::NamedTempFile, u64), StoreError> {
    let failed = || StoreError::file("write", path);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // In the same folder, since a rename cannot cross file systems; made 0600 by its library.
    let file = tempfile::Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .tempfile_in(folder)
        .map_err(failed())?;
    write(file.as_file())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed())?;
    let size = file.as_file().metadata().map_err(failed())?.len();
    Ok((file, size))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: &str = "made by a test";

    fn put(path: &Path, text: &str) -> Result<u64, StoreError> {
        page(path, MARK, |out| out.write_all(text.as_bytes()))
    }

    #[test]
    fn only_pages_of_ours_are_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        assert_eq!(put(&path, "<!-- made by a test -->1").unwrap(), 24);
        put(&path, "<!-- made by a test -->2").unwrap();
        fs::write(&path, "my own").unwrap();
        let error = put(&path, "x").unwrap_err().to_string();
        assert!(error.contains("report.html"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "my own");
        let error = put(folder.path(), "x").unwrap_err().to_string();
        assert!(error.contains(&*folder.path().to_string_lossy()), "{error}");
    }

    #[test]
    fn what_is_new_overwrites_nothing_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let put = |text: &'static str| new_file(&path, |mut out| out.write_all(text.as_bytes()));
        assert_eq!(put("one").unwrap(), 3);
        assert!(put("other").unwrap_err().to_string().contains("a.zip"));
        let broken = new_file(&folder.path().join("b"), |_| {
            Err(io::Error::other("broken"))
        });
        assert!(broken.is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn they_are_for_their_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.html");
        put(&path, "x").unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
