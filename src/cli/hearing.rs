//! Listening to a microphone for a few seconds, for `mic test` and `doctor`.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::audio::{AudioError, Complaint, Level, Opened, Recorder, RecorderEvent, TakeSpec};
use crate::clock;
use crate::domain::TakeFormat;

/// How long the end of the sound may take to arrive.
const LAST_FRAMES: Duration = Duration::from_secs(3);

/// Records `length` of what the microphone hears into `wav`, which must not exist yet. `show` is
/// called with each level and with the time that is left.
pub(super) fn hear(
    opened: Opened,
    format: TakeFormat,
    length: Duration,
    wav: &Path,
    mut show: impl FnMut(Option<Level>, Duration),
) -> anyhow::Result<Vec<Level>> {
    let (tell, told) = channel();
    let recorder = Recorder::start(opened, format, move |event| drop(tell.send(event)))?;
    let start: Instant = clock::now();
    let spec = TakeSpec {
        key: (),
        path: wav.to_owned(),
        name: String::new(),
        listen: false,
    };
    recorder.cut(start, Vec::new(), Some(spec));
    recorder.expect(Some(start + length));
    let mut levels = Vec::new();
    loop {
        let left = (start + length).saturating_duration_since(clock::now());
        if left.is_zero() {
            break;
        }
        match told.recv_timeout(left.min(Duration::from_millis(100))) {
            Ok(RecorderEvent::Level(level)) => levels.push(level),
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        show(levels.last().copied(), left);
    }
    recorder.cut(start + length, Vec::new(), None);
    recorder.finish(clock::now() + LAST_FRAMES);
    Ok(levels)
}

/// Why nothing is written, and what becomes of the session.
pub(super) fn not_writing(error: &AudioError) -> String {
    let full = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded];
    let what = match error {
        AudioError::File { source, .. } if full.contains(&source.kind()) => {
            "The disk is full".to_owned()
        }
        error => error.to_string(),
    };
    format!("{what}: nothing is recorded until it takes more. The clock goes on.")
}

/// What a complaint means, and what helps.
pub(super) fn in_words(complaint: Complaint) -> &'static str {
    match complaint {
        Complaint::Silent => "The microphone delivers nothing at all: muted, or the wrong one?",
        Complaint::Faint => "You are hardly heard: come closer, or turn the microphone up.",
        Complaint::Clipping => "Too loud, the sound is cut off: turn the microphone down.",
    }
}
