//! What a take on its way knows of itself that its WAV cannot hold: where frames are missing.
//!
//! The record learns of it when the take is whole. Should the program be killed before that, a note
//! beside the take tells whoever recovers it which silence in it was never silent.

use std::io;
use std::path::{Path, PathBuf};

use super::wav::UNNAMED;
use crate::domain::Gap;

const EXTENSION: &str = "gaps.json";

fn path_of(take: &Path) -> PathBuf {
    take.with_extension(EXTENSION)
}

/// Writes down the gaps of the take at `take`, in place of those written before.
pub(super) fn write(take: &Path, gaps: &[Gap]) -> io::Result<()> {
    let path = path_of(take);
    let folder = path.parent().unwrap_or(&path);
    let mut file = tempfile::Builder::new()
        .suffix(EXTENSION)
        .tempfile_in(folder)?;
    serde_json::to_writer(&mut file, gaps)?;
    file.persist(&path)?;
    Ok(())
}

/// The gaps noted for the take at `take`; empty where there is no note that can be read.
pub fn noted_gaps(take: &Path) -> Vec<Gap> {
    let text = std::fs::read(path_of(take)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

/// Removes all notes from a session's folder, whose record has what they say; and what a program that
/// was killed has left of a file that it was just making.
pub fn remove_notes(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.ends_with(EXTENSION) || name.ends_with(UNNAMED) {
            // One that stays says nothing wrong.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::GapCause;

    #[test]
    fn a_note_is_read_back_and_removed() {
        let folder = tempfile::tempdir().unwrap();
        let take = folder.path().join("1-1-a.wav");
        assert_eq!(noted_gaps(&take), []);
        let gap = |at_frame| Gap {
            at_frame,
            frames: 7,
            cause: GapCause::DiskFull,
        };
        write(&take, &[gap(1)]).unwrap();
        write(&take, &[gap(1), gap(100)]).unwrap();
        assert_eq!(noted_gaps(&take), [gap(1), gap(100)]);
        std::fs::write(folder.path().join("1-1-a.wav"), "sound").unwrap();
        remove_notes(folder.path());
        assert_eq!(noted_gaps(&take), []);
        assert!(take.exists());
    }
}
