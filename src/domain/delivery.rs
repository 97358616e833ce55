//! What a recording says of the delivery: how long somebody spoke, where they paused, how loud it was.
//!
//! The ear (`audio/analysis`) hands over short frames, each with a level and with how much it sounds
//! like a voice. What counts as speech is decided here, once the whole take is known: the level of
//! the room is only known then.

mod articulation;
mod stretches;

use std::ops::RangeInclusive;

use super::record::{Pause, Speech};
use articulation::articulation;
use stretches::stretches;

/// How long a frame is.
pub const FRAME_MS: u64 = 16;

/// From this length on silence within speech is a pause.
pub const PAUSE_MS: u64 = 1_500;

/// What may be set in its place: shorter ones are within words, longer ones are no pauses any more.
pub const PAUSE_RANGE_MS: RangeInclusive<u64> = 300..=60_000;

/// The level of digital silence, in dB relative to full scale.
pub const SILENT_DBFS: f32 = -120.0;

/// Nothing below this is speech, however silent the room: it would be whispered in another one.
pub const FAINTEST_DBFS: f32 = -60.0;

/// From this on it is a voice rather than none.
pub const VOICE: f32 = 0.5;

/// A voice that is heard reaches so many frames further than one that is listened for all the time,
/// so after it the ear may rest as long.
pub const RESTED_FRAMES: usize = 12;

/// A short stretch of a take as it was heard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeardFrame {
    /// How much it sounds like a voice, from 0 to 1; 0 where nobody listened for one.
    pub voice: f32,
    /// Its effective value.
    pub level_dbfs: f32,
}

/// A take as it was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    pub length_ms: u64,
    /// One after another, each [`FRAME_MS`] long; the last may reach beyond the end.
    pub frames: Vec<HeardFrame>,
    pub loudness_lufs: Option<f64>,
    /// True peak.
    pub peak_dbfs: Option<f64>,
    /// Frames of the take at full scale.
    pub clipped_frames: u64,
}

/// The figures of a take, in which silence of `pause_ms` and more is a pause.
pub fn delivery(heard: &Heard, pause_ms: u64) -> Speech {
    let noise = noise(&heard.frames);
    let stretches = stretches(&heard.frames, noise);
    let spoken: Vec<(u64, u64)> = stretches
        .iter()
        .map(|(from, to)| (*from as u64 * FRAME_MS, *to as u64 * FRAME_MS))
        .map(|(from, to)| (from, to.min(heard.length_ms)))
        .filter(|(from, to)| from < to)
        .collect();
    let speaking_ms: u64 = spoken.iter().map(|(from, to)| to - from).sum();
    let between = spoken.windows(2).map(|pair| (pair[0].1, pair[1].0));
    let pauses: Vec<Pause> = between
        .map(|(from, to)| Pause {
            at_ms: from,
            length_ms: to - from,
        })
        .filter(|pause| pause.length_ms >= pause_ms)
        .collect();
    let silent_ms = heard.length_ms.saturating_sub(speaking_ms);
    Speech {
        speaking_ms,
        first_word_ms: spoken.first().map(|(from, _)| *from),
        pauses: pauses.len() as u32,
        longest_pause_ms: pauses
            .iter()
            .map(|pause| pause.length_ms)
            .max()
            .unwrap_or(0),
        loudness_lufs: heard.loudness_lufs.map(hundredths),
        peak_dbfs: heard.peak_dbfs.map(hundredths),
        clipped_frames: heard.clipped_frames,
        silence: (heard.length_ms > 0)
            .then(|| hundredths(silent_ms as f64 / heard.length_ms as f64 * 100.0) / 100.0),
        noise_dbfs: noise
            .filter(|level| *level > SILENT_DBFS)
            .map(|level| hundredths(level.into())),
        pause_list: pauses,
        pause_ms,
        articulation: articulation(&heard.frames, &stretches),
    }
}

/// The level of the room: what one frame in ten stays below. None where there is no frame.
fn noise(frames: &[HeardFrame]) -> Option<f32> {
    let mut levels: Vec<f32> = frames.iter().map(|frame| frame.level_dbfs).collect();
    let tenth = levels.len() / 10;
    if levels.is_empty() {
        return None;
    }
    let (_, level, _) = levels.select_nth_unstable_by(tenth, f32::total_cmp);
    Some(*level)
}

/// More digits would promise more than a microphone holds.
fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests;
