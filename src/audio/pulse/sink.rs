//! Which sink the server plays this process on.
//!
//! A server that loses a sink takes its streams to another one, and tells only the stream's own
//! client, which here is a library's that does not pass it on. So the server is asked.

use std::ffi::CStr;

use pulseaudio::protocol::{
    Command, Prop, SinkInfo, SinkInfoList, SinkInputInfo, SinkInputInfoList,
};

use super::PulseError;
use super::connection::Connection;

/// A stream was taken to another sink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::audio) struct Handover {
    /// The server's name for where it plays now: the speaker's id.
    pub(in crate::audio) id: String,
    /// What a person calls it.
    pub(in crate::audio) name: String,
    /// Whether the sink before it is not there any more.
    pub(in crate::audio) is_gone: bool,
}

/// Asks where the newest stream of this process plays.
pub(in crate::audio) struct Whereabouts {
    connection: Connection,
    /// The stream, and its sink.
    seen: Option<(u32, u32)>,
}

impl Whereabouts {
    pub(in crate::audio) fn open() -> Result<Self, PulseError> {
        Ok(Whereabouts {
            connection: Connection::open()?,
            seen: None,
        })
    }

    /// Whether that stream has been taken elsewhere since it was asked for last.
    pub(in crate::audio) fn look(&mut self) -> Result<Option<Handover>, PulseError> {
        let streams: SinkInputInfoList = self.connection.ask(&Command::GetSinkInputInfoList)?;
        let before = self.seen;
        self.seen = newest(&streams, std::process::id());
        let (Some((stream, from)), Some((same, to))) = (before, self.seen) else {
            return Ok(None);
        };
        if stream != same || from == to {
            return Ok(None);
        }
        let sinks: SinkInfoList = self.connection.ask(&Command::GetSinkInfoList)?;
        let handover = handover(&sinks, from, to);
        if handover.is_none() {
            // It is on its way.
            self.seen = before;
        }
        Ok(handover)
    }
}

/// The newest stream of a process, and its sink: one that was jumped away from may still be closing.
fn newest(streams: &[SinkInputInfo], process: u32) -> Option<(u32, u32)> {
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
    Some((newest.index, newest.sink_index))
}

fn handover(sinks: &[SinkInfo], from: u32, to: u32) -> Option<Handover> {
    let now = sinks.iter().find(|sink| sink.index == to)?;
    let text = |name: &CStr| name.to_string_lossy().into_owned();
    Some(Handover {
        id: text(&now.name),
        name: text(now.description.as_deref().unwrap_or(&now.name)),
        is_gone: !sinks.iter().any(|sink| sink.index == from),
    })
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;

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
        assert_eq!(newest(&all, 77), Some((5, 12)));
    }

    #[test]
    fn a_sink_that_is_left_is_told_from_one_that_is_gone() {
        let sink = |index, name: &str, description: Option<&str>| SinkInfo {
            index,
            name: CString::new(name).unwrap(),
            description: description.map(|text| CString::new(text).unwrap()),
            ..SinkInfo::default()
        };
        let sinks = [sink(1, "a", None), sink(2, "b", Some("The second"))];
        let to = |id: &str, name: &str, is_gone| {
            Some(Handover {
                id: id.to_owned(),
                name: name.to_owned(),
                is_gone,
            })
        };
        assert_eq!(handover(&sinks, 1, 2), to("b", "The second", false));
        assert_eq!(handover(&sinks, 7, 1), to("a", "a", true));
        assert_eq!(handover(&sinks, 1, 7), None);
    }
}
