//! Topics against the clock, and a place for notes afterwards. One thread owns the study, as it does
//! a session: one channel of events, one loop, deadlines as the timeout.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use inquire::InquireError;

use super::super::super::editor::Closed;
use super::super::super::practice::{Came, Stage};
use super::super::super::signals::{self, Signal};
use super::super::sheet::{change, edit, keep};
use super::Running;
use crate::clock;
use crate::domain::{Sheet, Study, StudyEffect, StudyEvent, TopicTime};
use crate::ui::asking;
use crate::ui::keys::Key;
use crate::ui::scoring::worth_keeping;
use crate::ui::study::{self, Shown};

/// How often the picture changes by itself.
const PICTURE: Duration = Duration::from_millis(100);

#[derive(Clone, Copy)]
enum Event {
    Key(Key),
    Signal(Signal),
}

/// How a study ended.
struct Studied {
    topics: Vec<TopicTime>,
    through: bool,
    signal: Option<Signal>,
}

impl Running<'_> {
    /// Goes through the topics, keeps how far, and asks for notes below these headings.
    pub(super) fn study(&self, topics: &[String], headings: &[String]) -> anyhow::Result<Came> {
        let mut history = self.context.history_as_it_is()?;
        let progress = history.plans(self.folder)?;
        let owner = self.owner();
        let before = progress.note(owner.plan, owner.block);
        let before = before.map(|note| note.topics.clone()).unwrap_or_default();
        let length = self.place.block.length.as_secs_f64() * self.args.scale.unwrap_or(1.0);
        let length = Duration::try_from_secs_f64(length).unwrap_or(Duration::MAX / 4);
        let study = Study::new(topics, length, &before);
        let studied = self.run_study(study, topics)?;
        let topics = studied.topics;
        // Before anything is asked: whatever happens to the question, this was studied.
        change(&mut history, self.folder, owner, self.title, |note| {
            note.topics = topics;
        })?;
        let mut code = studied.signal.map_or(0, Signal::exit_code);
        if studied.signal.is_none() && self.context.terminal.is_interactive() {
            code = self.take_notes(headings)?;
        }
        Ok(Came {
            code,
            is_through: studied.through,
        })
    }

    fn run_study(&self, study: Study, topics: &[String]) -> anyhow::Result<Studied> {
        let (tell, events) = channel();
        let signalled = tell.clone();
        let listening = signals::listen(move |signal| {
            let _ = signalled.send(Event::Signal(signal));
        })
        .context("signals cannot be handled")?;
        let press = move |key| {
            let _ = tell.send(Event::Key(key));
        };
        let terminal = self.context.terminal;
        let stage = Stage::set(terminal, press).context("the terminal cannot be used")?;
        let driver = Driver {
            study,
            shown: Shown {
                title: format!("Day {} · {}", self.place.day, self.title),
                topics,
                explains_keys: false,
                asks_to_stop: false,
            },
            stage,
            start: clock::now(),
            signal: None,
        };
        let studied = driver.run(&events);
        drop(listening);
        Ok(studied)
    }

    /// A line, or as much as the editor takes. An exit code.
    fn take_notes(&self, headings: &[String]) -> anyhow::Result<u8> {
        let sheet = Sheet {
            title: self.title,
            questions: headings,
        };
        let mut history = self.context.history_as_it_is()?;
        let terminal = self.context.terminal;
        let help = "a line to keep · e opens your editor · Enter leaves it";
        let line = match asking::text(terminal, "Notes:", help) {
            Ok(line) => worth_keeping(&line),
            Err(InquireError::OperationCanceled) => None,
            Err(InquireError::OperationInterrupted) => return Ok(Signal::Interrupt.exit_code()),
            Err(error) => return Err(error).context("the terminal cannot be used"),
        };
        match line.as_deref() {
            None => Ok(0),
            Some("e") => {
                let written = edit(self.context, &mut history, self.owner(), sheet)?;
                Ok(match written.closed {
                    Closed::ByItself => 0,
                    Closed::By(signal) => signal.exit_code(),
                })
            }
            Some(line) => {
                let progress = history.plans(self.folder)?;
                let owner = self.owner();
                let before = progress.note(owner.plan, owner.block);
                let before = before.map_or("", |note| &note.text);
                let text = sheet.kept(&format!("{before}\n\n{line}"));
                keep(&mut history, self.folder, owner, self.title, text)?;
                Ok(0)
            }
        }
    }
}

