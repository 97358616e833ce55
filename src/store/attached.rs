//! Files that are kept with a session, in its folder.

use std::fs::File;
use std::io::{self, Seek as _};
use std::path::Path;

use super::StoreError;

/// At the beginning of the name of a copy on its way: a session's folder is swept of these.
const PREFIX: &str = ".session-";

/// Copies `file` into a session's folder, under its own name as far as that is plain, and returns
/// the name. Nothing that is there is overwritten.
///
/// # Errors
/// When it is no file, cannot be read, or finds no room.
pub fn attach(folder: &Path, file: &Path) -> Result<String, StoreError> {
    let mut from = open(file).map_err(StoreError::file("read", file))?;
    let failed = || StoreError::file("write", folder);
    let mut copy = tempfile::Builder::new()
        .prefix(PREFIX)
        .suffix(super::atomic::SUFFIX)
        .tempfile_in(folder)
        .map_err(failed())?;
    io::copy(&mut from, copy.as_file_mut()).map_err(failed())?;
    copy.as_file_mut().rewind().map_err(failed())?;
    copy.as_file().sync_all().map_err(failed())?;
    let wanted = plain_name(file);
    for number in 1.. {
        let name = numbered(&wanted, number);
        if is_of_labels(&folder.join(&name)) {
            continue;
        }
        match copy.persist_noclobber(folder.join(&name)) {
            Ok(_) => return Ok(name),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => copy = error.file,
            Err(error) => return Err(failed()(error.error)),
        }
    }
    unreachable!("there is a number that no file has")
}

/// Whether the labels of a take have this name, or will have it once it gets a mark.
fn is_of_labels(path: &Path) -> bool {
    let is_text = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
    is_text && path.with_extension("wav").exists()
}

/// A pipe or a device would keep us waiting.
fn open(file: &Path) -> io::Result<File> {
    if !std::fs::metadata(file)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
    }
    File::open(file)
}

/// Its name without what another system, or a terminal, would stumble over.
fn plain_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || " ._-()".contains(c);
    let name: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '-' })
        .collect();
    let name = name.trim_start_matches(['.', ' ']).trim_end();
    if name.is_empty() {
        "attached".to_owned()
    } else {
        name.to_owned()
    }
}

/// `board.jpg`, then `board-2.jpg`.
fn numbered(name: &str, number: u32) -> String {
    if number == 1 {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem}-{number}.{extension}"),
        _ => format!("{name}-{number}"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_keeps_its_name_and_none_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let file = elsewhere.path().join("board.jpg");
        for content in ["one", "two", "three"] {
            fs::write(&file, content).unwrap();
            attach(folder.path(), &file).unwrap();
        }
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        let all = ["board.jpg", "board-2.jpg", "board-3.jpg"];
        assert_eq!(all.map(read), ["one", "two", "three"]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn the_names_of_labels_are_left_to_the_takes() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("1-1-answer.wav"), "").unwrap();
        let file = elsewhere.path().join("1-1-answer.txt");
        fs::write(&file, "what was said").unwrap();
        let name = attach(folder.path(), &file).unwrap();
        assert_eq!(name, "1-1-answer-2.txt");
    }

    #[test]
    fn what_is_no_file_is_refused_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for bad in ["", "missing"] {
            let bad = folder.path().join(bad);
            let error = attach(folder.path(), &bad).unwrap_err().to_string();
            assert!(error.contains(&*bad.to_string_lossy()), "{error}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn names_are_plain() {
        let cases = [
            ("/a/Whiteboard 1 (b).jpg", "Whiteboard 1 (b).jpg"),
            ("/a/.hidden", "hidden"),
            ("/a/a\\b:c\u{1b}[31m.png", "a-b-c--31m.png"),
            ("/a/Tafel-Überblick.png", "Tafel-Überblick.png"),
            ("/a/...", "attached"),
        ];
        for (file, expected) in cases {
            assert_eq!(plain_name(Path::new(file)), expected);
        }
    }
}
