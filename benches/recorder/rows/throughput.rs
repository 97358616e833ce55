//! How much faster than real time the recorder could be. It wants sound faster than any microphone
//! delivers, and so a way into the library that no user needs.

use crate::args::Options;
use crate::report::Line;

pub(super) fn run(_: &Options) -> Vec<Line> {
    vec![Line::not_run(
        "recorder throughput on a synthetic source (to reach: ≥ 500 × real time)",
        "the library has no entry for sound that comes faster than real time",
    )]
}
