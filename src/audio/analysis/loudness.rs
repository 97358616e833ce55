//! Integrated loudness after ITU-R BS.1770-4 and EBU R 128.
//!
//! Written here because an hour has to be measured in a second: of the library that the tests hold
//! this against, half of the time is waiting for one multiplication after the other, and the other
//! half is adding up each sample four times.

use wide::f64x4;

/// Blocks below this do not count at all.
const ABSOLUTE_GATE_LUFS: f64 = -70.0;

/// Nor do those so far below the mean of the others.
const RELATIVE_GATE_LU: f64 = -10.0;

/// Steps in a block: blocks are 400 ms long and begin every 100 ms.
const STEPS: usize = 4;

/// Where a filter has faded so far, it is silent. Without that numbers become so small that
/// processors take a hundred times as long for each.
const FADED: f64 = 1e-60;

/// A filter of the second order, of which the first coefficient of the outputs is one.
#[derive(Debug, Clone, Copy)]
struct Coefficients {
    b: [f64; 3],
    a: [f64; 2],
}

/// The two filters of the K weighting at a sample rate: what a head does to sound, and that the
/// lowest tones hardly count.
fn weighting(rate: f64) -> [Coefficients; 2] {
    let slope = |frequency: f64| (std::f64::consts::PI * frequency / rate).tan();
    let (q, gain) = (0.707_175_236_955_419_6, 3.999_843_853_973_347_f64);
    let k = slope(1_681.974_450_955_533);
    let high = 10_f64.powf(gain / 20.0);
    let band = high.powf(0.499_666_774_154_541_6);
    let whole = 1.0 + k / q + k * k;
    let shelf = Coefficients {
        b: [
            (high + band * k / q + k * k) / whole,
            2.0 * (k * k - high) / whole,
            (high - band * k / q + k * k) / whole,
        ],
        a: [2.0 * (k * k - 1.0) / whole, (1.0 - k / q + k * k) / whole],
    };
    let q = 0.500_327_037_323_877_3;
    let k = slope(38.135_470_876_024_44);
    let whole = 1.0 + k / q + k * k;
    let pass = Coefficients {
        b: [1.0, -2.0, 1.0],
        a: [2.0 * (k * k - 1.0) / whole, (1.0 - k / q + k * k) / whole],
    };
    [shelf, pass]
}

/// Lanes that are filtered side by side.
const LANES: usize = 4;

/// Steps in a lane at most, and frames that are enough for one.
const LANE_STEPS: usize = 16;
const LANE_FRAMES: usize = 80_000;

/// What the filters of some lanes hold back for the samples that come, of each filter two numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Memory {
    shelf: [f64x4; 2],
    pass: [f64x4; 2],
}

impl Memory {
    /// The sum of the squares of what comes out of the filters, of each lane.
    fn weigh(&mut self, lanes: [&[f32]; LANES], filters: &[Coefficients; 2]) -> [f64; LANES] {
        let [shelf, pass] = filters;
        // What both make louder or softer as a whole is made up for behind them.
        let whole = shelf.b[0] * pass.b[0];
        let [b1, b2] = [1, 2].map(|n| f64x4::splat(shelf.b[n] / shelf.b[0]));
        let [a1, a2] = shelf.a.map(f64x4::splat);
        let [c1, c2] = pass.a.map(f64x4::splat);
        let ([mut s1, mut s2], [mut p1, mut p2]) = (self.shelf, self.pass);
        let mut squares = f64x4::ZERO;
        let [first, second, third, fourth] = lanes;
        let rows = first.iter().zip(second).zip(third.iter().zip(fourth));
        for ((first, second), (third, fourth)) in rows {
            let x = f64x4::new([*first, *second, *third, *fourth].map(f64::from));
            let y = x + s1;
            s1 = (b1 * x + s2) - a1 * y;
            s2 = b2 * x - a2 * y;
            // The inputs of this one count once, minus twice and once.
            let z = y + p1;
            p1 = (p2 - (y + y)) - c1 * z;
            p2 = y - c2 * z;
            squares += z * z;
        }
        let faded = |row: f64x4| {
            f64x4::new(
                row.to_array()
                    .map(|v| if v.abs() < FADED { 0.0 } else { v }),
            )
        };
        (self.shelf, self.pass) = ([s1, s2].map(faded), [p1, p2].map(faded));
        (squares * f64x4::splat(whole * whole)).to_array()
    }
}

