//! What was captured when: a microphone that is fed at known moments, and what stands at the
//! boundaries of the takes.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use hotseat::clock;

use super::support::home::Home;
use super::support::room::Room;
use super::support::session::{Section, Session, practice};
use super::support::signal;

/// How much is written at once.
const FRAGMENT: Duration = Duration::from_millis(10);
const FRAMES: usize = 480;

/// How far a boundary may lie beside its moment: this is no claim, only that nothing is broken.
const BOUND_MS: f64 = 25.0;

/// Writes the signal into a pipe in real time, until it is dropped.
struct Feeder {
    /// When the first sample of the signal was captured.
    start: Instant,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Feeder {
    fn start(pipe: &Path) -> Self {
        let mut pipe = OpenOptions::new().write(true).open(pipe).expect("the pipe");
        let start = clock::now();
        let is_over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&is_over);
        let feed = move || {
            for number in 1u32.. {
                // A fragment has been captured when its last sample has.
                let due = start + FRAGMENT * number;
                std::thread::sleep(due.saturating_duration_since(clock::now()));
                let from = (number as usize - 1) * FRAMES;
                let samples = (from..from + FRAMES).map(signal::sample);
                let bytes: Vec<u8> = samples.flat_map(i16::to_le_bytes).collect();
                if stop.load(Ordering::Relaxed) || pipe.write_all(&bytes).is_err() {
                    return;
                }
            }
        };
        let thread = Builder::new().name("feeder".to_owned()).spawn(feed);
        Self {
            start,
            is_over,
            thread: Some(thread.expect("a thread")),
        }
    }

    /// How long after `moment` a sample was captured, in milliseconds: the one of this value that
    /// was captured next to it.
    fn late(&self, sample: i16, moment: Instant) -> f64 {
        let frames = moment.saturating_duration_since(self.start).as_secs_f64() * 48_000.0;
        let wanted = frames.round() as u64 as u16;
        let off = signal::index(sample).wrapping_sub(wanted).cast_signed();
        f64::from(off) / 48.0
    }
}

impl Drop for Feeder {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// The monotonic moment of a time on the wall clock: as exact as records are, to the millisecond.
fn moment(wall: &str) -> Instant {
    let wall: jiff::Timestamp = wall.parse().expect("a time");
    let ago = clock::wall().duration_since(wall);
    let ago = Duration::try_from(ago).expect("it is past");
    clock::now().checked_sub(ago).expect("a moment ago")
}

/// By how many milliseconds what stands at each boundary was captured after it.
#[expect(
    clippy::print_stdout,
    reason = "shown where the test fails, and on demand"
)]
fn late(mut room: Room) -> Vec<f64> {
    let home = Home::new();
    let (_device, pipe) = room.plug_in_pipe("pipe");
    let feeder = Feeder::start(&pipe);
    let session = Session::start(&home, &mut practice(&room, &home, &[2, 2, 1]));
    let sat = session.end();
    sat.has_full_takes();
    let start = moment(sat.document["started_at"].as_str().expect("a time"));
    let late = |section: &Section| {
        let after = section.document["started_ms"].as_u64().expect("a time");
        feeder.late(section.samples[0], start + Duration::from_millis(after))
    };
    let late: Vec<f64> = sat.sections.iter().map(late).collect();
    println!("at the boundaries stands what was captured {late:.2?} ms after them");
    late
}

#[test]
fn a_boundary_is_what_was_captured_at_its_moment_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        let late = late(room);
        assert!(late.iter().all(|ms| ms.abs() <= BOUND_MS), "{late:?}");
    }
}

#[test]
fn boundaries_lie_as_far_apart_as_what_was_captured_at_them_on_pipewire() {
    if let Some(room) = Room::pipewire() {
        // What has gathered in the pipe before its first cycle stays there, a different length in
        // every run: no later boundary may lie elsewhere than the first one.
        let late = late(room);
        let first = late[0];
        assert!(
            late.iter().all(|ms| (ms - first).abs() <= BOUND_MS),
            "{late:?}"
        );
    }
}
