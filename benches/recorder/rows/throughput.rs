//! How much faster than real time the recorder could be. It wants sound faster than any microphone
//! delivers, and so a way into the library that no user needs.

use crate::args::Options;
use crate::report::Line;

pub(super) fn run(_: &Options) -> Vec<Line> {
    vec![Line::new(
        "recorder throughput on a synthetic source",
        "≥ 500 × real time",
        "not run: the library has no entry for sound that comes faster than real time",
    )]
}
