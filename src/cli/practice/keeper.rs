//! Puts a session on disk while it goes on, on a thread of its own: a slow disk must not move a
//! boundary.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use crate::domain::Session;
use crate::store::{Held, History, StoreError, sidecar};

/// Where a session is kept.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The folder itself.
    pub(super) path: PathBuf,
    /// The folder relative to the home.
    pub(super) name: String,
}

/// A running keeper. It owns the history until it is finished.
pub(super) struct Keeper {
    copies: Sender<Box<Session>>,
    thread: JoinHandle<(History, Option<StoreError>)>,
}

impl Keeper {
    /// `trouble` is called when a copy could not be kept; the next one is tried all the same.
    pub(super) fn start(
        history: History,
        place: Place,
        trouble: impl Fn(String) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (copies, inbox) = channel();
        let thread = Builder::new()
            .name("keeper".to_owned())
            .spawn(move || keep_all(history, &place, &inbox, &trouble))?;
        Ok(Keeper { copies, thread })
    }

    /// Keeps this copy of the session, unless a newer one comes before its turn.
    pub(super) fn keep(&self, session: Session) {
        let _ = self.copies.send(Box::new(session));
    }

    /// Waits until the last copy is kept. Returns the history, and why the last copy is not in it.
    pub(super) fn finish(self) -> Option<(History, Option<StoreError>)> {
        drop(self.copies);
        self.thread.join().ok()
    }
}

fn keep_all(
    mut history: History,
    place: &Place,
    inbox: &Receiver<Box<Session>>,
    trouble: &dyn Fn(String),
) -> (History, Option<StoreError>) {
    let mut last = None;
    while let Ok(first) = inbox.recv() {
        let session = inbox.try_iter().last().unwrap_or(first);
        last = keep(&mut history, place, &session).err();
        if let Some(error) = &last {
            trouble(error.to_string());
        }
    }
    (history, last)
}

/// The portable copy first: it needs no database to be of use. The database is tried even so.
fn keep(history: &mut History, place: &Place, session: &Session) -> Result<(), StoreError> {
    // Somebody may be scoring what was said so far. A take is kept whoever that is.
    let _held = Held::of(&place.path);
    let copied = sidecar::write(&place.path, session);
    history.save(session, &place.name)?;
    // Cards that were given in another terminal meanwhile are in the history alone.
    if let Some(kept) = history.session(session.id)?
        && kept.session != *session
    {
        return sidecar::write(&place.path, &kept.session);
    }
    copied
}
