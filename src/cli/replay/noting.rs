//! What a listener writes down: marks, labels, scores.

use inquire::InquireError;
use uuid::Uuid;

use super::super::signals::Signal;
use super::Event;
use super::booth::{Booth, Ending, Typing};
use super::marking::{self, Marked};
use super::scoring;
use super::stage::Stage;
use crate::domain::{Mark, MarkSource};
use crate::ui::asking;
use crate::ui::countdown::Tone;
use crate::ui::keys::Key;
use crate::ui::scoring::worth_keeping;
use crate::ui::text::clock_up;
use crate::ui::typed::Typed;

/// As many letters as a label may have: it stands in one line of a screen.
const LONGEST: usize = 200;

impl Booth<'_> {
    /// Sets a mark where the frame `at` is.
    pub(super) fn mark(&mut self, at: u64, label: Option<String>) -> anyhow::Result<()> {
        let (passage, at_ms) = self.line.moment(at);
        let Some(origin) = self.takes.origins.get(passage).copied() else {
            return Ok(());
        };
        let mark = Mark {
            id: Uuid::now_v7(),
            at_ms,
            cue: None,
            label,
            source: MarkSource::Replay,
        };
        let kept = &mut self.takes.sessions[origin.session];
        let marked = marking::add(self.context, self.history, kept, origin, mark.clone())?;
        if matches!(marked, Marked::Running) {
            self.notice(
                "not marked: this session is still being recorded",
                Tone::Bad,
            );
            return Ok(());
        }
        let place = clock_up(std::time::Duration::from_millis(at_ms));
        let said = match mark.label.as_deref() {
            Some(label) => format!("marked at {place}: {label}"),
            None => format!("marked at {place}"),
        };
        match marked {
            Marked::InRecordAlone(reason) => {
                // The way out first: a label may be longer than the line.
                self.notice(
                    &format!("in the record alone: {reason} ({said})"),
                    Tone::Bad,
                );
            }
            Marked::Kept | Marked::Running => self.notice(&said, Tone::Plain),
        }
        if let Some(passage) = self.line.passage_mut(passage) {
            passage.marks.push(mark);
        }
        Ok(())
    }

    /// The mark will stand where it is now, however long the typing takes; meanwhile it is quiet.
    pub(super) fn begin_to_type(&mut self) -> anyhow::Result<()> {
        let at = self.player.position();
        if self.stage.as_ref().is_some_and(Stage::is_plain) {
            return self.ask_for_label(at);
        }
        self.typing = Some(Typing {
            at,
            line: Typed::default(),
            played: !self.controls.paused,
        });
        self.player.set_paused(true);
        Ok(())
    }

    /// Without a screen that shows what is typed.
    fn ask_for_label(&mut self, at: u64) -> anyhow::Result<()> {
        self.player.set_paused(true);
        self.stage = None;
        // A signal ends the question, and with it the program.
        self.listening = None;
        let label = asking::text(
            self.context.terminal,
            "A label for the mark:",
            "Enter keeps it, Esc leaves it",
        );
        self.resume()?;
        self.player.set_paused(self.controls.paused);
        match label {
            Ok(label) => self.mark(at, worth_keeping(&label)),
            Err(InquireError::OperationCanceled) => Ok(()),
            Err(InquireError::OperationInterrupted) => {
                let _ = self.tell.send(Event::Key(Key::Interrupt));
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn type_on(&mut self, key: Key) -> anyhow::Result<()> {
        let Some(typing) = &mut self.typing else {
            return Ok(());
        };
        match key {
            Key::Char(c) => typing.line.push_within(c, LONGEST),
            Key::Space if !typing.line.is_empty() => typing.line.push_within(' ', LONGEST),
            Key::Backspace => {
                typing.line.take_back();
            }
            Key::Enter | Key::Escape => {
                let typed = self.typing.take();
                self.notice = None;
                if let Some(typed) = typed {
                    self.player.set_paused(!typed.played);
                    if key == Key::Enter {
                        self.mark(typed.at, worth_keeping(typed.line.text()))?;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Scores what is heard; the terminal is the questions' meanwhile.
    pub(super) fn score(&mut self) -> anyhow::Result<Option<Ending>> {
        let passage = self.line.passage_at(self.player.position());
        let Some(origin) = self.takes.origins.get(passage).copied() else {
            return Ok(None);
        };
        let was_screen = self.stage.as_ref().is_some_and(|stage| !stage.is_plain());
        self.player.set_paused(true);
        self.stage = None;
        self.listening = None;
        let kept = &mut self.takes.sessions[origin.session];
        let signal = scoring::score(self.context, self.history, kept, origin, self.blind)?;
        if let Some(signal) = signal {
            return Ok(Some(Ending::Signal(signal)));
        }
        // What was shown would go with the screen that comes back.
        if was_screen {
            let back = asking::text(self.context.terminal, "Back to the recording:", "Enter");
            if let Err(InquireError::OperationInterrupted) = back {
                return Ok(Some(Ending::Signal(Signal::Interrupt)));
            }
        }
        self.resume()?;
        self.player.set_paused(self.controls.paused);
        Ok(None)
    }
}