struct Driver<'a> {
    study: Study,
    shown: Shown<'a>,
    stage: Stage,
    start: Instant,
    signal: Option<Signal>,
}

impl Driver<'_> {
    fn run(mut self, events: &Receiver<Event>) -> Studied {
        let begun = self.study.start();
        self.carry_out(&begun);
        let mut picture_due = self.start;
        let mut through = self.study.is_over();
        while !self.study.is_over() {
            let now = clock::now();
            if now >= picture_due {
                self.show(now);
                picture_due = now + PICTURE;
            }
            let deadline = self.study.deadline().map(|due| self.start + due);
            let until = deadline.map_or(picture_due, |due| due.min(picture_due));
            let event = match events.recv_timeout(until.saturating_duration_since(now)) {
                Ok(event) => self.meaning(event),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => StudyEvent::Tick,
            };
            let effects = self.study.handle(event, self.since(clock::now()));
            self.carry_out(&effects);
            through |= effects.contains(&StudyEffect::Over { through: true });
        }
        Studied {
            topics: self.study.topics(self.since(clock::now())),
            through,
            signal: self.signal,
        }
    }

    fn since(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.start)
    }

    /// What a key or a signal does to the study.
    fn meaning(&mut self, event: Event) -> StudyEvent {
        let key = match event {
            Event::Signal(signal) => return self.stop(Some(signal)),
            Event::Key(Key::Interrupt) => return self.stop(Some(Signal::Interrupt)),
            Event::Key(Key::Gone) => return self.stop(Some(Signal::HangUp)),
            // Another size of the terminal is no key.
            Event::Key(Key::Resize) => return StudyEvent::Tick,
            Event::Key(key) => key,
        };
        let asked = std::mem::take(&mut self.shown.asks_to_stop);
        let explained = std::mem::take(&mut self.shown.explains_keys);
        match key {
            _ if explained => StudyEvent::Tick,
            Key::Char('q') if asked => self.stop(None),
            // Whatever else it means, it also means no.
            _ if asked => {
                self.tell("going on");
                StudyEvent::Tick
            }
            Key::Char('q') => {
                self.shown.asks_to_stop = true;
                self.tell(study::ASK);
                StudyEvent::Tick
            }
            Key::Char('n') => StudyEvent::Next,
            Key::Space => StudyEvent::Pause,
            Key::Char('t') => {
                let view = self.study.view(self.since(clock::now()));
                self.tell(&study::time(&view));
                StudyEvent::Tick
            }
            Key::Char('?') => {
                self.shown.explains_keys = true;
                for line in study::KEYS {
                    self.tell(line);
                }
                StudyEvent::Tick
            }
            _ => StudyEvent::Tick,
        }
    }

    fn stop(&mut self, signal: Option<Signal>) -> StudyEvent {
        self.signal = signal;
        StudyEvent::Stop
    }

    fn carry_out(&self, effects: &[StudyEffect]) {
        for effect in effects {
            self.tell(&study::line(effect, self.shown.topics));
            if let (StudyEffect::Began { .. }, true) = (effect, self.stage.is_attended()) {
                self.tell(study::KEY_LINE);
            }
        }
    }

    /// Tells a line where lines are told.
    fn tell(&self, line: &str) {
        if let Stage::Plain { teller, .. } = &self.stage {
            teller.say(line);
        }
    }

    fn show(&self, now: Instant) {
        if let Stage::Screen { screen, .. } = &self.stage {
            let view = self.study.view(self.since(now));
            let topics = self.study.topics(self.since(now));
            screen.show(study::picture(&view, &topics, &self.shown));
        }
    }
}
