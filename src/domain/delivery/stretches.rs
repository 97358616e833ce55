//! Which frames are speech. Voice alone does not tell it: what detects voices takes a tone for one,
//! and answers a little late. Level alone does not either: a chair is loud. So a frame is speech if
//! it is well above the room and a voice is near, and the level says where speech begins and ends.

use std::iter::once;

use super::{FAINTEST_DBFS, HeardFrame, RESTED_FRAMES, VOICE};

/// How far above the room speech is, in dB.
const ABOVE_ROOM: f32 = 6.0;

/// How many frames a voice may be away: it is heard late, and a word's last consonant has none.
const NEAR: usize = 8;

/// The same behind it, where the ear has rested in between.
const NEAR_BEHIND: usize = NEAR + RESTED_FRAMES;

/// Holes of up to so many frames, a quarter of a second, belong to the word around them: stops,
/// breaths.
const HOLE: usize = 15;

/// What is shorter than so many frames is a click.
const SHORTEST: usize = 4;

/// The stretches of speech, as frames from and to, in order. `noise` is the room's level.
pub(super) fn stretches(frames: &[HeardFrame], noise: Option<f32>) -> Vec<(usize, usize)> {
    let gate = noise.map_or(FAINTEST_DBFS, |noise| {
        (noise + ABOVE_ROOM).max(FAINTEST_DBFS)
    });
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (from, to) in loud_and_voiced(frames, gate) {
        match found.last_mut() {
            Some((_, end)) if from - *end <= HOLE => *end = to,
            _ => found.push((from, to)),
        }
    }
    found.retain(|(from, to)| to - from >= SHORTEST);
    found
}

/// Runs of frames that are at `gate` or above and near a voice.
fn loud_and_voiced(frames: &[HeardFrame], gate: f32) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut began = None;
    // Where the last voice was, and where the next one is.
    let mut last: Option<usize> = None;
    let mut next = 0;
    let none = HeardFrame {
        voice: 0.0,
        level_dbfs: f32::NEG_INFINITY,
    };
    // One more at the end, which ends the last run.
    for (at, frame) in frames.iter().chain(once(&none)).enumerate() {
        while next < frames.len() && (next < at || frames[next].voice < VOICE) {
            next += 1;
        }
        if frame.voice >= VOICE {
            last = Some(at);
        }
        let is_near = last.is_some_and(|last| at - last <= NEAR_BEHIND)
            || (next < frames.len() && next - at <= NEAR);
        match (began, is_near && frame.level_dbfs >= gate) {
            (None, true) => began = Some(at),
            (Some(from), false) => {
                runs.push((from, at));
                began = None;
            }
            _ => {}
        }
    }
    runs
}
