//! Streams are closed on a thread of their own: a sound system that hangs must not hold up what comes
//! next. Whoever has to know that one is closed can wait for it.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// How long closing may hold up what has to wait for it.
const PATIENCE: Duration = Duration::from_millis(500);

/// A stream that is being closed.
pub(in crate::audio) struct Closing(Receiver<()>);

impl Closing {
    /// None where there is no thread for it; then it is closed already.
    pub(super) fn begin<S: Send + 'static>(stream: S) -> Option<Self> {
        let (open, closed) = channel::<()>();
        let close = move || {
            drop(stream);
            drop(open);
        };
        let thread = std::thread::Builder::new().name("close-speaker".to_owned());
        thread.spawn(close).ok().map(|_| Closing(closed))
    }

    /// Waits until it is closed, but not for one that hangs.
    pub(in crate::audio) fn wait(self) {
        // Its other end goes after the stream.
        let _ = self.0.recv_timeout(PATIENCE);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::mpsc::{Sender, channel};

    use super::*;

    /// A stream that takes until it is told to close.
    struct Slow(Receiver<()>, Arc<AtomicBool>);

    impl Drop for Slow {
        fn drop(&mut self) {
            let _ = self.0.recv();
            self.1.store(true, Ordering::Release);
        }
    }

    fn slow() -> (Slow, Sender<()>, Arc<AtomicBool>) {
        let (tell, told) = channel();
        let is_closed = Arc::new(AtomicBool::new(false));
        (Slow(told, Arc::clone(&is_closed)), tell, is_closed)
    }

    #[test]
    fn it_is_waited_for_until_it_is_closed() {
        let (stream, tell, is_closed) = slow();
        let closing = Closing::begin(stream).unwrap();
        assert!(!is_closed.load(Ordering::Acquire));
        tell.send(()).unwrap();
        closing.wait();
        assert!(is_closed.load(Ordering::Acquire));
    }

    #[test]
    fn one_that_hangs_is_not_waited_for() {
        let (stream, _tell, is_closed) = slow();
        Closing::begin(stream).unwrap().wait();
        assert!(!is_closed.load(Ordering::Acquire));
    }
}
