//! The loop that owns a player: keys, signals and what was seen of the takes come in.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::super::context::Context;
use super::super::failure::failure;
use super::super::signals::{self, Listening, Signal};
use super::Event;
use super::keys;
use super::lookout::Seen;
use super::pictures::{Surroundings, Waves, picture};
use super::stage::Stage;
use super::takes::Takes;
use crate::audio::{Outlet, Player};
use crate::clock;
use crate::domain::playback::{Command, Controls, Effect, Line, Told};
use crate::store::History;
use crate::ui::countdown::Tone;
use crate::ui::keys::Key;
use crate::ui::playing::told;
use crate::ui::text::clock_up;
use crate::ui::typed::Typed;

/// How often the position is looked at.
const PERIOD: Duration = Duration::from_millis(100);

/// For how long a speaker is waited for where nobody can see that it is gone.
const PATIENCE: Duration = Duration::from_secs(30);

const END: &str = "That was all. s scores it, p goes back, q stops.";

/// How it ended.
pub(super) enum Ending {
    Done,
    Signal(Signal),
}

/// A label on its way, and where it will stand.
pub(super) struct Typing {
    pub(super) at: u64,
    pub(super) line: Typed,
    /// Whether it played before.
    pub(super) played: bool,
}

#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
pub(super) struct Booth<'a> {
    pub(super) context: &'a Context,
    pub(super) history: &'a mut History,
    pub(super) takes: Takes,
    pub(super) line: Line,
    pub(super) controls: Controls,
    pub(super) player: Player,
    pub(super) waves: Waves,
    pub(super) tell: Sender<Event>,
    pub(super) events: Receiver<Event>,
    /// None while something else has the terminal.
    pub(super) stage: Option<Stage>,
    pub(super) listening: Option<Listening>,
    pub(super) blind: bool,
    pub(super) notice: Option<(String, Tone)>,
    pub(super) typing: Option<Typing>,
    pub(super) explains_keys: bool,
    /// The passage that was told last.
    pub(super) told: Option<usize>,
    pub(super) was_over: bool,
    /// The longest pause is gone to as soon as it is known.
    pub(super) awaits_pauses: bool,
    pub(super) outlet: Outlet,
    /// Since when there is no speaker.
    pub(super) gone: Option<Instant>,
}

