//! Reading a WAV, from any frame on.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::super::AudioError;
use super::super::format::Format;
use super::{FASTEST, broken, full_scale};

/// What takes are written as, which is read whole blocks at a time: an hour of it in a tenth of a
/// second.
struct Sixteen {
    file: BufReader<File>,
    /// Where its first sample stands.
    begin: u64,
    /// The next frame that is read.
    at: u64,
    bytes: Vec<u8>,
}

enum Reader {
    Sixteen(Sixteen),
    Other(hound::WavReader<BufReader<File>>),
}

/// A WAV that is read frame by frame, from any frame on.
pub struct WavSource {
    reader: Reader,
    path: PathBuf,
    pub format: Format,
    /// In the file.
    pub frames: u64,
}

impl std::fmt::Debug for WavSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WavSource")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl WavSource {
    pub fn open(path: &Path) -> Result<Self, AudioError> {
        let file = File::open(path).map_err(AudioError::file(path))?;
        let reader = hound::WavReader::new(BufReader::new(file)).map_err(|error| match error {
            // What ends too early is no WAV, rather than a file that cannot be read.
            hound::Error::IoError(cause) => AudioError::NotWav {
                path: path.to_owned(),
                reason: cause.to_string(),
            },
            other => broken(path, other),
        })?;
        let spec = reader.spec();
        if spec.channels == 0 || !(1..=FASTEST).contains(&spec.sample_rate) {
            return Err(AudioError::NotWav {
                path: path.to_owned(),
                reason: format!("{} channels at {} Hz", spec.channels, spec.sample_rate),
            });
        }
        let frames = u64::from(reader.duration());
        let is_usual = spec.sample_format == hound::SampleFormat::Int && spec.bits_per_sample == 16;
        let reader = if is_usual {
            let mut file = reader.into_inner();
            Reader::Sixteen(Sixteen {
                begin: file.stream_position().map_err(AudioError::file(path))?,
                file,
                at: 0,
                bytes: Vec::new(),
            })
        } else {
            Reader::Other(reader)
        };
        Ok(WavSource {
            format: Format {
                sample_rate: spec.sample_rate,
                channels: spec.channels,
            },
            frames,
            path: path.to_owned(),
            reader,
        })
    }

    /// Appends up to `frames` frames of interleaved samples to `into`; fewer at the end.
    pub fn read(&mut self, frames: usize, into: &mut Vec<f32>) -> Result<(), AudioError> {
        let channels = usize::from(self.format.channels);
        match &mut self.reader {
            Reader::Sixteen(sixteen) => {
                let left = self.frames.saturating_sub(sixteen.at);
                let frames = left.min(frames as u64);
                sixteen
                    .read(frames as usize * channels, into)
                    .map_err(AudioError::file(&self.path))?;
                sixteen.at += frames;
                Ok(())
            }
            Reader::Other(reader) => {
                read_other(reader, frames * channels, into).map_err(|e| broken(&self.path, e))
            }
        }
    }

    /// Goes to a frame, or to the end if there is none such.
    pub fn seek(&mut self, frame: u64) -> Result<(), AudioError> {
        let frame = frame.min(self.frames);
        let sought = match &mut self.reader {
            Reader::Sixteen(sixteen) => {
                sixteen.at = frame;
                let bytes = frame * 2 * u64::from(self.format.channels);
                let place = SeekFrom::Start(sixteen.begin + bytes);
                sixteen.file.seek(place).map(drop)
            }
            Reader::Other(reader) => reader.seek(frame as u32),
        };
        sought.map_err(AudioError::file(&self.path))
    }
}

impl Sixteen {
    fn read(&mut self, samples: usize, into: &mut Vec<f32>) -> std::io::Result<()> {
        self.bytes.resize(samples * 2, 0);
        self.file.read_exact(&mut self.bytes)?;
        // Of a power of two that is the same as dividing by it, and takes a fifth of the time.
        let step = 1.0 / full_scale(16);
        let pairs = self.bytes.as_chunks::<2>().0.iter();
        into.extend(pairs.map(|pair| f32::from(i16::from_le_bytes(*pair)) * step));
        Ok(())
    }
}

fn read_other(
    reader: &mut hound::WavReader<BufReader<File>>,
    samples: usize,
    into: &mut Vec<f32>,
) -> hound::Result<()> {
    let spec = reader.spec();
    match spec.sample_format {
        hound::SampleFormat::Float => {
            for sample in reader.samples::<f32>().take(samples) {
                // What is not a number is silence, as it is in the files that this program writes.
                let sample = sample?;
                into.push(if sample.is_finite() { sample } else { 0.0 });
            }
        }
        hound::SampleFormat::Int => {
            let full = full_scale(spec.bits_per_sample);
            for sample in reader.samples::<i32>().take(samples) {
                into.push(sample? as f32 / full);
            }
        }
    }
    Ok(())
}
