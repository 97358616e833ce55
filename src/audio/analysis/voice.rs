//! How much each short frame sounds like a voice, and its level.
//!
//! Telling voices takes longer than anything else that is measured, so it is done only where its
//! answer can matter: not where it is too quiet for speech, and not right after a voice, since the
//! rule lets each one reach a little way. The detector looks back at the frames before; the last of
//! them it is given before its word counts again.

use std::collections::VecDeque;

use earshot::Detector;
use wide::f32x8;

use super::hearing::SAMPLES;
use crate::domain::{FAINTEST_DBFS, HeardFrame, RESTED_FRAMES, SILENT_DBFS, VOICE};

/// Frames that the detector is given before the one that it is asked about: as many as that one is
/// looked at together with. It looks at these two together with older ones as well, which makes no
/// difference to where speech is found.
const LOOKS_BACK: usize = 2;

/// Samples that are squared side by side.
const LANES: usize = 8;

type Frame = [f32; SAMPLES];

pub(super) struct VoiceEar {
    detector: Box<Detector>,
    /// The last frames that the detector was not given.
    passed_over: VecDeque<Frame>,
    /// Frames for which the last voice will do.
    rest: usize,
    /// Samples that are no whole frame yet.
    waiting: Vec<f32>,
    frames: Vec<HeardFrame>,
}

impl VoiceEar {
    pub(super) fn new() -> Self {
        VoiceEar {
            detector: Detector::default_boxed(),
            passed_over: VecDeque::with_capacity(LOOKS_BACK),
            rest: 0,
            waiting: Vec::new(),
            frames: Vec::new(),
        }
    }

    /// Takes samples as `Hearing` makes them.
    pub(super) fn push(&mut self, samples: &[f32]) {
        self.waiting.extend_from_slice(samples);
        let waiting = std::mem::take(&mut self.waiting);
        let frames = waiting.chunks_exact(SAMPLES);
        self.waiting.extend_from_slice(frames.remainder());
        for frame in frames {
            self.hear(frame, level(frame));
        }
    }

    pub(super) fn finish(mut self) -> Vec<HeardFrame> {
        let mut rest = std::mem::take(&mut self.waiting);
        if !rest.is_empty() {
            let level = level(&rest);
            rest.resize(SAMPLES, 0.0);
            self.hear(&rest, level);
        }
        self.frames
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
    let (lanes, rest) = samples.as_chunks::<LANES>();
    let mut squares = f32x8::ZERO;
    for lane in lanes {
        let lane = f32x8::new(*lane);
        squares += lane * lane;
    }
    let rest = rest.iter().map(|sample| sample * sample);
    let squares: f32 = squares.to_array().into_iter().chain(rest).sum();
    let mean = squares / samples.len() as f32;
    (10.0 * mean.log10()).max(SILENT_DBFS)
}
