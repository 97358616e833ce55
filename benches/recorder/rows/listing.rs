//! The rows by name.

use super::{click, cpu, hour, kill, length, signals, start, throughput};
use crate::args::Options;
use crate::report::Line;

#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) run: fn(&Options) -> Vec<Line>,
}

const fn row(name: &'static str, what: &'static str, run: fn(&Options) -> Vec<Line>) -> Row {
    Row { name, what, run }
}

pub(crate) const ROWS: [Row; 9] = [
    row("hour", "the long session on PulseAudio", hour::pulseaudio),
    row(
        "hour-pipewire",
        "the long session on PipeWire",
        hour::pipewire,
    ),
    row(
        "length",
        "takes against the time that was used",
        length::run,
    ),
    row("click", "a click where it was captured", click::run),
    row("start", "from Enter to the first frame", start::run),
    row("signals", "from a signal to a saved session", signals::run),
    row("cpu", "processor and memory", cpu::run),
    row("kill", "what a kill leaves", kill::run),
    row("throughput", "faster than real time", throughput::run),
];

pub(crate) fn list() -> String {
    let lines = ROWS
        .iter()
        .map(|row| format!("{:15} {}", row.name, row.what));
    lines.collect::<Vec<_>>().join("\n")
}
