//! Listens to takes while they are recorded, on a thread of its own: it may come late, and what is
//! written never waits for it. Where it is too far behind it gives a take up, which somebody may have
//! listened to from its file later.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::Builder;
use std::time::Duration;

use super::super::analysis::Analyser;
use super::super::format::Format;
use super::RecorderEvent;

/// How far it may be behind, in seconds of sound: more than the recorder ever writes at once.
const PATIENCE: usize = 15;

/// How long the end of all takes waits for the thread to hand over what is not heard yet, which a
/// machine that has no time for it makes long.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Less urgent than anything else that this program does.
const NICE: i32 = 10;

enum Job<K> {
    Begin(Format),
    Hear(Vec<f32>),
    End(K),
    GiveUp,
}

/// What there is to be heard, and what was heard so far.
struct Work<K> {
    queue: Receiver<Job<K>>,
    behind: Arc<AtomicUsize>,
    analyser: Option<Analyser>,
    tell: Box<dyn Fn(RecorderEvent<K>) + Send>,
}

/// The thread that listens. What it has not heard when this is dropped is heard before that returns,
/// if the thread is not held up too long.
pub(super) struct Listener<K> {
    jobs: Option<Sender<Job<K>>>,
    /// Whether the rest is wanted from the thread, and where it comes.
    is_over: Arc<AtomicBool>,
    rest: Receiver<Work<K>>,
    wait: Duration,
    /// Samples that it was given and has not heard.
    behind: Arc<AtomicUsize>,
    /// More of them than this are too many.
    most: usize,
    is_listening: bool,
}

impl<K: Send + 'static> Listener<K> {
    pub(super) fn start(
        tell: impl Fn(RecorderEvent<K>) + Send + 'static,
        format: Format,
    ) -> io::Result<Self> {
        let (jobs, queue) = channel();
        let behind = Arc::new(AtomicUsize::new(0));
        let is_over = Arc::new(AtomicBool::new(false));
        let (hand_over, rest) = channel();
        let mut work = Work {
            queue,
            behind: Arc::clone(&behind),
            analyser: None,
            tell: Box::new(tell),
        };
        let over = Arc::clone(&is_over);
        Builder::new().name("listen".to_owned()).spawn(move || {
            step_back();
            while !over.load(Ordering::Relaxed) && work.next() {}
            // Nobody may be waiting any more.
            let _ = hand_over.send(work);
        })?;
        Ok(Listener {
            jobs: Some(jobs),
            is_over,
            rest,
            wait: LONGEST_WAIT,
            behind,
            most: PATIENCE * format.sample_rate as usize * usize::from(format.channels),
            is_listening: false,
        })
    }

    pub(super) fn begin(&mut self, format: Format) {
        self.is_listening = true;
        self.send(Job::Begin(format));
    }

    /// Samples of the take, as they are in its file. They are made only where somebody listens.
    pub(super) fn hear(&mut self, samples: impl ExactSizeIterator<Item = f32>) {
        if !self.is_listening {
            return;
        }
        if self.behind.load(Ordering::Relaxed) + samples.len() > self.most {
            self.give_up();
            return;
        }
        self.behind.fetch_add(samples.len(), Ordering::Relaxed);
        self.send(Job::Hear(samples.collect()));
    }

    /// The take is whole; it is told what was heard of it.
    pub(super) fn end(&mut self, key: K) {
        if std::mem::take(&mut self.is_listening) {
            self.send(Job::End(key));
        }
    }

    /// Nothing is to be told of the take.
    pub(super) fn give_up(&mut self) {
        if std::mem::take(&mut self.is_listening) {
            self.send(Job::GiveUp);
        }
    }

    fn send(&self, job: Job<K>) {
        if let Some(jobs) = &self.jobs {
            // The thread lives as long as we do.
            let _ = jobs.send(job);
        }
    }
}

