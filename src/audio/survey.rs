//! What a take looks like from afar: its waveform, and, where the record does not say it, its delivery.

use std::sync::atomic::{AtomicBool, Ordering};

use super::AudioError;
use super::analysis::Analyser;
use super::envelope::Envelope;
use super::take_source::TakeSource;
use super::tape::TakeFiles;
use crate::domain::Heard;

/// What there is to see of a take.
#[derive(Debug)]
pub struct Survey {
    pub envelope: Envelope,
    pub heard: Option<Heard>,
}

/// Reads all of a take, with its delivery if `analyses`. None where `stop` was set on the way.
pub fn survey(
    take: &TakeFiles,
    analyses: bool,
    stop: &AtomicBool,
) -> Result<Option<Survey>, AudioError> {
    /// Frames at once.
    const BLOCK: usize = 16_384;
    let mut source = TakeSource::open(&take.first, &take.further)?;
    let mut envelope = Envelope::new(source.format);
    let mut analyser = analyses.then(|| Analyser::new(source.format)).flatten();
    let mut samples = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        samples.clear();
        source.read(BLOCK, &mut samples)?;
        if samples.is_empty() {
            return Ok(Some(Survey {
                envelope,
                heard: analyser.map(Analyser::finish),
            }));
        }
        envelope.push(&samples);
        if let Some(analyser) = &mut analyser {
            analyser.push(&samples);
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_take_is_seen_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let take = TakeFiles {
            first: folder.path().join("a.wav"),
            further: Vec::new(),
        };
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: 16_000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&take.first, spec).unwrap();
        (0..40_000).for_each(|n| writer.write_sample(n as i16).unwrap());
        writer.finalize().unwrap();

        let go = AtomicBool::new(false);
        let seen = survey(&take, true, &go).unwrap().unwrap();
        assert_eq!(seen.envelope.frames(), 40_000);
        assert_eq!(seen.heard.unwrap().length_ms, 2_500);
        let seen = survey(&take, false, &go).unwrap().unwrap();
        assert!(seen.heard.is_none());
        assert!(
            survey(&take, true, &AtomicBool::new(true))
                .unwrap()
                .is_none()
        );
    }
}
