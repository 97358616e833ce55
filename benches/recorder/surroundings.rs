//! Beside the machine itself: the sound servers and the other recorders on it.

use std::process::Command;

use super::args::Options;
use super::machine::{self, first_line};

pub(crate) fn facts(options: &Options) -> Vec<(&'static str, String)> {
    let load = if options.load {
        "a process per core that only runs, and one that writes and syncs 64 MB files"
    } else {
        "nothing else"
    };
    let mut facts = machine::facts();
    facts.extend([
        ("PulseAudio", first_line("pulseaudio", &["--version"])),
        ("PipeWire", pipewire()),
        ("others", others()),
        ("beside the long session", load.to_owned()),
    ]);
    facts
}

fn pipewire() -> String {
    let output = Command::new("pipewire").arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let text = text.unwrap_or_default();
    let version = text
        .lines()
        .find_map(|line| line.strip_prefix("Linked with "));
    version.unwrap_or("not there").to_owned()
}

fn others() -> String {
    let ffmpeg = first_line("ffmpeg", &["-version"]);
    let ffmpeg: Vec<_> = ffmpeg.split(' ').take(3).collect();
    [
        first_line("arecord", &["--version"]),
        first_line("parecord", &["--version"]),
        ffmpeg.join(" "),
        first_line("sox", &["--version"]),
    ]
    .join("; ")
}
