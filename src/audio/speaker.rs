//! Finding speakers by name, and opening the one that is meant.

mod closing;
#[cfg(target_os = "linux")]
mod lookout;
mod pour;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{BufferSize, Device, FromSample, Host, HostId, SampleFormat, SizedSample, StreamConfig};
use rtrb::{Producer, RingBuffer};

use super::format::Format;
use super::timeline::frames_in;
use super::{AudioError, alsa_errors};
pub(super) use closing::Closing;
#[cfg(target_os = "linux")]
pub(super) use lookout::Lookout;
#[cfg(not(test))]
use pour::Pour;
#[cfg(test)]
pub(super) use pour::Pour;
pub(super) use pour::Tap;

/// How much the speaker asks for at once; two of these lie between us and the ear, and so between a
/// jump and its sound.
const REQUEST: Duration = Duration::from_millis(20);

/// The same where a sound server plays. It is given more, for on a busy machine it is kept waiting for
/// longer; a jump takes another stream, and a pause takes place at the server.
const REQUEST_OF_SERVER: Duration = Duration::from_millis(500);

/// Requests that lie ready. What is not there when it is asked for is heard as silence.
const AHEAD: u64 = 3;
const LEAST_AHEAD: Duration = Duration::from_millis(250);

/// How long opening may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// A speaker as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    pub id: String,
    pub name: String,
    pub default: bool,
}

/// A speaker that asks for sound until it is dropped.
pub(super) struct Playing {
    /// None before it begins, and where something else asks, as tests do.
    stream: Option<cpal::Stream>,
    way: Option<Way>,
    /// Takes frames of `format`, interleaved.
    pub(super) ring: Producer<f32>,
    pub(super) tap: Arc<Tap>,
    pub(super) format: Format,
    /// Frames that should lie in the ring.
    pub(super) ahead: u64,
    pub(super) name: String,
    /// The sound system that it belongs to; none where something else asks.
    pub(super) host: Option<HostId>,
}

/// How a stream is to be made.
struct Way {
    device: Device,
    config: StreamConfig,
    samples: SampleFormat,
    /// None once the stream has it.
    pour: Option<Pour>,
}

impl Playing {
    /// Closes the stream, where there is one.
    pub(super) fn close(&mut self) -> Option<Closing> {
        Closing::begin(self.stream.take()?)
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        self.close();
    }
}

/// The speakers there are, the default one first.
pub fn speakers() -> Vec<Speaker> {
    alsa_errors::silence();
    let host = cpal::default_host();
    let mut found: Vec<Speaker> = outputs(&host).into_iter().map(|(s, _)| s).collect();
    found.sort_by_key(|speaker| !speaker.default);
    found
}

/// Opens the speaker called `name`, or the default one, for sound of `format` (or of its own rate,
/// where it does not take that one). With `only`, no other sound system will do.
pub(super) fn open(
    name: Option<&str>,
    format: Format,
    only: Option<HostId>,
) -> Result<Playing, AudioError> {
    alsa_errors::silence();
    let host = cpal::default_host();
    if only.is_some_and(|only| only != host.id()) {
        return Err(AudioError::NoSpeaker);
    }
    let device = match name {
        Some(name) => find(name, outputs(&host))?,
        None => host.default_output_device().ok_or(AudioError::NoSpeaker)?,
    };
    open_device(&device, host.id(), format)
}

fn outputs(host: &Host) -> Vec<(Speaker, Device)> {
    let default = host.default_output_device().and_then(|d| d.id().ok());
    let devices = host.output_devices().into_iter().flatten();
    let listed = devices.filter_map(|device| {
        let id = device.id().ok()?;
        let speaker = Speaker {
            id: id.id().to_owned(),
            name: name_of(&device),
            default: default.as_ref() == Some(&id),
        };
        Some((speaker, device))
    });
    listed.collect()
}

fn name_of(device: &Device) -> String {
    // ALSA's names run over several lines.
    let joined = |text: &str| text.lines().collect::<Vec<_>>().join(", ");
    let described = device.description();
    described.map_or_else(|_| "default".to_owned(), |d| joined(d.name()))
}

