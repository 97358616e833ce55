//! Reading a WAV, from any frame on.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use super::super::AudioError;
use super::super::format::Format;
use super::{FASTEST, broken};

/// A WAV that is read frame by frame, from any frame on.
pub struct WavSource {
    reader: hound::WavReader<BufReader<File>>,
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
        Ok(WavSource {
            format: Format {
                sample_rate: spec.sample_rate,
                channels: spec.channels,
            },
            frames: u64::from(reader.duration()),
            path: path.to_owned(),
            reader,
        })
    }

    /// Appends up to `frames` frames of interleaved samples to `into`; fewer at the end.
    pub fn read(&mut self, frames: usize, into: &mut Vec<f32>) -> Result<(), AudioError> {
        let spec = self.reader.spec();
        let wanted = frames * usize::from(spec.channels);
        let path = &self.path;
        let failed = |error| broken(path, error);
        match spec.sample_format {
            hound::SampleFormat::Float => {
                for sample in self.reader.samples::<f32>().take(wanted) {
                    into.push(sample.map_err(failed)?);
                }
            }
            hound::SampleFormat::Int => {
                let full_scale = 2f32.powi(i32::from(spec.bits_per_sample) - 1);
                for sample in self.reader.samples::<i32>().take(wanted) {
                    into.push(sample.map_err(failed)? as f32 / full_scale);
                }
            }
        }
        Ok(())
    }

    /// Goes to a frame, or to the end if there is none such.
    pub fn seek(&mut self, frame: u64) -> Result<(), AudioError> {
        let frame = frame.min(self.frames) as u32;
        self.reader
            .seek(frame)
            .map_err(AudioError::file(&self.path))
    }
}
