//! Ctrl-C, a kill, a closed terminal.
//!
//! While a session is on, a signal is an event that ends it in order. When nobody listens, the
//! terminal is given back and the signal does what it always does.

use std::io;
use std::sync::Mutex;
#[cfg(unix)]
use std::sync::PoisonError;

/// A signal that asks the program to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    Interrupt,
    Terminate,
    HangUp,
}

impl Signal {
    /// 128 and its number, as shells count.
    pub(super) fn exit_code(self) -> u8 {
        match self {
            Signal::HangUp => 129,
            Signal::Interrupt => 130,
            Signal::Terminate => 143,
        }
    }
}

type Listener = Box<dyn Fn(Signal) + Send>;

/// Who listens, in the order in which they began. There is one list for the whole process, since a
/// signal is for the whole process.
static LISTENERS: Mutex<Listeners> = Mutex::new(Listeners {
    began: 0,
    all: Vec::new(),
});

/// The one that began last is told: an editor that is waited for in the middle of something else. When
/// it is done, the one before it is told again.
struct Listeners {
    /// How many there were, by which each is known.
    began: u64,
    all: Vec<(u64, Listener)>,
}

impl Listeners {
    fn add(&mut self, tell: Listener) -> u64 {
        self.began += 1;
        self.all.push((self.began, tell));
        self.began
    }

    /// That one, and no other that may have begun since.
    fn remove(&mut self, number: u64) {
        self.all.retain(|(listed, _)| *listed != number);
    }

    /// Whether there is anybody to tell.
    fn tell(&self, signal: Signal) -> bool {
        let newest = self.all.last();
        newest.map(|(_, tell)| tell(signal)).is_some()
    }
}

/// Signals go to a listener while this lives.
pub(super) struct Listening(u64);

impl Drop for Listening {
    fn drop(&mut self) {
        if let Ok(mut listeners) = LISTENERS.lock() {
            listeners.remove(self.0);
        }
    }
}

pub(super) fn listen(tell: impl Fn(Signal) + Send + 'static) -> io::Result<Listening> {
    watch()?;
    let mut listeners = LISTENERS.lock();
    let number = listeners.as_mut().map_or(0, |all| all.add(Box::new(tell)));
    Ok(Listening(number))
}

/// Tells the listener; whether there is one.
fn told(signal: Signal) -> bool {
    LISTENERS
        .lock()
        .is_ok_and(|listeners| listeners.tell(signal))
}

/// From now on a signal that nobody listens for gives the terminal back before it ends the
/// program: a question may hold it just then.
#[cfg(unix)]
pub(super) fn watch() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    static WATCHED: Mutex<bool> = Mutex::new(false);
    let mut watched = WATCHED.lock().unwrap_or_else(PoisonError::into_inner);
    if *watched {
        return Ok(());
    }
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let wait = move || {
        for number in &mut signals {
            let signal = match number {
                SIGINT => Signal::Interrupt,
                SIGTERM => Signal::Terminate,
                _ => Signal::HangUp,
            };
            if !told(signal) {
                crate::ui::terminal::give_back();
                let _ = signal_hook::low_level::emulate_default_handler(number);
            }
        }
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(wait)?;
    *watched = true;
    Ok(())
}

#[cfg(windows)]
pub(super) fn watch() -> io::Result<()> {
    let handler = || {
        told(Signal::Interrupt);
    };
    match ctrlc::set_handler(handler) {
        // The handler that there is stays, and is this one.
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(()),
        Err(ctrlc::Error::System(error)) => Err(error),
        Err(error) => Err(io::Error::other(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn whoever_began_last_is_told_in_whichever_order_they_end() {
        let mut listeners = Listeners {
            began: 0,
            all: Vec::new(),
        };
        let (told, heard) = channel();
        let begin = |listeners: &mut Listeners, name: &'static str| {
            let told = told.clone();
            listeners.add(Box::new(move |signal| {
                told.send((name, signal)).unwrap();
            }))
        };
        let hears = |listeners: &Listeners, expected: Option<&str>| {
            assert_eq!(listeners.tell(Signal::HangUp), expected.is_some());
            let name = heard.try_recv().ok().map(|(name, _)| name);
            assert_eq!(name, expected);
        };
        hears(&listeners, None);
        let session = begin(&mut listeners, "session");
        let editor = begin(&mut listeners, "editor");
        hears(&listeners, Some("editor"));
        listeners.remove(editor);
        hears(&listeners, Some("session"));
        // One takes over from another before that one has ended.
        let next = begin(&mut listeners, "next");
        listeners.remove(session);
        hears(&listeners, Some("next"));
        listeners.remove(session);
        hears(&listeners, Some("next"));
        listeners.remove(next);
        hears(&listeners, None);
    }
}
