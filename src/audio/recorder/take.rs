//! One take on its way: the files that it lies in, and the stretches that could not be written.
//!
//! A disk that refuses ends nothing. The take goes on without being written, and when there is room
//! again it goes on in its file, at its place, behind silence for what was missed: a hole in the
//! file, which takes no room.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::AudioError;
use super::super::disk::free_bytes;
use super::super::format::Shape;
use super::super::marks::mark_files;
use super::super::repair::{complete_header, extend};
use super::super::wav::{self, TakeWriter};
use crate::domain::{Continuation, Gap, GapCause, Take, continuation_name};

/// Kept free for the record, the history and the scores, which are worth more than a second of sound.
const RESERVE: u64 = 1 << 20;

/// Recording goes on when there is this much again: enough for a while.
const ENOUGH: u64 = 2 << 20;

/// Where a take is written, and how large its files may become.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    pub(super) shape: Shape,
    /// Frames per file.
    pub(super) largest: u64,
}

impl Paper {
    pub(super) fn new(shape: Shape) -> Self {
        Paper {
            shape,
            largest: wav::LARGEST / shape.bytes_per_frame(),
        }
    }
}

enum Pen {
    Writing(TakeWriter),
    /// The disk refuses. The file holds `on_disk` frames; none if it could not even be made.
    Waiting {
        on_disk: Option<u64>,
    },
}

pub(super) struct OpenTake {
    paper: Paper,
    path: PathBuf,
    /// As it is written down: relative to the session's folder.
    name: String,
    /// Files that are full, and their frames.
    full: Vec<(PathBuf, u64)>,
    pen: Pen,
    /// Frames so far, written or not.
    frames: u64,
    unwritten: Vec<Gap>,
}

/// What has come of a take.
pub(super) struct Ended {
    /// None if nothing of it is on disk.
    pub(super) take: Option<Take>,
    /// Its files, which still want a sync.
    pub(super) files: Vec<File>,
    pub(super) error: Option<AudioError>,
}

impl OpenTake {
    /// Begins a take. Where its file cannot be made it waits, and why is told.
    pub(super) fn begin(path: PathBuf, name: String, paper: Paper) -> (Self, Option<AudioError>) {
        let mut take = OpenTake {
            paper,
            path,
            name,
            full: Vec::new(),
            pen: Pen::Waiting { on_disk: None },
            frames: 0,
            unwritten: Vec::new(),
        };
        let refused = take.next_file().err();
        (take, refused)
    }

    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    pub(super) fn is_waiting(&self) -> bool {
        matches!(self.pen, Pen::Waiting { .. })
    }

    /// The take's frame at which the file on its way begins.
    fn file_from(&self) -> u64 {
        self.full.iter().map(|(_, frames)| frames).sum()
    }

    fn next_file(&mut self) -> Result<(), AudioError> {
        self.pen = Pen::Waiting { on_disk: None };
        has_room(&self.path, RESERVE)?;
        self.pen = Pen::Writing(TakeWriter::create(&self.path, self.paper.shape)?);
        Ok(())
    }

    /// Adds interleaved samples.
    ///
    /// # Errors
    /// When the disk refuses. From then on they are counted, and missing.
    pub(super) fn write(&mut self, mut samples: &[f32]) -> Result<(), AudioError> {
        let channels = usize::from(self.paper.shape.format.channels);
        while !samples.is_empty() {
            let Pen::Writing(writer) = &mut self.pen else {
                self.frames += (samples.len() / channels) as u64;
                return Ok(());
            };
            let room = self.paper.largest.saturating_sub(writer.frames());
            let fits = samples.len().min(room as usize * channels);
            let (now, later) = samples.split_at(fits);
            let written = writer.write(now.iter().copied());
            let is_full = writer.frames() >= self.paper.largest;
            self.frames += (now.len() / channels) as u64;
            samples = later;
            let done = written.and_then(|()| if is_full { self.turn_over() } else { Ok(()) });
            if let Err(error) = done {
                self.frames += (samples.len() / channels) as u64;
                self.wait();
                return Err(error);
            }
        }
        Ok(())
    }