/// The one that `name` means: an id, a whole name, or a part of just one name.
fn find<T>(name: &str, found: Vec<(Speaker, T)>) -> Result<T, AudioError> {
    let wanted = name.to_lowercase();
    let is_whole = |s: &Speaker| s.id == name || s.name.to_lowercase() == wanted;
    let (mut whole, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(|(s, _)| is_whole(s));
    if !whole.is_empty() {
        return Ok(whole.remove(0).1);
    }
    let is_part = |s: &Speaker| s.name.to_lowercase().contains(&wanted);
    let mut fitting: Vec<_> = rest.into_iter().filter(|(s, _)| is_part(s)).collect();
    match fitting.len() {
        0 => Err(AudioError::UnknownSpeaker(name.to_owned())),
        1 => Ok(fitting.remove(0).1),
        _ => Err(AudioError::AmbiguousSpeaker {
            name: name.to_owned(),
            candidates: fitting.into_iter().map(|(s, _)| s.name).collect(),
        }),
    }
}

fn open_device(device: &Device, host: HostId, format: Format) -> Result<Playing, AudioError> {
    let name = name_of(device);
    let usual = device.default_output_config();
    let usual = usual.map_err(|error| refused(&name, &error))?;
    let sample_rate = if takes(device, usual.channels(), format.sample_rate) {
        format.sample_rate
    } else {
        usual.sample_rate()
    };
    let format = Format {
        sample_rate,
        ..format
    };
    let request = if is_server(host) {
        REQUEST_OF_SERVER
    } else {
        REQUEST
    };
    let request = frames_in(request, sample_rate);
    let config = StreamConfig {
        channels: usual.channels(),
        sample_rate,
        buffer_size: BufferSize::Fixed(request as u32),
    };
    // Room for as much again: what a jump makes stale still lies in front of what comes then.
    let ahead = (request * AHEAD).max(frames_in(LEAST_AHEAD, sample_rate));
    let (ring, out) = RingBuffer::new(ahead as usize * 2 * usize::from(format.channels));
    let tap = Arc::new(Tap::new(sample_rate));
    let pour = Pour::new(out, Arc::clone(&tap), format, config.channels);
    Ok(Playing {
        stream: None,
        way: Some(Way {
            device: device.clone(),
            config,
            samples: usual.sample_format(),
            pour: Some(pour),
        }),
        ring,
        tap,
        format,
        ahead,
        name,
        host: Some(host),
    })
}

fn refused(name: &str, error: &cpal::Error) -> AudioError {
    use cpal::ErrorKind::{DeviceNotAvailable, HostUnavailable};
    match error.kind() {
        DeviceNotAvailable | HostUnavailable => AudioError::NoSpeaker,
        _ => AudioError::Speaker {
            name: name.to_owned(),
            reason: error.to_string(),
        },
    }
}

impl Way {
    fn stream(&self, pour: Pour) -> Result<cpal::Stream, cpal::Error> {
        let (device, config) = (&self.device, self.config);
        match self.samples {
            SampleFormat::I16 => stream::<i16>(device, config, pour),
            SampleFormat::I32 => stream::<i32>(device, config, pour),
            SampleFormat::U8 => stream::<u8>(device, config, pour),
            SampleFormat::U16 => stream::<u16>(device, config, pour),
            // Every sound system takes floats, whatever its default is.
            _ => stream::<f32>(device, config, pour),
        }
    }
}

/// Whether the device takes sound of a rate as it is.
fn takes(device: &Device, channels: u16, rate: u32) -> bool {
    let configs = device.supported_output_configs();
    configs.into_iter().flatten().any(|config| {
        let rates = config.min_sample_rate()..=config.max_sample_rate();
        config.channels() == channels && rates.contains(&rate)
    })
}

fn stream<T>(
    device: &Device,
    config: StreamConfig,
    mut pour: Pour,
) -> Result<cpal::Stream, cpal::Error>
where
    T: SizedSample + FromSample<f32>,
{
    let tap = pour.tap();
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
                tap.failed.store(true, Ordering::Relaxed);
            }
        },
        Some(PATIENCE),
    )
}

