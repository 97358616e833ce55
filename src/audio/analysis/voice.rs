//! How much each short frame sounds like a voice, and its level.
//!
//! Telling voices takes longer than anything else that is measured, so it is done only where its
//! answer can matter: not where it is too quiet for speech, and not right after a voice, since the
//! rule lets each one reach a little way. The detector looks back at a few frames; these it is given
//! before its word counts again.

use std::collections::VecDeque;

use earshot::Detector;

use super::super::convert::Converter;
use super::super::format::Format;
use crate::domain::{FAINTEST_DBFS, FRAME_MS, HeardFrame, RESTED_FRAMES, SILENT_DBFS, VOICE};

/// What the detector of voices was made for.
const HEARING: Format = Format {
    sample_rate: 16_000,
    channels: 1,
};

/// Samples per frame, as the detector wants them.
const SAMPLES: usize = (HEARING.sample_rate as u64 * FRAME_MS / 1000) as usize;

/// Frames that the detector sees besides the one that it is asked about: its window is three frames
/// long, and it looks at three windows at once.
const LOOKS_BACK: usize = 4;

type Frame = [f32; SAMPLES];

pub(super) struct VoiceEar {
    from: Format,
    converter: Converter,
    detector: Box<Detector>,
    /// The last frames that the detector was not given.
    passed_over: VecDeque<Frame>,
    /// Frames for which the last voice will do.
    rest: usize,
    /// Frames that came, and samples that the converter made of them.
    came: u64,
    went: u64,
    /// Samples that are no whole frame yet.
    waiting: Vec<f32>,
    frames: Vec<HeardFrame>,
}

impl VoiceEar {
    /// None where nothing can be made of the format.
    pub(super) fn new(from: Format) -> Option<Self> {
        let frame = from.sample_rate as usize * FRAME_MS as usize / 1000;
        Some(VoiceEar {
            from,
            converter: Converter::in_blocks(from, HEARING, frame)?,
            detector: Detector::default_boxed(),
            passed_over: VecDeque::with_capacity(LOOKS_BACK),
            rest: 0,
            came: 0,
            went: 0,
            waiting: Vec::new(),
            frames: Vec::new(),
        })
    }

    pub(super) fn push(&mut self, samples: &[f32]) {
        self.came += (samples.len() / usize::from(self.from.channels)) as u64;
        self.pour(samples);
        self.listen();
    }

    pub(super) fn finish(mut self) -> Vec<HeardFrame> {
        let due = self.converter.frames(self.came);
        // What the converter still holds comes out behind silence.
        let silence = vec![0.0; SAMPLES * usize::from(self.from.channels)];
        while self.went < due {
            self.pour(&silence);
        }
        let beyond = (self.went - due) as usize;
        let kept = self.waiting.len().saturating_sub(beyond);
        self.waiting.truncate(kept);
        self.listen();
        let rest = std::mem::take(&mut self.waiting);
        if !rest.is_empty() {
            let mut frame = rest.clone();
            frame.resize(SAMPLES, 0.0);
            self.hear(&frame, level(&rest));
        }
        self.frames
    }

    fn pour(&mut self, samples: &[f32]) {
        let before = self.waiting.len();
        self.converter.convert(samples, &mut self.waiting);
        self.went += (self.waiting.len() - before) as u64;
    }

    /// Hears all whole frames that wait.
    fn listen(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let frames = waiting.chunks_exact(SAMPLES);
        self.waiting.extend_from_slice(frames.remainder());
        for frame in frames {
            self.hear(frame, level(frame));
        }
    }

    fn hear(&mut self, frame: &[f32], level_dbfs: f32) {
        let mut bounded = [0.0; SAMPLES];
        for (into, sample) in bounded.iter_mut().zip(frame) {
            *into = sample.clamp(-1.0, 1.0);
        }
        let voice = if level_dbfs < FAINTEST_DBFS || self.rest > 0 {
            self.rest = self.rest.saturating_sub(1);
            self.pass_over(&bounded);
            0.0
        } else {
            for passed in self.passed_over.drain(..) {
                self.detector.predict_f32(&passed);
            }
            let voice = self.detector.predict_f32(&bounded);
            if voice >= VOICE {
                self.rest = RESTED_FRAMES;
            }
            voice
        };
        self.frames.push(HeardFrame { voice, level_dbfs });
    }

    fn pass_over(&mut self, frame: &Frame) {
        if self.passed_over.len() == LOOKS_BACK {
            self.passed_over.pop_front();
        }
        self.passed_over.push_back(*frame);
    }
}

/// The effective value of some samples.
fn level(samples: &[f32]) -> f32 {
    let squares: f32 = samples.iter().map(|sample| sample * sample).sum();
    let mean = squares / samples.len() as f32;
    (10.0 * mean.log10()).max(SILENT_DBFS)
}
