//! Whether the disk has room for all that will be said.

use std::time::Duration;

use super::super::context::Context;
use super::super::failure::failure;
use crate::audio;
use crate::domain::{Mic, Script};

/// Kept free for everything but the recordings.
const BESIDES: u64 = 2 << 20;

/// Fails before the clock starts rather than in the middle of an answer.
pub(super) fn check(context: &Context, script: &Script, mic: &Mic) -> anyhow::Result<()> {
    let (Some(rate), Some(free)) = (mic.sample_rate, context.home.free_bytes()) else {
        return Ok(());
    };
    let bytes_per_second = u64::from(rate) * u64::from(audio::wav::BITS / 8);
    let seconds = script.recorded().as_secs_f64().ceil() as u64;
    let needed = seconds
        .saturating_mul(bytes_per_second)
        .saturating_add(BESIDES);
    if needed <= free {
        return Ok(());
    }
    Err(failure(
        format!(
            "this session needs {} for its recordings, and {} has {} free",
            size(needed),
            context.home.root().display(),
            size(free)
        ),
        "make room, name another folder with `--home`, or go without recordings with `--mic none`",
    ))
}

/// Bytes that a session takes which records for `length` at `rate`.
pub(in crate::cli) fn needed(length: Duration, rate: u32) -> u64 {
    let bytes_per_second = u64::from(rate) * u64::from(audio::wav::BITS / 8);
    let seconds = length.as_secs_f64().ceil() as u64;
    seconds
        .saturating_mul(bytes_per_second)
        .saturating_add(BESIDES)
}

/// Bytes in the unit that people free disks by.
pub(in crate::cli) fn size(bytes: u64) -> String {
    const MEGABYTE: f64 = 1e6;
    let megabytes = bytes as f64 / MEGABYTE;
    if megabytes < 1000.0 {
        format!("{megabytes:.1} MB")
    } else {
        format!("{:.1} GB", megabytes / 1000.0)
    }
}
