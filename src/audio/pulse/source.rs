//! What the server has to hear with.

use std::ffi::CStr;

use pulseaudio::protocol::{
    ChannelMap, Command, GetSourceInfo, ProtocolError, SampleFormat, SampleSpec, ServerInfo,
    SourceInfo, SourceInfoList,
};

use super::PulseError;
use super::connection::Connection;
use crate::audio::format::Format;

/// A source of the server's, as it runs by itself.
#[derive(Debug, Clone)]
pub(in crate::audio) struct Source {
    /// The server's name for it: the microphone's id.
    pub(in crate::audio) name: String,
    /// What a person calls it.
    pub(in crate::audio) description: String,
    /// Whether it hears what a speaker plays.
    pub(in crate::audio) is_monitor: bool,
    pub(super) spec: SampleSpec,
    pub(super) channel_map: ChannelMap,
}

impl Source {
    fn from(info: &SourceInfo) -> Self {
        let text = |name: &CStr| name.to_string_lossy().into_owned();
        let name = text(&info.name);
        Source {
            description: info
                .description
                .as_deref()
                .map_or_else(|| name.clone(), text),
            name,
            is_monitor: info.monitor_of_sink_index.is_some() || info.monitor_of_sink_name.is_some(),
            spec: SampleSpec {
                // What has 16 bits comes through as it is; a float holds everything else.
                format: match info.sample_spec.format {
                    SampleFormat::S16Le | SampleFormat::S16Be => SampleFormat::S16Le,
                    _ => SampleFormat::Float32Le,
                },
                ..info.sample_spec
            },
            channel_map: info.channel_map,
        }
    }

    pub(in crate::audio) fn format(&self) -> Format {
        Format {
            sample_rate: self.spec.sample_rate,
            channels: u16::from(self.spec.channels),
        }
    }
}

/// The source that the server takes where none is named.
pub(in crate::audio) fn default_source() -> Result<Source, PulseError> {
    let mut connection = Connection::open()?;
    let info: ServerInfo = connection.ask(&Command::GetServerInfo)?;
    let question = Command::GetSourceInfo(GetSourceInfo {
        index: None,
        name: info.default_source_name,
    });
    match connection.ask::<SourceInfo>(&question) {
        Ok(source) => Ok(Source::from(&source)),
        // Without a default one there is none.
        Err(PulseError::Protocol(ProtocolError::ServerError(_))) => Err(PulseError::NoSource),
        Err(error) => Err(error),
    }
}

/// All sources.
pub(in crate::audio) fn sources() -> Result<Vec<Source>, PulseError> {
    let list: SourceInfoList = Connection::open()?.ask(&Command::GetSourceInfoList)?;
    Ok(list.iter().map(Source::from).collect())
}
