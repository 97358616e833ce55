//! The envelope of sound: the waveform of an answer, small enough to be drawn.
//!
//! How long the sound will be need not be known. Stretches of it are gathered that become twice as
//! long whenever there are too many, so an hour takes no more memory than a minute, and any number of
//! bins can be made of them. Envelopes of takes that follow each other join to one.

use wide::f32x8;

use super::format::Format;
use crate::domain::Swing;

/// Stretches that are kept at most. Half of it is still finer than anything that is drawn.
const MOST: usize = 8192;

/// Samples that are looked at side by side.
const LANES: usize = 8;

/// Frames in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    frames: u64,
    min: f32,
    max: f32,
    /// The sum of the squares of all samples.
    squares: f64,
}

impl Stretch {
    const EMPTY: Stretch = Stretch {
        frames: 0,
        min: f32::INFINITY,
        max: f32::NEG_INFINITY,
        squares: 0.0,
    };

    fn join(&mut self, other: &Stretch) {
        self.frames += other.frames;
        self.min = self.min.min(other.min);
        self.max = self.max.max(other.max);
        self.squares += other.squares;
    }

    /// Adds frames, whose samples these are.
    fn add(&mut self, samples: &[f32], frames: u64) {
        let (lanes, rest) = samples.as_chunks::<LANES>();
        let mut low = f32x8::splat(self.min);
        let mut high = f32x8::splat(self.max);
        let mut squares = f32x8::ZERO;
        for lane in lanes {
            let lane = f32x8::new(*lane);
            low = lane.fast_min(low);
            high = lane.fast_max(high);
            squares += lane * lane;
        }
        let (mut low, mut high) = (low.to_array(), high.to_array());
        let mut squares = squares.to_array();
        for (n, sample) in rest.iter().enumerate() {
            low[n] = low[n].min(*sample);
            high[n] = high[n].max(*sample);
            squares[n] += sample * sample;
        }
        self.frames += frames;
        self.min = low.into_iter().fold(self.min, f32::min);
        self.max = high.into_iter().fold(self.max, f32::max);
        self.squares += squares.into_iter().map(f64::from).sum::<f64>();
    }

    fn swing(&self, channels: usize) -> Swing {
        if self.frames == 0 {
            return Swing::default();
        }
        let mean = self.squares / (self.frames as f64 * channels as f64);
        Swing {
            min: self.min,
            max: self.max,
            rms: mean.sqrt() as f32,
        }
    }
}

/// The envelope of what was pushed so far.
#[derive(Debug, Clone)]
pub struct Envelope {
    channels: usize,
    /// Frames in a stretch that is full.
    width: u64,
    /// In order; only the last of what was pushed, or joined, may be shorter than `width`.
    stretches: Vec<Stretch>,
}

impl Envelope {
    pub fn new(format: Format) -> Self {
        Envelope {
            channels: usize::from(format.channels.max(1)),
            width: 1,
            stretches: Vec::new(),
        }
    }

    /// Of how many frames it is.
    pub fn frames(&self) -> u64 {
        self.stretches.iter().map(|stretch| stretch.frames).sum()
    }

    /// Takes interleaved samples, whole frames of them. What is not a number is none.
    pub fn push(&mut self, samples: &[f32]) {
        let mut rest = samples;
        while rest.len() >= self.channels {
            let free = match self.stretches.last() {
                Some(last) if last.frames < self.width => self.width - last.frames,
                _ => {
                    self.make_room();
                    self.stretches.push(Stretch::EMPTY);
                    self.width
                }
            };
            let frames = (rest.len() / self.channels).min(free as usize);
            let (now, later) = rest.split_at(frames * self.channels);
            if let Some(last) = self.stretches.last_mut() {
                last.add(now, frames as u64);
            }
            rest = later;
        }
    }

    /// Puts the envelope of what follows behind this one. Both are of one sample rate; where the
    /// channels are not the same in number, the effective value is that of the first.
    pub fn append(&mut self, later: &Envelope) {
        let mut later = later.clone();
        while later.width < self.width {
            later.widen();
        }
        while self.width < later.width {
            self.widen();
        }
        self.stretches.append(&mut later.stretches);
        while self.stretches.len() > MOST {
            self.widen();
        }
    }

    /// The whole in `count` bins of the same length. Where there are fewer frames than bins, a frame
    /// stands in several; without any, nothing swings.
    pub fn bins(&self, count: usize) -> Vec<Swing> {
        let frames = self.frames();
        let mut bins = vec![Swing::default(); count];
        let mut at = 0;
        let mut begins = Vec::with_capacity(self.stretches.len());
        for stretch in &self.stretches {
            begins.push(at);
            at += stretch.frames;
        }
        for (n, bin) in bins.iter_mut().enumerate() {
            let edge = |n: usize| (u128::from(frames) * n as u128 / count as u128) as u64;
            // A stretch belongs where it begins; a bin in which none does shows the one that it is in.
            let from = begins.partition_point(|begin| *begin < edge(n));
            let to = begins.partition_point(|begin| *begin < edge(n + 1));
            let inside = begins.partition_point(|begin| *begin <= edge(n));
            let range = if from < to {
                from..to
            } else {
                inside.saturating_sub(1)..inside
            };
            let mut whole = Stretch::EMPTY;
            for stretch in &self.stretches[range] {
                whole.join(stretch);
            }
            *bin = whole.swing(self.channels);
        }
        bins
    }

    /// Room for one more stretch.
    fn make_room(&mut self) {
        while self.stretches.len() >= MOST {
            self.widen();
        }
    }

    /// Makes one stretch of every two.
    fn widen(&mut self) {
        let pairs = self.stretches.chunks(2).map(|pair| {
            let mut whole = pair[0];
            pair.iter().skip(1).for_each(|second| whole.join(second));
            whole
        });
        self.stretches = pairs.collect();
        self.width *= 2;
    }
}

#[cfg(test)]
mod tests;
