//! Takes to the speaker.
//!
//! A thread reads the WAV into a ring, the callback empties it. The position is what the callback
//! has taken, so it is the sound that is heard and not the sound that was read. A seek tells the
//! callback up to where the ring is stale.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, FromSample, SampleFormat, SizedSample, StreamConfig};
use rtrb::{Consumer, Producer, RingBuffer};

use super::capture::Format;
use super::timeline::{frames_in, time_of};
use super::wav::WavSource;
use super::{AudioError, alsa_errors};

/// How much sound is read ahead.
const AHEAD: Duration = Duration::from_millis(400);

const PERIOD: Duration = Duration::from_millis(20);

/// Silence after the end, so that the speaker is not closed on the last word.
const TAIL: Duration = Duration::from_millis(300);

/// Shared with the callback. Counts are in frames handed to the ring since the start.
#[derive(Debug, Default)]
struct Shared {
    heard: AtomicU64,
    /// Frames before this one are stale and to be skipped.
    stale_before: AtomicU64,
    paused: AtomicBool,
    failed: AtomicBool,
    /// The take's frame that the ring's frame `stale_before` holds.
    origin: AtomicU64,
    /// Ring frames that there will ever be; `u64::MAX` until the end was read.
    total: AtomicU64,
}

enum Command {
    Seek(u64),
}

/// A take that is playing. Dropping it stops it.
pub struct Player {
    shared: Arc<Shared>,
    commands: Option<Sender<Command>>,
    thread: Option<JoinHandle<()>>,
    _stream: cpal::Stream,
    format: Format,
    frames: u64,
}

impl std::fmt::Debug for Player {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Player")
            .field("shared", &self.shared)
            .finish_non_exhaustive()
    }
}

impl Player {
    /// Plays the WAV at `path` on the default speaker, from `from` on.
    pub fn start(path: &Path, from: Duration) -> Result<Player, AudioError> {
        let source = WavSource::open(path)?;
        let format = source.format;
        let frames = source.frames;
        let channels = usize::from(format.channels);
        let ahead = frames_in(AHEAD, format.sample_rate) as usize;
        let (ring, out) = RingBuffer::new(ahead * channels);
        let shared = Arc::new(Shared::default());
        shared.total.store(u64::MAX, Ordering::Relaxed);
        let stream = open_speaker(format, out, &shared)?;
        let (commands, inbox) = channel();
        let mut reader = Reader {
            source,
            ring,
            shared: Arc::clone(&shared),
            written: 0,
            tail: 0,
            block: Vec::new(),
        };
        reader.seek(frames_in(from, format.sample_rate));
        let thread = Builder::new()
            .name("player".to_owned())
            .spawn(move || reader.until_dropped(&inbox))
            .map_err(AudioError::Thread)?;
        Ok(Player {
            shared,
            commands: Some(commands),
            thread: Some(thread),
            _stream: stream,
            format,
            frames,
        })
    }

    pub fn length(&self) -> Duration {
        time_of(self.frames, self.format.sample_rate)
    }

    /// Where in the take the sound is that is heard now.
    pub fn position(&self) -> Duration {
        let heard = self.shared.heard.load(Ordering::Acquire);
        let since_seek = heard.saturating_sub(self.shared.stale_before.load(Ordering::Acquire));
        let frame = self.shared.origin.load(Ordering::Acquire) + since_seek;
        time_of(frame.min(self.frames), self.format.sample_rate)
    }

    pub fn seek(&self, to: Duration) {
        if let Some(commands) = &self.commands {
            let _ = commands.send(Command::Seek(frames_in(to, self.format.sample_rate)));
        }
    }

    pub fn is_paused(&self) -> bool {
        self.shared.paused.load(Ordering::Relaxed)
    }

    pub fn set_paused(&self, paused: bool) {
        self.shared.paused.store(paused, Ordering::Relaxed);
    }

    /// Whether all of it has been heard.
    pub fn is_over(&self) -> bool {
        self.shared.heard.load(Ordering::Acquire) >= self.shared.total.load(Ordering::Acquire)
    }

