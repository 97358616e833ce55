//! The recorder's thread.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::super::AudioError;
use super::super::capture::Feed;
use super::super::checkpoint::{Job, Syncer};
use super::super::device::{Opened, Reopen};
use super::super::level::Meter;
use super::super::timeline::{Timeline, frames_in};
use super::super::wav::{BITS, TakeWriter};
use super::assembly::Assembly;
use super::{Command, Cut, RecorderEvent, TakeSpec};
use crate::clock;
use crate::domain::{Gap, GapCause, Take};

/// How long between two looks at the ring.
const PERIOD: Duration = Duration::from_millis(20);

/// How far writing stays behind the newest frame. A boundary is heard of within milliseconds, a loss
/// is recognized within 150 ms; a kill loses this much and what came since the last checkpoint.
const HOLDBACK: Duration = Duration::from_millis(300);

/// How often header and samples are brought up to date on disk.
const CHECKPOINT: Duration = Duration::from_millis(500);

const METER_PERIOD: Duration = Duration::from_millis(100);

/// No frames for this long: the microphone is gone.
const GONE: Duration = Duration::from_millis(1500);

/// How long between two attempts to get it back.
const REOPEN: Duration = Duration::from_secs(1);

/// A take on its way.
struct OpenTake<K> {
    spec: TakeSpec<K>,
    writer: TakeWriter,
    /// The stream's frame at which it begins.
    from: u64,
}

pub(super) struct Engine<K, F> {
    feed: Option<Feed>,
    reopen: Reopen,
    timeline: Timeline,
    assembly: Assembly,
    take: Option<OpenTake<K>>,
    cuts: VecDeque<Cut<K>>,
    /// Set once no more cuts will come.
    finish_by: Option<Instant>,
    syncer: Syncer,
    meter: Meter,
    metered: Instant,
    checkpointed: Instant,
    /// When the last frames came, or the last attempt to get them was made.
    heard: Instant,
    block: Vec<f32>,
    sample_rate: u32,
    tell: F,
}

