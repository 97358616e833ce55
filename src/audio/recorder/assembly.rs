//! The stretch of sound that has come but is not written yet, as one gapless run of frames.

use std::collections::VecDeque;

use crate::domain::{Gap, GapCause};

/// Silence put in place of lost frames, in frames of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Filled {
    at: u64,
    frames: u64,
    cause: GapCause,
}

#[derive(Debug)]
pub(super) struct Assembly {
    /// Samples per frame.
    channels: usize,
    /// Interleaved samples.
    pending: VecDeque<f32>,
    /// The stream's frame at which `pending` begins.
    base: u64,
    filled: Vec<Filled>,
}

impl Assembly {
    pub(super) fn new(channels: u16) -> Self {
        Assembly {
            channels: usize::from(channels),
            pending: VecDeque::new(),
            base: 0,
            filled: Vec::new(),
        }
    }

    /// The first frame that is still here.
    pub(super) fn base(&self) -> u64 {
        self.base
    }

    /// The frame after the last.
    pub(super) fn end(&self) -> u64 {
        self.base + (self.pending.len() / self.channels) as u64
    }

    /// Adds whole frames.
    pub(super) fn append(&mut self, samples: &[f32]) {
        self.pending.extend(samples);
    }

    /// Puts silence in front of frame `at`; where that is written already, in front of what is not.
    pub(super) fn fill(&mut self, at: u64, frames: u64, cause: GapCause) {
        let at = at.clamp(self.base, self.end());
        let behind = (at - self.base) as usize * self.channels;
        let behind = self.pending.split_off(behind);
        let silence = frames as usize * self.channels;
        self.pending.extend(std::iter::repeat_n(0.0, silence));
        self.pending.extend(behind);
        for filled in self.filled.iter_mut().filter(|filled| filled.at >= at) {
            filled.at += frames;
        }
        match self.filled.last_mut() {
            // One loss that goes on is one gap.
            Some(last) if last.cause == cause && last.at + last.frames == at => {
                last.frames += frames;
            }
            _ => self.filled.push(Filled { at, frames, cause }),
        }
    }

    /// Moves the frames up to `until` into `into`, oldest first.
    pub(super) fn take_until(&mut self, until: u64, into: &mut Vec<f32>) {
        let count = until.clamp(self.base, self.end()) - self.base;
        self.base += count;
        into.extend(self.pending.drain(..count as usize * self.channels));
    }

    /// The gaps that lie in these stretches of the stream, in frames of a take that holds one after
    /// the other. Those that ended before the first are forgotten.
    pub(super) fn gaps(&mut self, stretches: &[(u64, u64)]) -> Vec<Gap> {
        let Some((first, _)) = stretches.first() else {
            return Vec::new();
        };
        self.filled
            .retain(|filled| filled.at + filled.frames > *first);
        let mut gaps = Vec::new();
        let mut taken = 0;
        for (from, to) in stretches {
            let inside = |filled: &&Filled| filled.at < *to && filled.at + filled.frames > *from;
            gaps.extend(self.filled.iter().filter(inside).map(|filled| {
                let start = filled.at.max(*from);
                let end = (filled.at + filled.frames).min(*to);
                Gap {
                    at_frame: taken + start - from,
                    frames: end - start,
                    cause: filled.cause,
                }
            }));
            taken += to - from;
        }
        gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(assembly: &mut Assembly) -> Vec<f32> {
        let mut rest = Vec::new();
        assembly.take_until(u64::MAX, &mut rest);
        rest
    }

    #[test]
    fn silence_goes_where_the_frames_were_lost() {
        let mut assembly = Assembly::new(1);
        assembly.append(&[1.0, 2.0, 3.0, 4.0]);
        assembly.fill(3, 2, GapCause::Stall);
        assert_eq!(rest(&mut assembly), [1.0, 2.0, 3.0, 0.0, 0.0, 4.0]);
        // Frame 1 has been written: the silence goes in front of what has not.
        assembly.append(&[5.0]);
        assembly.fill(1, 1, GapCause::Overrun);
        assert_eq!(rest(&mut assembly), [0.0, 5.0]);
        assert_eq!(assembly.end(), 8);
    }

    #[test]
    fn a_frame_stays_whole() {
        let mut assembly = Assembly::new(2);
        assembly.append(&[1.0, -1.0, 2.0, -2.0]);
        assert_eq!(assembly.end(), 2);
        assembly.fill(1, 1, GapCause::Stall);
        let mut first = Vec::new();
        assembly.take_until(2, &mut first);
        assert_eq!(first, [1.0, -1.0, 0.0, 0.0]);
        assert_eq!((assembly.base(), rest(&mut assembly)), (2, vec![2.0, -2.0]));
    }

    #[test]
    fn a_gap_across_a_boundary_belongs_to_both_takes() {
        let mut assembly = Assembly::new(1);
        assembly.append(&[1.0; 10]);
        assembly.fill(8, 3, GapCause::DeviceLost);
        assembly.fill(11, 2, GapCause::DeviceLost);
        let gap = |at_frame, frames| Gap {
            at_frame,
            frames,
            cause: GapCause::DeviceLost,
        };
        // Of a take with a pause in the middle of the gap, and of one with the gap in its pause.
        let paused = [(0, 9), (12, 20)];
        assert_eq!(assembly.gaps(&paused), [gap(8, 1), gap(9, 1)]);
        assert_eq!(assembly.gaps(&[(0, 8), (13, 20)]), []);
        assert_eq!(assembly.gaps(&[(0, 10)]), [gap(8, 2)]);
        assert_eq!(assembly.gaps(&[]), []);
        assert_eq!(assembly.gaps(&[(10, 20)]), [gap(0, 3)]);
        assert_eq!(assembly.gaps(&[(13, 20)]), []);
    }
}
