//! How loud it is right now, for a meter.

use std::time::Duration;

/// The level of the last stretch of sound, in dB relative to full scale; −120 for digital silence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    pub peak_dbfs: f32,
    pub rms_dbfs: f32,
}

const FLOOR_DBFS: f32 = -120.0;

/// A voice peaks above this.
const FAINT_DBFS: f32 = -45.0;

/// As good as full scale; and how many levels that high are no accident.
const FULL_SCALE_DBFS: f32 = -0.1;
const CLIPPED: u32 = 3;

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

/// What is wrong with what is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Complaint {
    /// Nothing but zeros: muted, forbidden, or not the microphone that was meant.
    Silent,
    /// Hardly above the noise.
    Faint,
    /// At full scale, so cut off.
    Clipping,
}

/// What a few seconds of levels say of a microphone; none if it is fit to be used.
pub fn verdict(levels: &[Level]) -> Option<Complaint> {
    let peak = levels
        .iter()
        .map(|level| level.peak_dbfs)
        .fold(FLOOR_DBFS, f32::max);
    let clipped = levels
        .iter()
        .filter(|level| level.peak_dbfs >= FULL_SCALE_DBFS)
        .count();
    match peak {
        peak if peak <= FLOOR_DBFS => Some(Complaint::Silent),
        peak if peak < FAINT_DBFS => Some(Complaint::Faint),
        _ if clipped >= CLIPPED as usize => Some(Complaint::Clipping),
        _ => None,
    }
}

/// Watches the level while somebody should be speaking, and complains once of each thing.
#[derive(Debug, Default)]
pub(super) struct Watch {
    silent: Duration,
    faint: Duration,
    clipped: u32,
    told: Vec<Complaint>,
}

impl Watch {
    /// Takes the level of the last `span`.
    pub(super) fn heed(&mut self, level: Level, span: Duration) -> Option<Complaint> {
        const SILENT: Duration = Duration::from_secs(2);
        /// Longer than anybody takes a breath.
        const FAINT: Duration = Duration::from_secs(15);
        let is_silent = level.peak_dbfs <= FLOOR_DBFS;
        let counted = |so_far: Duration, is: bool| if is { so_far + span } else { Duration::ZERO };
        self.silent = counted(self.silent, is_silent);
        self.faint = counted(self.faint, !is_silent && level.peak_dbfs < FAINT_DBFS);
        self.clipped += u32::from(level.peak_dbfs >= FULL_SCALE_DBFS);
        let complaints = [
            (Complaint::Silent, self.silent >= SILENT),
            (Complaint::Faint, self.faint >= FAINT),
            (Complaint::Clipping, self.clipped >= CLIPPED),
        ];
        let (new, _) = complaints
            .into_iter()
            .find(|(complaint, is)| *is && !self.told.contains(complaint))?;
        self.told.push(new);
        Some(new)
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

    #[test]
    fn a_few_seconds_tell_a_fit_microphone_from_others() {
        let level = |peak_dbfs| Level {
            peak_dbfs,
            rms_dbfs: peak_dbfs,
        };
        let cases: [(&[f32], Option<Complaint>); 6] = [
            (&[], Some(Complaint::Silent)),
            (&[FLOOR_DBFS; 9], Some(Complaint::Silent)),
            (&[-70.0, -50.0, -60.0], Some(Complaint::Faint)),
            (&[-60.0, -12.0, -40.0], None),
            (&[-12.0, 0.0, 0.0], None),
            (&[0.0, 0.0, 0.0, -12.0], Some(Complaint::Clipping)),
        ];
        for (peaks, expected) in cases {
            let levels: Vec<Level> = peaks.iter().copied().map(level).collect();
            assert_eq!(verdict(&levels), expected, "{peaks:?}");
        }
    }

    fn complaints(levels: impl IntoIterator<Item = f32>) -> Vec<Complaint> {
        let mut watch = Watch::default();
        let span = Duration::from_millis(100);
        let level = |peak_dbfs| Level {
            peak_dbfs,
            rms_dbfs: peak_dbfs,
        };
        let levels = levels.into_iter();
        levels
            .filter_map(|peak| watch.heed(level(peak), span))
            .collect()
    }

    #[test]
    fn each_thing_is_complained_of_once_and_not_too_soon() {
        use Complaint::{Clipping, Faint, Silent};
        let stretch = |peak: f32, tenths: usize| std::iter::repeat_n(peak, tenths);
        let cases = [
            (complaints(stretch(-20.0, 600)), vec![]),
            (complaints(stretch(FLOOR_DBFS, 19)), vec![]),
            (complaints(stretch(FLOOR_DBFS, 100)), vec![Silent]),
            (complaints(stretch(-60.0, 149)), vec![]),
            (complaints(stretch(-60.0, 400)), vec![Faint]),
            // A pause is no faint voice.
            (complaints([-60.0, -60.0, -20.0].repeat(100)), vec![]),
            (complaints(stretch(0.0, 2)), vec![]),
            (complaints(stretch(0.0, 50)), vec![Clipping]),
        ];
        for (told, expected) in cases {
            assert_eq!(told, expected);
        }
    }
}
