//! What a key does to a session.

use uuid::Uuid;

use super::{Driver, Event};
use crate::cli::signals::Signal;
use crate::clock;
use crate::domain::session::Event as Rule;
use crate::ui::countdown::Tone;
use crate::ui::keys::Key;

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
            _ if asked => self.around.notice = None,
            Key::Char('q') => {
                self.progress.asked_to_stop = true;
                self.notice(
                    "Stop here? q again stops, any other key goes on.",
                    Tone::Short,
                );
            }
            Key::Char('n') => self.rule(Rule::Next),
            Key::Char('m') => self.rule(Rule::Mark { id: Uuid::now_v7() }),
            Key::Char(digit @ '1'..='9') => {
                let number = u32::from(digit) - u32::from('0');
                let id = Uuid::now_v7();
                self.rule(Rule::Cue { id, number });
            }
            Key::Space => self.rule(Rule::Pause { id: Uuid::now_v7() }),
            Key::Char('t') => self.around.clock_hidden = !self.around.clock_hidden,
            Key::Char('?') => self.around.explains_keys = true,
            _ => {}
        }
        self.show(clock::now());
    }
}
