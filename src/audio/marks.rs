//! The marks of a take, each in the file that it lies in.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::AudioError;
use super::repair::{can_take_marks_out, has_marks, take_marks_out};
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
    let shares = shares(files, sample_rate, marks);
    let both = files.iter().zip(&shares);
    both.map(|((path, frames), inside)| wav::mark(path, sample_rate, *frames, inside))
        .collect()
}

/// The marks that lie in each of the files; the times of each count from its first frame.
fn shares(
    files: &[(PathBuf, u64)],
    sample_rate: u32,
    marks: &[(Duration, String)],
) -> Vec<Vec<(Duration, String)>> {
    let mut from = 0;
    let mut shares = Vec::new();
    for (index, (_, frames)) in files.iter().enumerate() {
        let begin = time_of(from, sample_rate);
        let end = time_of(from + frames, sample_rate);
        let is_last = index + 1 == files.len();
        let inside = marks
            .iter()
            .filter(|(at, _)| *at >= begin && (*at < end || is_last))
            .map(|(at, label)| (at.saturating_sub(begin), label.clone()));
        shares.push(inside.collect());
        from += frames;
    }
    shares
}

/// Puts marks into a take in `folder` that was cut short before it got them. One that has some has all.
pub fn mark_take(
    folder: &Path,
    take: &Take,
    marks: &[(Duration, String)],
) -> Result<(), AudioError> {
    let files = files(folder, take);
    for (path, _) in &files {
        if marks.is_empty() || has_marks(path)? {
            return Ok(());
        }
    }
    put_in(&files, take, marks)
}

/// Puts these marks, which are all of a take's, in place of those that its files hold.
pub fn mark_anew(
    folder: &Path,
    take: &Take,
    marks: &[(Duration, String)],
) -> Result<(), AudioError> {
    let files = files(folder, take);
    // All of them are looked at before the first is changed: a take is marked whole or not at all.
    for (path, _) in &files {
        if !can_take_marks_out(path)? {
            return Err(AudioError::NotWav {
                path: path.clone(),
                reason: "behind its samples lies what hotseat has not put there".to_owned(),
            });
        }
    }
    let shares = shares(&files, take.sample_rate, marks);
    for ((path, _), inside) in files.iter().zip(&shares) {
        wav::check_labels(path, inside)?;
    }
    for (path, _) in &files {
        take_marks_out(path)?;
    }
    put_in(&files, take, marks)
}

/// The files of a take, each with its frames.
fn files(folder: &Path, take: &Take) -> Vec<(PathBuf, u64)> {
    let parts = take.parts();
    parts
        .map(|(name, frames)| (folder.join(name), frames))
        .collect()
}

fn put_in(
    files: &[(PathBuf, u64)],
    take: &Take,
    marks: &[(Duration, String)],
) -> Result<(), AudioError> {
    for (file, (path, _)) in mark_files(files, take.sample_rate, marks)?
        .iter()
        .zip(files)
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

    /// A take without marks, of 100 milliseconds in each of its files.
    fn in_two_files() -> (tempfile::TempDir, Take) {
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
        (folder, take)
    }

    #[test]
    fn a_take_that_was_cut_short_gets_its_marks_once() {
        let (folder, take) = in_two_files();
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
    }

    #[test]
    fn a_take_is_marked_in_all_of_its_files_or_in_none() {
        let (folder, take) = in_two_files();
        let read = |name: &str| std::fs::read(folder.path().join(name)).ok();
        let all = || ["a.wav", "a.2.wav", "a.txt", "a.2.txt"].map(read);
        let marks = [
            (Duration::from_millis(10), "first".to_owned()),
            (Duration::from_millis(110), "second".to_owned()),
        ];
        // Somebody's transcript, beside the second.
        let labels = folder.path().join("a.2.txt");
        std::fs::write(&labels, "0.01 well, I think").unwrap();
        let before = all();
        let error = mark_anew(folder.path(), &take, &marks).unwrap_err();
        assert!(error.to_string().contains("a.2.txt"), "{error}");
        assert_eq!(all(), before);
        std::fs::remove_file(&labels).unwrap();
        mark_anew(folder.path(), &take, &marks).unwrap();
        assert_eq!(read("a.txt").unwrap(), b"0.010000\t0.010000\tfirst\n");
        // The second file itself.
        let path = folder.path().join("a.2.wav");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend(b"bext\x04\0\0\0note");
        let riff = (bytes.len() - 8) as u32;
        bytes[4..8].copy_from_slice(&riff.to_le_bytes());
        std::fs::write(&path, &bytes).unwrap();
        let before = all();
        let more = [&marks[..], &[(Duration::ZERO, "later".to_owned())]].concat();
        mark_anew(folder.path(), &take, &more).unwrap_err();
        assert_eq!(all(), before);
    }

    #[cfg(unix)]
    #[test]
    fn labels_are_not_written_to_where_a_link_leads() {
        let (folder, take) = in_two_files();
        let elsewhere = tempfile::tempdir().unwrap();
        let secret = elsewhere.path().join("secret");
        std::fs::write(&secret, "").unwrap();
        std::os::unix::fs::symlink(&secret, folder.path().join("a.txt")).unwrap();
        let marks = [(Duration::ZERO, "m".to_owned())];
        mark_anew(folder.path(), &take, &marks).unwrap_err();
        assert_eq!(std::fs::read(&secret).unwrap(), b"");
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
