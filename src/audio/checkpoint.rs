//! Putting files safely on disk, on a thread of its own: a sync can take as long as a busy disk
//! likes, and the recorder must not wait for it.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

/// What is to be put on disk.
pub(super) enum Job {
    /// Samples and header so far.
    Data(File),
    /// All of finished files and the entries of them in their folder; then this is called.
    Whole {
        files: Vec<File>,
        folder: PathBuf,
        done: Box<dyn FnOnce(io::Result<()>) + Send>,
    },
}

/// The thread that syncs. Ends, with everything done, when it is dropped.
pub(super) struct Syncer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Syncer {
    pub(super) fn start() -> io::Result<Self> {
        let (jobs, queue) = channel();
        let thread = Builder::new()
            .name("sync".to_owned())
            .spawn(move || run(&queue))?;
        Ok(Syncer {
            jobs: Some(jobs),
            thread: Some(thread),
        })
    }

    pub(super) fn queue(&self, job: Job) {
        if let Some(jobs) = &self.jobs {
            // The thread lives as long as we do.
            let _ = jobs.send(job);
        }
    }
}

fn run(queue: &Receiver<Job>) {
    // A system tells of a lost write once, to whoever syncs first: the take's end has to hear of it.
    let mut failed = None;
    while let Ok(job) = queue.recv() {
        match job {
            Job::Data(file) => failed = failed.or(file.sync_data().err()),
            Job::Whole {
                files,
                folder,
                done,
            } => {
                let synced = failed.take().map_or(Ok(()), Err);
                let synced = synced.and_then(|()| files.iter().try_for_each(File::sync_all));
                done(synced.and_then(|()| sync_folder(&folder)));
            }
        }
    }
}

/// Makes the names in a folder survive a power cut.
fn sync_folder(folder: &std::path::Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

impl Drop for Syncer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
