//! WAV files: written so that they are valid at every moment, and read back.
//!
//! Formats: RIFF WAVE, `fmt ` and `data` by hound; `cue ` and `LIST adtl` (labelled cue points) after
//! Microsoft's "Multimedia Programming Interface and Data Specifications 1.0"; labels for Audacity
//! as its manual gives them, seconds and text between tabs.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::AudioError;
use super::format::Format;

/// Bits per sample of a take.
pub const BITS: u16 = 16;

/// A sample in the range −1 to 1 as 16 bits: scale 32768, no dither, clipped at full scale. Samples
/// that came as 16 bits come out as they were.
pub fn to_i16(sample: f32) -> i16 {
    // The cast saturates, and makes silence of what is not a number.
    (sample * 32_768.0).round() as i16
}

/// The fastest sample rate that anything records at. More is a broken header, and would ask for
/// buffers of gigabytes.
const FASTEST: u32 = 768_000;

/// A take on its way to disk.
pub(super) struct TakeWriter {
    writer: hound::WavWriter<BufWriter<File>>,
    /// The same file, to sync it without going through the writer.
    file: File,
    path: PathBuf,
    frames: u64,
    sample_rate: u32,
}

impl TakeWriter {
    /// Makes a mono take at `path`. The name appears together with a valid header.
    pub(super) fn create(path: &Path, sample_rate: u32) -> Result<Self, AudioError> {
        if path.exists() {
            let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
            return Err(AudioError::file(path)(taken));
        }
        let unnamed = path.with_extension("wav.part");
        let (writer, file) = begin(&unnamed, path, sample_rate).inspect_err(|_| {
            // A file without a header would only be in the way.
            let _ = std::fs::remove_file(&unnamed);
        })?;
        Ok(TakeWriter {
            writer,
            file,
            path: path.to_owned(),
            frames: 0,
            sample_rate,
        })
    }

    pub(super) fn write(&mut self, samples: impl Iterator<Item = f32>) -> Result<(), AudioError> {
        for sample in samples {
            self.writer
                .write_sample(to_i16(sample))
                .map_err(|error| broken(&self.path, error))?;
            self.frames += 1;
        }
        Ok(())
    }

    pub(super) fn frames(&self) -> u64 {
        self.frames
    }

    /// Brings header and samples up to date; the file that is returned still wants a sync.
    pub(super) fn checkpoint(&mut self) -> Result<File, AudioError> {
        self.writer
            .flush()
            .map_err(|error| broken(&self.path, error))?;
        self.file.try_clone().map_err(AudioError::file(&self.path))
    }

    /// Ends the take, with its marks as cue points and in a label file beside it. The file that is
    /// returned still wants a sync.
    pub(super) fn finish(self, marks: &[(Duration, String)]) -> Result<File, AudioError> {
        let TakeWriter {
            writer,
            file,
            path,
            frames,
            sample_rate,
        } = self;
        writer.finalize().map_err(|error| broken(&path, error))?;
        if !marks.is_empty() {
            let last = frames.saturating_sub(1);
            let points: Vec<(u32, &str)> = marks
                .iter()
                .map(|(at, text)| {
                    let frame = (at.as_secs_f64() * f64::from(sample_rate)).round() as u64;
                    (frame.min(last) as u32, text.as_str())
                })
                .collect();
            append_cues(&file, &points).map_err(AudioError::file(&path))?;
            let labels = path.with_extension("txt");
            std::fs::write(&labels, audacity_labels(marks)).map_err(AudioError::file(&labels))?;
            restrict(&labels);
        }
        Ok(file)
    }
}

/// Writes a header to `unnamed` and then gives it its name. Errors speak of the name.
fn begin(
    unnamed: &Path,
    path: &Path,
    sample_rate: u32,
) -> Result<(hound::WavWriter<BufWriter<File>>, File), AudioError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(unnamed).map_err(AudioError::file(path))?;
    let clone = file.try_clone().map_err(AudioError::file(path))?;
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate,
        bits_per_sample: BITS,
        sample_format: hound::SampleFormat::Int,
    };
    let failed = |error| broken(path, error);
    let buffered = BufWriter::with_capacity(1 << 16, file);
    let mut writer = hound::WavWriter::new(buffered, spec).map_err(failed)?;
    writer.flush().map_err(failed)?;
    std::fs::rename(unnamed, path).map_err(AudioError::file(path))?;
    Ok((writer, clone))
}

fn restrict(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The folder is private already; this is for whoever copies the file out of it.
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
    }
    #[cfg(not(unix))]
    let _ = path;
}

fn broken(path: &Path, error: hound::Error) -> AudioError {
    match error {
        hound::Error::IoError(source) => AudioError::File {
            path: path.to_owned(),
            source,
        },
        other => AudioError::NotWav {
            path: path.to_owned(),
            reason: other.to_string(),
        },
    }
}

