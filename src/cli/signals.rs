//! Ctrl-C, a kill, a closed terminal.
//!
//! While a session is on, a signal is an event that ends it in order. When nobody listens, the
//! terminal is given back and the signal does what it always does.

use std::io;
use std::sync::{Arc, Mutex};

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

type Listener = Arc<Mutex<Option<Box<dyn Fn(Signal) + Send>>>>;

/// Signals go to `tell` while this lives.
pub(super) struct Listening(Listener);

impl Drop for Listening {
    fn drop(&mut self) {
        if let Ok(mut listener) = self.0.lock() {
            *listener = None;
        }
    }
}

#[cfg(unix)]
pub(super) fn listen(tell: impl Fn(Signal) + Send + 'static) -> io::Result<Listening> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let listener: Listener = Arc::new(Mutex::new(Some(Box::new(tell))));
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let heard = Arc::clone(&listener);
    let wait = move || {
        for number in &mut signals {
            let signal = match number {
                SIGINT => Signal::Interrupt,
                SIGTERM => Signal::Terminate,
                _ => Signal::HangUp,
            };
            if let Ok(Some(tell)) = heard.lock().as_deref() {
                tell(signal);
            } else {
                crate::ui::terminal::give_back();
                let _ = signal_hook::low_level::emulate_default_handler(number);
            }
        }
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(wait)?;
    Ok(Listening(listener))
}

#[cfg(windows)]
pub(super) fn listen(tell: impl Fn(Signal) + Send + 'static) -> io::Result<Listening> {
    let listener: Listener = Arc::new(Mutex::new(Some(Box::new(tell))));
    let heard = Arc::clone(&listener);
    let handler = move || {
        if let Ok(Some(tell)) = heard.lock().as_deref() {
            tell(Signal::Interrupt);
        }
    };
    match ctrlc::set_handler(handler) {
        // A second session of the same process keeps the handler that there is.
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(Listening(listener)),
        Err(ctrlc::Error::System(error)) => Err(error),
        Err(error) => Err(io::Error::other(error.to_string())),
    }
}
