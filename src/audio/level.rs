//! How loud it is right now, for a meter.

/// The level of the last stretch of sound, in dB relative to full scale; −120 for digital silence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    pub peak_dbfs: f32,
    pub rms_dbfs: f32,
}

const FLOOR_DBFS: f32 = -120.0;

/// Gathers samples until a level is due.
#[derive(Debug, Default)]
pub(super) struct Meter {
    peak: f32,
    squares: f64,
    count: u32,
}

impl Meter {
    pub(super) fn push(&mut self, samples: impl IntoIterator<Item = f32>) {
        for sample in samples {
            self.peak = self.peak.max(sample.abs());
            self.squares += f64::from(sample) * f64::from(sample);
            self.count += 1;
        }
    }

    /// The level since the last one taken; none if nothing came.
    pub(super) fn take(&mut self) -> Option<Level> {
        let Meter {
            peak,
            squares,
            count,
        } = std::mem::take(self);
        if count == 0 {
            return None;
        }
        let rms = (squares / f64::from(count)).sqrt();
        Some(Level {
            peak_dbfs: dbfs(peak),
            rms_dbfs: dbfs(rms as f32),
        })
    }
}

fn dbfs(amplitude: f32) -> f32 {
    (20.0 * amplitude.log10()).max(FLOOR_DBFS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_scale_is_zero_and_silence_is_the_floor() {
        let mut meter = Meter::default();
        assert_eq!(meter.take(), None);
        meter.push([1.0, -1.0, 1.0, -1.0]);
        let loud = meter.take().unwrap();
        assert_eq!((loud.peak_dbfs, loud.rms_dbfs), (0.0, 0.0));
        meter.push([0.0; 8]);
        let silent = meter.take().unwrap();
        assert_eq!(
            (silent.peak_dbfs, silent.rms_dbfs),
            (FLOOR_DBFS, FLOOR_DBFS)
        );
        meter.push([0.5, 0.0]);
        let half = meter.take().unwrap();
        assert!((half.peak_dbfs + 6.02).abs() < 0.01, "{half:?}");
    }
}
