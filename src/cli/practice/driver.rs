//! One thread owns the session: one channel of events, one loop, deadlines as the timeout.
//!
//! The rules decide what happens and when; this carries it out on the recorder, the screen and the
//! disk, none of which it ever waits for.

mod heard;
mod keys;
mod scores;
mod spoken;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::keeper::Keeper;
use super::pictures::{Surroundings, running};
use super::record::Record;
use super::stage::Stage;
use super::voice::Voice;
use crate::audio::{Recorder, RecorderEvent, TakeSpec};
use crate::cli::signals::Signal;
use crate::clock;
use crate::domain::session::{Effect, Event as Rule, Machine, Phase, Slot};
use crate::domain::{Session, Speech, take_name};
use crate::ui::countdown::Tone;
use crate::ui::keys::Key;
use crate::ui::overtime;
use crate::ui::plain;
pub(super) use scores::Scorer;

/// Everything that can happen to a session from outside.
pub(super) enum Event {
    Key(Key),
    Signal(Signal),
    Recorder(RecorderEvent<Slot>),
    /// The figures of a take that was listened to.
    Delivery {
        slot: Slot,
        speech: Speech,
    },
    /// The question of `slot` has been spoken, or something is in the way of it.
    Voice {
        slot: Slot,
        trouble: Option<String>,
    },
    /// Something could not be kept.
    Trouble(String),
}

/// How often the picture changes by itself.
const PICTURE: Duration = Duration::from_millis(100);

/// How long the microphone may take to deliver the end of the last take.
const LAST_FRAMES: Duration = Duration::from_secs(3);

/// The same when a signal wants everything saved at once.
const LAST_FRAMES_IN_HASTE: Duration = Duration::from_millis(250);

/// How long a notice stays.
const NOTICE: Duration = Duration::from_secs(6);

pub(super) struct Driver<'a> {
    pub(super) machine: Machine,
    pub(super) recorder: Option<Recorder<Slot>>,
    pub(super) record: Record,
    pub(super) keeper: Keeper,
    pub(super) voice: Option<Voice>,
    pub(super) folder: PathBuf,
    pub(super) around: Surroundings,
    pub(super) events: &'a Receiver<Event>,
    pub(super) stage: Stage,
    pub(super) scorer: Scorer<'a>,
    /// When the session began.
    pub(super) start: Instant,
    pub(super) progress: Progress,
}

/// What the driver itself keeps in mind.
#[derive(Default)]
pub(super) struct Progress {
    /// The section that is being recorded.
    open: Option<Slot>,
    /// How many answers were asked about on the way.
    scored: usize,
    /// `q` was pressed once.
    asked_to_stop: bool,
    notice_until: Option<Instant>,
    signal: Option<Signal>,
    /// From the first turn on.
    sleep: Option<clock::Sleep>,
    /// What the user has to know when the screen is gone.
    troubles: Vec<String>,
}

/// A session that is over.
pub(super) struct Sat {
    pub(super) session: Session,
    pub(super) keeper: Keeper,
    pub(super) signal: Option<Signal>,
    pub(super) troubles: Vec<String>,
    /// How many answers need not be asked about any more.
    pub(super) asked_about: usize,
}

