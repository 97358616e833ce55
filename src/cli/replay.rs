//! `replay`: hears the takes of a session, or of one prompt on several days.

mod booth;
mod keys;
mod lookout;
mod marking;
mod noting;
mod pictures;
mod scoring;
mod stage;
mod takes;

use std::sync::mpsc::channel;
use std::time::Duration;

use super::args::ReplayArgs;
use super::context::Context;
use super::failure::{describe, failure};
use super::signals::{self, Signal};
use crate::audio::{self, AudioError, Manner, Player, Tape};
use crate::domain::playback::{Controls, Line};
use crate::store::{History, Kept};
use crate::ui::keys::{Key, Keys};
use crate::ui::terminal::Seized;
use crate::ui::text::clock;
use booth::{Booth, Ending};
use lookout::{Lookout, Seen};
use pictures::Waves;
use stage::Stage;
use takes::Takes;

enum Event {
    Key(Key),
    Signal(Signal),
    /// Boxed: a waveform is large beside a key.
    Seen(Box<Seen>),
}

pub(super) fn run(context: &Context, args: &ReplayArgs) -> anyhow::Result<u8> {
    let mut history = context.history()?;
    let takes = if args.compare {
        takes::of_days(context, &history, &args.session)?
    } else {
        takes::of_session(context, &history, args)?
    };
    match hear(context, &mut history, takes, args)? {
        Ending::Done => Ok(0),
        Ending::Signal(signal) => Ok(signal.exit_code()),
    }
}

/// Right after a session, at a terminal: its recordings are one key away. Returns the signal that
/// ended it, if one did. That they cannot be heard takes nothing from the session.
pub(super) fn offer(
    context: &Context,
    history: &mut History,
    kept: &Kept,
) -> anyhow::Result<Option<Signal>> {
    let args = ReplayArgs::of(kept.session.id);
    let takes = match takes::of_session(context, history, &args) {
        Ok(takes) if context.terminal.is_interactive() => takes,
        _ => return Ok(None),
    };
    let ways = "\nr hears it now (then l the longest pause), any other key leaves";
    match pressed(|| context.terminal.say(ways))? {
        Event::Signal(signal) => return Ok(Some(signal)),
        Event::Key(Key::Interrupt) => return Ok(Some(Signal::Interrupt)),
        Event::Key(Key::Gone) => return Ok(Some(Signal::HangUp)),
        Event::Key(Key::Char('r')) => {}
        Event::Key(_) | Event::Seen(_) => return Ok(None),
    }
    match hear(context, history, takes, &args) {
        Ok(Ending::Done) => Ok(None),
        Ok(Ending::Signal(signal)) => Ok(Some(signal)),
        Err(error) => {
            context.terminal.say(&describe(&error));
            Ok(None)
        }
    }
}

/// One key, or a signal, from the moment on that `ask` says what they do.
fn pressed(ask: impl FnOnce()) -> anyhow::Result<Event> {
    let (tell, events) = channel();
    let signalled = tell.clone();
    let _listening = signals::listen(move |signal| drop(signalled.send(Event::Signal(signal))))?;
    let _seized = Seized::keyboard()?;
    let _keys = Keys::listen(move |key| drop(tell.send(Event::Key(key))))?;
    ask();
    let mut keys = events
        .iter()
        .filter(|e| !matches!(e, Event::Key(Key::Resize)));
    Ok(keys.next().unwrap_or(Event::Key(Key::Gone)))
}

fn hear(
    context: &Context,
    history: &mut History,
    takes: Takes,
    args: &ReplayArgs,
) -> anyhow::Result<Ending> {
    let first = takes.first(args)?;
    let tape = Tape::open(&takes.files).map_err(|error| explain(error, &takes, first))?;
    let line = takes.line(tape.format().sample_rate, &tape.lengths());
    let controls = Controls::new(args.speed, args.skip_pauses);
    let manner = Manner {
        from: begin(&line, first, args.from.unwrap_or_default())?,
        speed: controls.speed.factor(),
        volume: controls.volume.gain(),
        paused: false,
        skips: controls.skips(&line),
    };
    let (tell, events) = channel();
    let player = Player::start(tape, args.speaker.clone(), manner)
        .map_err(|error| explain(error, &takes, first))?;
    // Where nobody looks, only pauses that are to be skipped are worth it.
    let _lookout = if context.terminal.is_interactive() || args.skip_pauses {
        let wanted = takes.files.iter().zip(line.passages());
        let wanted = wanted.map(|(files, passage)| (files.clone(), passage.pauses.is_none()));
        let seen = tell.clone();
        Some(Lookout::start(wanted.collect(), first, move |what| {
            drop(seen.send(Event::Seen(Box::new(what))));
        })?)
    } else {
        None
    };
    let signalled = tell.clone();
    let listening = signals::listen(move |signal| drop(signalled.send(Event::Signal(signal))))?;
    let stage = Stage::set(context, &tell)?;
    let outlet = player.outlet();
    let booth = Booth {
        context,
        history,
        waves: Waves::new(takes.files.len()),
        takes,
        line,
        controls,
        player,
        tell,
        events,
        stage: Some(stage),
        listening: Some(listening),
        blind: args.blind,
        notice: None,
        typing: None,
        explains_keys: false,
        told: None,
        was_over: false,
        awaits_pauses: false,
        outlet,
        gone: None,
    };
    booth.run()
}

/// The frame that lies `from` after the beginning of a passage, within what belongs together with it.
fn begin(line: &Line, first: usize, from: Duration) -> anyhow::Result<u64> {
    let start = line.span(first).start;
    let millis = u64::try_from(from.as_millis()).unwrap_or(u64::MAX);
    let frame = start.saturating_add(line.frames_of(millis));
    let end = line.group_span(&line.group(first)).end;
    if !from.is_zero() && frame >= end {
        let length = Duration::from_millis(line.millis_of(end - start));
        return Err(failure(
            format!("the recording ends before {}", clock(from)),
            format!("it is {} long", clock(length)),
        ));
    }
    Ok(frame)
}

fn explain(error: AudioError, takes: &Takes, first: usize) -> anyhow::Error {
    let file = takes.files[first].first.display();
    match error {
        AudioError::NoSpeaker | AudioError::Speaker { .. } => {
            failure(error.to_string(), format!("any player can play {file}"))
        }
        AudioError::UnknownSpeaker(name) => {
            let speakers = audio::speakers();
            if speakers.is_empty() {
                return explain(AudioError::NoSpeaker, takes, first);
            }
            let names = speakers.iter().map(|speaker| speaker.name.as_str());
            let listed: Vec<&str> = names.clone().collect();
            let near = crate::domain::nearest(&name, names);
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
            failure(
                format!("no speaker is called `{name}`"),
                format!("{near}there are: {}", listed.join(", ")),
            )
        }
        AudioError::AmbiguousSpeaker { .. } => {
            failure(error.to_string(), "more of the name tells them apart")
        }
        AudioError::File { .. } | AudioError::NotWav { .. } => failure(
            error.to_string(),
            "the recording was moved, deleted or damaged; its scores are still in the history",
        ),
        other => other.into(),
    }
}
