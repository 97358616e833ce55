//! What a key does to a session.

use std::time::Instant;

use uuid::Uuid;

use super::super::pictures::keys;
use super::{Driver, Event, Stage};
use crate::cli::signals::Signal;
use crate::clock;
use crate::domain::session::{Event as Rule, Phase};
use crate::ui::countdown::Tone;
use crate::ui::keys::Key;
use crate::ui::plain;

impl Driver<'_> {
    pub(super) fn key(&mut self, key: Key) {
        let asked = std::mem::take(&mut self.progress.asked_to_stop);
        let explained = std::mem::take(&mut self.around.explains_keys);
        match key {
            Key::Interrupt => self.take(Event::Signal(Signal::Interrupt)),
            Key::Gone => self.take(Event::Signal(Signal::HangUp)),
            // Another size of the terminal is no key.
            Key::Resize => {
                self.progress.asked_to_stop = asked;
                self.around.explains_keys = explained;
            }
            // Whatever it would do: whoever reads what keys do wants to be able to put that away.
            _ if explained => {}
            Key::Char('q') if asked => self.rule(Rule::Stop),
            // Whatever else it means, it also means no.
            _ if asked => {
                self.around.notice = None;
                self.tell("going on");
            }
            Key::Char('q') => {
                const ASK: &str = "Stop here? q again stops, any other key goes on.";
                self.progress.asked_to_stop = true;
                self.notice(ASK, Tone::Short);
                self.tell(ASK);
            }
            Key::Char('n') => {
                // First of all, since a take may begin now.
                self.hush();
                self.rule(Rule::Next);
            }
            Key::Enter if matches!(self.machine.phase(), Phase::Scoring { .. }) => {
                self.rule(Rule::Next);
            }
            Key::Char('m') => self.rule(Rule::Mark { id: Uuid::now_v7() }),
            Key::Char(digit @ '1'..='9') => {
                let number = u32::from(digit) - u32::from('0');
                let id = Uuid::now_v7();
                self.rule(Rule::Cue { id, number });
            }
            Key::Space => self.rule(Rule::Pause { id: Uuid::now_v7() }),
            Key::Char('t') if self.is_plain() => {
                let since = clock::now().saturating_duration_since(self.start);
                self.tell(&plain::time(&self.machine.view(since)));
            }
            Key::Char('t') => self.around.clock_hidden = !self.around.clock_hidden,
            Key::Char('?') if self.is_plain() => self.explain_keys(),
            Key::Char('?') => self.around.explains_keys = true,
            _ => {}
        }
        self.show(clock::now());
    }

    fn is_plain(&self) -> bool {
        matches!(self.stage, Stage::Plain { .. })
    }

    /// Each key in a line.
    fn explain_keys(&self) {
        let since = clock::now().saturating_duration_since(self.start);
        let (_, each) = keys(&self.machine, &self.machine.view(since), true);
        for line in each {
            self.tell(&line);
        }
    }

    /// What a screen would show of the phase that has begun: its cues by number, and its keys.
    pub(super) fn what_can_be_done(&self, now: Instant) -> Vec<String> {
        let since = now.saturating_duration_since(self.start);
        let view = self.machine.view(since);
        let mut lines = match view.phase {
            Phase::Speaking { slot } => plain::cues(&self.machine, slot),
            _ => Vec::new(),
        };
        let (line, _) = keys(&self.machine, &view, false);
        if !line.is_empty() {
            lines.push(format!("keys: {line}"));
        }
        lines
    }
}
