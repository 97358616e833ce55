//! Whether the sink that the server plays this process on is still there, and where it plays else.
//!
//! A server that loses a sink takes its streams to another one, and tells only the stream's own
//! client, which here is a library's that does not pass it on. So the server is asked.

use std::ffi::{CStr, CString};

use pulseaudio::protocol::{
    Command, LookupReply, Prop, ProtocolError, SinkInfo, SinkInfoList, SinkInputInfo,
    SinkInputInfoList,
};

use super::PulseError;
use super::connection::Connection;

/// A stream was taken to this sink, since the one before is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::audio) struct Handover {
    /// The server's name for it: the speaker's id.
    pub(in crate::audio) id: String,
    /// What a person calls it.
    pub(in crate::audio) name: String,
}

/// Asks after a sink.
pub(in crate::audio) struct Whereabouts {
    connection: Connection,
    id: CString,
    index: Option<u32>,
}

impl Whereabouts {
    pub(in crate::audio) fn of(id: &str) -> Result<Self, PulseError> {
        let mut whereabouts = Whereabouts {
            connection: Connection::open()?,
            id: CString::new(id).unwrap_or_default(),
            index: None,
        };
        whereabouts.index = whereabouts.found()?;
        Ok(whereabouts)
    }

    /// Where the newest stream of this process plays, if the sink is gone. While it is there nothing
    /// is asked that the sink itself would have to answer.
    pub(in crate::audio) fn look(&mut self) -> Result<Option<Handover>, PulseError> {
        if self.index.is_none() || self.found()? == self.index {
            return Ok(None);
        }
        let streams: SinkInputInfoList = self.connection.ask(&Command::GetSinkInputInfoList)?;
        let sinks: SinkInfoList = self.connection.ask(&Command::GetSinkInfoList)?;
        let to = newest(&streams, std::process::id());
        // Without one it is on its way, or has gone with the sink, which the stream itself tells.
        Ok(to.and_then(|to| handover(&sinks, to)))
    }

    /// The number of the sink of this name. Another sink of the same name has another.
    fn found(&mut self) -> Result<Option<u32>, PulseError> {
        let question = Command::LookupSink(self.id.clone());
        match self.connection.ask::<LookupReply>(&question) {
            Ok(found) => Ok(Some(found.0)),
            Err(PulseError::Protocol(ProtocolError::ServerError(_))) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The sink of a process's newest stream: one that was jumped away from may still be closing.
fn newest(streams: &[SinkInputInfo], process: u32) -> Option<u32> {
    let process = process.to_string();
    let is_ours = |stream: &&SinkInputInfo| {
        let id = stream.props.get(Prop::ApplicationProcessId);
        let id = id.and_then(|id| CStr::from_bytes_until_nul(id).ok());
        id.is_some_and(|id| id.to_bytes() == process.as_bytes())
    };
    let newest = streams
        .iter()
        .filter(is_ours)
        .max_by_key(|stream| stream.index)?;
    Some(newest.sink_index)
}

fn handover(sinks: &[SinkInfo], to: u32) -> Option<Handover> {
    let now = sinks.iter().find(|sink| sink.index == to)?;
    let text = |name: &CStr| name.to_string_lossy().into_owned();
    Some(Handover {
        id: text(&now.name),
        name: text(now.description.as_deref().unwrap_or(&now.name)),
    })
}

#[cfg(test)]
mod tests {
    use pulseaudio::protocol::Props;

    use super::*;

    fn stream(index: u32, sink_index: u32, process: Option<&str>) -> SinkInputInfo {
        let mut props = Props::new();
        if let Some(process) = process {
            props.set(Prop::ApplicationProcessId, CString::new(process).unwrap());
        }
        SinkInputInfo {
            index,
            sink_index,
            props,
            ..SinkInputInfo::default()
        }
    }

    #[test]
    fn the_newest_stream_of_this_process_counts() {
        let others = [stream(1, 10, Some("7")), stream(9, 11, None)];
        assert_eq!(newest(&others, 77), None);
        let ours = [stream(5, 12, Some("77")), stream(3, 13, Some("77"))];
        let all = [others, ours].concat();
        assert_eq!(newest(&all, 77), Some(12));
    }

    #[test]
    fn a_sink_is_called_what_a_person_calls_it() {
        let sink = |index, name: &str, description: Option<&str>| SinkInfo {
            index,
            name: CString::new(name).unwrap(),
            description: description.map(|text| CString::new(text).unwrap()),
            ..SinkInfo::default()
        };
        let sinks = [sink(1, "a", None), sink(2, "b", Some("The second"))];
        let to = |id: &str, name: &str| {
            Some(Handover {
                id: id.to_owned(),
                name: name.to_owned(),
            })
        };
        assert_eq!(handover(&sinks, 1), to("a", "a"));
        assert_eq!(handover(&sinks, 2), to("b", "The second"));
        // It is on its way.
        assert_eq!(handover(&sinks, u32::MAX), None);
    }
}
