//! Before the clock starts: the microphone flows, its level shows, and the candidate begins.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::driver::Event;
use super::pictures::{Surroundings, microphone_name, ready};
use super::stage::Stage;
use crate::audio::RecorderEvent;
use crate::cli::args::SittingArgs;
use crate::cli::context::Context;
use crate::cli::signals::Signal;
use crate::clock;
use crate::domain::session::Machine;
use crate::ui::countdown::Tone;
use crate::ui::keys::Key;
use crate::ui::text;

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

/// What makes the clock start, besides Enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begin {
    Enter,
    /// By itself, as soon as the microphone has had its moment.
    Soon,
    /// By itself, at the end of a break that is over at this instant; where it is over already only
    /// off a terminal, since nobody should be thrown into a round while reading scores.
    AfterBreak(Instant),
}

impl Begin {
    pub(super) fn usual(context: &Context, args: &SittingArgs) -> Self {
        if args.yes || !context.terminal.is_interactive() {
            Begin::Soon
        } else {
            Begin::Enter
        }
    }

    fn called(self) -> &'static str {
        match self {
            Begin::AfterBreak(_) => "break: begins in",
            Begin::Enter | Begin::Soon => "begins in",
        }
    }

    /// When it begins by itself.
    fn at(self, now: Instant, attended: bool) -> Option<Instant> {
        let soon = now + COUNTDOWN;
        match self {
            Begin::Enter => None,
            Begin::Soon => Some(soon),
            Begin::AfterBreak(at) if at < soon && attended => None,
            Begin::AfterBreak(at) => Some(at.max(soon)),
        }
    }
}

pub(super) fn wait(
    machine: &Machine,
    around: &mut Surroundings,
    events: &Receiver<Event>,
    stage: &Stage,
    begin: Begin,
) -> Start {
    let mut begins = begin.at(clock::now(), stage.is_attended());
    let (mut told, mut is_asked) = (u64::MAX, false);
    loop {
        let now = clock::now();
        if around.microphone_gone {
            // Nobody should speak to a microphone that is not there.
            begins = begins.map(|at| at.max(now + COUNTDOWN));
        }
        let left = begins.map(|at| at.saturating_duration_since(now));
        if let (Some(at), Some(Duration::ZERO)) = (begins, left) {
            return Start::Begin(at);
        }
        let seconds = left.map(|left| left.as_secs_f64().ceil() as u64);
        let wait = match seconds {
            Some(seconds) => {
                let left = in_words(seconds);
                format!("{} {left} · Enter now · q leave", begin.called())
            }
            None => "Enter begin · q leave".to_owned(),
        };
        match stage {
            Stage::Screen { screen, .. } => screen.show(ready(machine, around, &wait)),
            Stage::Questions { .. } | Stage::Dark => {}
            Stage::Plain { teller, .. } => {
                if stage.is_attended() && !std::mem::replace(&mut is_asked, true) {
                    teller.say(&wait);
                }
                if let Some(seconds) = seconds.filter(|seconds| is_told(*seconds, told)) {
                    told = seconds;
                    teller.say(&format!("{} {}", begin.called(), in_words(seconds)));
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
            Ok(Event::Trouble(text)) => tell(around, stage, &text),
            Ok(_) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
    }
}

/// Seconds alone are counted down; what is longer reads as a clock.
fn in_words(seconds: u64) -> String {
    if seconds <= COUNTDOWN.as_secs() {
        seconds.to_string()
    } else {
        text::clock(Duration::from_secs(seconds))
    }
}

/// Whether a line is worth it: the last seconds, each minute of a break, and its beginning.
fn is_told(seconds: u64, told: u64) -> bool {
    let is_new = seconds < told;
    is_new && (told == u64::MAX || seconds <= COUNTDOWN.as_secs() || seconds.is_multiple_of(60))
}

fn tell(around: &mut Surroundings, stage: &Stage, text: &str) {
    around.notice = Some((text.to_owned(), Tone::Bad));
    if let Stage::Plain { teller, .. } = stage {
        teller.say(text);
    }
}
