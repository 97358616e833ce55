//! From a device to a ring: the only code that runs in an audio callback.
//!
//! The callback copies samples, notes when they were captured and counts what did not fit. It never
//! allocates, locks, prints or touches a file, because the audio system does not wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use cpal::traits::DeviceTrait;
use cpal::{FromSample, InputCallbackInfo, Sample, SampleFormat, SizedSample, StreamConfig};
use rtrb::{Consumer, Producer, RingBuffer};

use super::format::Format;
use crate::clock;

/// How much sound the ring holds while the recorder is kept from reading.
const RING_SECONDS: usize = 8;

/// How many callbacks it holds; at 5 ms each they outlast the samples.
const RING_STAMPS: usize = 2048;

/// What one callback brought.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    /// When the first of its frames was captured.
    pub(super) captured: Instant,
    pub(super) frames: usize,
    /// Frames that did not fit into the ring since the stamp before.
    pub(super) dropped: u64,
}

/// The writing end, owned by a callback.
#[derive(Debug)]
pub(super) struct Intake {
    samples: Producer<f32>,
    stamps: Producer<Stamp>,
    channels: usize,
    dropped: u64,
}

impl Intake {
    /// Whether so many frames would fit now.
    pub(super) fn has_room(&self, frames: usize) -> bool {
        self.stamps.slots() > 0 && self.samples.slots() >= frames * self.channels
    }

    /// Counts frames that were lost before they came here.
    #[cfg_attr(
        not(target_os = "linux"),
        expect(dead_code, reason = "callbacks are not told")
    )]
    pub(super) fn lose(&mut self, frames: u64) {
        self.dropped += frames;
    }

    /// Takes one block of interleaved samples, or counts it as dropped. Wait-free.
    pub(super) fn push<T>(&mut self, block: &[T], captured: Instant)
    where
        T: Sample,
        f32: FromSample<T>,
    {
        let values = block.iter().map(|sample| f32::from_sample(*sample));
        self.push_values(block.len() / self.channels, values, captured);
    }

    /// The same for `frames` frames of samples that come one by one.
    pub(super) fn push_values(
        &mut self,
        frames: usize,
        values: impl Iterator<Item = f32>,
        captured: Instant,
    ) {
        if frames == 0 {
            return;
        }
        // A stamp must find room too, or its samples would belong to nobody.
        if !self.has_room(frames) {
            self.dropped += frames as u64;
            return;
        }
        if let Ok(chunk) = self.samples.write_chunk_uninit(frames * self.channels) {
            chunk.fill_from_iter(values);
        }
        let dropped = std::mem::take(&mut self.dropped);
        let stamp = Stamp {
            captured,
            frames,
            dropped,
        };
        // Room was seen above, and nobody else writes.
        let _ = self.stamps.push(stamp);
    }
}

/// A ring for sound of this shape.
pub(super) fn ring(format: Format) -> (Intake, Consumer<f32>, Consumer<Stamp>) {
    let channels = usize::from(format.channels.max(1));
    let (samples, samples_out) =
        RingBuffer::new(RING_SECONDS * format.sample_rate as usize * channels);
    let (stamps, stamps_out) = RingBuffer::new(RING_STAMPS);
    let intake = Intake {
        samples,
        stamps,
        channels,
        dropped: 0,
    };
    (intake, samples_out, stamps_out)
}

/// When the first frame of a block was captured, on our clock: the audio system tells how long ago.
fn captured_at(info: &InputCallbackInfo) -> Instant {
    let stamp = info.timestamp();
    let ago = stamp.callback.saturating_duration_since(stamp.capture);
    let now = clock::now();
    now.checked_sub(ago).unwrap_or(now)
}

/// A stream of the device that fills `intake` and adds up its errors.
pub(super) fn build(
    device: &cpal::Device,
    config: StreamConfig,
    sample_format: SampleFormat,
    intake: Intake,
    errors: Arc<AtomicU32>,
) -> Result<cpal::Stream, cpal::Error> {
    use SampleFormat as F;
    let build = Build {
        device,
        config,
        intake,
        errors,
    };
    match sample_format {
        F::I8 => build.stream::<i8>(),
        F::I16 => build.stream::<i16>(),
        F::I24 => build.stream::<cpal::I24>(),
        F::I32 => build.stream::<i32>(),
        F::I64 => build.stream::<i64>(),
        F::U8 => build.stream::<u8>(),
        F::U16 => build.stream::<u16>(),
        F::U24 => build.stream::<cpal::U24>(),
        F::U32 => build.stream::<u32>(),
        F::U64 => build.stream::<u64>(),
        F::F32 => build.stream::<f32>(),
        F::F64 => build.stream::<f64>(),
        other => Err(cpal::Error::with_message(
            cpal::ErrorKind::UnsupportedConfig,
            format!("its sample format {other} is not one of a microphone"),
        )),
    }
}

struct Build<'a> {
    device: &'a cpal::Device,
    config: StreamConfig,
    intake: Intake,
    errors: Arc<AtomicU32>,
}

impl Build<'_> {
    fn stream<T>(self) -> Result<cpal::Stream, cpal::Error>
    where
        T: SizedSample,
        f32: FromSample<T>,
    {
        /// How long a hung sound server may keep us waiting.
        const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);
        let mut intake = self.intake;
        let errors = self.errors;
        self.device.build_input_stream::<T, _, _>(
            self.config,
            move |block: &[T], info: &InputCallbackInfo| intake.push(block, captured_at(info)),
            // A killed sound server can call this a million times a second: one atomic, no more.
            move |error: cpal::Error| {
                let weight = weight(error.kind());
                errors.fetch_add(weight, Ordering::Relaxed);
            },
            Some(PATIENCE),
        )
    }
}

/// Errors that a stream can have and still live. A dead one can report a million of them in seconds.
pub(super) const FEW_ERRORS: u32 = 20;

/// How much an error counts. An overrun goes on by itself, and what it lost shows in the capture
/// times; so does a move to another device. Some end the stream at once, and the rest are a matter
/// of number.
fn weight(kind: cpal::ErrorKind) -> u32 {
    use cpal::ErrorKind as Kind;
    match kind {
        Kind::Xrun | Kind::DeviceChanged | Kind::RealtimeDenied => 0,
        Kind::DeviceNotAvailable | Kind::HostUnavailable | Kind::StreamInvalidated => {
            FEW_ERRORS + 1
        }
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_counted_and_told_with_the_next_block() {
        let format = Format {
            sample_rate: 10,
            channels: 2,
        };
        let (mut intake, mut samples, mut stamps) = ring(format);
        let now = clock::now();
        // The ring holds 80 frames of two samples.
        intake.push(&[0.5f32; 120], now);
        intake.push(&[0.5f32; 60], now);
        intake.push(&[0.5f32; 60], now);
        samples.read_chunk(120).unwrap().commit_all();
        intake.push(&[0.5f32; 40], now);
        let told: Vec<_> = std::iter::from_fn(|| stamps.pop().ok())
            .map(|stamp| (stamp.frames, stamp.dropped))
            .collect();
        assert_eq!(told, [(60, 0), (20, 60)]);
        assert_eq!(samples.slots(), 40);
    }

    #[test]
    fn sixteen_bit_samples_survive_the_way_through_floats() {
        for value in i16::MIN..=i16::MAX {
            let float = f32::from_sample(value);
            let written = super::super::wav::quantize(float, crate::domain::Bits::Sixteen);
            assert_eq!(written, i32::from(value));
        }
    }
}
