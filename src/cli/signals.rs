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

/// Who is told. There is one for the whole process, since a signal is for the whole process.
static LISTENER: Mutex<Option<Listener>> = Mutex::new(None);

/// Signals go to a listener while this lives.
pub(super) struct Listening(());

impl Drop for Listening {
    fn drop(&mut self) {
        if let Ok(mut listener) = LISTENER.lock() {
            *listener = None;
        }
    }
}

pub(super) fn listen(tell: impl Fn(Signal) + Send + 'static) -> io::Result<Listening> {
    watch()?;
    if let Ok(mut listener) = LISTENER.lock() {
        *listener = Some(Box::new(tell));
    }
    Ok(Listening(()))
}

/// Tells the listener; whether there is one.
fn told(signal: Signal) -> bool {
    let Ok(listener) = LISTENER.lock() else {
        return false;
    };
    listener.as_deref().map(|tell| tell(signal)).is_some()
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
