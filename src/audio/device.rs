//! Finding microphones, and opening the one that is meant.
//!
//! On Linux there are two ways to the same microphone. ALSA's plugin for the sound server is tried
//! first: it lost nothing in any measurement and keeps its delay short. The server's own protocol
//! comes second; it knows the microphones by name, but may deliver in chunks of two seconds.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cpal::traits::{DeviceTrait, HostTrait};
use cpal::{HostId, SampleFormat, StreamConfig};

use super::capture::Feed;
use super::format::Format;
use super::{AudioError, alsa_errors, simulated};
use crate::clock;
use crate::domain::{Mic, MicKind};

/// How long a microphone may take to deliver its first frame. A sleeping one takes two seconds.
const FIRST_FRAME: Duration = Duration::from_secs(3);

/// What `--mic` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MicChoice {
    Auto,
    None,
    Tone,
    File(PathBuf),
    /// An id, or a unique part of a name.
    Named(String),
}

impl FromStr for MicChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "" => return Err("a microphone needs a name".to_owned()),
            "auto" => MicChoice::Auto,
            "none" => MicChoice::None,
            "tone" => MicChoice::Tone,
            _ => match text.strip_prefix("file:") {
                Some("") => return Err("`file:` needs a path".to_owned()),
                Some(path) => MicChoice::File(PathBuf::from(path)),
                None => MicChoice::Named(text.to_owned()),
            },
        })
    }
}

/// A microphone as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Microphone {
    pub id: String,
    pub name: String,
    pub host: String,
    pub default: bool,
}

/// Finds the microphone again after it went away, or else the new default, and opens it at the given
/// rate; none while there is none.
pub(super) type Reopen = Arc<dyn Fn(u32) -> Option<(Feed, Mic)> + Send + Sync>;

/// A microphone that is open and flowing.
pub struct Opened {
    pub(super) feed: Feed,
    pub(super) reopen: Reopen,
    pub mic: Mic,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("mic", &self.mic)
            .finish_non_exhaustive()
    }
}

/// A way to a microphone.
struct Input {
    device: cpal::Device,
    microphone: Microphone,
    /// What the microphone itself runs at, where another way to it knows that better.
    native: Option<(StreamConfig, SampleFormat)>,
}

/// The microphones there are, the default one first.
pub fn microphones() -> Vec<Microphone> {
    alsa_errors::silence();
    let mut listed: Vec<Microphone> = inputs().into_iter().map(|input| input.microphone).collect();
    listed.sort_by_key(|microphone| !microphone.default);
    listed
}

/// Opens what `choice` says and waits for its first frames. None for `none`.
///
/// # Errors
/// [`AudioError::NoMicrophone`] when `auto` finds nothing that delivers sound.
pub fn open(choice: &MicChoice) -> Result<Option<Opened>, AudioError> {
    alsa_errors::silence();
    match choice {
        MicChoice::None => Ok(None),
        MicChoice::Tone => Ok(Some(simulated_mic(simulated::tone()?, MicKind::Tone, None))),
        MicChoice::File(path) => {
            let name = Some(path.display().to_string());
            Ok(Some(simulated_mic(
                simulated::file(path)?,
                MicKind::File,
                name,
            )))
        }
        MicChoice::Auto => match open_first(defaults(), None) {
            Ok((feed, mic)) => Ok(Some(Opened {
                feed,
                mic,
                reopen: Arc::new(|rate| reopen(None, rate)),
            })),
            // Nobody has named it, so its name says nothing.
            Err(AudioError::MicrophoneGone(_)) => Err(AudioError::NoMicrophone),
            Err(error) => Err(error),
        },
        MicChoice::Named(name) => {
            let found = find(name, inputs())?;
            let id = found.microphone.id.clone();
            let (feed, mic) = open_input(&found, None)?;
            Ok(Some(Opened {
                feed,
                mic,
                reopen: Arc::new(move |rate| reopen(Some(&id), rate)),
            }))
        }
    }
}

/// Everything is looked up anew: what was known of a device that went away leads nowhere.
fn reopen(id: Option<&str>, rate: u32) -> Option<(Feed, Mic)> {
    alsa_errors::silence();
    let pinned = id.and_then(|id| inputs().into_iter().find(|input| input.microphone.id == id));
    pinned
        .and_then(|input| open_input(&input, Some(rate)).ok())
        .or_else(|| open_first(defaults(), Some(rate)).ok())
        .filter(|(feed, _)| feed.format.sample_rate == rate)
}

fn simulated_mic(feed: Feed, kind: MicKind, name: Option<String>) -> Opened {
    let mic = Mic {
        kind,
        host: None,
        id: None,
        name,
        sample_rate: Some(feed.format.sample_rate),
        channels: Some(feed.format.channels),
    };
    Opened {
        feed,
        mic,
        // It cannot go away.
        reopen: Arc::new(|_| None),
    }
}

