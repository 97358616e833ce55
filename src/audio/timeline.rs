//! From instants to frames: where on the stream of samples a moment lies.
//!
//! Every block comes with the time its first frame was captured. Those times jitter, and the device's
//! clock drifts against ours, so no single one is trusted: what a window of them agrees on places the
//! stream in time. Where capture time has jumped ahead and stays ahead, frames were lost on the way,
//! and the jump tells how many.

mod suspicion;
mod trust;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use suspicion::Suspicion;
pub(super) use trust::Trust;

/// The time between two entries of the window.
const BETWEEN_NANOS: i64 = 40_000_000;

/// A line needs a stretch of this length; before that the median has to do.
const LINE_NANOS: i64 = 4_000_000_000;

/// No clock drifts faster, in parts in a million: what looks like it is jitter.
const STEEPEST_PPM: i64 = 1_000;
const MILLION: i64 = 1_000_000;

/// For how long capture times must stay behind before everything before is forgotten.
const RESTART: Duration = Duration::from_secs(1);

/// Entries before jumps are judged.
const SETTLED: usize = 8;

const NANOS: i128 = 1_000_000_000;

/// Frames that were never delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Loss {
    /// The first frame after them, as counted before they were put back.
    pub(super) at_frame: u64,
    pub(super) frames: u64,
}

/// Capture time minus nominal time along the stream, in nanoseconds.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    at_frame: u64,
    offset: i64,
    /// By how much the offset grows, in parts in a million of the nominal time.
    slope_ppm: i64,
}

/// Places frames in time.
#[derive(Debug)]
pub(super) struct Timeline {
    sample_rate: u32,
    trust: Trust,
    epoch: Instant,
    /// Frames so far, silence that was filled in included.
    frames: u64,
    /// Capture time of a frame minus its nominal time, in nanoseconds; with its frame.
    window: VecDeque<(u64, i64)>,
    /// Through the window.
    line: Line,
    suspicion: Option<Suspicion>,
    /// Since when capture times have been behind.
    behind: Option<Instant>,
    /// Up to this frame timestamps are rough; none once that is past.
    rough_until: Option<u64>,
    /// How many frames are lost at once; 0 where that is not known.
    cycle: u64,
}

impl Timeline {
    pub(super) fn new(sample_rate: u32, trust: Trust, epoch: Instant) -> Self {
        Timeline {
            sample_rate,
            trust,
            epoch,
            frames: 0,
            window: VecDeque::with_capacity(trust.window()),
            line: Line::default(),
            suspicion: None,
            behind: None,
            rough_until: Some(frames_in(trust.rough(), sample_rate)).filter(|frames| *frames > 0),
            cycle: 0,
        }
    }

    /// From now on frames are lost in multiples of `cycle`, as far as that is known.
    pub(super) fn lose_in_cycles_of(&mut self, cycle: u64) {
        self.cycle = cycle;
    }

    /// The first frame that may turn out to lie behind lost ones, while that is in doubt.
    pub(super) fn doubtful_from(&self) -> Option<u64> {
        Some(self.suspicion.as_ref()?.at_frame)
    }

    /// No more stamps will come of this stream, so nothing clears a doubt any more: what is there is
    /// as it seems.
    pub(super) fn stop_doubting(&mut self) {
        self.suspicion = None;
        self.behind = None;
    }

    /// A new stream goes on from here with `frames` frames that were placed by what is known so far:
    /// what it says next is judged by that.
    pub(super) fn resume(&mut self, frames: u64, trust: Trust) {
        let offset = self.offset_at(self.frames);
        self.window.clear();
        self.window.extend([(self.frames, offset); SETTLED]);
        self.line = Line {
            at_frame: self.frames,
            offset,
            slope_ppm: 0,
        };
        self.trust = trust;
        self.frames += frames;
        self.suspicion = None;
        self.behind = None;
        self.rough_until = None;
    }

    /// Counts frames that were put in place of lost ones.
    pub(super) fn fill(&mut self, frames: u64) {
        self.frames += frames;
    }

    /// Takes a block of `frames` captured from `captured` on. Returns frames that turn out to have
    /// been lost before it; the caller puts silence in their place, and they count from now on.
    pub(super) fn push(&mut self, captured: Instant, frames: usize) -> Option<Loss> {
        let nominal = self.nominal(self.frames);
        let offset = self.since_epoch(captured).saturating_sub(nominal);
        let loss = if self.trust == Trust::Exact {
            if self.window.is_empty() {
                self.window.push_back((self.frames, offset));
                self.line.offset = offset;
            }
            None
        } else {
            self.judge(captured, offset)
        };
        self.frames += frames as u64;
        if let Some(loss) = loss {
            self.frames += loss.frames;
        }
        loss
    }

    fn judge(&mut self, captured: Instant, offset: i64) -> Option<Loss> {
        if self.rough_until.is_some_and(|until| self.frames >= until) {
            self.rough_until = None;
            self.window.clear();
        }
        let expected = self.offset_at(self.frames);
        let ahead = offset - expected;
        let judged = self.rough_until.is_none() && self.window.len() >= SETTLED;
        if !judged || ahead.abs() <= self.trust.jump_nanos() {
            self.suspicion = None;
            self.behind = None;
            self.trust(offset);
            return None;
        }
        if ahead < 0 {
            self.suspicion = None;
            let since = *self.behind.get_or_insert(captured);
            if captured.saturating_duration_since(since) >= RESTART {
                self.behind = None;
                self.window.clear();
            }
            return None;
        }
        self.behind = None;
        let at_frame = self.frames;
        let suspicion = self
            .suspicion
            .get_or_insert_with(|| Suspicion::new(at_frame, captured));
        let settled = suspicion.settle(captured, offset, self.trust)?;
        let at_frame = suspicion.at_frame;
        self.suspicion = None;
        Some(Loss {
            at_frame,
            frames: self.whole_cycles(self.to_frames(settled - expected)),
        })
    }

