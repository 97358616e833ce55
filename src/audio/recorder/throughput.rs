//! How fast the recorder could go, for the benchmark: all that it does between ring and disk, with
//! sound that is there as soon as it is wanted.

use std::f32::consts::TAU;
use std::path::Path;
use std::time::{Duration, Instant};

use super::super::AudioError;
use super::super::capture::Intake;
use super::super::device::Opened;
use super::super::feed::Feed;
use super::super::format::Format;
use super::super::timeline::{Trust, time_of};
use super::engine::Engine;
use super::{Boundary, Command, TakeSpec, Turn};
use crate::clock;
use crate::domain::{Mic, TakeFormat};

const FORMAT: Format = Format {
    sample_rate: 48_000,
    channels: 1,
};

/// Frames that come at once, and how much comes between two turns of the recorder.
const BLOCK: usize = 960;
const TURN: Duration = Duration::from_millis(200);

/// Records `length` of sound, mono at 48 kHz, into a take at `path`, which must not exist. Returns how
/// long that took.
pub fn throughput(path: &Path, length: Duration) -> Result<Duration, AudioError> {
    let (feed, intake) = Feed::driven(FORMAT, Trust::Coarse);
    let opened = Opened::driven(feed, Mic::none());
    let start = clock::now();
    let tell = |_: super::RecorderEvent<()>| {};
    let mut engine = Engine::new(opened, TakeFormat::default(), tell, start)?;
    let spec = TakeSpec {
        key: (),
        path: path.to_owned(),
        name: "take.wav".to_owned(),
        listen: false,
    };
    engine.obey(cut(start, Some(spec)));
    engine.obey(Command::Horizon(Some(start + length)));
    let mut source = Source {
        intake,
        start,
        sent: 0,
        block: (0..BLOCK)
            .map(|n| (TAU * n as f32 / BLOCK as f32).sin())
            .collect(),
    };
    // The recorder's clock runs with the sound; the one on the wall tells what that took.
    let mut now = start;
    while now < start + length {
        now += TURN;
        source.send_until(now);
        engine.turn(now);
    }
    engine.obey(cut(start + length, None));
    engine.obey(Command::Finish { by: now });
    engine.turn(now);
    drop(engine);
    Ok(clock::now().saturating_duration_since(start))
}

fn cut(at: Instant, next: Option<TakeSpec<()>>) -> Command<()> {
    let marks = Vec::new();
    let turn = Turn::Cut { marks, next };
    Command::Boundary(Boundary { at, turn })
}

struct Source {
    intake: Intake,
    start: Instant,
    sent: u64,
    block: Vec<f32>,
}

impl Source {
    fn send_until(&mut self, now: Instant) {
        loop {
            let captured = self.start + time_of(self.sent, FORMAT.sample_rate);
            if captured >= now {
                return;
            }
            self.intake.push(&self.block, captured);
            self.sent += BLOCK as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::wav::WavSource;
    use super::*;

    #[test]
    fn all_of_the_sound_is_recorded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take.wav");
        throughput(&path, Duration::from_secs(20)).unwrap();
        assert_eq!(WavSource::open(&path).unwrap().frames, 20 * 48_000);
    }
}
