//! The waveform as a picture of it needs it: how far the sound swings in each stretch.

/// A stretch of sound: its lowest and its highest sample, and its effective value.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Swing {
    /// From −1 to 1, as the others are; all channels count.
    pub min: f32,
    pub max: f32,
    pub rms: f32,
}
