//! Listens to takes while they are recorded, on a thread of its own: it may come late, and what is
//! written never waits for it. Where it is too far behind it gives a take up, which somebody may have
//! listened to from its file later.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use super::super::analysis::Analyser;
use super::super::format::Format;
use super::RecorderEvent;

/// How far it may be behind, in seconds of sound: more than the recorder ever writes at once.
const PATIENCE: usize = 15;

/// Less urgent than anything else that this program does.
const NICE: i32 = 10;

enum Job<K> {
    Begin(Format),
    Hear(Vec<f32>),
    End(K),
    GiveUp,
}

/// The thread that listens. Ends, with everything heard, when it is dropped.
pub(super) struct Listener<K> {
    jobs: Option<Sender<Job<K>>>,
    thread: Option<JoinHandle<()>>,
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
        let heard = Arc::clone(&behind);
        let thread = Builder::new().name("listen".to_owned()).spawn(move || {
            step_back();
            run(&queue, &heard, tell);
        })?;
        Ok(Listener {
            jobs: Some(jobs),
            thread: Some(thread),
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

fn run<K>(queue: &Receiver<Job<K>>, behind: &AtomicUsize, tell: impl Fn(RecorderEvent<K>)) {
    let mut analyser = None;
    while let Ok(job) = queue.recv() {
        match job {
            Job::Begin(format) => analyser = Analyser::new(format),
            Job::Hear(samples) => {
                if let Some(analyser) = &mut analyser {
                    analyser.push(&samples);
                }
                behind.fetch_sub(samples.len(), Ordering::Relaxed);
            }
            Job::End(key) => {
                if let Some(analyser) = analyser.take() {
                    let heard = analyser.finish();
                    tell(RecorderEvent::Heard { key, heard });
                }
            }
            Job::GiveUp => analyser = None,
        }
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
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
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
    fn where_nobody_listens_nothing_is_made_to_be_heard() {
        let (mut listener, _told) = listener();
        let unheard = || (0..10).map(|_| -> f32 { panic!("it was made") });
        listener.hear(unheard());
        listener.begin(FORMAT);
        listener.give_up();
        listener.hear(unheard());
    }
}
