//! Looks at the takes while they are heard, on a thread of its own: waveforms, and pauses that the
//! record does not know.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};

use crate::audio::{Envelope, TakeFiles, survey};
use crate::domain::{PAUSE_MS, Pause, delivery};

/// What was seen of a take.
pub(super) struct Seen {
    /// Which of the line's passages it is.
    pub(super) passage: usize,
    pub(super) envelope: Envelope,
    pub(super) pauses: Option<Vec<Pause>>,
}

/// Looks until it is dropped, or has seen all.
pub(super) struct Lookout {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Lookout {
    /// Begins with the take `first`. `takes` come with whether their pauses are to be found.
    pub(super) fn start(
        takes: Vec<(TakeFiles, bool)>,
        first: usize,
        tell: impl Fn(Seen) + Send + 'static,
    ) -> io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = Builder::new().name("lookout".to_owned()).spawn(move || {
            let count = takes.len();
            for passage in (first..count).chain(0..first.min(count)) {
                let (files, analyses) = &takes[passage];
                match survey(files, *analyses, &stopped) {
                    Ok(Some(seen)) => tell(Seen {
                        passage,
                        envelope: seen.envelope,
                        pauses: seen
                            .heard
                            .map(|heard| delivery(&heard, PAUSE_MS).pause_list),
                    }),
                    Ok(None) => return,
                    // Whoever plays it says what is wrong with it.
                    Err(_) => {}
                }
            }
        })?;
        Ok(Lookout {
            stop,
            thread: Some(thread),
        })
    }
}

impl Drop for Lookout {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
