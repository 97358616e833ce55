//! The other thing that the microphone can hear: silence, and a click of one sample twice a second.

/// Frames from click to click.
const APART: u64 = 24_000;

const LOUD: i16 = 30_000;

pub(crate) fn sample(i: u64) -> i16 {
    if i % APART == APART / 2 { LOUD } else { 0 }
}

/// The click that lies nearest to frame `i`.
pub(crate) fn nearest(i: i64) -> i64 {
    let apart = APART.cast_signed();
    i.div_euclid(apart) * apart + apart / 2
}

pub(crate) fn is_click(value: i16) -> bool {
    value > LOUD / 2
}