    /// The file is full: the take goes on in another.
    fn turn_over(&mut self) -> Result<(), AudioError> {
        let Some(frames) = self.close_file()? else {
            return Ok(());
        };
        self.full.push((self.path.clone(), frames));
        let name = continuation_name(&self.name, self.full.len() + 1);
        self.path.set_file_name(&name);
        self.next_file()
    }

    /// Finishes the file on its way, and returns its frames. Where the disk refuses that, the take
    /// waits.
    fn close_file(&mut self) -> Result<Option<u64>, AudioError> {
        let waiting = Pen::Waiting { on_disk: None };
        match std::mem::replace(&mut self.pen, waiting) {
            Pen::Writing(writer) => {
                let frames = writer.frames();
                let finished = writer.finish();
                self.pen = Pen::Waiting {
                    on_disk: on_disk(&self.path),
                };
                // It is synced with the rest at the take's end, and by the system before that.
                finished.map(|_| Some(frames))
            }
            waiting @ Pen::Waiting { .. } => {
                self.pen = waiting;
                Ok(None)
            }
        }
    }

    /// Brings header and samples up to date; the file that is returned still wants a sync.
    ///
    /// # Errors
    /// When the disk refuses, or is about to.
    pub(super) fn checkpoint(&mut self) -> Result<Option<File>, AudioError> {
        let Pen::Writing(writer) = &mut self.pen else {
            return Ok(None);
        };
        let brought = writer.checkpoint();
        let brought = brought.and_then(|file| has_room(&self.path, RESERVE).map(|()| file));
        if brought.is_err() {
            self.wait();
        }
        brought.map(Some)
    }

    /// Stops writing. What has reached the disk becomes a valid file.
    fn wait(&mut self) {
        if let Pen::Writing(writer) =
            std::mem::replace(&mut self.pen, Pen::Waiting { on_disk: None })
        {
            drop(writer);
        }
        self.pen = Pen::Waiting {
            on_disk: on_disk(&self.path),
        };
    }

    /// Goes on where there is room again. Whether it does.
    pub(super) fn retry(&mut self) -> bool {
        self.is_waiting()
            && has_room(&self.path, ENOUGH).is_ok()
            && self.make_up().and_then(|()| self.take_up()).is_ok()
    }

    /// Puts silence in place of what was missed, as far as it fits into the file.
    fn make_up(&mut self) -> Result<(), AudioError> {
        let Pen::Waiting { on_disk: known } = &mut self.pen else {
            return Ok(());
        };
        // It may have been there and not to be read.
        *known = known.or_else(|| on_disk(&self.path));
        if known.is_none() {
            drop(TakeWriter::create(&self.path, self.paper.shape)?);
            *known = Some(0);
        }
        let present = known.unwrap_or(0);
        let from = self.full.iter().map(|(_, frames)| frames).sum::<u64>();
        let due = (self.frames - from).min(self.paper.largest.max(present));
        extend(&self.path, due)?;
        *known = Some(due);
        if due > present {
            self.unwritten.push(Gap {
                at_frame: from + present,
                frames: due - present,
                cause: GapCause::DiskFull,
            });
        }
        Ok(())
    }

    fn take_up(&mut self) -> Result<(), AudioError> {
        let frames = self.frames - self.file_from();
        if frames > self.paper.largest {
            // What was missed is more than a file holds: that one is full, and the next has a hole.
            self.full.push((self.path.clone(), self.paper.largest));
            let name = continuation_name(&self.name, self.full.len() + 1);
            self.path.set_file_name(&name);
            self.pen = Pen::Waiting { on_disk: None };
            self.make_up()?;
            return self.take_up();
        }
        let writer = TakeWriter::resume(&self.path, self.paper.shape, frames)?;
        self.pen = Pen::Writing(writer);
        Ok(())
    }

