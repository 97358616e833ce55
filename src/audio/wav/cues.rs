//! Marks in a finished file: cue points behind the samples, labels for Audacity beside it.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use super::super::AudioError;

/// Around the name of labels on their way: a session's folder is swept of these.
const PREFIX: &str = ".session-";
const SUFFIX: &str = ".tmp";

/// Puts marks into the finished file at `path`, which holds `frames` frames; their times count from
/// its first. The file that is returned still wants a sync.
pub(in crate::audio) fn mark(
    path: &Path,
    sample_rate: u32,
    frames: u64,
    marks: &[(Duration, String)],
) -> Result<File, AudioError> {
    let file = OpenOptions::new().read(true).write(true).open(path);
    let file = file.map_err(AudioError::file(path))?;
    if marks.is_empty() {
        return Ok(file);
    }
    let last = frames.saturating_sub(1);
    let points: Vec<(u32, &str)> = marks
        .iter()
        .map(|(at, text)| {
            let frame = (at.as_secs_f64() * f64::from(sample_rate)).round() as u64;
            (frame.min(last) as u32, text.as_str())
        })
        .collect();
    check_labels(path, marks)?;
    append(&file, &points).map_err(AudioError::file(path))?;
    write_labels(path, marks)?;
    Ok(file)
}

/// Refuses labels beside the file at `path` that are not this program's: of those, every line is one of
/// `marks`, which are only ever added to. They may be somebody's transcript.
pub(in crate::audio) fn check_labels(
    path: &Path,
    marks: &[(Duration, String)],
) -> Result<(), AudioError> {
    let path = path.with_extension("txt");
    let foreign = || AudioError::ForeignLabels { path: path.clone() };
    match std::fs::symlink_metadata(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        // A link may lead anywhere.
        Ok(there) if !there.is_file() => return Err(foreign()),
        looked => looked.map(drop).map_err(AudioError::file(&path))?,
    }
    let known = std::fs::read(&path).map_err(AudioError::file(&path))?;
    let known = String::from_utf8(known).map_err(|_| foreign())?;
    let ours = audacity_labels(marks);
    let ours: HashSet<&str> = ours.lines().collect();
    if known.lines().all(|line| ours.contains(line)) {
        Ok(())
    } else {
        Err(foreign())
    }
}

/// The labels beside the file at `path`, in one step. They are for their owner's eyes only: the folder
/// is private already, but a file may be copied out of it.
fn write_labels(path: &Path, marks: &[(Duration, String)]) -> Result<(), AudioError> {
    let path = path.with_extension("txt");
    let failed = || AudioError::file(&path);
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        .tempfile_in(folder)
        .map_err(failed())?;
    file.write_all(audacity_labels(marks).as_bytes())
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed())?;
    file.persist(&path).map_err(|error| failed()(error.error))?;
    Ok(())
}

/// Adds `cue ` and `LIST adtl` chunks behind the samples, and counts them in the RIFF size.
fn append(mut file: &File, points: &[(u32, &str)]) -> std::io::Result<()> {
    let mut out = Vec::new();
    let count = points.len() as u32;
    out.extend(b"cue ");
    out.extend((4 + 24 * count).to_le_bytes());
    out.extend(count.to_le_bytes());
    let mut labels = b"adtl".to_vec();
    for (id, (frame, text)) in (1u32..).zip(points) {
        // Name, position, the chunk it lies in, chunk start, block start, sample offset.
        out.extend(id.to_le_bytes());
        out.extend(frame.to_le_bytes());
        out.extend(b"data");
        out.extend([0; 8]);
        out.extend(frame.to_le_bytes());
        labels.extend(b"labl");
        labels.extend((4 + text.len() as u32 + 1).to_le_bytes());
        labels.extend(id.to_le_bytes());
        labels.extend(text.as_bytes());
        labels.push(0);
        if labels.len() % 2 == 1 {
            labels.push(0);
        }
    }
    out.extend(b"LIST");
    out.extend((labels.len() as u32).to_le_bytes());
    out.extend(labels);

    let end = file.seek(SeekFrom::End(0))?;
    if end % 2 == 1 {
        file.write_all(&[0])?;
    }
    if let Err(error) = file.write_all(&out) {
        // Half of a chunk would be taken for somebody else's.
        let _ = file.set_len(end);
        return Err(error);
    }
    let riff_size = (file.stream_position()? - 8) as u32;
    file.seek(SeekFrom::Start(4))?;
    file.write_all(&riff_size.to_le_bytes())
}

fn audacity_labels(marks: &[(Duration, String)]) -> String {
    use std::fmt::Write;
    marks.iter().fold(String::new(), |mut out, (at, text)| {
        let at = at.as_secs_f64();
        // A tab or a line end in the text would break the format.
        let text = text.replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(out, "{at:.6}\t{at:.6}\t{text}");
        out
    })
}