/// The loudness of what was pushed so far.
pub(super) struct Loudness {
    filters: [Coefficients; 2],
    /// Frames in a step, and steps in a lane.
    step: usize,
    lane: usize,
    /// The samples of each channel that wait until all lanes are full, behind the last step before.
    lines: Vec<Vec<f32>>,
    /// The squares of the steps before that are in the same blocks.
    before: [f64; STEPS - 1],
    steps: usize,
    /// The mean square of each block that is above the absolute gate.
    blocks: Vec<f64>,
}

impl Loudness {
    pub(super) fn new(channels: usize, sample_rate: u32) -> Self {
        let step = (sample_rate as usize + 5) / 10;
        Loudness {
            filters: weighting(f64::from(sample_rate)),
            step,
            lane: (LANE_FRAMES / step).clamp(1, LANE_STEPS),
            lines: vec![vec![0.0; step]; channels],
            before: [0.0; STEPS - 1],
            steps: 0,
            blocks: Vec::new(),
        }
    }

    /// Takes interleaved samples, whole frames of them. All channels count the same: those of a
    /// microphone are no places around a listener.
    pub(super) fn push(&mut self, samples: &[f32]) {
        let channels = self.lines.len();
        let full = self.step * (1 + LANES * self.lane);
        let mut rest = samples;
        while let Some(line) = self.lines.first()
            && !rest.is_empty()
        {
            let frames = (full - line.len()).min(rest.len() / channels);
            let (now, later) = rest.split_at(frames * channels);
            for (channel, line) in self.lines.iter_mut().enumerate() {
                if channels == 1 {
                    line.extend_from_slice(now);
                } else {
                    line.extend(now.iter().skip(channel).step_by(channels));
                }
            }
            if self.lines[0].len() == full {
                self.weigh(LANES * self.lane);
                for line in &mut self.lines {
                    line.drain(..full - self.step);
                }
            }
            rest = later;
        }
    }

    /// Weighs the lanes, of which so many steps count.
    fn weigh(&mut self, steps: usize) {
        let mut squares = vec![0.0; LANES * self.lane];
        for line in &self.lines {
            let mut memory = Memory::default();
            for step in 0..=self.lane {
                let lanes = std::array::from_fn(|lane| {
                    let from = (lane * self.lane + step) * self.step;
                    &line[from..from + self.step]
                });
                let row = memory.weigh(lanes, &self.filters);
                for (lane, sum) in row.into_iter().enumerate() {
                    // The first is there for the filters to come to what they would remember.
                    if step > 0 {
                        squares[lane * self.lane + step - 1] += sum;
                    }
                }
            }
        }
        for squares in &squares[..steps] {
            self.end_step(*squares);
        }
    }

    fn end_step(&mut self, squares: f64) {
        self.steps += 1;
        if self.steps >= STEPS {
            let all = self.before.iter().sum::<f64>() + squares;
            let mean = all / (STEPS * self.step) as f64;
            if mean >= energy(ABSOLUTE_GATE_LUFS) {
                self.blocks.push(mean);
            }
        }
        self.before.rotate_left(1);
        self.before[STEPS - 2] = squares;
    }

    /// No more comes. In LUFS; none of what was too short or too quiet to have one.
    pub(super) fn finish(mut self) -> Option<f64> {
        let waiting = self.lines.first().map_or(0, Vec::len) / self.step;
        for line in &mut self.lines {
            line.resize(self.step * (1 + LANES * self.lane), 0.0);
        }
        self.weigh(waiting.saturating_sub(1));
        let gate = mean(self.blocks.iter().copied())? * 10_f64.powf(RELATIVE_GATE_LU / 10.0);
        let loud = self.blocks.iter().copied().filter(|block| *block >= gate);
        mean(loud).map(|energy| 10.0 * energy.log10() - 0.691)
    }
}

fn energy(lufs: f64) -> f64 {
    10_f64.powf((lufs + 0.691) / 10.0)
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (count, sum) = values.fold((0_u32, 0.0), |(count, sum), value| (count + 1, sum + value));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests;