    /// The gaps of the take: those that the microphone left, and those that the disk did.
    pub(super) fn gaps(&self, heard: &[Gap]) -> Vec<Gap> {
        merged(heard, &self.unwritten)
    }

    /// Ends the take. `heard` are the gaps that the microphone left in it.
    pub(super) fn end(mut self, marks: &[(Duration, String)], heard: &[Gap]) -> Ended {
        let closed = self.close_file();
        // The take is as long as its section even where the disk is full: a hole needs no room.
        let made_up = match closed {
            Ok(Some(_)) => Ok(()),
            Ok(None) | Err(_) => self.make_up(),
        };
        let present = match &self.pen {
            Pen::Waiting { on_disk } => *on_disk,
            Pen::Writing(_) => None,
        };
        let mut files: Vec<(PathBuf, u64)> = std::mem::take(&mut self.full);
        files.extend(present.map(|frames| (self.path.clone(), frames)));
        let rate = self.paper.shape.format.sample_rate;
        let (handles, unmarked) = match mark_files(&files, rate, marks) {
            Ok(handles) => (handles, None),
            // Sound is worth more than its marks, which the record has too.
            Err(error) => (
                mark_files(&files, rate, &[]).unwrap_or_default(),
                Some(error),
            ),
        };
        let gaps = merged(heard, &self.unwritten);
        Ended {
            take: describe(&self.name, self.paper.shape, &files, gaps),
            files: handles,
            error: made_up.err().or(unmarked),
        }
    }
}

fn on_disk(path: &Path) -> Option<u64> {
    Some(complete_header(path).ok()?.frames)
}

fn has_room(path: &Path, needed: u64) -> Result<(), AudioError> {
    let folder = path.parent().unwrap_or(path);
    if free_bytes(folder).is_some_and(|free| free < needed) {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        return Err(AudioError::file(path)(full));
    }
    Ok(())
}

fn describe(name: &str, shape: Shape, files: &[(PathBuf, u64)], gaps: Vec<Gap>) -> Option<Take> {
    let frames: u64 = files.iter().map(|(_, frames)| frames).sum();
    if files.is_empty() {
        return None;
    }
    let mut at_frame = 0;
    let mut continued = Vec::new();
    for (number, (_, frames)) in (1..).zip(files) {
        if number > 1 {
            continued.push(Continuation {
                path: continuation_name(name, number),
                at_frame,
            });
        }
        at_frame += frames;
    }
    Some(Take {
        path: name.to_owned(),
        sample_rate: shape.format.sample_rate,
        channels: shape.format.channels,
        bits: shape.bits.number(),
        frames,
        lost_frames: gaps.iter().map(|gap| gap.frames).sum(),
        gaps,
        continued,
    })
}

/// All gaps in order. What was not written counts once, whatever else was wrong with it.
fn merged(heard: &[Gap], unwritten: &[Gap]) -> Vec<Gap> {
    let mut all = unwritten.to_vec();
    for gap in heard {
        let mut rest = vec![*gap];
        for hole in unwritten {
            rest = rest
                .into_iter()
                .flat_map(|gap| without(gap, *hole))
                .collect();
        }
        all.extend(rest);
    }
    all.sort_by_key(|gap| gap.at_frame);
    all
}

/// The parts of `gap` that lie before and behind `hole`.
fn without(gap: Gap, hole: Gap) -> impl Iterator<Item = Gap> {
    let part = |from: u64, to: u64| Gap {
        at_frame: from,
        frames: to.saturating_sub(from),
        ..gap
    };
    let end = gap.at_frame + gap.frames;
    let before = part(gap.at_frame, end.min(hole.at_frame));
    let behind = part(gap.at_frame.max(hole.at_frame + hole.frames), end);
    [before, behind].into_iter().filter(|gap| gap.frames > 0)
}

#[cfg(test)]
mod tests;
