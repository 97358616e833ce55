//! Taking the marks out of a finished file, so that others can be put there.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::super::AudioError;
use super::{Layout, ends_in_chunks, open, word};

/// Takes the marks out of a finished file, so that others can be put there. Returns whether it could: a
/// file behind whose samples anything else lies, which is not ours, is not touched.
pub(in crate::audio) fn take_marks_out(path: &Path) -> Result<bool, AudioError> {
    let (mut file, layout) = open(path)?;
    cut_chunks(&mut file, &layout).map_err(AudioError::file(path))
}

fn cut_chunks(file: &mut File, layout: &Layout) -> io::Result<bool> {
    let length = file.metadata()?.len();
    let behind = layout.data + layout.declared + layout.declared % 2;
    if behind > length || !ends_in_chunks(file, behind, length)? {
        return Ok(false);
    }
    let mut at = behind;
    while at + 8 <= length {
        let mut head = [0; 8];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut head)?;
        if !matches!(&head[..4], b"cue " | b"LIST") {
            return Ok(false);
        }
        // Other lists are the tags of whoever wrote them.
        let mut kind = [0; 4];
        if head.starts_with(b"LIST")
            && (at + 12 > length || {
                file.read_exact(&mut kind)?;
                &kind != b"adtl"
            })
        {
            return Ok(false);
        }
        let size = u64::from(word(&head, 4));
        at += 8 + size + size % 2;
    }
    let Ok(riff) = u32::try_from(behind - 8) else {
        return Ok(false);
    };
    file.set_len(behind)?;
    file.seek(SeekFrom::Start(4))?;
    file.write_all(&riff.to_le_bytes())?;
    Ok(true)
}