impl Booth<'_> {
    pub(super) fn run(mut self) -> anyhow::Result<Ending> {
        loop {
            self.look_at_outlet()?;
            let is_over = self.player.is_over();
            self.tell_passage(is_over);
            self.show();
            if is_over && !self.is_attended() {
                return Ok(Ending::Done);
            }
            let event = match self.events.recv_timeout(PERIOD) {
                Ok(event) => event,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => continue,
            };
            match event {
                Event::Signal(signal) => return Ok(Ending::Signal(signal)),
                Event::Seen(seen) => self.add(*seen),
                Event::Key(key) => {
                    if let Some(ending) = self.key(key)? {
                        return Ok(ending);
                    }
                }
            }
        }
    }

    fn is_attended(&self) -> bool {
        self.context.terminal.is_interactive()
    }

    fn key(&mut self, key: Key) -> anyhow::Result<Option<Ending>> {
        match key {
            Key::Interrupt => return Ok(Some(Ending::Signal(Signal::Interrupt))),
            Key::Gone => return Ok(Some(Ending::Signal(Signal::HangUp))),
            Key::Resize => return Ok(None),
            _ => {}
        }
        if self.typing.is_some() {
            self.type_on(key)?;
            return Ok(None);
        }
        self.notice = None;
        if std::mem::take(&mut self.explains_keys) {
            // Whatever it would do: whoever reads what keys do wants to put that away.
            return Ok(None);
        }
        match key {
            Key::Char('q') | Key::Escape => return Ok(Some(Ending::Done)),
            Key::Char('?') => self.explain_keys(),
            Key::Char('m') => self.mark(self.player.position(), None)?,
            Key::Enter => self.begin_to_type()?,
            Key::Char('s') => return self.score(),
            key => {
                if let Some(command) = keys::command(key) {
                    self.obey(command);
                }
            }
        }
        Ok(None)
    }

    fn obey(&mut self, command: Command) {
        let at = self.player.position();
        for effect in self.controls.handle(command, &self.line, at) {
            match effect {
                Effect::Seek(frame) => {
                    self.player.seek(frame);
                    self.tell_place(frame);
                }
                Effect::Pause(paused) => {
                    self.player.set_paused(paused);
                    self.say_plainly(if paused { "paused" } else { "going on" });
                }
                Effect::Speed(speed) => self.player.set_speed(speed.factor()),
                Effect::Volume(volume) => self.player.set_volume(volume.gain()),
                Effect::Skips(skips) => self.player.set_skips(skips),
                Effect::Tell(what) => {
                    self.awaits_pauses = what == Told::StillListening;
                    self.notice(&told(&what), Tone::Faint);
                }
            }
        }
    }

    fn explain_keys(&mut self) {
        if self.stage.as_ref().is_some_and(Stage::is_plain) {
            for line in keys::each() {
                self.say_plainly(&line);
            }
        } else {
            self.explains_keys = true;
        }
    }

    fn add(&mut self, seen: Seen) {
        self.waves.add(seen.passage, seen.envelope);
        if let (Some(passage), Some(pauses)) = (self.line.passage_mut(seen.passage), seen.pauses) {
            passage.pauses.get_or_insert(pauses);
            if self.controls.skips_pauses {
                self.player.set_skips(self.controls.skips(&self.line));
            }
        }
        if std::mem::take(&mut self.awaits_pauses) {
            // Where some are still unknown, that is told again.
            self.obey(Command::LongPause);
        }
    }

    /// Shown on a screen until a key is pressed; else told.
    pub(super) fn notice(&mut self, text: &str, tone: Tone) {
        self.notice = Some((text.to_owned(), tone));
        self.say_plainly(text);
    }

    fn say_plainly(&self, text: &str) {
        if let Some(stage) = &self.stage {
            stage.say(text);
        }
    }

    /// Where one has gone to, for whoever does not see it.
    fn tell_place(&self, at: u64) {
        let (_, millis) = self.line.moment(at);
        let place = clock_up(Duration::from_millis(millis));
        self.say_plainly(&format!("at {place}"));
    }

    /// Each section in a line when it begins, and the end.
    fn tell_passage(&mut self, is_over: bool) {
        let passage = self.line.passage_at(self.player.position());
        if self.told != Some(passage) {
            self.told = Some(passage);
            if let (Some(heard), Some(files)) = (
                self.line.passages().get(passage),
                self.takes.files.get(passage),
            ) {
                let (answer, section) = heard.number;
                let file = files.first.display();
                let title = &heard.title;
                self.say_plainly(&format!("playing {answer}-{section} {title}: {file}"));
            }
        }
        let has_ended = is_over && !std::mem::replace(&mut self.was_over, is_over);
        self.was_over = is_over;
        if has_ended && self.is_attended() {
            self.notice(END, Tone::Plain);
        }
    }

    fn look_at_outlet(&mut self) -> anyhow::Result<()> {
        let now = self.player.outlet();
        if let Outlet::Broken(reason) = now {
            self.stage = None;
            return Err(failure(
                reason,
                "the recording was moved, deleted or damaged; its scores are still in the history",
            ));
        }
        if now != self.outlet {
            match &now {
                Outlet::Gone(name) => {
                    let text =
                        format!("The speaker `{name}` went away. It goes on when there is one.");
                    self.notice(&text, Tone::Bad);
                    self.gone = Some(clock::now());
                }
                Outlet::Speaker { name, instead_of } => {
                    let gone = instead_of.as_ref();
                    let gone = gone.map(|gone| format!("The speaker `{gone}` went away. "));
                    let gone = gone.unwrap_or_default();
                    self.notice(&format!("{gone}Going on, on `{name}`."), Tone::Plain);
                    self.gone = None;
                }
                Outlet::Broken(_) => {}
            }
            self.outlet = now;
        }
        let waited = self
            .gone
            .map(|since| clock::now().saturating_duration_since(since));
        if waited.is_some_and(|waited| waited > PATIENCE) && !self.is_attended() {
            let passage = self.line.passage_at(self.player.position());
            let file = &self.takes.files[passage].first;
            return Err(failure(
                "the speaker went away",
                format!(
                    "`hotseat replay` plays on another one; {} is untouched",
                    file.display()
                ),
            ));
        }
        Ok(())
    }

    fn show(&mut self) {
        let Some(stage) = &self.stage else { return };
        let around = Surroundings {
            title: &self.takes.title,
            outlet: &self.outlet,
            notice: self.notice.as_ref(),
            typed: self.typing.as_ref().map(|typing| &typing.line),
            explains_keys: self.explains_keys,
        };
        let at = self.player.position();
        stage.show(|| picture(&self.line, &self.controls, &mut self.waves, &around, at));
    }

    /// Takes the terminal back after something else had it.
    pub(super) fn resume(&mut self) -> anyhow::Result<()> {
        let signalled = self.tell.clone();
        self.listening = Some(signals::listen(move |signal| {
            drop(signalled.send(Event::Signal(signal)));
        })?);
        self.stage = Some(Stage::set(self.context, &self.tell)?);
        Ok(())
    }
}