impl<K> Work<K> {
    /// Does what is next. Whether there was anything.
    fn next(&mut self) -> bool {
        let Ok(job) = self.queue.recv() else {
            return false;
        };
        match job {
            Job::Begin(format) => self.analyser = Analyser::new(format),
            Job::Hear(samples) => {
                if let Some(analyser) = &mut self.analyser {
                    analyser.push(&samples);
                }
                self.behind.fetch_sub(samples.len(), Ordering::Relaxed);
            }
            Job::End(key) => {
                if let Some(analyser) = self.analyser.take() {
                    let heard = analyser.finish();
                    (self.tell)(RecorderEvent::Heard { key, heard });
                }
            }
            Job::GiveUp => self.analyser = None,
        }
        true
    }
}

/// Lets all others go first, where a thread can.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        // Here a priority is the thread's. Without one it listens as it is.
        let _ = rustix::process::setpriority_process(None, NICE);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = NICE;
}

impl<K> Drop for Listener<K> {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.jobs = None;
        // Whoever waits is in more of a hurry than a thread that lets all others go first. What is
        // left out somebody may have listened to from its file later.
        if let Ok(mut work) = self.rest.recv_timeout(self.wait) {
            while work.next() {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::domain::Heard;

    const FORMAT: Format = Format {
        sample_rate: 1000,
        channels: 1,
    };

    type Told = Arc<Mutex<Vec<(u8, Heard)>>>;

    fn sound(samples: usize) -> impl ExactSizeIterator<Item = f32> {
        (0..samples).map(|_| 0.5)
    }

    fn listener() -> (Listener<u8>, Told) {
        let told = Told::default();
        let into = Arc::clone(&told);
        let tell = move |event| {
            if let RecorderEvent::Heard { key, heard } = event {
                into.lock().unwrap().push((key, heard));
            }
        };
        (Listener::start(tell, FORMAT).unwrap(), told)
    }

    #[test]
    fn each_take_is_heard_by_itself() {
        let (mut listener, told) = listener();
        for (key, seconds) in [(1, 2), (2, 3)] {
            listener.begin(FORMAT);
            for _ in 0..seconds * 10 {
                listener.hear(sound(100));
            }
            listener.end(key);
        }
        drop(listener);
        let told = told.lock().unwrap();
        let lengths: Vec<_> = told
            .iter()
            .map(|(key, heard)| (*key, heard.length_ms))
            .collect();
        assert_eq!(lengths, [(1, 2_000), (2, 3_000)]);
    }

    #[test]
    fn a_take_that_it_cannot_follow_is_given_up_and_the_next_is_heard() {
        let (mut listener, told) = listener();
        listener.begin(FORMAT);
        listener.hear(sound(100));
        listener.hear(sound(PATIENCE * 1000 + 1));
        listener.hear(sound(100));
        listener.end(1);
        listener.begin(FORMAT);
        listener.hear(sound(100));
        listener.give_up();
        listener.end(2);
        listener.begin(FORMAT);
        listener.hear(sound(100));
        listener.end(3);
        drop(listener);
        let told = told.lock().unwrap();
        let keys: Vec<_> = told
            .iter()
            .map(|(key, heard)| (*key, heard.length_ms))
            .collect();
        assert_eq!(keys, [(3, 100)]);
    }

    #[test]
    fn the_end_does_not_wait_for_ever() {
        let (go, wait_here) = channel::<()>();
        let (into, told) = channel();
        let tell = move |event| {
            if let RecorderEvent::Heard { key, .. } = event {
                into.send(key).unwrap();
                let _ = wait_here.recv();
            }
        };
        let mut listener = Listener::start(tell, FORMAT).unwrap();
        listener.wait = Duration::from_millis(50);
        for key in [1, 2] {
            listener.begin(FORMAT);
            listener.hear(sound(100));
            listener.end(key);
        }
        assert_eq!(told.recv(), Ok(1));
        // It is held up with the first, and goes on when nobody waits for the second any more.
        drop(listener);
        drop(go);
        assert!(told.recv().is_err(), "the thread has ended without a word");
    }

    #[test]
    fn where_nobody_listens_nothing_is_made_to_be_heard() {
        let (mut listener, _told) = listener();
        let unheard = || (0..10).map(|_| -> f32 { panic!("it was made") });
        listener.hear(unheard());
        listener.begin(FORMAT);
        listener.give_up();
        listener.hear(unheard());
    }
}
