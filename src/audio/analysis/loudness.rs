//! Integrated loudness after ITU-R BS.1770-4 and EBU R 128.
//!
//! Written here because an hour has to be measured in a second: of the library that the tests hold
//! this against, half of the time is waiting for one multiplication after the other, and the other
//! half is adding up each sample four times.

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

/// What the filters of a channel remember: their last two inputs and outputs.
#[derive(Debug, Clone, Copy, Default)]
struct Memory {
    x: [f64; 2],
    y: [f64; 2],
    z: [f64; 2],
}

impl Memory {
    /// The sum of the squares of what comes out of the filters.
    fn weigh(&mut self, samples: impl Iterator<Item = f32>, filters: &[Coefficients; 2]) -> f64 {
        let [shelf, pass] = *filters;
        let ([mut x1, mut x2], [mut y1, mut y2], [mut z1, mut z2]) = (self.x, self.y, self.z);
        let mut squares = 0.0;
        for sample in samples {
            let x = f64::from(sample);
            // The newest output last: only that has to be waited for.
            let y = (shelf.b[0] * x + shelf.b[1] * x1 + shelf.b[2] * x2 - shelf.a[1] * y2)
                - shelf.a[0] * y1;
            let z = (y + pass.b[1] * y1 + y2 - pass.a[1] * z2) - pass.a[0] * z1;
            squares += z * z;
            (x2, x1) = (x1, x);
            (y2, y1) = (y1, y);
            (z2, z1) = (z1, z);
        }
        let faded = |pair: [f64; 2]| pair.map(|v| if v.abs() < FADED { 0.0 } else { v });
        (self.x, self.y, self.z) = ([x1, x2], faded([y1, y2]), faded([z1, z2]));
        squares
    }
}

/// The loudness of what was pushed so far.
pub(super) struct Loudness {
    filters: [Coefficients; 2],
    channels: Vec<Memory>,
    /// Frames in a step, and how many are missing to the end of this one.
    step: usize,
    missing: usize,
    /// The squares of this step, and of those before it that are in its blocks.
    squares: f64,
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
            channels: vec![Memory::default(); channels],
            step,
            missing: step,
            squares: 0.0,
            before: [0.0; STEPS - 1],
            steps: 0,
            blocks: Vec::new(),
        }
    }

    /// Takes interleaved samples, whole frames of them. All channels count the same: those of a
    /// microphone are no places around a listener.
    pub(super) fn push(&mut self, samples: &[f32]) {
        let channels = self.channels.len();
        let mut rest = samples;
        while !rest.is_empty() {
            let frames = self.missing.min(rest.len() / channels);
            let (now, later) = rest.split_at(frames * channels);
            if let [mono] = &mut self.channels[..] {
                self.squares += mono.weigh(now.iter().copied(), &self.filters);
            } else {
                for (channel, memory) in self.channels.iter_mut().enumerate() {
                    let samples = now.iter().skip(channel).step_by(channels);
                    self.squares += memory.weigh(samples.copied(), &self.filters);
                }
            }
            self.missing -= frames;
            if self.missing == 0 {
                self.end_step();
            }
            rest = later;
        }
    }

    fn end_step(&mut self) {
        self.missing = self.step;
        self.steps += 1;
        let squares = std::mem::take(&mut self.squares);
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

    /// In LUFS; none of what was too short or too quiet to have one.
    pub(super) fn integrated(&self) -> Option<f64> {
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
