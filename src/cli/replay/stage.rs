//! Where the player is seen, and where its keys come from.

use std::io;
use std::sync::mpsc::Sender;

use super::super::context::Context;
use super::Event;
use crate::ui::keys::Keys;
use crate::ui::playing::Playing;
use crate::ui::screen::Screen;
use crate::ui::terminal::{Seized, Terminal};

pub(super) enum Stage {
    /// In this order: what draws goes before the screen that it draws on.
    Screen {
        _keys: Keys,
        screen: Screen<Playing>,
        _seized: Seized,
    },
    /// A line per event; with keys on a terminal.
    Plain {
        terminal: Terminal,
        _keys: Option<(Keys, Seized)>,
    },
}

impl Stage {
    pub(super) fn set(context: &Context, tell: &Sender<Event>) -> io::Result<Stage> {
        let terminal = context.terminal;
        let listen = || {
            let pressed = tell.clone();
            Keys::listen(move |key| drop(pressed.send(Event::Key(key))))
        };
        if !terminal.is_interactive() {
            return Ok(Stage::Plain {
                terminal,
                _keys: None,
            });
        }
        if terminal.is_plain() {
            let seized = Seized::keyboard()?;
            return Ok(Stage::Plain {
                terminal,
                _keys: Some((listen()?, seized)),
            });
        }
        let seized = Seized::new()?;
        let screen = Screen::start(terminal.has_color())?;
        Ok(Stage::Screen {
            _keys: listen()?,
            screen,
            _seized: seized,
        })
    }

    pub(super) fn show(&self, picture: impl FnOnce() -> Playing) {
        if let Stage::Screen { screen, .. } = self {
            screen.show(picture());
        }
    }

    /// Says something where there is no picture that shows it.
    pub(super) fn say(&self, line: &str) {
        if let Stage::Plain { terminal, .. } = self {
            terminal.say(line);
        }
    }

    pub(super) fn is_plain(&self) -> bool {
        matches!(self, Stage::Plain { .. })
    }
}
