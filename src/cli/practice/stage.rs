//! Where a session shows, and who can press keys there.

use std::io;
use std::sync::mpsc::Sender;

use super::driver::Event;
use crate::ui::keys::{Key, Keys};
use crate::ui::screen::Screen;
use crate::ui::teller::Teller;
use crate::ui::terminal::{Seized, Terminal};

/// Where a session shows. The fields go in this order when it is over.
pub(in crate::cli) enum Stage {
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
    /// What the terminal allows and the candidate wants. `press` is called for every key.
    pub(in crate::cli) fn set(
        terminal: Terminal,
        press: impl Fn(Key) + Send + 'static,
    ) -> io::Result<Self> {
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
                _keys: Some(Keys::listen(press)?),
                seized,
            });
        }
        let seized = Seized::new()?;
        let screen = Screen::start(terminal.has_color())?;
        Ok(Stage::Screen {
            _keys: Keys::listen(press)?,
            screen,
            _seized: seized,
        })
    }

    /// For questions. Whatever stage there was has to be left before.
    pub(super) fn questions(press: impl Fn(Key) + Send + 'static) -> io::Result<Self> {
        Ok(Stage::Questions {
            _seized: Seized::keyboard()?,
            _keys: Keys::listen(press)?,
        })
    }

    /// Whether somebody is there who can move on.
    pub(in crate::cli) fn is_attended(&self) -> bool {
        match self {
            Stage::Screen { .. } | Stage::Questions { .. } => true,
            Stage::Dark => false,
            Stage::Plain { seized, .. } => seized.is_some(),
        }
    }
}

/// Puts keys among the other events of a session.
pub(super) fn pressed(tell: &Sender<Event>) -> impl Fn(Key) + Send + use<> {
    let tell = tell.clone();
    move |key| drop(tell.send(Event::Key(key)))
}
