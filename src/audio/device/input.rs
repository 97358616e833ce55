//! The ways there are to microphones, and opening one.

use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait, HostTrait};
use cpal::{HostId, StreamConfig};

use super::super::AudioError;
use super::super::feed::Feed;
use super::super::format::Format;
#[cfg(target_os = "linux")]
use super::super::pulse::{self, PulseError, Source};
use super::Microphone;
use crate::clock;
use crate::domain::{Mic, MicKind};

/// How long a microphone may take to deliver its first frame. A sleeping one takes two seconds.
const FIRST_FRAME: Duration = Duration::from_secs(3);

/// A way to a microphone.
pub(super) struct Input {
    way: Way,
    pub(super) microphone: Microphone,
}

enum Way {
    /// Through the sound server's own protocol.
    #[cfg(target_os = "linux")]
    Server {
        source: Box<Source>,
        /// Whether it goes along when another default is chosen.
        follows: bool,
    },
    /// Through the system's own audio interface.
    System {
        device: Box<cpal::Device>,
        /// What the microphone itself runs at, where another way to it knows that better.
        native: Option<StreamConfig>,
    },
}

/// Opens it as it runs by itself.
pub(super) fn open_input(input: &Input) -> Result<(Feed, Mic), AudioError> {
    let name = &input.microphone.name;
    let mut feed = match &input.way {
        #[cfg(target_os = "linux")]
        Way::Server { source, follows } => Feed::from_server(source, *follows)?,
        Way::System { device, native } => open_device(device, name, *native)?,
    };
    wait_for_sound(&mut feed, name)?;
    let mic = input.mic(Some(feed.format));
    Ok((feed, mic))
}

impl Input {
    pub(super) fn is_by_server(&self) -> bool {
        match self.way {
            #[cfg(target_os = "linux")]
            Way::Server { .. } => true,
            Way::System { .. } => false,
        }
    }

    pub(super) fn mic(&self, format: Option<Format>) -> Mic {
        Mic {
            kind: MicKind::Device,
            host: Some(self.microphone.host.clone()),
            id: Some(self.microphone.id.clone()),
            name: Some(self.microphone.name.clone()),
            sample_rate: format.map(|format| format.sample_rate),
            channels: format.map(|format| format.channels),
        }
    }
}

fn open_device(
    device: &cpal::Device,
    name: &str,
    native: Option<StreamConfig>,
) -> Result<Feed, AudioError> {
    let usual = device.default_input_config();
    let usual = usual.map_err(|error| AudioError::microphone(name, &error))?;
    let open = |config| Feed::open(device, name, config, usual.sample_format());
    match native {
        Some(native) => open(native).or_else(|_| open(usual.config())),
        None => open(usual.config()),
    }
}