impl<K, F> Engine<K, F>
where
    K: Send + Clone + 'static,
    F: Fn(RecorderEvent<K>) + Send + Sync + Clone + 'static,
{
    pub(super) fn new(opened: Opened, tell: F, now: Instant) -> Result<Self, AudioError> {
        let Opened { feed, reopen, .. } = opened;
        let sample_rate = feed.format.sample_rate;
        Ok(Engine {
            timeline: Timeline::new(sample_rate, feed.is_exact(), now),
            feed: Some(feed),
            reopen,
            assembly: Assembly::default(),
            take: None,
            cuts: VecDeque::new(),
            finish_by: None,
            syncer: Syncer::start().map_err(AudioError::Thread)?,
            meter: Meter::default(),
            metered: now,
            checkpointed: now,
            heard: now,
            block: Vec::new(),
            sample_rate,
            tell,
        })
    }

    pub(super) fn run(&mut self, inbox: &Receiver<Command<K>>) {
        loop {
            match inbox.recv_timeout(PERIOD) {
                Ok(Command::Begin(at)) => {
                    if let Some(feed) = &self.feed {
                        feed.begin(at);
                    }
                }
                Ok(Command::Cut(cut)) => self.cuts.push_back(cut),
                Ok(Command::Finish { by }) => self.finish_by = Some(by),
                Err(RecvTimeoutError::Timeout) => {}
                // Our owner is gone without a word: keep what there is.
                Err(RecvTimeoutError::Disconnected) => {
                    self.finish_by.get_or_insert_with(clock::now);
                }
            }
            let now = clock::now();
            self.take_in(now);
            self.watch_device(now);
            self.write_out(now);
            self.report_level(now);
            if self.finish_by.is_some() && self.cuts.is_empty() {
                let end = self.assembly.end();
                self.write_until(end);
                self.end_take(&[]);
                self.close_feed();
                return;
            }
        }
    }

    /// Moves what the ring holds into the assembly.
    fn take_in(&mut self, now: Instant) {
        let Some(feed) = &mut self.feed else {
            return;
        };
        let channels = feed.format.channels;
        loop {
            self.block.clear();
            let Some(stamp) = feed.next(&mut self.block) else {
                return;
            };
            self.heard = now;
            if stamp.dropped > 0 {
                let at = self.assembly.end();
                self.assembly.fill(at, stamp.dropped, GapCause::Overrun);
                self.timeline.fill(stamp.dropped);
                (self.tell)(RecorderEvent::Gap {
                    frames: stamp.dropped,
                    cause: GapCause::Overrun,
                });
            }
            let loss = self.timeline.push(stamp.captured, stamp.frames);
            self.assembly.append(&self.block, channels);
            self.meter.push(self.block.iter().copied());
            if let Some(loss) = loss {
                let cause = GapCause::Stall;
                self.assembly.fill(loss.at_frame, loss.frames, cause);
                let frames = loss.frames;
                (self.tell)(RecorderEvent::Gap { frames, cause });
            }
        }
    }

    /// Notices that the microphone is gone, keeps time in silence, and gets it back.
    fn watch_device(&mut self, now: Instant) {
        match &self.feed {
            Some(feed) if feed.has_failed() || now.saturating_duration_since(self.heard) > GONE => {
                self.close_feed();
                self.heard = now;
                (self.tell)(RecorderEvent::Lost);
            }
            Some(_) => return,
            None => {}
        }
        let silent_until = now
            .checked_sub(HOLDBACK)
            .map_or(0, |at| self.timeline.frame_at(at));
        self.fill_until(silent_until, GapCause::DeviceLost);
        if now.saturating_duration_since(self.heard) < REOPEN || self.finish_by.is_some() {
            return;
        }
        self.heard = now;
        // A microphone that comes back with another rate would change the pitch: not the same one.
        if let Some((feed, mic)) =
            (self.reopen)().filter(|(feed, _)| feed.format.sample_rate == self.sample_rate)
        {
            self.feed = Some(feed);
            self.heard = clock::now();
            let silent_until = self.timeline.frame_at(self.heard);
            self.fill_until(silent_until, GapCause::DeviceLost);
            (self.tell)(RecorderEvent::Back(mic));
        }
    }

    fn fill_until(&mut self, frame: u64, cause: GapCause) {
        let end = self.assembly.end();
        if let Some(frames) = frame.checked_sub(end).filter(|frames| *frames > 0) {
            self.assembly.fill(end, frames, cause);
            self.timeline.fill(frames);
        }
    }

    /// Drops the stream where a hang of the audio system harms nobody.
    fn close_feed(&mut self) {
        if let Some(feed) = self.feed.take() {
            let closer = std::thread::Builder::new().name("close-microphone".to_owned());
            let _ = closer.spawn(move || drop(feed));
        }
    }

    /// Writes what is old enough, and performs the cuts whose frames have come.
    fn write_out(&mut self, now: Instant) {
        while let Some(cut) = self.cuts.front() {
            let at = self.timeline.frame_at(cut.at).max(self.assembly.base());
            if at > self.assembly.end() {
                if self.finish_by.is_none_or(|by| now < by) {
                    break;
                }
                // Waited long enough: what never came is silence, and listed as such.
                self.fill_until(at, GapCause::Stall);
            }
            self.write_until(at);
            if let Some(Cut { marks, next, .. }) = self.cuts.pop_front() {
                self.end_take(&marks);
                if let Some(spec) = next {
                    self.begin_take(spec, at);
                }
            }
        }
        let held = frames_in(HOLDBACK, self.sample_rate);
        let mut ready = self.assembly.end().saturating_sub(held);
        if let Some(cut) = self.cuts.front() {
            ready = ready.min(self.timeline.frame_at(cut.at));
        }
        self.write_until(ready);
        self.checkpoint(now);
    }

    fn write_until(&mut self, frame: u64) {
        let samples = self.assembly.take_until(frame);
        let Some(take) = &mut self.take else {
            drop(samples);
            return;
        };
        if let Err(error) = take.writer.write(samples) {
            self.give_up_take(error);
        }
    }

    fn checkpoint(&mut self, now: Instant) {
        if now.saturating_duration_since(self.checkpointed) < CHECKPOINT {
            return;
        }
        self.checkpointed = now;
        if let Some(take) = &mut self.take {
            match take.writer.checkpoint() {
                Ok(file) => self.syncer.queue(Job::Data(file)),
                Err(error) => self.give_up_take(error),
            }
        }
    }

    fn begin_take(&mut self, spec: TakeSpec<K>, from: u64) {
        match TakeWriter::create(&spec.path, self.sample_rate) {
            Ok(writer) => self.take = Some(OpenTake { spec, writer, from }),
            Err(error) => (self.tell)(RecorderEvent::Failed {
                key: spec.key,
                error,
            }),
        }
    }

    /// The disk refuses: what is on it stays valid, up to the last checkpoint.
    fn give_up_take(&mut self, error: AudioError) {
        if let Some(take) = self.take.take() {
            let key = take.spec.key;
            (self.tell)(RecorderEvent::Failed { key, error });
        }
    }

    fn end_take(&mut self, marks: &[(Duration, String)]) {
        let Some(OpenTake { spec, writer, from }) = self.take.take() else {
            return;
        };
        let frames = writer.frames();
        let gaps = self.assembly.gaps(from, from + frames);
        let take = self.describe(&spec.name, frames, gaps);
        let folder = spec.path.parent().unwrap_or(&spec.path).to_owned();
        let path = spec.path;
        let key = spec.key;
        let tell = self.tell.clone();
        match writer.finish(marks) {
            Err(error) => (self.tell)(RecorderEvent::Failed { key, error }),
            Ok(file) => self.syncer.queue(Job::Whole {
                file,
                folder,
                done: Box::new(move |synced| {
                    tell(match synced {
                        Ok(()) => RecorderEvent::Done { key, take },
                        Err(source) => RecorderEvent::Failed {
                            key,
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
        }
    }

    fn report_level(&mut self, now: Instant) {
        if now.saturating_duration_since(self.metered) >= METER_PERIOD {
            self.metered = now;
            if let Some(level) = self.meter.take() {
                (self.tell)(RecorderEvent::Level(level));
            }
        }
    }
}
