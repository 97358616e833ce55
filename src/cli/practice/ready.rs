//! Before the clock starts: the microphone flows, its level shows, and the candidate begins.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::driver::{Event, Stage};
use super::pictures::{Surroundings, microphone_name, ready};
use crate::audio::RecorderEvent;
use crate::cli::signals::Signal;
use crate::clock;
use crate::domain::session::Machine;
use crate::ui::countdown::Tone;
use crate::ui::keys::Key;

/// How the wait ended.
pub(super) enum Start {
    /// At this instant the session begins.
    Begin(Instant),
    Leave,
    Signal(Signal),
}

/// Counts this down where nobody presses Enter. The audio system needs a moment of it to settle.
const COUNTDOWN: Duration = Duration::from_secs(3);

const PICTURE: Duration = Duration::from_millis(100);

pub(super) fn wait(
    machine: &Machine,
    around: &mut Surroundings,
    events: &Receiver<Event>,
    stage: &Stage,
    by_itself: bool,
) -> Start {
    let mut begins = by_itself.then(|| clock::now() + COUNTDOWN);
    let mut told = 0;
    loop {
        let now = clock::now();
        if around.microphone_gone {
            // Nobody should speak to a microphone that is not there.
            begins = begins.map(|_| now + COUNTDOWN);
        }
        let left = begins.map(|at| at.saturating_duration_since(now));
        if let (Some(at), Some(Duration::ZERO)) = (begins, left) {
            return Start::Begin(at);
        }
        let seconds = left.map(|left| left.as_secs_f64().ceil() as u64);
        let wait = match seconds {
            Some(seconds) => format!("begins in {seconds} · Enter now · q leave"),
            None => "Enter begin · q leave".to_owned(),
        };
        match stage {
            Stage::Screen { screen, .. } => screen.show(ready(machine, around, &wait)),
            Stage::Plain(teller) => {
                if let Some(seconds) = seconds.filter(|seconds| *seconds != told) {
                    told = seconds;
                    teller.say(&format!("begins in {seconds}"));
                }
            }
        }
        match events.recv_timeout(left.map_or(PICTURE, |left| left.min(PICTURE))) {
            Ok(Event::Key(Key::Enter)) => return Start::Begin(clock::now()),
            Ok(Event::Key(Key::Char('q') | Key::Escape)) => return Start::Leave,
            Ok(Event::Key(Key::Gone)) => return Start::Signal(Signal::HangUp),
            Ok(Event::Key(Key::Interrupt)) => return Start::Signal(Signal::Interrupt),
            Ok(Event::Signal(signal)) => return Start::Signal(signal),
            Ok(Event::Recorder(RecorderEvent::Level(level))) => {
                around.level = Some(level.peak_dbfs);
            }
            Ok(Event::Recorder(RecorderEvent::Lost)) => {
                around.microphone_gone = true;
                around.level = None;
                tell(around, stage, "the microphone is gone; plug it in again");
            }
            Ok(Event::Recorder(RecorderEvent::Back(mic))) => {
                around.microphone_gone = false;
                around.microphone = microphone_name(&mic);
                let text = format!("the microphone is {}", around.microphone);
                tell(around, stage, &text);
            }
            Ok(Event::Recorder(RecorderEvent::Moved(mic))) => {
                around.microphone = microphone_name(&mic);
                let text = format!("the microphone is now {}", around.microphone);
                tell(around, stage, &text);
            }
            Ok(_) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
    }
}

fn tell(around: &mut Surroundings, stage: &Stage, text: &str) {
    around.notice = Some((text.to_owned(), Tone::Bad));
    if let Stage::Plain(teller) = stage {
        teller.say(text);
    }
}
