//! What was captured when: a microphone that is fed at known moments, and what stands at the
//! boundaries of the takes.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use hotseat::clock;

use super::support::home::Home;
use super::support::room::Room;
use super::support::session::{Section, Session, practice};
use super::support::signal;
use super::support::witness::{Run, until_it_counts};

/// How much is written at once.
const FRAGMENT: Duration = Duration::from_millis(10);
const FRAMES: usize = 480;

/// How far a boundary may lie beside its moment: this is no claim, only that nothing is broken.
const BOUND_MS: f64 = 25.0;

/// By how much the server may lag behind the pipe, or the pipe behind its moments, for a run to
/// say something: a busy machine starves both.
const LAG: Duration = Duration::from_millis(10);

/// Around a boundary: the server reads the pipe in cycles, and the least that is left between
/// them is what has gathered.
const AROUND: Duration = Duration::from_millis(250);

/// What was so when a fragment was written.
#[derive(Debug, Clone, Copy)]
struct Written {
    at: Instant,
    /// By how much it was too late.
    late: Duration,
    /// What lay in the pipe before it, unread.
    unread: Duration,
}

/// Writes the signal into a pipe in real time, until it is dropped.
struct Feeder {
    /// When the first sample of the signal was captured.
    start: Instant,
    written: Arc<Mutex<Vec<Written>>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Feeder {
    fn start(pipe: &Path) -> Self {
        let mut pipe = OpenOptions::new().write(true).open(pipe).expect("the pipe");
        let start = clock::now();
        let is_over = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&is_over);
        let written = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&written);
        let feed = move || {
            for number in 1u32.. {
                // A fragment has been captured when its last sample has.
                let due = start + FRAGMENT * number;
                std::thread::sleep(due.saturating_duration_since(clock::now()));
                let at = clock::now();
                let bytes = rustix::io::ioctl_fionread(&pipe).expect("what is unread");
                log.lock().expect("nobody panicked").push(Written {
                    at,
                    late: at.saturating_duration_since(due),
                    unread: Duration::from_secs_f64(bytes as f64 / 96_000.0),
                });
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
            written,
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

    /// What the machine did to the pipe around these moments, if that was more than a run may
    /// suffer.
    fn spoiled(&self, moments: &[Instant]) -> Option<String> {
        let written = self.written.lock().expect("nobody panicked");
        let around = |moment: Instant| {
            let near =
                move |w: &&Written| w.at.max(moment).duration_since(w.at.min(moment)) <= AROUND;
            written.iter().filter(near)
        };
        let unread = |moment: &Instant| around(*moment).map(|w| w.unread).min();
        let gathered: Vec<Duration> = moments.iter().filter_map(unread).collect();
        let (least, most) = (gathered.iter().min()?, gathered.iter().max()?);
        let (first, last) = (moments.first()?, moments.last()?);
        let during = written
            .iter()
            .filter(|w| w.at + AROUND >= *first && w.at <= *last + AROUND);
        let late = during.map(|w| w.late).max()?;
        (late > LAG || *most > *least + LAG)
            .then(|| format!("written {late:?} late at most, unread {gathered:?}"))
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

/// Sits sessions until one counts whose boundaries are as `is_well` wants them, given by how many
/// milliseconds what stands at each of them was captured after it.
#[expect(
    clippy::print_stdout,
    reason = "shown where the test fails, and on demand"
)]
fn boundaries(room: fn() -> Option<Room>, is_well: impl Fn(&[f64]) -> bool) {
    until_it_counts(|| {
        let Some(mut room) = room() else {
            return Run::Counts;
        };
        let (_device, pipe) = room.plug_in_pipe("pipe");
        let home = Home::new();
        let feeder = Feeder::start(&pipe);
        let session = Session::start(&home, &mut practice(&room, &home, &[2, 2, 1]));
        let sat = session.end();
        sat.has_full_takes();
        let start = moment(sat.document["started_at"].as_str().expect("a time"));
        let begin = |section: &Section| {
            let after = section.document["started_ms"].as_u64().expect("a time");
            start + Duration::from_millis(after)
        };
        let begins: Vec<Instant> = sat.sections.iter().map(begin).collect();
        let late: Vec<f64> = (sat.sections.iter().zip(&begins))
            .map(|(section, begin)| feeder.late(section.samples[0], *begin))
            .collect();
        println!("at the boundaries stands what was captured {late:.2?} ms after them");
        if is_well(&late) {
            return Run::Counts;
        }
        let spoiled = feeder.spoiled(&begins);
        Run::Spoiled(spoiled.unwrap_or_else(|| panic!("{late:?} ms, on a machine at rest")))
    });
}

#[test]
fn a_boundary_is_what_was_captured_at_its_moment_on_pulseaudio() {
    boundaries(Room::pulse, |late| {
        late.iter().all(|ms| ms.abs() <= BOUND_MS)
    });
}

#[test]
fn boundaries_lie_as_far_apart_as_what_was_captured_at_them_on_pipewire() {
    // What has gathered in the pipe before its first cycle stays there, a different length in
    // every run: no later boundary may lie elsewhere than the first one.
    boundaries(Room::pipewire, |late| {
        late.iter().all(|ms| (ms - late[0]).abs() <= BOUND_MS)
    });
}