impl Driver<'_> {
    /// Runs the session to its end, by time, by key or by signal.
    pub(super) fn run(mut self) -> Sat {
        self.rule_at(Rule::Start, self.start);
        let mut picture_due = self.start;
        while !matches!(self.machine.phase(), Phase::Over { .. }) {
            if let Some(answer) = self.to_be_scored() {
                self.score(answer);
                continue;
            }
            let now = clock::now();
            if now >= picture_due {
                self.show(now);
                picture_due = now + PICTURE;
            }
            let deadline = self
                .machine
                .deadline()
                .map(|deadline| self.start + deadline);
            let until = deadline.map_or(picture_due, |deadline| deadline.min(picture_due));
            match self
                .events
                .recv_timeout(until.saturating_duration_since(now))
            {
                Ok(event) => self.take(event),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
            }
            self.mind_sleep();
            self.rule(Rule::Tick);
        }
        self.close()
    }

    /// Lets the recorder finish, and keeps what came of it.
    fn close(mut self) -> Sat {
        let now = clock::now();
        self.record.end(clock::wall());
        if let Some(recorder) = self.recorder.take() {
            self.finish(recorder, now);
        }
        while let Ok(event) = self.events.try_recv() {
            self.take_at_the_end(event);
        }
        let session = self.record.session(&self.machine, now - self.start);
        self.keeper.keep(session.clone());
        Sat {
            session,
            keeper: self.keeper,
            signal: self.progress.signal,
            troubles: self.progress.troubles,
            asked_about: self.machine.asked_about(),
        }
    }

    /// Waits for the last frames, and less long from the moment a signal comes.
    fn finish(&mut self, recorder: Recorder<Slot>, since: Instant) {
        const LOOK: Duration = Duration::from_millis(10);
        let mut by = since + LAST_FRAMES;
        recorder.finish_by(by);
        while !recorder.is_over() {
            if self.progress.signal.is_some() {
                let hasty = clock::now() + LAST_FRAMES_IN_HASTE;
                if hasty < by {
                    by = hasty;
                    recorder.finish_by(by);
                }
            }
            if let Ok(event) = self.events.recv_timeout(LOOK) {
                self.take_at_the_end(event);
            }
        }
        recorder.finish(by);
    }

    fn take_at_the_end(&mut self, event: Event) {
        match event {
            Event::Recorder(event) => self.heard(event),
            Event::Delivery { slot, speech } => self.measured(slot, speech),
            Event::Signal(signal) => self.progress.signal = Some(signal),
            Event::Key(Key::Interrupt) => self.progress.signal = Some(Signal::Interrupt),
            Event::Trouble(text) => self.trouble(text),
            Event::Key(_) | Event::Voice { .. } => {}
        }
    }

    /// A section in which the machine slept cannot be judged by its clock.
    fn mind_sleep(&mut self) {
        let sleep = self.progress.sleep.get_or_insert_with(clock::Sleep::watch);
        if sleep.has_slept() {
            self.rule(Rule::Slept);
            if !matches!(self.machine.phase(), Phase::Speaking { .. }) {
                return;
            }
            self.notice(
                "This machine was asleep. The section counts as interrupted; the clock goes on.",
                Tone::Bad,
            );
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Key(key) => self.key(key),
            Event::Signal(signal) => {
                self.progress.signal = Some(signal);
                self.rule(Rule::Stop);
            }
            Event::Recorder(event) => self.heard(event),
            Event::Delivery { slot, speech } => self.measured(slot, speech),
            Event::Voice { slot, trouble } => self.spoken(slot, trouble),
            Event::Trouble(text) => self.trouble(text),
        }
    }

    fn rule(&mut self, event: Rule) {
        self.rule_at(event, clock::now());
    }

    fn rule_at(&mut self, event: Rule, now: Instant) {
        let since = now.saturating_duration_since(self.start);
        let effects = self.machine.handle(event, since);
        // The recorder first: nothing else is as urgent.
        for effect in &effects {
            match (effect, &self.recorder) {
                (Effect::Cut { at, next }, _) => self.cut(self.start + *at, *next),
                (Effect::Paused { at }, Some(recorder)) => recorder.pause(self.start + *at),
                (Effect::Resumed { at }, Some(recorder)) => recorder.resume(self.start + *at),
                _ => {}
            }
        }
        if let Some(recorder) = self.recorder.as_ref().filter(|_| !effects.is_empty()) {
            recorder.expect(self.machine.phase_end().map(|end| self.start + end));
        }
        for effect in &effects {
            self.carry_out(effect, now);
        }
    }

    fn carry_out(&mut self, effect: &Effect, now: Instant) {
        if let Stage::Plain { teller, .. } = &self.stage {
            for line in plain::lines(&self.machine, effect) {
                teller.say(&line);
            }
            if let (Effect::Entered(_), true) = (effect, self.stage.is_attended()) {
                for line in self.what_can_be_done(now) {
                    teller.say(&line);
                }
            }
        }
        match effect {
            Effect::Warn { slot, left } => {
                let text = overtime::warning(&self.machine, *slot, *left);
                self.notice(&text, Tone::Short);
            }
            Effect::Overtime { slot, from } => {
                let text = overtime::used_up(&self.machine, *slot, *from);
                self.notice(&text, Tone::Last);
            }
            Effect::Marked { cue: None, .. } => self.notice("marked", Tone::Plain),
            Effect::Paused { .. } | Effect::Resumed { .. } => self.around.notice = None,
            Effect::Entered(phase) => {
                self.speak(*phase);
                self.around.notice = None;
                self.progress.asked_to_stop = false;
            }
            Effect::Save => self.keep(now),
            Effect::Cut { .. }
            | Effect::Marked { .. }
            | Effect::Ended { .. }
            | Effect::Finished(_) => {}
        }
    }

    fn cut(&mut self, at: Instant, next: Option<Slot>) {
        let ended = std::mem::replace(&mut self.progress.open, next);
        let Some(recorder) = &self.recorder else {
            return;
        };
        let marks = ended
            .map(|slot| self.machine.labels(slot))
            .unwrap_or_default();
        let spec = next.map(|slot| {
            let id = &self.machine.section(slot).id;
            let name = take_name(slot.answer + 1, slot.section + 1, id);
            TakeSpec {
                key: slot,
                path: self.folder.join(&name),
                name,
                listen: true,
            }
        });
        recorder.cut(at, marks, spec);
    }

    fn keep(&mut self, now: Instant) {
        let since = now.saturating_duration_since(self.start);
        self.keeper.keep(self.record.session(&self.machine, since));
    }

    fn trouble(&mut self, text: String) {
        self.notice(&text, Tone::Bad);
        if !self.progress.troubles.contains(&text) {
            self.progress.troubles.push(text);
        }
    }

    fn notice(&mut self, text: &str, tone: Tone) {
        // Everything else that is noticed has a line of its own where lines are told.
        if tone == Tone::Bad {
            self.tell(text);
        }
        self.around.notice = Some((text.to_owned(), tone));
        self.progress.notice_until = Some(clock::now() + NOTICE);
    }

    /// Tells a line where lines are told.
    fn tell(&self, line: &str) {
        if let Stage::Plain { teller, .. } = &self.stage {
            teller.say(line);
        }
    }

    fn show(&mut self, now: Instant) {
        let around = &self.around;
        let stays = self.progress.asked_to_stop || around.microphone_gone || around.disk_full;
        if self.progress.notice_until.is_some_and(|until| now >= until) && !stays {
            self.around.notice = None;
            self.progress.notice_until = None;
        }
        if let (Stage::Screen { screen, .. }, false) = (
            &self.stage,
            matches!(self.machine.phase(), Phase::Over { .. }),
        ) {
            let since = now.saturating_duration_since(self.start);
            screen.show(running(&self.machine, since, &self.around));
        }
    }
}
