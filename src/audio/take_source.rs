//! A take to be heard, whatever number of files it stands in: several WAVs, read and sought as one.

use std::path::{Path, PathBuf};

use super::AudioError;
use super::format::Format;
use super::wav::WavSource;

/// A take that is read frame by frame, from any frame on.
#[derive(Debug)]
pub(super) struct TakeSource {
    /// In their order; never empty.
    files: Vec<WavSource>,
    /// Which of them is read.
    at: usize,
    pub(super) format: Format,
    /// In all files.
    pub(super) frames: u64,
}

impl TakeSource {
    /// Opens the take that begins in `first` and goes on in `further`. All of them are opened at
    /// once: a file that is missing is better told now than in the middle of an answer.
    pub(super) fn open(first: &Path, further: &[PathBuf]) -> Result<Self, AudioError> {
        let source = WavSource::open(first)?;
        let (format, mut frames) = (source.format, source.frames);
        let mut files = vec![source];
        for path in further {
            let file = WavSource::open(path)?;
            if file.format != format {
                return Err(AudioError::NotWav {
                    path: path.clone(),
                    reason: format!(
                        "{} channels at {} Hz, unlike the file that it goes on from",
                        file.format.channels, file.format.sample_rate
                    ),
                });
            }
            frames += file.frames;
            files.push(file);
        }
        Ok(TakeSource {
            files,
            at: 0,
            format,
            frames,
        })
    }

    /// Appends up to `frames` frames of interleaved samples to `into`; fewer at the end.
    pub(super) fn read(&mut self, frames: usize, into: &mut Vec<f32>) -> Result<(), AudioError> {
        let channels = usize::from(self.format.channels);
        let full = into.len() + frames * channels;
        loop {
            let missing = full.saturating_sub(into.len()) / channels;
            self.files[self.at].read(missing, into)?;
            // It gives less than was asked for only where it ends.
            if into.len() >= full || self.at + 1 == self.files.len() {
                return Ok(());
            }
            self.at += 1;
            self.files[self.at].seek(0)?;
        }
    }

    /// Goes to a frame, or to the end if there is none such.
    pub(super) fn seek(&mut self, frame: u64) -> Result<(), AudioError> {
        let last = self.files.len() - 1;
        let mut frame = frame;
        self.at = 0;
        while self.at < last && frame >= self.files[self.at].frames {
            frame -= self.files[self.at].frames;
            self.at += 1;
        }
        self.files[self.at].seek(frame)
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A WAV whose samples count from `from` on.
    fn wav(path: &Path, spec: hound::WavSpec, from: i16, frames: i16) {
        let mut writer = hound::WavWriter::create(path, spec).unwrap();
        for sample in from * channels(spec)..(from + frames) * channels(spec) {
            writer.write_sample(sample).unwrap();
        }
        writer.finalize().unwrap();
    }

    fn channels(spec: hound::WavSpec) -> i16 {
        spec.channels.cast_signed()
    }

    fn spec(channels: u16) -> hound::WavSpec {
        hound::WavSpec {
            channels,
            sample_rate: 1000,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        }
    }

    /// A take in files of these lengths.
    fn take(spec: hound::WavSpec, lengths: &[i16]) -> (TempDir, Vec<PathBuf>) {
        let folder = tempfile::tempdir().unwrap();
        let mut from = 0;
        let mut paths = Vec::new();
        for (number, frames) in lengths.iter().enumerate() {
            let path = folder.path().join(format!("{number}.wav"));
            wav(&path, spec, from, *frames);
            from += frames;
            paths.push(path);
        }
        (folder, paths)
    }

    fn open(paths: &[PathBuf]) -> Result<TakeSource, AudioError> {
        TakeSource::open(&paths[0], &paths[1..])
    }

    /// All that is left, `block` frames at a time, as the numbers that were written.
    fn rest(source: &mut TakeSource, block: usize) -> Vec<i16> {
        let mut samples = Vec::new();
        loop {
            let before = samples.len();
            source.read(block, &mut samples).unwrap();
            if samples.len() == before {
                return samples.iter().map(|s| (s * 32_768.0) as i16).collect();
            }
        }
    }

    #[test]
    fn several_files_read_as_one_from_any_frame() {
        for channels in [1, 2] {
            // A file without a frame is what a kill right after its beginning leaves.
            let (_folder, paths) = take(spec(channels), &[100, 1, 0, 50]);
            let mut source = open(&paths).unwrap();
            assert_eq!(source.frames, 151);
            let samples = 151 * channels.cast_signed();
            for block in [1, 7, 100, 1000] {
                // Backwards too, and past the end.
                for from in [0, 120, 99, 100, 101, 150, 151, 9_999, 3] {
                    source.seek(from).unwrap();
                    let first = from.min(151) as i16 * channels.cast_signed();
                    let expected: Vec<i16> = (first..samples).collect();
                    assert_eq!(rest(&mut source, block), expected, "{from}, {block}");
                }
            }
        }
    }

    #[test]
    fn one_file_is_a_take_too() {
        let (_folder, paths) = take(spec(1), &[10]);
        let mut source = open(&paths).unwrap();
        assert_eq!(source.frames, 10);
        assert_eq!(rest(&mut source, 4), (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn a_file_that_is_missing_or_no_part_of_the_take_is_named() {
        let (folder, mut paths) = take(spec(1), &[10, 10]);
        paths.push(folder.path().join("stereo.wav"));
        wav(&paths[2], spec(2), 0, 10);
        let message = open(&paths).unwrap_err().to_string();
        assert!(message.contains("stereo.wav"), "{message}");
        std::fs::remove_file(&paths[1]).unwrap();
        let message = open(&paths).unwrap_err().to_string();
        assert!(message.contains("1.wav"), "{message}");
    }
}
