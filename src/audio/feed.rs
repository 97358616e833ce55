//! The reading end of a microphone, or of what stands in for one: whatever it is, the recorder sees the
//! same ring.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use cpal::traits::StreamTrait;
use cpal::{SampleFormat, StreamConfig};
use rtrb::Consumer;

use super::AudioError;
use super::capture::{FEW_ERRORS, Intake, Stamp, build, ring};
use super::format::Format;
#[cfg(target_os = "linux")]
use super::pulse::{self, ServerStream, Source};
use super::simulated::SimulatedMic;
use super::timeline::Trust;

/// What keeps the sound coming.
enum Keep {
    Stream {
        // Dropping the stream ends it.
        _stream: cpal::Stream,
    },
    #[cfg(target_os = "linux")]
    Server(ServerStream),
    Simulated(SimulatedMic),
    /// Whoever has the other end, with times as good as this.
    Driven(Trust),
}

/// The reading end of a microphone, or of what stands in for one.
pub struct Feed {
    pub format: Format,
    samples: Consumer<f32>,
    stamps: Consumer<Stamp>,
    errors: Arc<AtomicU32>,
    keep: Keep,
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Feed")
            .field("format", &self.format)
            .finish_non_exhaustive()
    }
}

impl Feed {
    /// Opens `device` and lets it flow.
    pub(super) fn open(
        device: &cpal::Device,
        name: &str,
        config: StreamConfig,
        sample_format: SampleFormat,
    ) -> Result<Feed, AudioError> {
        let format = Format {
            sample_rate: config.sample_rate,
            channels: config.channels,
        };
        let (intake, samples, stamps) = ring(format);
        let errors = Arc::new(AtomicU32::new(0));
        let refused = |error: cpal::Error| AudioError::microphone(name, &error);
        let stream =
            build(device, config, sample_format, intake, Arc::clone(&errors)).map_err(refused)?;
        stream.play().map_err(refused)?;
        Ok(Feed {
            format,
            samples,
            stamps,
            errors,
            keep: Keep::Stream { _stream: stream },
        })
    }

    /// Opens a source of the sound server's. One that `follows` goes where the server moves it.
    #[cfg(target_os = "linux")]
    pub(super) fn from_server(source: &Source, follows: bool) -> Result<Feed, AudioError> {
        let opened = pulse::open(source, follows).map_err(|error| AudioError::Microphone {
            name: source.description.clone(),
            reason: error.to_string(),
        });
        let (stream, format, (samples, stamps)) = opened?;
        Ok(Feed {
            format,
            samples,
            stamps,
            errors: Arc::new(AtomicU32::new(0)),
            keep: Keep::Server(stream),
        })
    }

    pub(super) fn simulated(
        format: Format,
        samples: Consumer<f32>,
        stamps: Consumer<Stamp>,
        mic: SimulatedMic,
    ) -> Feed {
        Feed {
            format,
            samples,
            stamps,
            errors: Arc::new(AtomicU32::new(0)),
            keep: Keep::Simulated(mic),
        }
    }

    /// Whether the device has said that no more will come.
    pub(super) fn has_failed(&self) -> bool {
        match &self.keep {
            #[cfg(target_os = "linux")]
            Keep::Server(stream) => stream.has_failed(),
            Keep::Driven(_) => self.stamps.is_abandoned(),
            Keep::Stream { .. } | Keep::Simulated(_) => {
                self.errors.load(Ordering::Relaxed) > FEW_ERRORS
            }
        }
    }

    /// The name of the microphone that the sound server has moved the stream to, once.
    pub(super) fn moved_to(&self) -> Option<String> {
        match &self.keep {
            #[cfg(target_os = "linux")]
            Keep::Server(stream) => stream.moved_to(),
            Keep::Stream { .. } | Keep::Simulated(_) | Keep::Driven(_) => None,
        }
    }

    /// A feed into which the caller pushes what is heard, and which fails when the caller has gone.
    pub(super) fn driven(format: Format, trust: Trust) -> (Feed, Intake) {
        let (intake, samples, stamps) = ring(format);
        let feed = Feed {
            format,
            samples,
            stamps,
            errors: Arc::new(AtomicU32::new(0)),
            keep: Keep::Driven(trust),
        };
        (feed, intake)
    }

    /// How many frames are lost at once, where frames are lost; 0 where that is not known.
    pub(super) fn cycle(&self) -> u64 {
        match &self.keep {
            #[cfg(target_os = "linux")]
            Keep::Server(stream) => stream.cycle(),
            Keep::Stream { .. } | Keep::Simulated(_) | Keep::Driven(_) => 0,
        }
    }

    /// How far its capture times can be trusted.
    pub(super) fn trust(&self) -> Trust {
        match &self.keep {
            #[cfg(target_os = "linux")]
            Keep::Server(stream) => stream.trust(),
            Keep::Stream { .. } => Trust::Coarse,
            Keep::Driven(trust) => *trust,
            Keep::Simulated(_) => Trust::Exact,
        }
    }

    /// Whether any sound is waiting.
    pub(super) fn is_flowing(&self) -> bool {
        self.stamps.slots() > 0
    }

    /// Tells a simulated microphone when the session began: a file plays from that instant.
    pub(super) fn begin(&self, at: Instant) {
        if let Keep::Simulated(mic) = &self.keep {
            mic.begin(at);
        }
    }

    /// Takes the next block: its stamp, with its interleaved samples appended to `into`.
    pub(super) fn next(&mut self, into: &mut Vec<f32>) -> Option<Stamp> {
        let stamp = self.stamps.pop().ok()?;
        let wanted = stamp.frames * usize::from(self.format.channels);
        if let Ok(chunk) = self.samples.read_chunk(wanted) {
            let (first, second) = chunk.as_slices();
            into.extend_from_slice(first);
            into.extend_from_slice(second);
            chunk.commit_all();
        }
        Some(stamp)
    }
}
