//! Where takes are written, one at a time, until they are safely on disk.

use std::time::Duration;

use super::super::AudioError;
use super::super::checkpoint::{Job, Syncer};
use super::super::notes;
use super::take::{Ended, OpenTake, Paper};
use super::{RecorderEvent, TakeSpec};
use crate::domain::Gap;

struct Sheet<K> {
    spec: TakeSpec<K>,
    take: OpenTake,
    /// The stream's frame at which it begins.
    from: u64,
    /// Gaps that are noted beside the take, for whoever recovers it.
    noted: usize,
}

pub(super) struct Desk<K, F> {
    sheet: Option<Sheet<K>>,
    syncer: Syncer,
    paper: Paper,
    tell: F,
}

impl<K, F> Desk<K, F>
where
    K: Send + Clone + 'static,
    F: Fn(RecorderEvent<K>) + Send + Sync + Clone + 'static,
{
    pub(super) fn new(paper: Paper, tell: F) -> Result<Self, AudioError> {
        Ok(Desk {
            sheet: None,
            syncer: Syncer::start().map_err(AudioError::Thread)?,
            paper,
            tell,
        })
    }

    pub(super) fn is_open(&self) -> bool {
        self.sheet.is_some()
    }

    /// The stretch of the stream that the take on its way covers so far.
    pub(super) fn stretch(&self) -> Option<(u64, u64)> {
        let sheet = self.sheet.as_ref()?;
        Some((sheet.from, sheet.from + sheet.take.frames()))
    }

    pub(super) fn begin(&mut self, spec: TakeSpec<K>, from: u64) {
        let (take, refused) = OpenTake::begin(spec.path.clone(), spec.name.clone(), self.paper);
        self.sheet = Some(Sheet {
            spec,
            take,
            from,
            noted: 0,
        });
        self.complain(refused);
    }

    pub(super) fn write(&mut self, samples: &[f32]) {
        if let Some(sheet) = &mut self.sheet {
            let refused = sheet.take.write(samples).err();
            self.complain(refused);
        }
    }

    /// Brings what is on disk up to date, and tries again where the disk has refused. `heard` are
    /// the gaps that the microphone has left in the take so far.
    pub(super) fn checkpoint(&mut self, heard: &[Gap]) {
        let Some(sheet) = &mut self.sheet else {
            return;
        };
        if sheet.take.retry() {
            (self.tell)(RecorderEvent::Writing);
        }
        let gaps = sheet.take.gaps(heard);
        if gaps.len() != sheet.noted || gaps.last().is_some_and(|gap| touches(gap, sheet)) {
            sheet.noted = gaps.len();
            // Without the note a recovered take has silence there that nobody explains.
            let _ = notes::write(&sheet.spec.path, &gaps);
        }
        match sheet.take.checkpoint() {
            Ok(file) => {
                if let Some(file) = file {
                    self.syncer.queue(Job::Data(file));
                }
            }
            Err(error) => self.complain(Some(error)),
        }
    }

    fn complain(&self, refused: Option<AudioError>) {
        if let Some(error) = refused {
            (self.tell)(RecorderEvent::NotWriting(error));
        }
    }

    /// Ends the take, in which the microphone has left the gaps `heard`. It is told of once it is
    /// safely on disk.
    pub(super) fn end(&mut self, marks: &[(Duration, String)], heard: &[Gap]) {
        let Some(Sheet { spec, take, .. }) = self.sheet.take() else {
            return;
        };
        let TakeSpec { key, path, .. } = spec;
        let folder = path.parent().unwrap_or(&path).to_owned();
        let Ended { take, files, error } = take.end(marks, heard);
        let tell = self.tell.clone();
        let job = Job::Whole {
            files,
            folder,
            done: Box::new(move |synced| {
                let unsynced = synced.err().map(|source| AudioError::File { path, source });
                tell(match (take, error.or(unsynced)) {
                    (Some(take), None) => RecorderEvent::Done { key, take },
                    (take, Some(error)) => RecorderEvent::Failed { key, take, error },
                    (None, None) => return,
                });
            }),
        };
        self.syncer.queue(job);
    }
}

/// Whether a gap reaches to the end of what there is, and so may have grown.
fn touches<K>(gap: &Gap, sheet: &Sheet<K>) -> bool {
    gap.at_frame + gap.frames >= sheet.take.frames()
}
