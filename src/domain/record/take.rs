//! What of a record is the sound itself: its takes, the files in which they lie, and what is missing.

use serde::{Deserialize, Serialize};

/// Why audio is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapCause {
    /// Capture time ran on while no frames came.
    Stall,
    /// The program took frames off the audio system too slowly.
    Overrun,
    /// The microphone was gone.
    DeviceLost,
    /// The disk had no room, so nothing could be written.
    DiskFull,
}

/// A stretch of silence put where frames were lost. Frames count from the start of the take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    pub at_frame: u64,
    pub frames: u64,
    pub cause: GapCause,
}

/// A further file of a take: one WAV holds 4 GiB at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continuation {
    /// Relative to the session's folder.
    pub path: String,
    /// The frame of the take that its first frame is.
    pub at_frame: u64,
}

/// The recorded audio of one section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Take {
    /// Its first file, relative to the session's folder.
    pub path: String,
    /// In hertz.
    pub sample_rate: u32,
    pub channels: u16,
    pub bits: u16,
    /// In all of its files.
    pub frames: u64,
    pub lost_frames: u64,
    pub gaps: Vec<Gap>,
    /// The files in which it goes on, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub continued: Vec<Continuation>,
}

impl Take {
    /// The paths of all of its files, in their order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let further = self.continued.iter().map(|file| file.path.as_str());
        std::iter::once(self.path.as_str()).chain(further)
    }

    /// The same, each with how many frames it holds.
    pub fn parts(&self) -> impl Iterator<Item = (&str, u64)> {
        let begins = std::iter::once(0).chain(self.continued.iter().map(|file| file.at_frame));
        let ends = self.continued.iter().map(|file| file.at_frame);
        let lengths = begins.zip(ends.chain([self.frames]));
        let lengths = lengths.map(|(begin, end)| end.saturating_sub(begin));
        self.files().zip(lengths)
    }

    /// How many bytes so many of its frames take.
    pub fn bytes_of(&self, frames: u64) -> u64 {
        let frame = u64::from(self.channels) * u64::from(self.bits / 8);
        frames.saturating_mul(frame)
    }
}
