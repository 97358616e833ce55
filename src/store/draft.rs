//! A text while it is being written: a file of its own in the home, which goes only when what it
//! holds has been kept. Whatever an editor or a kill does in between, nothing typed is lost.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::StoreError;

/// Nobody types more in an hour; what is larger is no text of theirs.
const LARGEST: u64 = 1 << 20;

/// The file of a text on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    path: PathBuf,
}

impl Draft {
    /// The draft of this name in `folder`, there or not. A name is made of ids, so it is no path.
    pub fn named(folder: &Path, name: &str) -> Self {
        let path = folder.join(format!("{name}.md"));
        Draft { path }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts `text` in the file, in place of what there was.
    pub fn write(&self, text: &str) -> Result<(), StoreError> {
        let failed = || StoreError::file("write", &self.path);
        let folder = self.path.parent().unwrap_or(Path::new("."));
        // Private from the start, and whole or not at all.
        let mut file = tempfile::Builder::new()
            .prefix(".draft-")
            .tempfile_in(folder)
            .map_err(failed())?;
        file.write_all(text.as_bytes()).map_err(failed())?;
        file.persist(&self.path)
            .map_err(|error| failed()(error.error))?;
        Ok(())
    }

    /// What stands in the file; none where there is none.
    ///
    /// # Errors
    /// When it cannot be read, is no text, or is far too long for one. It is left as it is.
    pub fn read(&self) -> Result<Option<String>, StoreError> {
        let file = match File::open(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(StoreError::file("read", &self.path))?,
        };
        let mut bytes = Vec::new();
        file.take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(StoreError::file("read", &self.path))?;
        let bad = |problem: &str| StoreError::BadText {
            path: self.path.clone(),
            problem: problem.to_owned(),
        };
        if bytes.len() as u64 > LARGEST {
            return Err(bad("it is larger than 1 MiB"));
        }
        let text = String::from_utf8(bytes);
        text.map(Some).map_err(|_| bad("it is not UTF-8"))
    }

    /// Removes the file: what it holds is kept elsewhere by now.
    pub fn discard(&self) -> Result<(), StoreError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            removed => removed.map_err(StoreError::file("remove", &self.path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_holds_what_was_written_until_it_is_discarded() {
        let folder = tempfile::tempdir().unwrap();
        let draft = Draft::named(folder.path(), "plan-block");
        assert_eq!(draft.read().unwrap(), None);
        draft.write("one").unwrap();
        draft.write("two").unwrap();
        assert_eq!(draft.read().unwrap().as_deref(), Some("two"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        draft.discard().unwrap();
        draft.discard().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_no_text_is_told_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let draft = Draft::named(folder.path(), "odd");
        let long = vec![b'a'; usize::try_from(LARGEST).unwrap() + 1];
        for (bytes, expected) in [(vec![0xff], "not UTF-8"), (long, "larger than 1 MiB")] {
            fs::write(draft.path(), &bytes).unwrap();
            let error = draft.read().unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
            assert!(error.contains("odd.md"), "{error}");
            assert_eq!(fs::read(draft.path()).unwrap(), bytes);
        }
    }
}