impl Playing {
    /// Begins to ask. What is in the ring by then is heard without a pause before it.
    pub(super) fn begin(&mut self) -> Result<(), AudioError> {
        if let Some(way) = &mut self.way
            && let Some(pour) = way.pour.take()
        {
            let stream = way.stream(pour);
            self.stream = Some(stream.map_err(|error| refused(&self.name, &error))?);
        }
        self.told_to(cpal::Stream::play)?;
        self.tap.begin();
        Ok(())
    }

    /// Whether it can stand still at once, and a jump is heard sooner on a stream of its own: a sound
    /// server holds much of what it was given, and makes a stream in a moment.
    pub(super) fn is_by_server(&self) -> bool {
        self.host.is_some_and(is_server)
    }

    /// The sound server's name for it; none where no server plays.
    #[cfg(target_os = "linux")]
    pub(super) fn server_id(&self) -> Option<String> {
        let way = self.way.as_ref().filter(|_| self.is_by_server())?;
        Some(way.device.id().ok()?.id().to_owned())
    }

    /// The sound server plays it on another speaker, which is the one that is meant from now on.
    #[cfg(target_os = "linux")]
    pub(super) fn moved_to(&mut self, id: &str, name: String) {
        let moved = outputs(&cpal::default_host());
        let moved = moved.into_iter().find(|(speaker, _)| speaker.id == id);
        if let (Some((_, device)), Some(way)) = (moved, &mut self.way) {
            way.device = device;
        }
        self.name = name;
    }

    /// The same speaker once more, with nothing in it.
    pub(super) fn renewed(&self, format: Format) -> Result<Playing, AudioError> {
        match (&self.way, self.host) {
            (Some(way), Some(host)) => open_device(&way.device, host, format),
            _ => Err(AudioError::NoSpeaker),
        }
    }

    /// Stands still, with what was given to it.
    pub(super) fn stand_still(&self) -> Result<(), AudioError> {
        self.told_to(cpal::Stream::pause)?;
        self.tap.stand_still();
        Ok(())
    }

    /// Goes on with it.
    pub(super) fn go_on(&self) -> Result<(), AudioError> {
        // Before it asks again: what it takes then is not of before the pause.
        self.tap.go_on();
        self.told_to(cpal::Stream::play)
    }

    fn told_to(
        &self,
        what: fn(&cpal::Stream) -> Result<(), cpal::Error>,
    ) -> Result<(), AudioError> {
        let told = self.stream.as_ref().map_or(Ok(()), what);
        told.map_err(|error| refused(&self.name, &error))
    }
}

#[cfg(test)]
impl Playing {
    /// A speaker that asks when `Pour::fill` is called.
    pub(super) fn driven(format: Format, channels: u16) -> (Playing, Pour) {
        let (ring, out) = RingBuffer::new(format.sample_rate as usize * 4);
        let tap = Arc::new(Tap::new(format.sample_rate));
        let pour = Pour::new(out, Arc::clone(&tap), format, channels);
        let playing = Playing {
            stream: None,
            way: None,
            ring,
            tap,
            format,
            ahead: u64::from(format.sample_rate) / 4,
            name: "driven".to_owned(),
            host: None,
        };
        (playing, pour)
    }
}

fn is_server(host: HostId) -> bool {
    host.to_string().eq_ignore_ascii_case("pulseaudio")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speaker_is_meant_by_its_id_its_name_or_a_part_of_just_one() {
        let all = || {
            let speaker = |id: &str, name: &str| Speaker {
                id: id.to_owned(),
                name: name.to_owned(),
                default: false,
            };
            vec![
                (speaker("hdmi", "Display Audio"), 1),
                (speaker("usb", "USB Headset"), 2),
                (speaker("usb2", "USB Headset Pro"), 3),
            ]
        };
        for (name, expected) in [("hdmi", 1), ("display", 1), ("usb headset", 2), ("pro", 3)] {
            assert_eq!(find(name, all()).unwrap(), expected, "{name}");
        }
        let ambiguous = find("usb h", all()).unwrap_err().to_string();
        assert!(
            ambiguous.contains("USB Headset, USB Headset Pro"),
            "{ambiguous}"
        );
        let unknown = find("kitchen", all()).unwrap_err().to_string();
        assert!(unknown.contains("`kitchen`"), "{unknown}");
    }
}