    /// Whether the speaker has gone away.
    pub fn has_failed(&self) -> bool {
        self.shared.failed.load(Ordering::Relaxed)
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.commands = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Keeps the ring full.
struct Reader {
    source: WavSource,
    ring: Producer<f32>,
    shared: Arc<Shared>,
    /// Frames put into the ring so far.
    written: u64,
    /// Frames of silence still to come after the end.
    tail: usize,
    block: Vec<f32>,
}

impl Reader {
    fn until_dropped(&mut self, inbox: &Receiver<Command>) {
        loop {
            self.fill();
            match inbox.recv_timeout(PERIOD) {
                Ok(Command::Seek(frame)) => self.seek(frame),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn seek(&mut self, frame: u64) {
        let frame = frame.min(self.source.frames);
        if self.source.seek(frame).is_err() {
            self.shared.failed.store(true, Ordering::Relaxed);
        }
        self.tail = frames_in(TAIL, self.source.format.sample_rate) as usize;
        self.shared.total.store(u64::MAX, Ordering::Release);
        self.shared.origin.store(frame, Ordering::Release);
        self.shared
            .stale_before
            .store(self.written, Ordering::Release);
    }

    fn fill(&mut self) {
        let channels = usize::from(self.source.format.channels);
        let room = self.ring.slots() / channels;
        if room == 0 {
            return;
        }
        self.block.clear();
        if self.source.read(room, &mut self.block).is_err() {
            self.shared.failed.store(true, Ordering::Relaxed);
        }
        let silence = (room - self.block.len() / channels).min(self.tail);
        self.tail -= silence;
        let frames = self.block.len() / channels + silence;
        self.block.resize(frames * channels, 0.0);
        self.written += frames as u64;
        if let Ok(chunk) = self.ring.write_chunk_uninit(frames * channels) {
            chunk.fill_from_iter(self.block.iter().copied());
        }
        if self.tail == 0 {
            self.shared.total.store(self.written, Ordering::Release);
        }
    }
}

fn open_speaker(
    format: Format,
    out: Consumer<f32>,
    shared: &Arc<Shared>,
) -> Result<cpal::Stream, AudioError> {
    alsa_errors::silence();
    let device = cpal::default_host()
        .default_output_device()
        .ok_or(AudioError::NoSpeaker)?;
    let name = device
        .description()
        .map_or_else(|_| "default".to_owned(), |d| d.name().lines().collect());
    let refused = |error: cpal::Error| AudioError::Speaker {
        name: name.clone(),
        reason: error.to_string(),
    };
    let usual = device
        .default_output_config()
        .map_err(|error| match error.kind() {
            cpal::ErrorKind::DeviceNotAvailable | cpal::ErrorKind::HostUnavailable => {
                AudioError::NoSpeaker
            }
            _ => refused(error),
        })?;
    let config = StreamConfig {
        channels: usual.channels(),
        sample_rate: format.sample_rate,
        buffer_size: BufferSize::Default,
    };
    let pour = Pour {
        out,
        shared: Arc::clone(shared),
        channels_in: usize::from(format.channels),
        channels_out: usize::from(config.channels),
    };
    let stream = match usual.sample_format() {
        SampleFormat::I16 => speaker::<i16>(&device, config, pour),
        SampleFormat::I32 => speaker::<i32>(&device, config, pour),
        SampleFormat::U8 => speaker::<u8>(&device, config, pour),
        SampleFormat::U16 => speaker::<u16>(&device, config, pour),
        // Every sound system takes floats, whatever its default is.
        _ => speaker::<f32>(&device, config, pour),
    }
    .map_err(refused)?;
    stream.play().map_err(refused)?;
    Ok(stream)
}

/// What the callback owns.
struct Pour {
    out: Consumer<f32>,
    shared: Arc<Shared>,
    channels_in: usize,
    channels_out: usize,
}

fn speaker<T>(
    device: &cpal::Device,
    config: StreamConfig,
    mut pour: Pour,
) -> Result<cpal::Stream, cpal::Error>
where
    T: SizedSample + FromSample<f32>,
{
    let shared = Arc::clone(&pour.shared);
    device.build_output_stream::<T, _, _>(
        config,
        move |block: &mut [T], _| pour.fill(block),
        move |error: cpal::Error| {
            if error.kind() != cpal::ErrorKind::Xrun {
                shared.failed.store(true, Ordering::Relaxed);
            }
        },
        Some(Duration::from_secs(5)),
    )
}

impl Pour {
    /// Fills one block: wait-free, silence where there is nothing.
    fn fill<T: SizedSample + FromSample<f32>>(&mut self, block: &mut [T]) {
        self.skip_stale();
        let paused = self.shared.paused.load(Ordering::Relaxed);
        let mut heard = 0;
        for frame in block.chunks_mut(self.channels_out) {
            let has_frame = !paused && self.out.slots() >= self.channels_in;
            let mut last = 0.0;
            for (n, sample) in frame.iter_mut().enumerate() {
                // A mono take goes to every channel; what has more than the speaker loses the rest.
                if has_frame && n < self.channels_in {
                    last = self.out.pop().unwrap_or_default();
                }
                *sample = T::from_sample(last);
            }
            if has_frame {
                for _ in self.channels_out..self.channels_in {
                    let _ = self.out.pop();
                }
                heard += 1;
            }
        }
        self.shared.heard.fetch_add(heard, Ordering::Release);
    }

    fn skip_stale(&mut self) {
        let heard = self.shared.heard.load(Ordering::Relaxed);
        let stale = self
            .shared
            .stale_before
            .load(Ordering::Acquire)
            .saturating_sub(heard);
        if stale == 0 {
            return;
        }
        let samples = (stale as usize * self.channels_in).min(self.out.slots());
        if let Ok(chunk) = self.out.read_chunk(samples) {
            chunk.commit_all();
        }
        let skipped = (samples / self.channels_in) as u64;
        self.shared.heard.fetch_add(skipped, Ordering::Release);
    }
}
