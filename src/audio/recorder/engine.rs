//! The recorder's thread.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::super::AudioError;
use super::super::device::Opened;
use super::super::format::{Format, Shape};
use super::super::level::{Meter, Watch};
use super::super::timeline::{Timeline, Trust, frames_in};
use super::arrival::{Arrival, Placed};
use super::assembly::Assembly;
use super::desk::Desk;
use super::ear::Ear;
use super::presence::Presence;
use super::take::Paper;
use super::{Boundary, Command, RecorderEvent, Turn};
use crate::clock;
use crate::domain::{Gap, GapCause, TakeFormat};

/// How long between two looks at the ring.
const PERIOD: Duration = Duration::from_millis(20);

/// How far writing stays behind the newest frame. A key is heard of within milliseconds, a loss is
/// mostly recognized by then; a kill loses this much and what came since the last checkpoint.
const HOLDBACK: Duration = Duration::from_millis(300);

/// The same where nothing is recorded: it costs nothing, and a first boundary may come late.
const IDLE_HOLDBACK: Duration = Duration::from_secs(10);

/// How often header and samples are brought up to date on disk.
const CHECKPOINT: Duration = Duration::from_millis(500);

const METER_PERIOD: Duration = Duration::from_millis(100);

/// What is heard.
enum Hearing {
    Flowing(Box<Ear>),
    /// It has come back, and is not placed in time yet.
    Arriving(Box<Arrival>),
    Gone,
}

pub(super) struct Engine<K, F> {
    hearing: Hearing,
    presence: Presence,
    timeline: Timeline,
    assembly: Assembly,
    desk: Desk<K, F>,
    boundaries: VecDeque<Boundary<K>>,
    /// Where the next boundary lies at the latest.
    horizon: Option<Instant>,
    /// Set once no more cuts will come.
    finish_by: Option<Instant>,
    meter: Meter,
    watch: Watch,
    /// A file or a tone may be as silent as it likes.
    is_device: bool,
    metered: Instant,
    checkpointed: Instant,
    /// Samples on their way from one place to the next.
    samples: Vec<f32>,
    /// Of the takes.
    format: Format,
    tell: F,
}

