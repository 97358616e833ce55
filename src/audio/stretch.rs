//! Faster or slower at the same pitch: WSOLA (Verhelst and Roelands, 1993).
//!
//! Sound is put together from hops. Each one fades from what would have come next by itself into the
//! stretch of the source that is most like it, looked for around the place where the speed wants to
//! be. Since the source is read at its own rate, pitch stays; since what is faded over is alike,
//! nothing clicks. At the speed of the source, frames pass unchanged.

use std::ops::{Range, RangeInclusive};

/// How long a hop is, in seconds: a period of the lowest voice and more.
const HOP: f64 = 0.015;

/// How far around its place a like stretch is looked for: together a period of the lowest voice.
const REACH: f64 = 0.010;

/// At this rate a like stretch is looked for first; only around the best place every frame counts.
const COARSE: u32 = 8_000;

/// From which frame of the sound that was made which frames of the source are heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    /// Counted from the beginning of the hop.
    pub(super) made: u64,
    pub(super) source: u64,
}

/// What makes hops, one after another.
#[derive(Debug)]
pub(super) struct Stretch {
    channels: usize,
    hop: usize,
    reach: u64,
    stride: usize,
    speed: f64,
    /// The frame that comes next by itself.
    natural: u64,
    /// The place where the speed wants to be.
    due: f64,
}

impl Stretch {
    pub(super) fn new(sample_rate: u32, channels: u16) -> Self {
        let frames = |seconds: f64| (seconds * f64::from(sample_rate)).ceil().max(1.0);
        Stretch {
            channels: usize::from(channels.max(1)),
            hop: frames(HOP) as usize,
            reach: frames(REACH) as u64,
            stride: (sample_rate / COARSE).max(1) as usize,
            speed: 1.0,
            natural: 0,
            due: 0.0,
        }
    }

    pub(super) fn set_speed(&mut self, speed: f64) {
        self.speed = speed;
        self.due = self.natural as f64;
    }

    /// Goes on from a frame of the source, as if nothing had been before.
    pub(super) fn restart(&mut self, frame: u64) {
        self.natural = frame;
        self.due = frame as f64;
    }

    /// Frames in a hop.
    pub(super) fn hop_frames(&self) -> usize {
        self.hop
    }

    /// The frame that comes next by itself.
    pub(super) fn natural(&self) -> u64 {
        self.natural
    }

    /// How far in the source it is.
    pub(super) fn at(&self) -> u64 {
        if self.passes() {
            self.natural
        } else {
            self.due.round() as u64
        }
    }

    fn passes(&self) -> bool {
        (self.speed - 1.0).abs() < f64::EPSILON
    }

    /// The frames of the source that the next hop needs.
    pub(super) fn wants(&self) -> Range<u64> {
        let hop = self.hop as u64;
        if self.passes() {
            return self.natural..self.natural + hop;
        }
        let due = self.due.round() as u64;
        let from = due.saturating_sub(self.reach).min(self.natural);
        from..(due + self.reach).max(self.natural) + hop
    }

    /// Makes a hop of the frames that it wants, and appends it to `into`.
    pub(super) fn hop(&mut self, source: &[f32], into: &mut Vec<f32>) -> [Piece; 2] {
        let from = self.natural;
        let range = self.wants();
        if self.passes() {
            into.extend_from_slice(&source[..self.hop * self.channels]);
            self.restart(from + self.hop as u64);
            return self.pieces(from, from);
        }
        let found = self.most_alike(source, &range);
        let place = |frame: u64| (frame - range.start) as usize * self.channels;
        let length = self.hop * self.channels;
        let before = &source[place(from)..][..length];
        let after = &source[place(found)..][..length];
        self.fade(before, after, into);
        self.natural = found + self.hop as u64;
        self.due += self.speed * self.hop as f64;
        self.pieces(from, found)
    }

    /// Goes on at another frame of the source, without a click: fades from `before`, a hop from where
    /// it is, to `after`, a hop from `frame` on.
    pub(super) fn jump(
        &mut self,
        frame: u64,
        before: &[f32],
        after: &[f32],
        into: &mut Vec<f32>,
    ) -> [Piece; 2] {
        let from = self.natural;
        self.fade(before, after, into);
        self.restart(frame + self.hop as u64);
        self.pieces(from, frame)
    }

    /// The first half of a hop is mostly what it fades from, the second what it fades into.
    fn pieces(&self, from: u64, to: u64) -> [Piece; 2] {
        let half = self.hop as u64 / 2;
        let first = Piece {
            made: 0,
            source: from,
        };
        let second = Piece {
            made: half,
            source: to + half,
        };
        [first, second]
    }

    /// Weights are of a Hann window, and add up to one: nothing becomes louder than it was.
    fn fade(&self, before: &[f32], after: &[f32], into: &mut Vec<f32>) {
        let pairs = before
            .chunks(self.channels)
            .zip(after.chunks(self.channels));
        for (n, (old, new)) in pairs.enumerate() {
            let turn = std::f64::consts::PI * (n as f64 + 0.5) / self.hop as f64;
            let weight = (0.5 - 0.5 * turn.cos()) as f32;
            let faded = old.iter().zip(new);
            into.extend(faded.map(|(old, new)| old + (new - old) * weight));
        }
    }

    /// Where the source is most like what would come next by itself: roughly first, then to the frame.
    fn most_alike(&self, source: &[f32], range: &Range<u64>) -> u64 {
        let mono: Vec<f32> = source
            .chunks(self.channels)
            .map(|frame| frame.iter().sum())
            .collect();
        let due = self.due.round() as u64;
        let natural = (self.natural - range.start) as usize;
        let first = (due.saturating_sub(self.reach) - range.start) as usize;
        let last = (due + self.reach - range.start) as usize;

        let stride = self.stride;
        let thinned = |from: usize, to: usize| -> Vec<f32> {
            let chunks = mono[from..to].chunks_exact(stride);
            chunks.map(|frames| frames.iter().sum()).collect()
        };
        let rough = thinned(first, last + self.hop);
        let target = thinned(natural, natural + self.hop);
        let places = 0..=(last - first) / stride;
        let around = match best(&target, &rough, places) {
            Some(place) => first + place * stride,
            // Silence is like nothing: then it goes where it is due.
            None => return due,
        };
        let low = around.saturating_sub(stride).max(first);
        let high = (around + stride).min(last);
        let target = &mono[natural..][..self.hop];
        range.start + best(target, &mono, low..=high).unwrap_or(around) as u64
    }
}

/// Where `other` is most like `target`, by the correlation in relation to the strength. None where it is
/// nowhere.
fn best(target: &[f32], other: &[f32], places: RangeInclusive<usize>) -> Option<usize> {
    let mut best = (0.0, None);
    for place in places {
        let Some(own) = other.get(place..place + target.len()) else {
            break;
        };
        let (mut product, mut power) = (0.0_f32, 0.0_f32);
        for (a, b) in target.iter().zip(own) {
            product += a * b;
            power += b * b;
        }
        let likeness = if power > 0.0 {
            product / power.sqrt()
        } else {
            0.0
        };
        if likeness > best.0 {
            best = (likeness, Some(place));
        }
    }
    best.1
}

#[cfg(test)]
mod tests;
