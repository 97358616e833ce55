//! Where takes are written, one at a time, until they are safely on disk.

use std::time::Duration;

use super::super::AudioError;
use super::super::checkpoint::{Job, Syncer};
use super::super::notes;
use super::super::wav::written;
use super::listener::Listener;
use super::take::{Ended, OpenTake, Paper};
use super::{RecorderEvent, TakeSpec};
use crate::domain::{Gap, GapCause};

struct Sheet<K> {
    spec: TakeSpec<K>,
    take: OpenTake,
    /// The stretches of the stream before each pause.
    before: Vec<(u64, u64)>,
    /// The stream's frame at which the stretch on its way begins; none in a pause.
    from: Option<u64>,
    /// The gaps that are noted beside the take, for whoever recovers it.
    noted: Vec<Gap>,
}

impl<K> Sheet<K> {
    fn stretches(&self) -> Vec<(u64, u64)> {
        let before = self.before.iter().map(|(from, to)| to - from).sum::<u64>();
        let now = self
            .from
            .map(|from| (from, from + self.take.frames() - before));
        self.before.iter().copied().chain(now).collect()
    }
}

pub(super) struct Desk<K, F> {
    sheet: Option<Sheet<K>>,
    refusal: Refusal,
    syncer: Syncer,
    /// From the first take on that is listened to.
    listener: Option<Listener<K>>,
    pub(super) paper: Paper,
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
            refusal: Refusal::default(),
            syncer: Syncer::start().map_err(AudioError::Thread)?,
            listener: None,
            paper,
            tell,
        })
    }

    /// Whether what is written now goes into a take.
    pub(super) fn is_recording(&self) -> bool {
        self.sheet
            .as_ref()
            .is_some_and(|sheet| sheet.from.is_some())
    }

    /// The stretches of the stream that the take on its way covers so far, between its pauses.
    pub(super) fn stretches(&self) -> Vec<(u64, u64)> {
        self.sheet
            .as_ref()
            .map(Sheet::stretches)
            .unwrap_or_default()
    }

    /// What is written from now on is of no take, until it goes on.
    pub(super) fn pause(&mut self) {
        if let Some(sheet) = &mut self.sheet {
            sheet.before = sheet.stretches();
            sheet.from = None;
        }
    }

    /// The take on its way, if any, goes on with the stream's frame `from`.
    pub(super) fn resume(&mut self, from: u64) {
        if let Some(sheet) = &mut self.sheet {
            sheet.from.get_or_insert(from);
        }
    }

    pub(super) fn begin(&mut self, spec: TakeSpec<K>, from: u64) {
        let listen = spec.listen;
        let (take, refused) = OpenTake::begin(spec.path.clone(), spec.name.clone(), self.paper);
        self.sheet = Some(Sheet {
            spec,
            take,
            before: Vec::new(),
            from: Some(from),
            noted: Vec::new(),
        });
        self.refusal.pause = 0;
        if listen {
            self.listen();
        }
        self.complain(refused);
    }

    /// Has the take listened to that has just begun. Where there is no thread for it, nobody does.
    fn listen(&mut self) {
        let format = self.paper.shape.format;
        if self.listener.is_none() {
            self.listener = Listener::start(self.tell.clone(), format).ok();
        }
        if let Some(listener) = &mut self.listener {
            listener.begin(format);
        }
    }

    pub(super) fn write(&mut self, samples: &[f32]) {
        let recording = self.sheet.as_mut().filter(|sheet| sheet.from.is_some());
        if let Some(sheet) = recording {
            let refused = sheet.take.write(samples).err();
            self.complain(refused);
            if let Some(listener) = &mut self.listener {
                let bits = self.paper.shape.bits;
                listener.hear(samples.iter().map(|s| written(*s, bits)));
            }
        }
    }

    /// Brings what is on disk up to date, and tries again where the disk has refused. `heard` are
    /// the gaps that the microphone has left in the take so far.
    pub(super) fn checkpoint(&mut self, heard: &[Gap]) {
        let Some(sheet) = &mut self.sheet else {
            return;
        };
        if sheet.take.is_waiting() && self.refusal.is_over() {
            sheet.take.retry();
        }
        let gaps = sheet.take.gaps(heard);
        // Without the note a recovered take has silence there that nobody explains.
        if gaps != sheet.noted && notes::write(&sheet.spec.path, &gaps).is_ok() {
            sheet.noted = gaps;
        }
        match sheet.take.checkpoint() {
            Ok(Some(file)) => {
                self.syncer.queue(Job::Data(file));
                if self.refusal.accepted() {
                    (self.tell)(RecorderEvent::Writing);
                }
            }
            Ok(None) => {}
            Err(error) => self.complain(Some(error)),
        }
    }

    /// Tells that the disk refuses, unless that is known.
    fn complain(&mut self, refused: Option<AudioError>) {
        let Some(error) = refused else {
            return;
        };
        if let Some(listener) = &mut self.listener {
            // What is in the file from now on only the file can tell.
            listener.give_up();
        }
        if self.refusal.refused() {
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
        let frames = take.frames();
        let Ended { take, files, error } = take.end(marks, heard);
        if let Some(listener) = &mut self.listener {
            // Not of sound that the disk refused at the last moment.
            let is_whole = take.as_ref().is_some_and(|take| {
                let refused = take.gaps.iter().any(|gap| gap.cause == GapCause::DiskFull);
                take.frames == frames && !refused
            });
            if is_whole {
                listener.end(key.clone());
            } else {
                listener.give_up();
            }
        }
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

/// Whether the disk refuses, and when to try it again: a disk that takes a little and refuses the
/// rest, as one with a quota does, is tried more and more seldom.
#[derive(Debug, Default)]
struct Refusal {
    is_known: bool,
    /// Checkpoints to let pass before the next attempt, and how many have passed.
    pause: u32,
    passed: u32,
}

impl Refusal {
    /// A minute, at two checkpoints a second.
    const LONGEST: u32 = 120;

    /// It refuses. Whether that is news.
    fn refused(&mut self) -> bool {
        self.pause = (self.pause * 2).clamp(1, Self::LONGEST);
        self.passed = 0;
        !std::mem::replace(&mut self.is_known, true)
    }

    /// Whether it is time to try again.
    fn is_over(&mut self) -> bool {
        self.passed += 1;
        self.passed >= self.pause
    }

    /// It has taken something. Whether that is news.
    fn accepted(&mut self) -> bool {
        std::mem::take(&mut self.is_known)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::super::super::format::{Format, Shape};
    use super::*;
    use crate::domain::Bits;

    #[test]
    fn a_disk_that_goes_on_refusing_is_tried_more_and_more_seldom() {
        let mut refusal = Refusal::default();
        assert!(!refusal.accepted(), "that it takes is no news at first");
        assert!(refusal.refused());
        assert!(refusal.is_over(), "once more at the next checkpoint");
        assert!(!refusal.refused(), "it is known");
        let waits: Vec<u32> = (0..8)
            .map(|_| {
                let waited = (1..1000).find(|_| refusal.is_over()).unwrap();
                refusal.refused();
                waited
            })
            .collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 120, 120]);
        assert!(refusal.accepted());
        assert!(!refusal.accepted());
    }

    #[test]
    fn a_take_of_which_the_disk_refuses_something_is_not_heard() {
        let shape = Shape {
            format: Format {
                sample_rate: 16_000,
                channels: 1,
            },
            bits: Bits::Sixteen,
        };
        let folder = tempfile::tempdir().unwrap();
        let told = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&told);
        let tell = move |event: RecorderEvent<u8>| {
            if let RecorderEvent::Heard { key, .. } = event {
                into.lock().unwrap().push(key);
            }
        };
        let mut desk = Desk::new(Paper::new(shape), tell).unwrap();
        for (key, path) in [(1, "a.wav"), (2, "no/such/folder/b.wav"), (3, "c.wav")] {
            let spec = TakeSpec {
                key,
                path: folder.path().join(path),
                name: path.to_owned(),
                listen: true,
            };
            desk.begin(spec, 0);
            desk.write(&vec![0.5; 16_000]);
            desk.end(&[], &[]);
        }
        drop(desk);
        assert_eq!(*told.lock().unwrap(), [1, 3]);
    }
}
