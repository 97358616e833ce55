//! The marks of a take, each in the file that it lies in.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::AudioError;
use super::repair::{has_marks, take_marks_out};
use super::timeline::time_of;
use super::wav;
use crate::domain::Take;

/// Puts marks into finished files, of which each is given with its frames; their times count from the
/// first frame of all. The files that are returned still want a sync.
pub(super) fn mark_files(
    files: &[(PathBuf, u64)],
    sample_rate: u32,
    marks: &[(Duration, String)],
) -> Result<Vec<File>, AudioError> {
    let mut from = 0;
    let mut handles = Vec::new();
    for (index, (path, frames)) in files.iter().enumerate() {
        let begin = time_of(from, sample_rate);
        let end = time_of(from + frames, sample_rate);
        let is_last = index + 1 == files.len();
        let inside: Vec<(Duration, String)> = marks
            .iter()
            .filter(|(at, _)| *at >= begin && (*at < end || is_last))
            .map(|(at, label)| (at.saturating_sub(begin), label.clone()))
            .collect();
        handles.push(wav::mark(path, sample_rate, *frames, &inside)?);
        from += frames;
    }
    Ok(handles)
}

/// Puts marks into a take in `folder` that was cut short before it got them. One that has some has all.
pub fn mark_take(
    folder: &Path,
    take: &Take,
    marks: &[(Duration, String)],
) -> Result<(), AudioError> {
    let paths: Vec<PathBuf> = take.files().map(|name| folder.join(name)).collect();
    for path in &paths {
        if marks.is_empty() || has_marks(path)? {
            return Ok(());
        }
    }
    put_in(paths, take, marks)
}

/// Puts these marks, which are all of a take's, in place of those that its files hold.
pub fn mark_anew(
    folder: &Path,
    take: &Take,
    marks: &[(Duration, String)],
) -> Result<(), AudioError> {
    let paths: Vec<PathBuf> = take.files().map(|name| folder.join(name)).collect();
    for path in &paths {
        if !take_marks_out(path)? {
            return Err(AudioError::NotWav {
                path: path.clone(),
                reason: "behind its samples lies what hotseat has not put there".to_owned(),
            });
        }
    }
    put_in(paths, take, marks)
}

fn put_in(
    paths: Vec<PathBuf>,
    take: &Take,
    marks: &[(Duration, String)],
) -> Result<(), AudioError> {
    let begins = std::iter::once(0).chain(take.continued.iter().map(|file| file.at_frame));
    let ends = take.continued.iter().map(|file| file.at_frame);
    let ends = ends.chain([take.frames]);
    let lengths = begins
        .zip(ends)
        .map(|(begin, end)| end.saturating_sub(begin));
    let files: Vec<(PathBuf, u64)> = paths.into_iter().zip(lengths).collect();
    for (file, (path, _)) in mark_files(&files, take.sample_rate, marks)?
        .iter()
        .zip(&files)
    {
        file.sync_all().map_err(AudioError::file(path))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::format::{Format, Shape};
    use super::super::wav::TakeWriter;
    use super::*;
    use crate::domain::{Bits, Continuation};

    #[test]
    fn a_take_that_was_cut_short_gets_its_marks_once() {
        let folder = tempfile::tempdir().unwrap();
        let shape = Shape {
            format: Format {
                sample_rate: 1000,
                channels: 1,
            },
            bits: Bits::Sixteen,
        };
        for name in ["a.wav", "a.2.wav"] {
            let mut file = TakeWriter::create(&folder.path().join(name), shape).unwrap();
            file.write([0.5; 100].into_iter()).unwrap();
            file.finish().unwrap();
        }
        let take = Take {
            path: "a.wav".to_owned(),
            sample_rate: 1000,
            channels: 1,
            bits: 16,
            frames: 200,
            lost_frames: 0,
            gaps: Vec::new(),
            continued: vec![Continuation {
                path: "a.2.wav".to_owned(),
                at_frame: 100,
            }],
        };
        let marks = [
            (Duration::from_millis(10), "first".to_owned()),
            (Duration::from_millis(110), "second".to_owned()),
        ];
        mark_take(folder.path(), &take, &marks).unwrap();
        let labels = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(labels("a.txt"), "0.010000\t0.010000\tfirst\n");
        assert_eq!(labels("a.2.txt"), "0.010000\t0.010000\tsecond\n");
        let once = std::fs::read(folder.path().join("a.wav")).unwrap();
        mark_take(folder.path(), &take, &marks).unwrap();
        assert_eq!(std::fs::read(folder.path().join("a.wav")).unwrap(), once);

        // Another one, heard later.
        let more = [
            &marks[..],
            &[(Duration::from_millis(50), "later".to_owned())],
        ]
        .concat();
        mark_anew(folder.path(), &take, &more).unwrap();
        assert_eq!(labels("a.txt").lines().count(), 2);
        assert_eq!(labels("a.2.txt").lines().count(), 1);
        let with = std::fs::read(folder.path().join("a.wav")).unwrap();
        assert!(with.len() > once.len());
        let riff = u32::from_le_bytes(with[4..8].try_into().unwrap());
        assert_eq!(riff as usize, with.len() - 8);
        let samples = hound::WavReader::open(folder.path().join("a.wav")).unwrap();
        assert_eq!(
            samples
                .into_samples::<i16>()
                .filter(|s| *s.as_ref().unwrap() == 16_384)
                .count(),
            100
        );
        mark_anew(folder.path(), &take, &marks).unwrap();
        assert_eq!(std::fs::read(folder.path().join("a.wav")).unwrap(), once);
    }

    #[test]
    fn a_file_that_somebody_else_has_changed_keeps_what_it_holds() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let format = Format {
            sample_rate: 1000,
            channels: 1,
        };
        let shape = Shape {
            format,
            bits: Bits::Sixteen,
        };
        let mut file = TakeWriter::create(&path, shape).unwrap();
        file.write([0.5; 10].into_iter()).unwrap();
        file.finish().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend(b"bext\x04\0\0\0note");
        let riff = (bytes.len() - 8) as u32;
        bytes[4..8].copy_from_slice(&riff.to_le_bytes());
        std::fs::write(&path, &bytes).unwrap();
        let take = Take {
            path: "a.wav".to_owned(),
            sample_rate: 1000,
            channels: 1,
            bits: 16,
            frames: 10,
            lost_frames: 0,
            gaps: Vec::new(),
            continued: Vec::new(),
        };
        let error = mark_anew(folder.path(), &take, &[(Duration::ZERO, "m".to_owned())]);
        assert!(error.unwrap_err().to_string().contains("a.wav"));
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}
