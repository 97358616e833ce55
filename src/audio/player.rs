//! Takes to the speaker.
//!
//! A thread reads the take into a ring, the callback empties it. The position is what the callback
//! has taken less what is still on its way to the ear. A seek tells the callback up to where the ring
//! is stale.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, FromSample, SampleFormat, SizedSample, StreamConfig};
use rtrb::{Consumer, Producer, RingBuffer};

use super::format::Format;
use super::take_source::TakeSource;
use super::timeline::{frames_in, time_of};
use super::{AudioError, alsa_errors};

/// How much sound is read ahead: several requests of the speaker.
const AHEAD: Duration = Duration::from_millis(400);

/// How much the speaker asks for at once. By itself a sound server may take two seconds in advance,
/// and a pause or a jump would be heard two seconds late.
const REQUEST: Duration = Duration::from_millis(100);

/// Silence after the end before it is over: on a busy machine the sound on its way to the ear is more
/// than the sound server says.
const TAIL: Duration = Duration::from_millis(300);

const PERIOD: Duration = Duration::from_millis(20);

/// Shared with the callback. Counts are in frames handed to the ring since the start.
#[derive(Debug, Default)]
struct Shared {
    /// Taken by the callback.
    taken: AtomicU64,
    /// How long it takes from there to the ear, in nanoseconds.
    delay: AtomicU64,
    /// Frames before this one are stale and to be skipped.
    stale_before: AtomicU64,
    paused: AtomicBool,
    failed: AtomicBool,
    /// The take's frame that the ring's frame `stale_before` holds.
    origin: AtomicU64,
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
    /// Plays the take that begins in the WAV `first` and goes on in `further`, in this order, on the
    /// default speaker, from `from` on.
    pub fn start(first: &Path, further: &[PathBuf], from: Duration) -> Result<Player, AudioError> {
        let source = TakeSource::open(first, further)?;
        let format = source.format;
        let frames = source.frames;
        let channels = usize::from(format.channels);
        let ahead = frames_in(AHEAD, format.sample_rate) as usize;
        let (ring, out) = RingBuffer::new(ahead * channels);
        let shared = Arc::new(Shared::default());
        let (commands, inbox) = channel();
        let mut reader = Reader {
            source,
            ring,
            shared: Arc::clone(&shared),
            written: 0,
            block: Vec::new(),
        };
        reader.seek(frames_in(from, format.sample_rate));
        // The speaker asks at once, and silence before the first word is heard as a delay.
        reader.fill();
        let stream = open_speaker(format, out, &shared)?;
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
        time_of(self.heard().min(self.frames), self.format.sample_rate)
    }

    /// The take's frame that is heard now; after the end it goes on in silence.
    fn heard(&self) -> u64 {
        let delay = Duration::from_nanos(self.shared.delay.load(Ordering::Relaxed));
        let on_its_way = frames_in(delay, self.format.sample_rate);
        let taken = self.shared.taken.load(Ordering::Acquire);
        let since_seek = taken
            .saturating_sub(self.shared.stale_before.load(Ordering::Acquire))
            .saturating_sub(on_its_way);
        self.shared.origin.load(Ordering::Acquire) + since_seek
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
        self.heard() >= self.frames + frames_in(TAIL, self.format.sample_rate)
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
    source: TakeSource,
    ring: Producer<f32>,
    shared: Arc<Shared>,
    /// Frames put into the ring so far.
    written: u64,
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
        // After the end comes silence: the last words are still on their way to the ear.
        self.block.resize(room * channels, 0.0);
        self.written += room as u64;
        if let Ok(chunk) = self.ring.write_chunk_uninit(room * channels) {
            chunk.fill_from_iter(self.block.iter().copied());
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
        buffer_size: BufferSize::Fixed(frames_in(REQUEST, format.sample_rate) as u32),
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
        move |block: &mut [T], info| {
            let stamp = info.timestamp();
            let delay = stamp.playback.saturating_duration_since(stamp.callback);
            pour.fill(block, delay);
        },
        move |error: cpal::Error| {
            use cpal::ErrorKind::{DeviceNotAvailable, HostUnavailable, StreamInvalidated};
            // Anything else passes: the speaker goes on asking, or is found silent.
            if matches!(
                error.kind(),
                DeviceNotAvailable | HostUnavailable | StreamInvalidated
            ) {
                shared.failed.store(true, Ordering::Relaxed);
            }
        },
        Some(Duration::from_secs(5)),
    )
}

impl Pour {
    /// Fills one block: wait-free, silence where there is nothing.
    fn fill<T: SizedSample + FromSample<f32>>(&mut self, block: &mut [T], delay: Duration) {
        self.skip_stale();
        self.shared
            .delay
            .store(delay.as_nanos() as u64, Ordering::Relaxed);
        let paused = self.shared.paused.load(Ordering::Relaxed);
        let mut taken = 0;
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
                taken += 1;
            }
        }
        self.shared.taken.fetch_add(taken, Ordering::Release);
    }

    fn skip_stale(&mut self) {
        let taken = self.shared.taken.load(Ordering::Relaxed);
        let stale = self
            .shared
            .stale_before
            .load(Ordering::Acquire)
            .saturating_sub(taken);
        if stale == 0 {
            return;
        }
        let samples = (stale as usize * self.channels_in).min(self.out.slots());
        if let Ok(chunk) = self.out.read_chunk(samples) {
            chunk.commit_all();
        }
        let skipped = (samples / self.channels_in) as u64;
        self.shared.taken.fetch_add(skipped, Ordering::Release);
    }
}
