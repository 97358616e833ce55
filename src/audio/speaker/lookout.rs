//! Notices that a sound server has taken what is played to another speaker, on a thread of its own: a
//! server that hangs must not hold up the sound.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::super::pulse::{Handover, Whereabouts};

/// How often the server is asked.
const PERIOD: Duration = Duration::from_millis(200);

/// Looks until it is dropped.
pub(in crate::audio) struct Lookout {
    told: Receiver<Handover>,
    /// Its other end is what ends the thread.
    _stop: Sender<()>,
}

impl Lookout {
    /// None where there is no thread for it.
    pub(in crate::audio) fn start() -> Option<Self> {
        let (tell, told) = channel();
        let (stop, stopped) = channel();
        let thread = std::thread::Builder::new().name("speaker-lookout".to_owned());
        thread.spawn(move || look(&tell, &stopped)).ok()?;
        Some(Lookout { told, _stop: stop })
    }

    /// Where what is played was taken since this was asked last.
    pub(in crate::audio) fn handover(&self) -> Option<Handover> {
        self.told.try_iter().last()
    }
}

fn look(tell: &Sender<Handover>, stopped: &Receiver<()>) {
    let mut whereabouts = None;
    while matches!(stopped.recv_timeout(PERIOD), Err(RecvTimeoutError::Timeout)) {
        if whereabouts.is_none() {
            whereabouts = Whereabouts::open().ok();
        }
        let Some(server) = &mut whereabouts else {
            continue;
        };
        match server.look() {
            Ok(handover) => handover.into_iter().for_each(|new| drop(tell.send(new))),
            // It may be there again later, and knows nothing of before.
            Err(_) => whereabouts = None,
        }
    }
}
