//! `replay`: hears the takes of a session, one after another.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::args::ReplayArgs;
use super::context::{Context, named_session};
use super::failure::failure;
use super::signals::{self, Signal};
use crate::audio::{AudioError, Player};
use crate::domain::Session;
use crate::store::Kept;
use crate::ui::countdown::{Clock, Picture, Tone};
use crate::ui::keys::{Key, Keys};
use crate::ui::screen::Screen;
use crate::ui::terminal::Seized;
use crate::ui::text::{clock, words};

/// How often the position is looked at.
const PERIOD: Duration = Duration::from_millis(100);

/// How far the arrows go.
const STEP: Duration = Duration::from_secs(5);

/// A take that can be heard.
struct Track {
    path: PathBuf,
    /// The files in which it goes on.
    further: Vec<PathBuf>,
    /// Answer and section, from 1.
    answer: usize,
    section: usize,
    title: String,
    ask: String,
}

enum Event {
    Key(Key),
    Signal(Signal),
}

/// What to do after a take.
enum Turn {
    Next,
    Previous,
    Stop,
    Signal(Signal),
    /// The speaker has gone.
    Failed,
}

pub(super) fn run(context: &Context, args: &ReplayArgs) -> anyhow::Result<u8> {
    let history = context.history()?;
    let kept = named_session(&history, &args.session)?;
    drop(history);
    let tracks = tracks(context, &kept);
    let first = first(&kept, &tracks, args)?;
    let (tell, events) = channel();
    let signalled = tell.clone();
    let _listening = signals::listen(move |signal| drop(signalled.send(Event::Signal(signal))))?;
    let stage = if context.terminal.is_interactive() {
        let seized = Seized::new()?;
        let screen = Screen::start(context.terminal.has_color())?;
        let keys = Keys::listen(move |key| drop(tell.send(Event::Key(key))))?;
        Some((keys, screen, seized))
    } else {
        None
    };
    let last = tracks
        .iter()
        .rposition(|track| args.answer.is_none_or(|answer| track.answer == answer));
    let mut at = first;
    let mut from = args.from.unwrap_or_default();
    while let Some(track) = tracks
        .get(at)
        .filter(|_| last.is_some_and(|last| at <= last))
    {
        let screen = stage.as_ref().map(|(_, screen, _)| screen);
        if screen.is_none() {
            context
                .terminal
                .say(&format!("playing {}", track.path.display()));
        }
        let player = Player::start(&track.path, &track.further, from)
            .map_err(|error| explain(error, track))?;
        if !from.is_zero() && from >= player.length() {
            return Err(failure(
                format!("the recording ends before {}", clock(from)),
                format!("it is {} long", clock(player.length())),
            ));
        }
        from = Duration::ZERO;
        match play(&player, track, &kept.session, &events, screen) {
            Turn::Next => at += 1,
            Turn::Previous => at = at.saturating_sub(1).max(first_of(&tracks, args)),
            Turn::Stop => break,
            Turn::Signal(signal) => return Ok(signal.exit_code()),
            Turn::Failed => {
                drop(stage);
                return Err(failure(
                    "the speaker went away",
                    format!(
                        "`hotseat replay` plays on another one; {} is untouched",
                        track.path.display()
                    ),
                ));
            }
        }
    }
    Ok(0)
}

fn explain(error: AudioError, track: &Track) -> anyhow::Error {
    match error {
        AudioError::NoSpeaker | AudioError::Speaker { .. } => failure(
            error.to_string(),
            format!("any player can play {}", track.path.display()),
        ),
        AudioError::File { .. } | AudioError::NotWav { .. } => failure(
            error.to_string(),
            "the recording was moved, deleted or damaged; its scores are still in the history",
        ),
        other => other.into(),
    }
}

fn tracks(context: &Context, kept: &Kept) -> Vec<Track> {
    let folder = context.folder_of(kept);
    let mut tracks = Vec::new();
    for (answer, number) in kept.session.answers.iter().zip(1..) {
        for (section, index) in answer.sections.iter().zip(1..) {
            if let Some(take) = &section.take {
                let further = take.files().skip(1);
                tracks.push(Track {
                    path: folder.join(&take.path),
                    further: further.map(|path| folder.join(path)).collect(),
                    answer: number,
                    section: index,
                    title: section.title.clone(),
                    ask: section
                        .ask
                        .clone()
                        .unwrap_or_else(|| answer.prompt.ask.clone()),
                });
            }
        }
    }
    tracks
}

/// The track to begin with.
fn first(kept: &Kept, tracks: &[Track], args: &ReplayArgs) -> anyhow::Result<usize> {
    if tracks.is_empty() {
        return Err(failure(
            format!("nothing was recorded in session {}", kept.session.id),
            "`hotseat sessions list` shows the others",
        ));
    }
    let answer = args.answer.unwrap_or(tracks[0].answer);
    let fits = |track: &Track| {
        track.answer == answer && args.section.is_none_or(|section| track.section == section)
    };
    tracks.iter().position(fits).ok_or_else(|| {
        let what = match args.section {
            Some(section) => format!("section {section} of answer {answer}"),
            None => format!("answer {answer}"),
        };
        let takes: Vec<String> = tracks
            .iter()
            .map(|t| format!("{}-{}", t.answer, t.section))
            .collect();
        failure(
            format!("this session has no recording of {what}"),
            format!("it has (answer-section): {}", takes.join(", ")),
        )
    })
}

/// The first track that `previous` may reach.
fn first_of(tracks: &[Track], args: &ReplayArgs) -> usize {
    let own = |track: &Track| args.answer.is_none_or(|answer| track.answer == answer);
    tracks.iter().position(own).unwrap_or(0)
}

fn play(
    player: &Player,
    track: &Track,
    session: &Session,
    events: &Receiver<Event>,
    screen: Option<&Screen>,
) -> Turn {
    loop {
        if let Some(screen) = screen {
            screen.show(picture(player, track, session));
        }
        if player.has_failed() {
            return Turn::Failed;
        }
        if player.is_over() && !player.is_paused() {
            return Turn::Next;
        }
        let position = player.position();
        match events.recv_timeout(PERIOD) {
            Ok(Event::Signal(signal)) => return Turn::Signal(signal),
            Ok(Event::Key(key)) => match key {
                Key::Space => player.set_paused(!player.is_paused()),
                Key::Left => player.seek(position.saturating_sub(STEP)),
                Key::Right => player.seek((position + STEP).min(player.length())),
                Key::Char('n') => return Turn::Next,
                Key::Char('p') => return Turn::Previous,
                Key::Char('q') | Key::Escape | Key::Gone => return Turn::Stop,
                Key::Interrupt => return Turn::Signal(Signal::Interrupt),
                _ => {}
            },
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(PERIOD),
        }
    }
}

fn picture(player: &Player, track: &Track, session: &Session) -> Picture {
    let length = player.length();
    let position = player.position();
    let state = if player.is_paused() {
        "paused"
    } else {
        "playing"
    };
    Picture {
        title: format!("{} · replay", session.round.title),
        recording: state.to_owned(),
        ask: track.ask.clone(),
        section: Some(Clock {
            label: format!("{}-{} {}", track.answer, track.section, track.title),
            left: length.saturating_sub(position),
            budget: length,
            ..Clock::default()
        }),
        notice: Some((format!("at {}", words(position)), Tone::Faint)),
        keys: "space pause · ← → 5 s · n next · p previous · q stop".to_owned(),
        ..Picture::default()
    }
}
