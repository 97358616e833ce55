//! The take on its way, from its first frame to the moment it is safely on disk.

use std::time::Duration;

use super::super::AudioError;
use super::super::checkpoint::{Job, Syncer};
use super::super::repair::repair;
use super::super::wav::{BITS, TakeWriter};
use super::{RecorderEvent, TakeSpec};
use crate::domain::{Gap, Take};

struct OpenTake<K> {
    spec: TakeSpec<K>,
    writer: TakeWriter,
    /// The stream's frame at which it begins.
    from: u64,
}

/// Where takes are written, one at a time.
pub(super) struct Desk<K, F> {
    take: Option<OpenTake<K>>,
    syncer: Syncer,
    sample_rate: u32,
    tell: F,
}

impl<K, F> Desk<K, F>
where
    K: Send + Clone + 'static,
    F: Fn(RecorderEvent<K>) + Send + Sync + Clone + 'static,
{
    pub(super) fn new(sample_rate: u32, tell: F) -> Result<Self, AudioError> {
        Ok(Desk {
            take: None,
            syncer: Syncer::start().map_err(AudioError::Thread)?,
            sample_rate,
            tell,
        })
    }

    pub(super) fn is_open(&self) -> bool {
        self.take.is_some()
    }

    /// The stretch of the stream that the take on its way covers so far.
    pub(super) fn stretch(&self) -> Option<(u64, u64)> {
        let take = self.take.as_ref()?;
        Some((take.from, take.from + take.writer.frames()))
    }

    pub(super) fn begin(&mut self, spec: TakeSpec<K>, from: u64) {
        match TakeWriter::create(&spec.path, self.sample_rate) {
            Ok(writer) => self.take = Some(OpenTake { spec, writer, from }),
            Err(error) => (self.tell)(RecorderEvent::Failed {
                key: spec.key,
                take: None,
                error,
            }),
        }
    }

    pub(super) fn write(&mut self, samples: impl Iterator<Item = f32>) {
        if let Some(take) = &mut self.take
            && let Err(error) = take.writer.write(samples)
        {
            self.give_up(error);
        }
    }

    pub(super) fn checkpoint(&mut self) {
        if let Some(take) = &mut self.take {
            match take.writer.checkpoint() {
                Ok(file) => self.syncer.queue(Job::Data(file)),
                Err(error) => self.give_up(error),
            }
        }
    }

    /// The disk refuses. What has reached it is a valid take all the same.
    fn give_up(&mut self, error: AudioError) {
        let Some(OpenTake { spec, writer, .. }) = self.take.take() else {
            return;
        };
        drop(writer);
        let frames = repair(&spec.path).map_or(0, |repaired| repaired.frames);
        let take = (frames > 0).then(|| self.describe(&spec.name, frames, Vec::new()));
        let key = spec.key;
        (self.tell)(RecorderEvent::Failed { key, take, error });
    }

    /// Ends the take, which lists `gaps`. It is told of once it is safely on disk.
    pub(super) fn end(&mut self, marks: &[(Duration, String)], gaps: Vec<Gap>) {
        let Some(OpenTake { spec, writer, .. }) = self.take.take() else {
            return;
        };
        let take = self.describe(&spec.name, writer.frames(), gaps);
        let folder = spec.path.parent().unwrap_or(&spec.path).to_owned();
        let (path, key) = (spec.path, spec.key);
        let tell = self.tell.clone();
        match writer.finish(marks) {
            Err(error) => {
                let take = Some(take);
                (self.tell)(RecorderEvent::Failed { key, take, error });
            }
            Ok(file) => self.syncer.queue(Job::Whole {
                file,
                folder,
                done: Box::new(move |synced| {
                    tell(match synced {
                        Ok(()) => RecorderEvent::Done { key, take },
                        Err(source) => RecorderEvent::Failed {
                            key,
                            take: Some(take),
                            error: AudioError::File { path, source },
                        },
                    });
                }),
            }),
        }
    }

    fn describe(&self, name: &str, frames: u64, gaps: Vec<Gap>) -> Take {
        Take {
            path: name.to_owned(),
            sample_rate: self.sample_rate,
            channels: 1,
            bits: BITS,
            frames,
            lost_frames: gaps.iter().map(|gap| gap.frames).sum(),
            gaps,
            continued: Vec::new(),
        }
    }
}