fn wait_for_sound(feed: &mut Feed, name: &str) -> Result<(), AudioError> {
    let start: Instant = clock::now();
    while !feed.is_flowing() {
        if feed.has_failed() || clock::now().saturating_duration_since(start) > FIRST_FRAME {
            return Err(AudioError::SilentMicrophone(name.to_owned()));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// The ways to the default microphone, best first.
#[cfg(target_os = "linux")]
pub(super) fn defaults() -> Result<Vec<Input>, AudioError> {
    let source = match pulse::default_source() {
        Ok(source) => source,
        Err(PulseError::NoServer) => return Ok(system_default().into_iter().collect()),
        Err(PulseError::NoSource) => return Ok(Vec::new()),
        // A card behind the back of a server that refuses us is not the microphone that was meant.
        Err(error) => return Err(AudioError::Server(error.to_string())),
    };
    let Format {
        sample_rate,
        channels,
    } = source.format();
    let native = StreamConfig {
        sample_rate,
        channels,
        buffer_size: cpal::BufferSize::Default,
    };
    let by_server = from_server(source, true, true);
    let by_alsa = alsa_to_server(native).map(|mut input| {
        // The server knows what the microphone is.
        input.microphone.name.clone_from(&by_server.microphone.name);
        input
    });
    Ok([by_server].into_iter().chain(by_alsa).collect())
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere a server may refuse")]
pub(super) fn defaults() -> Result<Vec<Input>, AudioError> {
    Ok(system_default().into_iter().collect())
}

fn system_default() -> Option<Input> {
    let host = cpal::available_hosts()
        .into_iter()
        .find(|id| !is_server(*id))?;
    let device = cpal::host_from_id(host).ok()?.default_input_device()?;
    from_system(device, true)
}

/// The device of ALSA that is sure to lead to the sound server. Its `default` may be a bare card, and
/// so another microphone than the one the user has chosen.
#[cfg(target_os = "linux")]
fn alsa_to_server(native: StreamConfig) -> Option<Input> {
    let id = cpal::available_hosts()
        .into_iter()
        .find(|id| is_alsa(*id))?;
    let devices: Vec<cpal::Device> = cpal::host_from_id(id).ok()?.devices().ok()?.collect();
    let is_called = |device: &cpal::Device, name: &str| device.id().is_ok_and(|id| id.id() == name);
    ["pulse", "pipewire"].into_iter().find_map(|name| {
        let device = devices.iter().find(|device| is_called(device, name))?;
        let mut input = from_system(device.clone(), true)?;
        if let Way::System { native: known, .. } = &mut input.way {
            *known = Some(native);
        }
        Some(input)
    })
}

/// Every microphone that can be told from the others.
pub(super) fn inputs() -> Result<Vec<Input>, AudioError> {
    let mut found = server_inputs(false)?;
    for id in cpal::available_hosts() {
        // What the server has is known from the server itself.
        let Some(host) = (!is_server(id))
            .then(|| cpal::host_from_id(id).ok())
            .flatten()
        else {
            continue;
        };
        let default = host
            .default_input_device()
            .and_then(|device| device.id().ok());
        let Ok(devices) = host.devices() else {
            continue;
        };
        for device in devices {
            let is_default = default.is_some() && device.id().ok() == default;
            found.extend(from_system(device, is_default).filter(is_microphone));
        }
    }
    Ok(found)
}

/// The server's microphones; those that hear what a speaker plays only with `monitors`, or where one
/// is the default.
#[cfg(target_os = "linux")]
pub(super) fn server_inputs(monitors: bool) -> Result<Vec<Input>, AudioError> {
    let sources = match pulse::sources() {
        Ok(sources) => sources,
        Err(PulseError::NoServer) => Vec::new(),
        Err(error) => return Err(AudioError::Server(error.to_string())),
    };
    let default = pulse::default_source().ok().map(|source| source.name);
    let inputs = sources.into_iter().filter_map(|source| {
        let is_default = default.as_ref() == Some(&source.name);
        (is_default || monitors || !source.is_monitor)
            .then(|| from_server(source, is_default, false))
    });
    Ok(inputs.collect())
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere a server may refuse")]
pub(super) fn server_inputs(_: bool) -> Result<Vec<Input>, AudioError> {
    Ok(Vec::new())
}

/// On ALSA only the hardware is a microphone: `null` delivers hundreds of thousands of blocks a
/// second, and converters only lead back to the hardware.
fn is_microphone(input: &Input) -> bool {
    input.microphone.host != ALSA || input.microphone.id.starts_with("plughw:CARD=")
}

#[cfg(target_os = "linux")]
fn from_server(source: Source, default: bool, follows: bool) -> Input {
    Input {
        microphone: Microphone {
            id: source.name.clone(),
            name: source.description.clone(),
            host: SERVER.to_owned(),
            default,
        },
        way: Way::Server {
            source: Box::new(source),
            follows,
        },
    }
}

fn from_system(device: cpal::Device, default: bool) -> Option<Input> {
    let description = device.description().ok()?;
    let id = device.id().ok()?;
    if !default && !description.supports_input() {
        return None;
    }
    // ALSA's names run over several lines.
    let name = description.name().lines().collect::<Vec<_>>().join(", ");
    Some(Input {
        microphone: Microphone {
            id: id.id().to_owned(),
            name,
            host: id.host().to_string().to_lowercase(),
            default,
        },
        way: Way::System {
            device: Box::new(device),
            native: None,
        },
    })
}

/// How the two ways of Linux are called, here and by cpal.
pub(super) const SERVER: &str = "pulseaudio";
const ALSA: &str = "alsa";

fn is_server(id: HostId) -> bool {
    id.to_string().eq_ignore_ascii_case(SERVER)
}

#[cfg(target_os = "linux")]
fn is_alsa(id: HostId) -> bool {
    id.to_string().eq_ignore_ascii_case(ALSA)
}
