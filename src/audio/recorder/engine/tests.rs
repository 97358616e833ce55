mod heard;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::super::super::capture::Intake;
use super::super::super::feed::Feed;
use super::super::super::timeline::time_of;
use super::super::super::wav::WavSource;
use super::super::TakeSpec;
use super::*;
use crate::domain::{Mic, Take};

const FORMAT: Format = Format {
    sample_rate: 48_000,
    channels: 1,
};
const BLOCK: u64 = 960;

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

/// Frame by frame another value, so that each is known again.
fn sample(frame: u64) -> f32 {
    f32::from(number(frame)) / 32_768.0
}

fn number(frame: u64) -> i16 {
    (frame % 30_000) as i16
}

type Told = Arc<Mutex<Vec<RecorderEvent<&'static str>>>>;
/// A recorder in a time of its own, with a server's microphone that the test speaks into.
struct Room<F> {
    engine: Engine<&'static str, F>,
    /// None: it is gone.
    intake: Option<Intake>,
    start: Instant,
    now: Instant,
    sent: u64,
    told: Told,
    folder: tempfile::TempDir,
}

fn room() -> Room<impl Fn(RecorderEvent<&'static str>) + Send + Sync + Clone + 'static> {
    let (feed, intake) = Feed::driven(FORMAT, Trust::Fine);
    let told = Told::default();
    let heard = Arc::clone(&told);
    let tell = move |event| heard.lock().unwrap().push(event);
    let start = clock::now();
    let opened = Opened::driven(feed, Mic::none());
    Room {
        engine: Engine::new(opened, TakeFormat::default(), tell, start).unwrap(),
        intake: Some(intake),
        start,
        now: start,
        sent: 0,
        told,
        folder: tempfile::tempdir().unwrap(),
    }
}

impl<F> Room<F>
where
    F: Fn(RecorderEvent<&'static str>) + Send + Sync + Clone + 'static,
{
    /// Lets `time` go by, in which every frame seems to be captured `late`.
    fn hear(&mut self, time: Duration, late: Duration) {
        let end = self.now + time;
        while self.now < end {
            self.now += PERIOD;
            if let Some(intake) = &mut self.intake {
                let captured = self.start + time_of(self.sent, FORMAT.sample_rate);
                let block: Vec<f32> = (self.sent..self.sent + BLOCK).map(sample).collect();
                intake.push(&block, captured + late);
                self.sent += BLOCK;
            }
            self.engine.turn(self.now);
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A boundary at this time from the start, and the take that begins there.
    fn cut(&mut self, at: Duration, next: Option<&'static str>) {
        let next = next.map(|key| TakeSpec {
            key,
            path: self.path(key),
            name: key.to_owned(),
            listen: true,
        });
        let marks = Vec::new();
        self.turn(at, Turn::Cut { marks, next });
    }

    fn turn(&mut self, at: Duration, turn: Turn<&'static str>) {
        let at = self.start + at;
        self.engine.obey(Command::Boundary(Boundary { at, turn }));
    }

    /// Ends the recorder, and returns the takes that are safely on disk.
    fn finish(mut self, patience: Duration) -> Vec<(&'static str, Take)> {
        let by = self.now + patience;
        self.engine.obey(Command::Finish { by });
        while !self.engine.turn(self.now) {
            assert!(self.now < by + ms(100), "it never ends");
            self.now += PERIOD;
        }
        drop(self.engine);
        let told = std::mem::take(&mut *self.told.lock().unwrap());
        told.into_iter()
            .filter_map(|event| match event {
                RecorderEvent::Done { key, take } => Some((key, take)),
                _ => None,
            })
            .collect()
    }
}

fn frames_on_disk(path: &Path) -> u64 {
    WavSource::open(path).unwrap().frames
}

#[test]
fn a_boundary_is_the_frame_that_was_captured_then() {
    let mut room = room();
    room.cut(ms(500), Some("a.wav"));
    room.hear(ms(3000), ms(0));
    room.cut(ms(2990), Some("b.wav"));
    room.hear(ms(1500), ms(0));
    room.cut(ms(4321), None);
    let takes = room.finish(ms(1000));
    let lengths: Vec<_> = takes
        .iter()
        .map(|(key, take)| (*key, take.frames))
        .collect();
    assert_eq!(lengths, [("a.wav", 2490 * 48), ("b.wav", 1331 * 48)]);
    assert!(takes.iter().all(|(_, take)| take.gaps.is_empty()));
}

#[test]
fn a_doubt_does_not_outlive_the_microphone() {
    let mut room = room();
    room.cut(ms(0), Some("a.wav"));
    room.hear(ms(3000), ms(0));
    // It seems to have lost something, and is unplugged before that is known.
    room.hear(ms(400), ms(30));
    room.intake = None;
    room.hear(ms(5000), ms(0));
    let on_disk = frames_on_disk(&room.path("a.wav"));
    assert!(on_disk > 7000 * 48, "only {on_disk} frames are written");
    room.cut(ms(8000), Some("b.wav"));
    room.hear(ms(600), ms(0));
    room.cut(ms(8800), None);
    let takes = room.finish(ms(1000));
    let lengths: Vec<_> = takes
        .iter()
        .map(|(key, take)| (*key, take.frames))
        .collect();
    assert_eq!(lengths, [("a.wav", 8000 * 48), ("b.wav", 800 * 48)]);
    let causes = takes.iter().flat_map(|(_, take)| &take.gaps);
    assert!(
        causes.clone().count() == 2 && causes.clone().all(|gap| gap.cause == GapCause::DeviceLost)
    );
}

#[test]
fn a_cut_in_doubt_waits_until_it_is_known_where_it_lies() {
    let mut room = room();
    room.cut(ms(0), Some("a.wav"));
    room.hear(ms(3000), ms(0));
    // 100 ms are lost: what comes was captured later than its number says.
    room.hear(ms(500), ms(100));
    room.cut(ms(3400), Some("b.wav"));
    room.hear(ms(500), ms(100));
    let done = room
        .told
        .lock()
        .unwrap()
        .iter()
        .any(|event| matches!(event, RecorderEvent::Done { .. }));
    assert!(!done, "nobody knows yet");
    room.hear(ms(3000), ms(100));
    room.cut(ms(6900), None);
    let takes = room.finish(ms(1000));
    let lengths: Vec<_> = takes
        .iter()
        .map(|(key, take)| (*key, take.frames))
        .collect();
    assert_eq!(lengths, [("a.wav", 3400 * 48), ("b.wav", 3500 * 48)]);
    let gap = takes[0].1.gaps[0];
    assert_eq!(
        (gap.at_frame, gap.frames, gap.cause),
        (3000 * 48, 4800, GapCause::Stall)
    );
}

#[test]
fn what_never_comes_is_silence_when_it_ends() {
    let mut room = room();
    room.cut(ms(0), Some("a.wav"));
    room.hear(ms(2000), ms(0));
    room.intake = None;
    room.now += ms(100);
    room.cut(ms(2100), None);
    let takes = room.finish(ms(250));
    let (_, take) = &takes[0];
    assert_eq!(take.frames, 2100 * 48);
    assert_eq!(take.lost_frames, 100 * 48);
}

/// The numbers of the frames from and to these milliseconds.
fn spoken(stretches: &[(u64, u64)]) -> Vec<i16> {
    let frames = stretches.iter().flat_map(|(from, to)| from * 48..to * 48);
    frames.map(number).collect()
}

fn numbers_on_disk(path: &Path) -> Vec<i16> {
    let mut source = WavSource::open(path).unwrap();
    let frames = usize::try_from(source.frames).unwrap();
    let mut samples = Vec::new();
    source.read(frames, &mut samples).unwrap();
    let number = |sample: &f32| (sample * 32_768.0).round() as i16;
    samples.iter().map(number).collect()
}

#[test]
fn a_pause_is_cut_out_of_its_take_to_the_frame() {
    let mut room = room();
    room.cut(ms(500), Some("a.wav"));
    room.hear(ms(2000), ms(0));
    room.turn(ms(1990), Turn::Pause);
    room.hear(ms(3000), ms(0));
    // Told late: what is not recorded is not gone yet.
    room.turn(ms(4321), Turn::Resume);
    room.hear(ms(1000), ms(0));
    room.turn(ms(5900), Turn::Pause);
    room.hear(ms(1000), ms(0));
    // Left for the next one in the pause, which has none.
    room.cut(ms(6990), Some("b.wav"));
    room.hear(ms(1000), ms(0));
    room.cut(ms(7990), None);
    let (a, b) = (room.path("a.wav"), room.path("b.wav"));
    let folder = std::mem::replace(&mut room.folder, tempfile::tempdir().unwrap());
    let takes = room.finish(ms(1000));
    assert!(numbers_on_disk(&a) == spoken(&[(500, 1990), (4321, 5900)]));
    assert!(numbers_on_disk(&b) == spoken(&[(6990, 7990)]));
    assert!(takes.iter().all(|(_, take)| take.gaps.is_empty()));
    assert_eq!(takes[0].1.frames, (1490 + 1579) * 48);
    drop(folder);
}

#[test]
fn what_is_lost_in_a_pause_is_missing_from_no_take() {
    let mut room = room();
    room.cut(ms(0), Some("a.wav"));
    room.hear(ms(2000), ms(0));
    room.turn(ms(2000), Turn::Pause);
    room.hear(ms(1000), ms(0));
    room.intake = None;
    room.hear(ms(4000), ms(0));
    // The microphone is still away when the candidate goes on.
    room.turn(ms(6500), Turn::Resume);
    room.hear(ms(1000), ms(0));
    room.cut(ms(7500), None);
    let takes = room.finish(ms(250));
    let (_, take) = &takes[0];
    assert_eq!(take.frames, 3000 * 48);
    let gaps: Vec<_> = take
        .gaps
        .iter()
        .map(|gap| (gap.at_frame, gap.frames))
        .collect();
    assert_eq!(gaps, [(2000 * 48, 1000 * 48)]);
}

#[test]
fn a_session_that_ends_in_a_pause_keeps_what_was_said_before() {
    let mut room = room();
    room.cut(ms(0), Some("a.wav"));
    room.hear(ms(2000), ms(0));
    room.turn(ms(1900), Turn::Pause);
    room.hear(ms(1000), ms(0));
    let takes = room.finish(ms(250));
    assert_eq!(takes[0].1.frames, 1900 * 48);
}
