//! Recordings that came half: a program that synchronises folders had not finished, or a copy was
//! broken off. When more of one comes along it takes the place of what there is, if that is how it
//! begins. Nothing is ever made shorter, and nothing that is different is replaced.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::copying::{PART, replace};
use crate::store::StoreError;

/// How far into a file its samples begin at the latest.
const HEAD: usize = 4096;

/// Whether the file at `to` holds less than `sound` bytes of samples, and the one at `from` is longer.
pub(super) fn is_short(from: &Path, to: &Path, sound: u64) -> bool {
    let (Ok(theirs), Ok(ours)) = (fs::metadata(from), fs::symlink_metadata(to)) else {
        return false;
    };
    let lacks_sound = match sound_begin(to) {
        Ok(Some(begin)) => ours.len().saturating_sub(begin as u64) < sound,
        // It ends before its samples, or is no recording, which is seen when it is compared.
        Ok(None) => true,
        Err(_) => false,
    };
    ours.is_file() && ours.len() < theirs.len() && lacks_sound
}

/// Puts the longer file in the place of the short one that it begins with. Returns whether it did.
pub(super) fn complete(from: &Path, to: &Path, sound: u64) -> Result<bool, StoreError> {
    if !is_short(from, to, sound) {
        return Ok(false);
    }
    if !begins_with(from, to).map_err(StoreError::file("read", to))? {
        return Ok(false);
    }
    replace(from, to)?;
    Ok(true)
}

/// Whether `longer` begins with all of `shorter`. What a header says of lengths may differ: it grows
/// with a recording.
fn begins_with(longer: &Path, shorter: &Path) -> io::Result<bool> {
    let begin = sound_begin(shorter)?;
    let (mut longer, mut shorter) = (File::open(longer)?, File::open(shorter)?);
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    let mut is_head = true;
    loop {
        ours.clear();
        theirs.clear();
        (&mut shorter).take(PART).read_to_end(&mut ours)?;
        if ours.is_empty() {
            return Ok(true);
        }
        (&mut longer)
            .take(ours.len() as u64)
            .read_to_end(&mut theirs)?;
        if let Some(begin) = begin.filter(|_| is_head) {
            for length in [4..8, begin - 4..begin] {
                if let (Some(a), Some(b)) = (ours.get_mut(length.clone()), theirs.get_mut(length)) {
                    a.fill(0);
                    b.fill(0);
                }
            }
        }
        is_head = false;
        if ours != theirs {
            return Ok(false);
        }
    }
}

/// Where the samples of a WAV begin; none where the file ends before, or is no WAV.
fn sound_begin(path: &Path) -> io::Result<Option<usize>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    if !head.starts_with(b"RIFF") {
        return Ok(None);
    }
    let mut at = 12;
    while let Some(chunk) = head.get(at..at + 8) {
        if chunk.starts_with(b"data") {
            return Ok(Some(at + 8));
        }
        let size = u32::from_le_bytes([chunk[4], chunk[5], chunk[6], chunk[7]]) as usize;
        at = at.saturating_add(8 + size + size % 2).min(HEAD);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav(declared: u32, samples: &[u8]) -> Vec<u8> {
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((36 + declared).to_le_bytes());
        bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\xe8\x03\0\0\xd0\x07\0\0\x02\0\x10\0data");
        bytes.extend(declared.to_le_bytes());
        bytes.extend(samples);
        bytes
    }

    #[test]
    fn a_file_is_completed_by_one_that_begins_with_it_and_by_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        let whole = wav(8, &[1, 2, 3, 4, 5, 6, 7, 8]);
        let marked = [&whole[..], b"cue \0\0\0\0"].concat();
        let other = wav(8, &[1, 9, 3, 4, 5, 6, 7, 8]);
        let cases = [
            ("broken off", whole[..48].to_vec(), &whole, true),
            (
                "broken off in its header",
                whole[..30].to_vec(),
                &whole,
                true,
            ),
            ("not begun", Vec::new(), &whole, true),
            ("recorded further", wav(4, &[1, 2, 3, 4]), &whole, true),
            ("another recording", other[..48].to_vec(), &whole, false),
            ("no WAV", b"notes".to_vec(), &whole, false),
            (
                "longer than theirs",
                whole.clone(),
                &wav(4, &[1, 2, 3, 4]),
                false,
            ),
            (
                "all of the take, and not its marks",
                whole.clone(),
                &marked,
                false,
            ),
        ];
        for (what, ours, theirs, expected) in cases {
            fs::write(&to, &ours).unwrap();
            fs::write(&from, theirs).unwrap();
            assert_eq!(complete(&from, &to, 8).unwrap(), expected, "{what}");
            let now = fs::read(&to).unwrap();
            assert_eq!(&now, if expected { theirs } else { &ours }, "{what}");
        }
        // Nothing else is left beside them.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
