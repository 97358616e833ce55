//! A recording in the eyes of others: how many frames it has to three readers that know nothing of
//! each other.

use std::path::Path;
use std::process::Command;

/// What soxi, ffprobe and hound say; none where one cannot read it.
pub(crate) fn lengths(path: &Path) -> [Option<u64>; 3] {
    [
        number(Command::new("soxi").arg("-s"), path),
        ffprobe(path),
        hound::WavReader::open(path)
            .ok()
            .map(|reader| u64::from(reader.duration())),
    ]
}

fn ffprobe(path: &Path) -> Option<u64> {
    const DURATION: [&str; 6] = [
        "-v",
        "error",
        "-show_entries",
        "stream=duration_ts",
        "-of",
        "csv=p=0",
    ];
    number(Command::new("ffprobe").args(DURATION), path)
}

fn number(command: &mut Command, path: &Path) -> Option<u64> {
    let output = command.arg(path).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let text = text.trim();
    // A take of no frames is a take: nothing said of its length is nothing.
    let frames = if text == "N/A" { Ok(0) } else { text.parse() };
    frames.ok().filter(|_| output.status.success())
}
