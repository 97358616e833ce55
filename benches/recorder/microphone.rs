//! A microphone whose every sample has a known time: a pipe that the sound server reads as a source,
//! written in real time. Sample `i` is captured `i / 48000` seconds after the beginning, and handed
//! over in fragments of 10 ms when the last of a fragment is captured, as a device does it.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use hotseat::clock;
use rustix::process::setpriority_process;

use super::figures::median;
use super::wall::{millis, shifted};

pub(crate) const RATE: u64 = 48_000;

const FRAGMENT: u64 = 480;

/// Ten seconds: a server that stops for a while stops nobody else.
const PIPE: usize = 1 << 20;

/// What the microphone hears: the sample of every number.
pub(crate) type Sound = fn(u64) -> i16;

/// The unique-sample signal.
pub(crate) fn signal(i: u64) -> i16 {
    crate::support::signal::sample(i as usize)
}

/// What the feeder noted of itself and of the pipe.
#[derive(Debug, Default)]
struct Notes {
    /// Milliseconds that the latest fragment came late.
    latest: f64,
    /// Fragments that came more than 5 ms late.
    late: u64,
    /// By second: the fewest milliseconds by which the server was behind.
    behind: Vec<(Instant, f64)>,
}

#[derive(Debug)]
pub(crate) struct Feeder {
    begun: Instant,
    stop: Arc<AtomicBool>,
    notes: Arc<Mutex<Notes>>,
    thread: Option<JoinHandle<()>>,
}

impl Feeder {
    pub(crate) fn start(pipe: &Path, sound: Sound) -> Self {
        let pipe = OpenOptions::new().write(true).open(pipe);
        let pipe = pipe.expect("the server has made the pipe");
        rustix::pipe::fcntl_setpipe_size(&pipe, PIPE).expect("the pipe becomes long");
        let begun = clock::now() + Duration::from_millis(50);
        let stop = Arc::new(AtomicBool::new(false));
        let notes = Arc::new(Mutex::new(Notes::default()));
        let feed = Feed {
            pipe,
            sound,
            begun,
            stop: Arc::clone(&stop),
            notes: Arc::clone(&notes),
        };
        let thread = Builder::new()
            .name("feeder".to_owned())
            .spawn(move || feed.run());
        Feeder {
            begun,
            stop,
            notes,
            thread: Some(thread.expect("a thread for the feeder")),
        }
    }

    /// When the microphone captured sample `i`.
    pub(crate) fn captured(&self, i: i64) -> Instant {
        shifted(self.begun, i as f64 / RATE as f64)
    }

    /// The number of the sample that was captured at this instant.
    pub(crate) fn number(&self, at: Instant) -> i64 {
        (millis(self.begun, at) * RATE as f64 / 1000.0).round() as i64
    }

    /// Milliseconds by which the server was behind when it read what was captured around `at`. A
    /// `PulseAudio` reads at once; a `PipeWire` reads when its own clock says so, and what it skips
    /// stays in the pipe.
    pub(crate) fn behind(&self, at: Instant) -> f64 {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        let mut near: Vec<_> = notes
            .behind
            .iter()
            .map(|(second, behind)| (millis(*second, at).abs(), *behind))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        let near: Vec<_> = near.iter().take(5).map(|(_, behind)| *behind).collect();
        median(&near)
    }

    /// How late the latest fragment was, in ms, and how many came more than 5 ms late.
    pub(crate) fn lateness(&self) -> (f64, u64) {
        let notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        (notes.latest, notes.late)
    }
}

impl Drop for Feeder {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// The feeder's thread stands for hardware, which no busy core delays: real time where that is
/// allowed, else as much before others as is.
fn be_hardware() {
    let thread = rustix::thread::gettid();
    setpriority_process(Some(thread), -19).ok();
    let id = thread.as_raw_nonzero().to_string();
    let mut chrt = Command::new("chrt");
    chrt.args(["--fifo", "--pid", "20", &id]);
    chrt.stdout(Stdio::null()).stderr(Stdio::null());
    chrt.status().ok();
}

struct Feed {
    pipe: File,
    sound: Sound,
    begun: Instant,
    stop: Arc<AtomicBool>,
    notes: Arc<Mutex<Notes>>,
}

impl Feed {
    fn run(mut self) {
        be_hardware();
        let mut bytes = Vec::new();
        let mut least = f64::INFINITY;
        for fragment in 0.. {
            if self.stop.load(Ordering::Relaxed) {
                return;
            }
            let from = fragment * FRAGMENT;
            bytes.clear();
            bytes.extend((from..from + FRAGMENT).flat_map(|i| (self.sound)(i).to_le_bytes()));
            let written = from + FRAGMENT;
            let due = self.begun + Duration::from_micros(written * 1_000_000 / RATE);
            sleep(due.saturating_duration_since(clock::now()));
            let late = millis(due, clock::now());
            if self.pipe.write_all(&bytes).is_err() {
                return;
            }
            least = least.min(self.behind(written));
            let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
            notes.latest = notes.latest.max(late);
            notes.late += u64::from(late > 5.0);
            if fragment % 100 == 99 {
                notes.behind.push((due, least));
                least = f64::INFINITY;
            }
        }
    }

    /// How long ago the newest sample was captured that the server has read, in ms. Right after it
    /// has read, that is how far behind it is.
    fn behind(&self, written: u64) -> f64 {
        let waiting = rustix::io::ioctl_fionread(&self.pipe).unwrap_or(0) / 2;
        let read = written.saturating_sub(waiting);
        let captured = self.begun + Duration::from_micros(read * 1_000_000 / RATE);
        millis(captured, clock::now())
    }
}
