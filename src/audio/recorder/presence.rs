//! Whether the microphone still delivers, and getting it back when it does not.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use super::super::device::Return;
use super::super::feed::Feed;
use crate::domain::Mic;

/// No frames for this long: the microphone is gone.
const GONE: Duration = Duration::from_millis(1500);

/// How long between two attempts to get it back.
const BETWEEN: Duration = Duration::from_secs(1);

pub(super) struct Presence {
    return_: Return,
    /// Time without a frame, as far as we were awake to hear one.
    silent: Duration,
    turned: Instant,
    /// Some sound servers deliver two seconds at once.
    longest_block: Duration,
    /// Since when it has been sought.
    gone: Option<Instant>,
    tried: Option<Instant>,
    attempt: Option<Receiver<Option<(Feed, Mic)>>>,
}

impl Presence {
    pub(super) fn new(return_: Return, now: Instant) -> Self {
        Presence {
            return_,
            silent: Duration::ZERO,
            turned: now,
            longest_block: Duration::ZERO,
            gone: None,
            tried: None,
            attempt: None,
        }
    }

    /// A turn of the recorder begins. A turn that took long was our own sleep, and says nothing of
    /// the microphone.
    pub(super) fn turn(&mut self, now: Instant, period: Duration) {
        self.silent += now.saturating_duration_since(self.turned).min(period * 3);
        self.turned = now;
    }

    pub(super) fn heard(&mut self, block: Duration) {
        self.silent = Duration::ZERO;
        self.longest_block = self.longest_block.max(block);
    }

    pub(super) fn is_silent(&self) -> bool {
        self.silent > GONE.max(self.longest_block * 5 / 2)
    }

    /// It is there again.
    pub(super) fn is_back(&mut self) {
        self.gone = None;
    }

    /// Tries to get a microphone, on a thread of its own: a hanging sound server must not hold up
    /// what was recorded. Returns it once it is there.
    pub(super) fn retry(&mut self, now: Instant) -> Option<(Feed, Mic)> {
        if let Some(attempt) = &self.attempt {
            let outcome = match attempt.try_recv() {
                Err(TryRecvError::Empty) => return None,
                Ok(outcome) => outcome,
                Err(TryRecvError::Disconnected) => None,
            };
            self.attempt = None;
            self.silent = Duration::ZERO;
            return outcome;
        }
        let waited = |tried: Instant| now.saturating_duration_since(tried) >= BETWEEN;
        if self.tried.is_none_or(waited) {
            self.tried = Some(now);
            let (tell, attempt) = channel();
            let again = Arc::clone(&self.return_.again);
            let gone = now.saturating_duration_since(*self.gone.get_or_insert(now));
            let helper = std::thread::Builder::new().name("reopen-microphone".to_owned());
            // Without a thread there is no attempt this time.
            if helper.spawn(move || drop(tell.send(again(gone)))).is_ok() {
                self.attempt = Some(attempt);
            }
        }
        None
    }

    /// Finds out which microphone `name` is, and tells. It may take as long as it likes.
    pub(super) fn identify(&self, name: String, tell: impl FnOnce(Mic) + Send + 'static) {
        let identify = Arc::clone(&self.return_.identify);
        let helper = std::thread::Builder::new().name("identify-microphone".to_owned());
        // Without a thread the old name stays on the screen.
        let _ = helper.spawn(move || identify(&name).map(tell));
    }
}