fn open_first(inputs: Vec<Input>, rate: Option<u32>) -> Result<(Feed, Mic), AudioError> {
    let mut refused = AudioError::NoMicrophone;
    for input in inputs {
        match open_input(&input, rate) {
            Ok(opened) => return Ok(opened),
            // The first way is the usual one: its reason is the one to tell.
            Err(error) if matches!(refused, AudioError::NoMicrophone) => refused = error,
            Err(_) => {}
        }
    }
    Err(refused)
}

/// Opens it as it runs by itself, or at `rate`.
fn open_input(input: &Input, rate: Option<u32>) -> Result<(Feed, Mic), AudioError> {
    let name = &input.microphone.name;
    let at_rate = |(mut config, format): (StreamConfig, SampleFormat)| {
        config.sample_rate = rate.unwrap_or(config.sample_rate);
        Feed::open(&input.device, name, config, format)
    };
    let usual = || {
        let config = input.device.default_input_config();
        let config = config.map_err(|error| AudioError::microphone(name, &error))?;
        at_rate((config.config(), config.sample_format()))
    };
    let mut feed = match input.native {
        Some(native) => at_rate(native).or_else(|_| usual())?,
        None => usual()?,
    };
    wait_for_sound(&mut feed, name)?;
    let Format {
        sample_rate,
        channels,
    } = feed.format;
    let mic = Mic {
        kind: MicKind::Device,
        host: Some(input.microphone.host.clone()),
        id: Some(input.microphone.id.clone()),
        name: Some(name.clone()),
        sample_rate: Some(sample_rate),
        channels: Some(channels),
    };
    Ok((feed, mic))
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

/// The one microphone that `name` means: an id, a whole name, or a part of just one name.
fn find(name: &str, inputs: Vec<Input>) -> Result<Input, AudioError> {
    let wanted = name.to_lowercase();
    let exact = |input: &Input| {
        input.microphone.id == name || input.microphone.name.to_lowercase() == wanted
    };
    let (mut whole, rest): (Vec<Input>, Vec<Input>) = inputs.into_iter().partition(exact);
    if !whole.is_empty() {
        return Ok(whole.remove(0));
    }
    let part = |input: &Input| input.microphone.name.to_lowercase().contains(&wanted);
    let mut fitting: Vec<Input> = rest.into_iter().filter(part).collect();
    match fitting.len() {
        0 => Err(AudioError::UnknownMicrophone(name.to_owned())),
        1 => Ok(fitting.remove(0)),
        _ => Err(AudioError::AmbiguousMicrophone {
            name: name.to_owned(),
            candidates: fitting
                .into_iter()
                .map(|input| input.microphone.name)
                .collect(),
        }),
    }
}

/// The ways to the default microphone, best first.
fn defaults() -> Vec<Input> {
    let by_server = host(SERVER).and_then(|host| input(host.default_input_device()?, true));
    let Some(by_server) = by_server else {
        let usual = cpal::default_host().default_input_device();
        return usual
            .and_then(|device| input(device, true))
            .into_iter()
            .collect();
    };
    let config = by_server.device.default_input_config().ok();
    let native = config.map(|config| (config.config(), config.sample_format()));
    let by_alsa = alsa_to_server().map(|mut input| {
        // The server knows what the microphone is and how it runs.
        input.microphone.name.clone_from(&by_server.microphone.name);
        input.native = native;
        input
    });
    by_alsa.into_iter().chain([by_server]).collect()
}

/// The device of ALSA that is sure to lead to the sound server. Its `default` may be a bare card, and
/// so another microphone than the one the user has chosen.
fn alsa_to_server() -> Option<Input> {
    let devices: Vec<cpal::Device> = host(ALSA)?.devices().ok()?.collect();
    let is_called = |device: &cpal::Device, name: &str| device.id().is_ok_and(|id| id.id() == name);
    ["pulse", "pipewire"].into_iter().find_map(|name| {
        let device = devices.iter().find(|device| is_called(device, name))?;
        input(device.clone(), true)
    })
}

/// Every microphone that can be told from the others.
fn inputs() -> Vec<Input> {
    let mut found: Vec<Input> = Vec::new();
    for id in cpal::available_hosts() {
        let Ok(host) = cpal::host_from_id(id) else {
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
            found.extend(input(device, is_default).filter(is_microphone));
        }
    }
    found
}

/// Hides what is no microphone: what a speaker plays, and on ALSA everything but the hardware
/// (`null` delivers hundreds of thousands of blocks a second; converters only lead back to it).
fn is_microphone(input: &Input) -> bool {
    let id = &input.microphone.id;
    match input.microphone.host.as_str() {
        SERVER => input.microphone.default || !id.ends_with(".monitor"),
        ALSA => id.starts_with("plughw:CARD="),
        _ => true,
    }
}

fn input(device: cpal::Device, default: bool) -> Option<Input> {
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
        device,
        native: None,
    })
}

/// How cpal calls the two ways of Linux.
const SERVER: &str = "pulseaudio";
const ALSA: &str = "alsa";

fn host(name: &str) -> Option<cpal::Host> {
    let is_called = |id: &HostId| id.to_string().eq_ignore_ascii_case(name);
    let id = cpal::available_hosts().into_iter().find(is_called)?;
    cpal::host_from_id(id).ok()
}
