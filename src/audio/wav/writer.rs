//! One file of a take on its way to disk.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::super::AudioError;
use super::super::format::Shape;
use super::{UNNAMED, broken, quantize};

/// A file of a take on its way to disk.
pub(in crate::audio) struct TakeWriter {
    writer: hound::WavWriter<Buffered>,
    /// The same file, to sync it without going through the writer.
    file: File,
    path: PathBuf,
    samples: u64,
    shape: Shape,
}

impl TakeWriter {
    /// Makes a file at `path`. The name appears together with a valid header.
    pub(in crate::audio) fn create(path: &Path, shape: Shape) -> Result<Self, AudioError> {
        if path.exists() {
            let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(AudioError::file(path)(taken));
        }
        let unnamed = path.with_extension(UNNAMED);
        let (writer, file) = begin(&unnamed, path, shape).inspect_err(|_| {
            // A file without a header would only be in the way.
            let _ = std::fs::remove_file(&unnamed);
        })?;
        Ok(TakeWriter {
            writer,
            file,
            path: path.to_owned(),
            samples: 0,
            shape,
        })
    }

    /// Goes on with the file at `path`, which holds `frames` frames and has a true header.
    pub(in crate::audio) fn resume(
        path: &Path,
        shape: Shape,
        frames: u64,
    ) -> Result<Self, AudioError> {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).open(path);
        let file = file.map_err(AudioError::file(path))?;
        let clone = file.try_clone().map_err(AudioError::file(path))?;
        let writer = hound::WavWriter::new_append(Buffered::new(file));
        Ok(TakeWriter {
            writer: writer.map_err(|error| broken(path, error))?,
            file: clone,
            path: path.to_owned(),
            samples: frames * u64::from(shape.format.channels),
            shape,
        })
    }

    pub(in crate::audio) fn write(
        &mut self,
        samples: impl Iterator<Item = f32>,
    ) -> Result<(), AudioError> {
        for sample in samples {
            self.writer
                .write_sample(quantize(sample, self.shape.bits))
                .map_err(|error| broken(&self.path, error))?;
            self.samples += 1;
        }
        Ok(())
    }

    pub(in crate::audio) fn frames(&self) -> u64 {
        self.samples / u64::from(self.shape.format.channels)
    }

    /// Brings header and samples up to date; the file that is returned still wants a sync.
    pub(in crate::audio) fn checkpoint(&mut self) -> Result<File, AudioError> {
        self.writer
            .flush()
            .map_err(|error| broken(&self.path, error))?;
        self.file.try_clone().map_err(AudioError::file(&self.path))
    }

    /// Ends the file. What is returned still wants a sync.
    pub(in crate::audio) fn finish(self) -> Result<File, AudioError> {
        let TakeWriter {
            writer, file, path, ..
        } = self;
        writer.finalize().map_err(|error| broken(&path, error))?;
        pad(&file).map_err(AudioError::file(&path))?;
        Ok(file)
    }
}

/// A chunk of an odd length is followed by a byte that is none of it.
fn pad(mut file: &File) -> std::io::Result<()> {
    let length = file.seek(SeekFrom::End(0))?;
    if length % 2 == 1 {
        file.write_all(&[0])?;
        file.seek(SeekFrom::Start(4))?;
        file.write_all(&((length + 1 - 8) as u32).to_le_bytes())?;
    }
    Ok(())
}

/// Writes a header to `unnamed` and then gives it its name. Errors speak of the name.
fn begin(
    unnamed: &Path,
    path: &Path,
    shape: Shape,
) -> Result<(hound::WavWriter<Buffered>, File), AudioError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(unnamed).map_err(AudioError::file(path))?;
    let clone = file.try_clone().map_err(AudioError::file(path))?;
    let spec = hound::WavSpec {
        channels: shape.format.channels,
        sample_rate: shape.format.sample_rate,
        bits_per_sample: shape.bits.number(),
        sample_format: hound::SampleFormat::Int,
    };
    let failed = |error| broken(path, error);
    let mut writer = hound::WavWriter::new(Buffered::new(file), spec).map_err(failed)?;
    writer.flush().map_err(failed)?;
    std::fs::rename(unnamed, path).map_err(AudioError::file(path))?;
    Ok((writer, clone))
}

/// A file that is written in large pieces, and can be read in between: what goes on with a WAV reads
/// its header first.
struct Buffered {
    file: File,
    waiting: Vec<u8>,
}

impl Buffered {
    const PIECE: usize = 1 << 16;

    fn new(file: File) -> Self {
        Buffered {
            file,
            waiting: Vec::with_capacity(Self::PIECE),
        }
    }

    fn empty(&mut self) -> std::io::Result<()> {
        let written = self.file.write_all(&self.waiting);
        // What could not be written is not tried again: nobody knows how much of it is there.
        self.waiting.clear();
        written
    }
}

impl Drop for Buffered {
    fn drop(&mut self) {
        // Whoever wants to know has flushed before.
        let _ = self.empty();
    }
}

impl Write for Buffered {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.waiting.len() + bytes.len() > Self::PIECE {
            self.empty()?;
        }
        self.waiting.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.empty()
    }
}

impl Read for Buffered {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.empty()?;
        self.file.read(into)
    }
}

impl Seek for Buffered {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.empty()?;
        self.file.seek(to)
    }
}