/// Adds `cue ` and `LIST adtl` chunks behind the samples, and counts them in the RIFF size.
fn append_cues(mut file: &File, points: &[(u32, &str)]) -> std::io::Result<()> {
    let mut out = Vec::new();
    let count = points.len() as u32;
    out.extend(b"cue ");
    out.extend((4 + 24 * count).to_le_bytes());
    out.extend(count.to_le_bytes());
    let mut labels = b"adtl".to_vec();
    for (id, (frame, text)) in (1u32..).zip(points) {
        // Name, position, the chunk it lies in, chunk start, block start, sample offset.
        out.extend(id.to_le_bytes());
        out.extend(frame.to_le_bytes());
        out.extend(b"data");
        out.extend([0; 8]);
        out.extend(frame.to_le_bytes());
        labels.extend(b"labl");
        labels.extend((4 + text.len() as u32 + 1).to_le_bytes());
        labels.extend(id.to_le_bytes());
        labels.extend(text.as_bytes());
        labels.push(0);
        if labels.len() % 2 == 1 {
            labels.push(0);
        }
    }
    out.extend(b"LIST");
    out.extend((labels.len() as u32).to_le_bytes());
    out.extend(labels);

    let end = file.seek(SeekFrom::End(0))?;
    if end % 2 == 1 {
        file.write_all(&[0])?;
    }
    file.write_all(&out)?;
    let riff_size = (file.stream_position()? - 8) as u32;
    file.seek(SeekFrom::Start(4))?;
    file.write_all(&riff_size.to_le_bytes())
}

fn audacity_labels(marks: &[(Duration, String)]) -> String {
    use std::fmt::Write;
    marks.iter().fold(String::new(), |mut out, (at, text)| {
        let at = at.as_secs_f64();
        // A tab or a line end in the text would break the format.
        let text = text.replace(['\t', '\n', '\r'], " ");
        let _ = writeln!(out, "{at:.6}\t{at:.6}\t{text}");
        out
    })
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn ramp(frames: i16) -> Vec<f32> {
        (0..frames).map(|n| f32::from(n) / 32_768.0).collect()
    }

    #[test]
    fn a_take_can_be_read_at_every_checkpoint() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take.wav");
        let mut take = TakeWriter::create(&path, 48_000).unwrap();
        assert_eq!(
            WavSource::open(&path).unwrap().frames,
            0,
            "valid from the start"
        );
        for done in 1..=3u64 {
            take.write(ramp(1000).into_iter()).unwrap();
            take.checkpoint().unwrap().sync_data().unwrap();
            assert_eq!(WavSource::open(&path).unwrap().frames, done * 1000);
        }
    }

    #[test]
    fn marks_become_cue_points_and_labels_and_leave_the_sound_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take.wav");
        let mut take = TakeWriter::create(&path, 1000).unwrap();
        take.write(ramp(2000).into_iter()).unwrap();
        let marks = [
            (Duration::from_millis(500), "odd".to_owned()),
            (Duration::from_secs(9), "late\tone".to_owned()),
        ];
        take.finish(&marks).unwrap();

        let mut source = WavSource::open(&path).unwrap();
        let mut samples = Vec::new();
        source.read(usize::MAX / 2, &mut samples).unwrap();
        assert_eq!(samples, ramp(2000));

        let bytes = std::fs::read(&path).unwrap();
        let riff = u32::from_le_bytes(bytes[4..8].try_into().unwrap());
        assert_eq!(riff as usize, bytes.len() - 8);
        let cue = bytes.windows(4).position(|four| four == b"cue ").unwrap();
        let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!(word(cue + 8), 2, "two points");
        assert_eq!(
            (word(cue + 32), word(cue + 56)),
            (500, 1999),
            "the second one at the end"
        );
        let text = String::from_utf8_lossy(&bytes[cue..]).into_owned();
        assert!(
            text.contains("odd\0") && text.contains("late\tone\0"),
            "{text:?}"
        );
        let labels = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        assert_eq!(
            labels,
            "0.500000\t0.500000\todd\n9.000000\t9.000000\tlate one\n"
        );
    }

    #[test]
    fn what_is_no_wav_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let cases: [(&str, Option<&[u8]>); 4] = [
            ("missing.wav", None),
            ("empty.wav", Some(b"")),
            (
                "text.wav",
                Some(b"this is no sound at all, whatever its name says"),
            ),
            ("short.wav", Some(b"RIFF\x00\x00\x00\x00WAVEfmt ")),
        ];
        for (name, bytes) in cases {
            let path = folder.path().join(name);
            if let Some(bytes) = bytes {
                std::fs::write(&path, bytes).unwrap();
            }
            let message = WavSource::open(&path).unwrap_err().to_string();
            assert!(message.contains(name), "{message}");
        }
    }

    #[test]
    fn reading_can_start_at_any_frame() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take.wav");
        let mut take = TakeWriter::create(&path, 1000).unwrap();
        take.write(ramp(2000).into_iter()).unwrap();
        take.finish(&[]).unwrap();
        let mut source = WavSource::open(&path).unwrap();
        for (frame, expected) in [(1500, 500), (0, 2000), (2000, 0), (9999, 0)] {
            source.seek(frame).unwrap();
            let mut samples = Vec::new();
            source.read(2000, &mut samples).unwrap();
            assert_eq!(samples.len(), expected, "from {frame}");
            assert_eq!(samples, ramp(2000)[2000 - expected..]);
        }
    }
}