impl<K, F> Engine<K, F>
where
    K: Send + Clone + 'static,
    F: Fn(RecorderEvent<K>) + Send + Sync + Clone + 'static,
{
    pub(super) fn new(
        opened: Opened,
        wanted: TakeFormat,
        tell: F,
        now: Instant,
    ) -> Result<Self, AudioError> {
        let Opened { feed, return_, mic } = opened;
        let shape = Shape::of(wanted, feed.format);
        let format = shape.format;
        let trust = feed.trust();
        let ear = Ear::new(feed, format).ok_or_else(|| AudioError::Microphone {
            name: mic.name.unwrap_or_default(),
            reason: format!("its sound cannot be made into {} Hz", format.sample_rate),
        })?;
        Ok(Engine {
            timeline: Timeline::new(format.sample_rate, trust, now),
            is_device: trust != Trust::Exact,
            hearing: Hearing::Flowing(Box::new(ear)),
            presence: Presence::new(return_, now),
            assembly: Assembly::new(format.channels),
            desk: Desk::new(Paper::new(shape), tell.clone())?,
            boundaries: VecDeque::new(),
            horizon: None,
            finish_by: None,
            meter: Meter::default(),
            watch: Watch::default(),
            metered: now,
            checkpointed: now,
            samples: Vec::new(),
            format,
            tell,
        })
    }

    pub(super) fn run(&mut self, inbox: &Receiver<Command<K>>) {
        loop {
            match inbox.recv_timeout(PERIOD) {
                Ok(command) => self.obey(command),
                Err(RecvTimeoutError::Timeout) => {}
                // Our owner is gone without a word: keep what there is.
                Err(RecvTimeoutError::Disconnected) => {
                    self.finish_by.get_or_insert_with(clock::now);
                }
            }
            // All of them before anything is written: a boundary may be among them.
            while let Ok(command) = inbox.try_recv() {
                self.obey(command);
            }
            if self.turn(clock::now()) {
                return;
            }
        }
    }

    /// Does what is to be done at `now`. Whether that was the last of it.
    pub(super) fn turn(&mut self, now: Instant) -> bool {
        self.presence.turn(now, PERIOD);
        self.hear();
        self.mind_the_microphone(now);
        self.write_out(now);
        self.report_level(now);
        let is_over = self.finish_by.is_some() && self.boundaries.is_empty();
        if is_over {
            self.write_until(self.assembly.end());
            self.end_take(&[]);
            self.close();
        }
        is_over
    }

    pub(super) fn obey(&mut self, command: Command<K>) {
        match command {
            Command::Begin(at) => {
                if let Hearing::Flowing(ear) = &self.hearing {
                    ear.feed.begin(at);
                }
            }
            Command::Boundary(boundary) => self.boundaries.push_back(boundary),
            Command::Horizon(at) => self.horizon = at,
            Command::Finish { by } => {
                self.horizon = None;
                self.finish_by = Some(by);
            }
        }
    }

    /// Moves what the ring holds into the assembly.
    fn hear(&mut self) {
        let ear = match &mut self.hearing {
            Hearing::Flowing(ear) => ear,
            Hearing::Arriving(arrival) => {
                if let Some(block) = arrival.listen() {
                    self.presence.heard(block);
                }
                return;
            }
            Hearing::Gone => return,
        };
        loop {
            self.samples.clear();
            let Some(heard) = ear.hear(&mut self.samples) else {
                return;
            };
            self.presence.heard(heard.length);
            self.meter.push(ear.raw().iter().copied());
            if heard.dropped > 0 {
                let (frames, cause) = (heard.dropped, GapCause::Overrun);
                self.assembly.fill(self.assembly.end(), frames, cause);
                self.timeline.fill(frames);
                (self.tell)(RecorderEvent::Gap { frames, cause });
            }
            let frames = self.samples.len() / usize::from(self.format.channels);
            if frames == 0 {
                continue;
            }
            self.timeline.lose_in_cycles_of(ear.cycle());
            let loss = self.timeline.push(heard.captured, frames);
            self.assembly.append(&self.samples);
            if let Some(loss) = loss {
                let (frames, cause) = (loss.frames, GapCause::Stall);
                self.assembly.fill(loss.at_frame, frames, cause);
                (self.tell)(RecorderEvent::Gap { frames, cause });
            }
        }
    }

    /// Notices that the microphone is gone, keeps time in silence, and gets it back.
    fn mind_the_microphone(&mut self, now: Instant) {
        let failed = match &self.hearing {
            Hearing::Flowing(ear) => ear.feed.has_failed(),
            Hearing::Arriving(arrival) => arrival.has_failed(),
            Hearing::Gone => false,
        };
        if failed {
            // What came just before its end.
            self.hear();
        }
        match &self.hearing {
            Hearing::Flowing(_) | Hearing::Arriving(_)
                // A file or a tone that comes late has not gone away.
                if failed || (self.is_device && self.presence.is_silent()) =>
            {
                if matches!(self.hearing, Hearing::Flowing(_)) {
                    (self.tell)(RecorderEvent::Lost);
                    self.timeline.stop_doubting();
                }
                self.close();
            }
            Hearing::Arriving(arrival) if arrival.is_ready() => self.welcome(),
            Hearing::Flowing(ear) => {
                if let Some(name) = ear.feed.moved_to() {
                    let tell = self.tell.clone();
                    self.presence
                        .identify(name, move |mic| tell(RecorderEvent::Moved(mic)));
                }
            }
            Hearing::Arriving(_) => {}
            Hearing::Gone => {
                if let Some(at) = now.checked_sub(HOLDBACK) {
                    self.fill_until(self.timeline.frame_at(at), GapCause::DeviceLost);
                }
                if self.finish_by.is_none()
                    && let Some((feed, mic)) = self.presence.retry(now)
                    && let Some(ear) = Ear::new(feed, self.format)
                {
                    let arrival = Arrival::new(ear, mic, self.format);
                    self.hearing = Hearing::Arriving(Box::new(arrival));
                }
            }
        }
    }

    /// Places a microphone that has come back where its capture times say.
    fn welcome(&mut self) {
        let Hearing::Arriving(arrival) = std::mem::replace(&mut self.hearing, Hearing::Gone) else {
            return;
        };
        let Some(Placed {
            ear,
            mic,
            captured,
            samples,
        }) = arrival.place()
        else {
            return;
        };
        let at = self.timeline.frame_at(captured);
        self.fill_until(at, GapCause::DeviceLost);
        // What was filled already is not heard twice.
        let channels = usize::from(self.format.channels);
        let doubled = self.assembly.end().saturating_sub(at) as usize * channels;
        let fresh = samples.get(doubled..).unwrap_or_default();
        self.assembly.append(fresh);
        self.timeline
            .resume((fresh.len() / channels) as u64, ear.feed.trust());
        self.hearing = Hearing::Flowing(Box::new(ear));
        self.presence.is_back();
        (self.tell)(RecorderEvent::Back(mic));
    }

    fn fill_until(&mut self, frame: u64, cause: GapCause) {
        let end = self.assembly.end();
        if let Some(frames) = frame.checked_sub(end).filter(|frames| *frames > 0) {
            self.assembly.fill(end, frames, cause);
            self.timeline.fill(frames);
        }
    }

    /// Drops the stream where a hang of the audio system harms nobody.
    fn close(&mut self) {
        let hearing = std::mem::replace(&mut self.hearing, Hearing::Gone);
        let closer = std::thread::Builder::new().name("close-microphone".to_owned());
        let _ = closer.spawn(move || drop(hearing));
    }

    /// Performs the boundaries whose frames have come, and writes what is old enough.
    fn write_out(&mut self, now: Instant) {
        let doubtful = self.timeline.doubtful_from().unwrap_or(u64::MAX);
        while let Some(next) = self.boundaries.front() {
            let at = self.timeline.frame_at(next.at).max(self.assembly.base());
            if at > self.assembly.end().min(doubtful) {
                if self.finish_by.is_none_or(|by| now < by) {
                    break;
                }
                // Waited long enough: what never came is silence, and listed as such.
                let cause = match self.hearing {
                    Hearing::Flowing(_) => GapCause::Stall,
                    Hearing::Arriving(_) | Hearing::Gone => GapCause::DeviceLost,
                };
                self.fill_until(at, cause);
            }
            self.write_until(at);
            match self.boundaries.pop_front().map(|boundary| boundary.turn) {
                Some(Turn::Cut { marks, next }) => {
                    self.end_take(&marks);
                    if let Some(spec) = next {
                        self.desk.begin(spec, at);
                    }
                }
                Some(Turn::Pause) => self.desk.pause(),
                Some(Turn::Resume) => self.desk.resume(at),
                None => {}
            }
        }
        let held = if self.desk.is_recording() {
            HOLDBACK
        } else {
            IDLE_HOLDBACK
        };
        let old = self
            .assembly
            .end()
            .saturating_sub(frames_in(held, self.format.sample_rate));
        let next = self.boundaries.front().map(|boundary| boundary.at);
        let boundaries = [next, self.horizon].into_iter().flatten();
        let limit = boundaries.map(|at| self.timeline.frame_at(at)).min();
        self.write_until(old.min(doubtful).min(limit.unwrap_or(u64::MAX)));
        if now.saturating_duration_since(self.checkpointed) >= CHECKPOINT {
            self.checkpointed = now;
            let gaps = self.gaps();
            self.desk.checkpoint(&gaps);
        }
    }

    fn write_until(&mut self, frame: u64) {
        self.samples.clear();
        self.assembly.take_until(frame, &mut self.samples);
        self.desk.write(&self.samples);
    }

    /// What the microphone has left out of the take on its way.
    fn gaps(&mut self) -> Vec<Gap> {
        self.assembly.gaps(&self.desk.stretches())
    }

    fn end_take(&mut self, marks: &[(Duration, String)]) {
        let gaps = self.gaps();
        self.desk.end(marks, &gaps);
    }

    fn report_level(&mut self, now: Instant) {
        if now.saturating_duration_since(self.metered) >= METER_PERIOD {
            self.metered = now;
            let Some(level) = self.meter.take() else {
                return;
            };
            (self.tell)(RecorderEvent::Level(level));
            if self.desk.is_recording()
                && self.is_device
                && let Some(complaint) = self.watch.heed(level, METER_PERIOD)
            {
                (self.tell)(RecorderEvent::Complaint(complaint));
            }
        }
    }
}

#[cfg(test)]
mod tests;
