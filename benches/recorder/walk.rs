//! Through a recording of the signal, sample by sample: every place where it does not go on as it
//! should, with the number of frames by which it jumps.
//!
//! The signal repeats after 65,536 samples, so a jump is known up to a multiple of that; the one
//! nearest to the silence in its place is taken.

use crate::support::signal::{index, sample};

/// A place where the signal does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Break {
    /// Counted from the first frame of the recording.
    pub(crate) at: u64,
    /// Frames of exact silence here.
    pub(crate) silence: u64,
    /// Frames of the signal that are not here; negative where some came twice.
    pub(crate) skipped: i64,
}

#[derive(Debug)]
pub(crate) struct Walk {
    frames: u64,
    /// The number in the signal that should come next, but for the silence.
    next: i64,
    silence: u64,
    /// Whether any of the signal has been met: before, `next` is a guess.
    met: bool,
    breaks: Vec<Break>,
}

/// The number with the index of `value` that lies nearest to `around`.
fn nearest(value: i16, around: i64) -> i64 {
    let off = index(value).wrapping_sub(around as u16).cast_signed();
    around + i64::from(off)
}

impl Walk {
    /// `around` is about where in the signal the first frame stands.
    pub(crate) fn new(around: i64) -> Self {
        Walk {
            frames: 0,
            next: around,
            silence: 0,
            met: false,
            breaks: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, block: &[i16]) {
        for &value in block {
            self.step(value);
            self.frames += 1;
        }
    }

    fn step(&mut self, value: i16) {
        if self.met && self.silence == 0 && value == sample(self.next as usize) {
            self.next += 1;
        } else if value == 0 {
            self.silence += 1;
        } else {
            let found = nearest(value, self.next + self.silence.cast_signed());
            if self.met || self.silence > 0 {
                self.breaks.push(Break {
                    at: self.frames - self.silence,
                    silence: self.silence,
                    skipped: if self.met {
                        found - self.next
                    } else {
                        self.silence.cast_signed()
                    },
                });
            }
            self.met = true;
            self.silence = 0;
            self.next = found + 1;
        }
    }

    /// Where in the signal the frame stands that is pushed next.
    pub(crate) fn next(&self) -> i64 {
        self.next + self.silence.cast_signed()
    }

    pub(crate) fn frames(&self) -> u64 {
        self.frames
    }

    /// All breaks, with the silence at the end, of which nobody knows what it stands for.
    pub(crate) fn breaks(mut self) -> Vec<Break> {
        if self.silence > 0 {
            self.breaks.push(Break {
                at: self.frames - self.silence,
                silence: self.silence,
                skipped: self.silence.cast_signed(),
            });
        }
        self.breaks
    }
}

/// Frames missing, doubled or put in, without regard to any list.
pub(crate) fn lost(breaks: &[Break]) -> u64 {
    let one = |found: &Break| match found.skipped {
        0 => found.silence,
        skipped => skipped.unsigned_abs(),
    };
    breaks.iter().map(one).sum()
}

/// What a list of gaps (place, frames) says of the breaks that were found.
#[derive(Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Account {
    /// Lost frames that the list has.
    pub(crate) listed: u64,
    /// Listed where the signal goes on unharmed after the silence: the server's clock went on, and
    /// it read nothing from the microphone.
    pub(crate) paused: u64,
    /// By how many frames list and signal differ.
    pub(crate) unlisted: u64,
    /// Silence that stands for nothing and that nobody listed: what a `PipeWire` hands out when its
    /// pipe is empty.
    pub(crate) put_in: u64,
}

pub(crate) fn account(breaks: &[Break], gaps: &[(u64, u64)]) -> Account {
    /// A gap's edge can lie on a sample of the signal that is silent itself.
    const EDGE: u64 = 2;
    let mut account = Account::default();
    let mut seen = vec![false; gaps.len()];
    for found in breaks {
        let reach = found.at.saturating_sub(EDGE)..=found.at + found.silence + EDGE;
        let mut listed = 0;
        for (&(at, frames), seen) in gaps.iter().zip(&mut seen) {
            if !*seen && reach.contains(&at) {
                *seen = true;
                listed += frames;
            }
        }
        if found.skipped == 0 {
            account.paused += listed;
            account.put_in += found.silence.saturating_sub(listed);
            continue;
        }
        account.listed += listed;
        account.unlisted += (found.skipped - listed.cast_signed()).unsigned_abs();
    }
    let unmet = gaps.iter().zip(&seen).filter(|(_, seen)| !**seen);
    account.unlisted += unmet.map(|((_, frames), _)| frames).sum::<u64>();
    account
}