    /// What a sound server loses it loses in whole cycles, and capture times are a few frames off.
    fn whole_cycles(&self, frames: u64) -> u64 {
        /// Less is no cycle of a server, but chance.
        const SHORTEST: u64 = 64;
        let near = frames_in(Duration::from_micros(250), self.sample_rate);
        if self.cycle < SHORTEST {
            return frames;
        }
        let whole = (frames + self.cycle / 2) / self.cycle * self.cycle;
        if whole.abs_diff(frames) <= near {
            whole
        } else {
            frames
        }
    }

    fn trust(&mut self, offset: i64) {
        let here = self.nominal(self.frames);
        let recent = self
            .window
            .back()
            .is_some_and(|(frame, _)| here - self.nominal(*frame) < BETWEEN_NANOS);
        if recent && self.window.len() >= SETTLED {
            return;
        }
        while self.window.len() >= self.trust.window() {
            self.window.pop_front();
        }
        self.window.push_back((self.frames, offset));
        self.draw_line();
    }

    /// Through the window. Times that wander are seen through by a line through the medians of its
    /// halves, as Tukey's resistant line is drawn through those of its thirds ("Exploratory Data
    /// Analysis", 1977); the window of the others is too short for a drift to matter.
    fn draw_line(&mut self) {
        let share = self.trust.percentile();
        let of = |entries: &mut dyn Iterator<Item = &(u64, i64)>| {
            let (mut frames, mut offsets): (Vec<i64>, Vec<i64>) = entries
                .map(|(frame, offset)| (frame.cast_signed(), *offset))
                .unzip();
            let middle = percentile(&mut frames, 50).cast_unsigned();
            (middle, percentile(&mut offsets, share))
        };
        let half = self.window.len() / 2;
        let (at_frame, offset) = of(&mut self.window.iter());
        let (old_frame, old) = of(&mut self.window.iter().take(half));
        let (new_frame, new) = of(&mut self.window.iter().skip(half));
        let run = self.nominal(new_frame) - self.nominal(old_frame);
        let slope_ppm = if self.trust != Trust::Coarse || half == 0 || 2 * run < LINE_NANOS {
            0
        } else {
            let rise = (new - old).saturating_mul(MILLION);
            (rise / run).clamp(-STEEPEST_PPM, STEEPEST_PPM)
        };
        self.line = Line {
            at_frame,
            offset,
            slope_ppm,
        };
    }

    fn offset_at(&self, frame: u64) -> i64 {
        let Line {
            at_frame,
            offset,
            slope_ppm,
        } = self.line;
        let run = self.nominal(frame) - self.nominal(at_frame);
        offset + run.saturating_mul(slope_ppm) / MILLION
    }

    /// The frame captured at `instant`; 0 for what lies before the stream.
    pub(super) fn frame_at(&self, instant: Instant) -> u64 {
        let since = self.since_epoch(instant);
        // The line is so flat that the second guess is right to the frame.
        let near = self.to_frames(since - self.line.offset);
        self.to_frames(since - self.offset_at(near))
    }

    fn to_frames(&self, nanos: i64) -> u64 {
        rounded_frames(i128::from(nanos), self.sample_rate)
    }

    fn nominal(&self, frame: u64) -> i64 {
        i64::try_from(time_of(frame, self.sample_rate).as_nanos()).unwrap_or(i64::MAX)
    }

    fn since_epoch(&self, instant: Instant) -> i64 {
        let nanos = |from: Instant, to: Instant| {
            i64::try_from(to.saturating_duration_since(from).as_nanos()).unwrap_or(i64::MAX)
        };
        nanos(self.epoch, instant) - nanos(instant, self.epoch)
    }
}

/// How many frames `time` holds at `sample_rate`, to the nearest.
pub(super) fn frames_in(time: Duration, sample_rate: u32) -> u64 {
    rounded_frames(
        i128::try_from(time.as_nanos()).unwrap_or(i128::MAX),
        sample_rate,
    )
}

/// How long `frames` take at `sample_rate`.
pub(super) fn time_of(frames: u64, sample_rate: u32) -> Duration {
    let nanos = u128::from(frames) * 1_000_000_000 / u128::from(sample_rate.max(1));
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// Whole numbers all the way: the same instant is the same frame wherever it is asked.
fn rounded_frames(nanos: i128, sample_rate: u32) -> u64 {
    let doubled = nanos
        .saturating_mul(i128::from(sample_rate) * 2)
        .saturating_add(NANOS);
    u64::try_from(doubled.div_euclid(2 * NANOS)).unwrap_or(0)
}

/// The value below which `share` of a hundred lie.
fn percentile(values: &mut [i64], share: usize) -> i64 {
    if values.is_empty() {
        return 0;
    }
    let place = (values.len() * share / 100).min(values.len() - 1);
    *values.select_nth_unstable(place).1
}

#[cfg(test)]
mod tests;
