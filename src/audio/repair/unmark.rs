//! Taking the marks out of a finished file, so that others can be put there.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::super::AudioError;
use super::{Layout, ends_in_chunks, open, word};

/// Whether [`take_marks_out`] can do so: nothing is touched of a file behind whose samples anything else
/// lies, which is not ours, nor of one that cannot be written.
pub(in crate::audio) fn can_take_marks_out(path: &Path) -> Result<bool, AudioError> {
    let (mut file, layout) = open(path)?;
    let end = end_of_sound(&mut file, &layout).map_err(AudioError::file(path))?;
    Ok(end.is_some())
}

/// Takes the marks out of a finished file, so that others can be put there. Returns whether it could.
pub(in crate::audio) fn take_marks_out(path: &Path) -> Result<bool, AudioError> {
    let (mut file, layout) = open(path)?;
    let failed = || AudioError::file(path);
    let Some((behind, riff)) = end_of_sound(&mut file, &layout).map_err(failed())? else {
        return Ok(false);
    };
    file.set_len(behind)
        .and_then(|()| file.seek(SeekFrom::Start(4)))
        .and_then(|_| file.write_all(&riff.to_le_bytes()))
        .map_err(failed())?;
    Ok(true)
}

/// Where its samples end, and the RIFF size of a file that ends there; none where anything but marks
/// comes after.
fn end_of_sound(file: &mut File, layout: &Layout) -> io::Result<Option<(u64, u32)>> {
    let length = file.metadata()?.len();
    let behind = layout.data + layout.declared + layout.declared % 2;
    if behind > length || !ends_in_chunks(file, behind, length)? {
        return Ok(None);
    }
    let mut at = behind;
    while at + 8 <= length {
        let mut head = [0; 8];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut head)?;
        if !matches!(&head[..4], b"cue " | b"LIST") {
            return Ok(None);
        }
        // Other lists are the tags of whoever wrote them.
        let mut kind = [0; 4];
        if head.starts_with(b"LIST")
            && (at + 12 > length || {
                file.read_exact(&mut kind)?;
                &kind != b"adtl"
            })
        {
            return Ok(None);
        }
        let size = u64::from(word(&head, 4));
        at += 8 + size + size % 2;
    }
    Ok(u32::try_from(behind - 8).ok().map(|riff| (behind, riff)))
}
