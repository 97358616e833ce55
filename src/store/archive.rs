//! An archive of a session, to be sent to somebody: a zip, since everybody can open one.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use jiff::civil;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::StoreError;
use super::made::new_file;

/// From this size on a file wants the wider form of an entry.
const WIDE: u64 = u32::MAX as u64;

/// What goes into an archive, and where it comes from.
#[derive(Debug)]
pub enum Packing {
    Text(String),
    File(PathBuf),
}

/// Makes the archive at `path` of entries by their names, and returns its size. All of them are as
/// old as `at`.
///
/// # Errors
/// When something of that name is there, an entry cannot be read, or the archive not be written.
pub fn archive(
    path: &Path,
    at: civil::DateTime,
    entries: &[(String, Packing)],
) -> Result<u64, StoreError> {
    // Which of them it was, is more than an error of the archive could tell.
    let mut unreadable = None;
    let made = new_file(path, |file| {
        let mut zip = ZipWriter::new(BufWriter::new(file));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .unix_permissions(0o600)
            .last_modified_time(time(at));
        for (name, packing) in entries {
            match packing {
                Packing::Text(text) => {
                    zip.start_file(name, options)?;
                    zip.write_all(text.as_bytes())?;
                }
                Packing::File(source) => {
                    let opened = fs::metadata(source).and_then(|there| {
                        let file = File::open(source)?;
                        Ok((there.len(), file))
                    });
                    let (length, mut file) = opened.inspect_err(|_| {
                        unreadable = Some(source.clone());
                    })?;
                    zip.start_file(name, options.large_file(length >= WIDE))?;
                    io::copy(&mut file, &mut zip)?;
                }
            }
        }
        zip.finish()?.flush()
    });
    match (made, unreadable) {
        (Err(StoreError::File { source, .. }), Some(path)) => {
            Err(StoreError::file("read", &path)(source))
        }
        (made, _) => made,
    }
}

/// As an archive has it; what lies beyond its years has none.
fn time(at: civil::DateTime) -> DateTime {
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    DateTime::from_date_and_time(
        year,
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    )
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn at() -> civil::DateTime {
        civil::date(2026, 11, 22).at(6, 10, 0, 0)
    }

    #[test]
    fn what_goes_in_comes_out() {
        let folder = tempfile::tempdir().unwrap();
        let sound = folder.path().join("a.wav");
        fs::write(&sound, [1, 2, 3]).unwrap();
        let entries = [
            ("s/report.html".to_owned(), Packing::Text("<p>".to_owned())),
            ("s/a.wav".to_owned(), Packing::File(sound)),
        ];
        let path = folder.path().join("s.zip");
        let size = archive(&path, at(), &entries).unwrap();
        assert_eq!(size, fs::metadata(&path).unwrap().len());
        let mut zip = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
        for (name, expected) in [("s/report.html", &b"<p>"[..]), ("s/a.wav", &[1, 2, 3])] {
            let mut entry = zip.by_name(name).unwrap();
            assert_eq!(entry.last_modified().unwrap().year(), 2026);
            let mut read = Vec::new();
            entry.read_to_end(&mut read).unwrap();
            assert_eq!(read, expected);
        }
        assert!(matches!(
            archive(&path, at(), &[]),
            Err(StoreError::Exists { .. })
        ));
    }

    #[test]
    fn an_entry_that_is_gone_is_named_and_no_archive_stays() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone.wav");
        let entries = [("gone.wav".to_owned(), Packing::File(gone))];
        let error = archive(&folder.path().join("s.zip"), at(), &entries).unwrap_err();
        assert!(error.to_string().contains("gone.wav"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
