//! Where a session shows, and who can press keys there.

use std::io;
use std::sync::mpsc::Sender;

use super::driver::Event;
use crate::ui::keys::Keys;
use crate::ui::screen::Screen;
use crate::ui::teller::Teller;
use crate::ui::terminal::{Seized, Terminal};

/// Where a session shows. The fields go in this order when it is over.
pub(super) enum Stage {
    Screen {
        _keys: Keys,
        screen: Screen,
        _seized: Seized,
    },
    /// A line per event. Keys are pressed where there is somebody to press them.
    Plain {
        _keys: Option<Keys>,
        teller: Teller,
        seized: Option<Seized>,
    },
    /// On no stage: questions are asked where everything else is printed.
    Questions { _keys: Keys, _seized: Seized },
    /// Nobody has the terminal.
    Dark,
}

impl Stage {
    /// What the terminal allows and the candidate wants.
    pub(super) fn set(terminal: Terminal, tell: &Sender<Event>) -> io::Result<Self> {
        if !terminal.is_interactive() {
            return Ok(Stage::Plain {
                _keys: None,
                teller: Teller::start(terminal)?,
                seized: None,
            });
        }
        if terminal.is_plain() {
            let seized = Some(Seized::keyboard()?);
            return Ok(Stage::Plain {
                teller: Teller::start(terminal)?,
                _keys: Some(listen(tell)?),
                seized,
            });
        }
        let seized = Seized::new()?;
        let screen = Screen::start(terminal.has_color())?;
        Ok(Stage::Screen {
            _keys: listen(tell)?,
            screen,
            _seized: seized,
        })
    }

    /// For questions. Whatever stage there was has to be left before.
    pub(super) fn questions(tell: &Sender<Event>) -> io::Result<Self> {
        Ok(Stage::Questions {
            _seized: Seized::keyboard()?,
            _keys: listen(tell)?,
        })
    }

    /// Whether somebody is there who can move on.
    pub(super) fn is_attended(&self) -> bool {
        match self {
            Stage::Screen { .. } | Stage::Questions { .. } => true,
            Stage::Dark => false,
            Stage::Plain { seized, .. } => seized.is_some(),
        }
    }
}

fn listen(tell: &Sender<Event>) -> io::Result<Keys> {
    let pressed = tell.clone();
    Keys::listen(move |key| drop(pressed.send(Event::Key(key))))
}
