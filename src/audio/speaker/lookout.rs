//! Notices that a sound server has taken what is played to another speaker, on a thread of its own: a
//! server that hangs must not hold up the sound.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::super::pulse::{Handover, Whereabouts};

/// How often the server is asked.
const PERIOD: Duration = Duration::from_millis(200);

/// Looks after one speaker until that is gone, or this is dropped.
pub(in crate::audio) struct Lookout {
    id: String,
    told: Receiver<Handover>,
    /// Its other end is what ends the thread.
    _stop: Sender<()>,
}

impl Lookout {
    /// None where there is no thread for it.
    pub(in crate::audio) fn after(id: String) -> Option<Self> {
        let (tell, told) = channel();
        let (stop, stopped) = channel();
        let meant = id.clone();
        let thread = std::thread::Builder::new().name("speaker-lookout".to_owned());
        thread.spawn(move || look(&meant, &tell, &stopped)).ok()?;
        Some(Lookout {
            id,
            told,
            _stop: stop,
        })
    }

    pub(in crate::audio) fn is_after(&self, id: &str) -> bool {
        self.id == id
    }

    /// Where what is played was taken, once.
    pub(in crate::audio) fn handover(&self) -> Option<Handover> {
        self.told.try_recv().ok()
    }
}

fn look(id: &str, tell: &Sender<Handover>, stopped: &Receiver<()>) {
    let Ok(mut whereabouts) = Whereabouts::of(id) else {
        return;
    };
    while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(PERIOD) {
        match whereabouts.look() {
            Ok(None) => {}
            Ok(Some(handover)) => {
                let _ = tell.send(handover);
                return;
            }
            // The server is gone, and the stream with it, which tells that by itself.
            Err(_) => return,
        }
    }
}
