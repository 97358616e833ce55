//! Completing a WAV whose writer was killed: its header may say less than the file holds.
//!
//! Works on whatever [`super::wav`] writes: one `data` chunk, behind it at most `cue ` and `LIST`.

mod unmark;

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::AudioError;
use super::format::Format;
pub(super) use unmark::{can_take_marks_out, take_marks_out};

/// What a repaired take holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repaired {
    pub format: Format,
    pub bits: u16,
    pub frames: u64,
    /// Frames that were on disk and that the header did not know of.
    pub regained: u64,
}

/// Where things are in the file.
struct Layout {
    channels: u16,
    sample_rate: u32,
    bits: u16,
    bytes_per_frame: u64,
    /// Offset of the first sample.
    data: u64,
    /// Bytes of samples by the header.
    declared: u64,
    /// Bytes of the file by the header.
    length: u64,
}

/// Brings the header up to the last whole frame on disk. A file that needs nothing is not touched.
///
/// # Errors
/// When the file cannot be read or written, or is no WAV.
pub fn repair(path: &Path) -> Result<Repaired, AudioError> {
    completed(path, true)
}

/// The same for a take on its way, which somebody else syncs.
pub(super) fn complete_header(path: &Path) -> Result<Repaired, AudioError> {
    completed(path, false)
}

fn completed(path: &Path, durably: bool) -> Result<Repaired, AudioError> {
    let (mut file, layout) = open(path)?;
    let frames = complete(&mut file, &layout).map_err(AudioError::file(path))?;
    if durably {
        file.sync_all().map_err(AudioError::file(path))?;
    }
    Ok(Repaired {
        format: Format {
            sample_rate: layout.sample_rate,
            channels: layout.channels,
        },
        bits: layout.bits,
        frames,
        regained: frames.saturating_sub(layout.declared / layout.bytes_per_frame),
    })
}

/// Whether the file has cue points behind its samples.
pub(super) fn has_marks(path: &Path) -> Result<bool, AudioError> {
    let (mut file, layout) = open(path)?;
    has_cues(&mut file, layout.data + layout.declared).map_err(AudioError::file(path))
}

/// Makes the file as long as `frames` frames, which are more than it holds, and its header true. The
/// frames that are added are silent, and take no room where the file system knows holes.
pub(super) fn extend(path: &Path, frames: u64) -> Result<(), AudioError> {
    let (mut file, layout) = open(path)?;
    file.set_len(layout.data + frames * layout.bytes_per_frame)
        .and_then(|()| complete(&mut file, &layout))
        .map_err(AudioError::file(path))?;
    Ok(())
}

fn open(path: &Path) -> Result<(File, Layout), AudioError> {
    let file = OpenOptions::new().read(true).write(true).open(path);
    let mut file = file.map_err(AudioError::file(path))?;
    let layout = read_layout(&mut file).map_err(AudioError::file(path))?;
    let layout = layout.ok_or_else(|| AudioError::NotWav {
        path: path.to_owned(),
        reason: "its header is not one of a recording".to_owned(),
    })?;
    Ok((file, layout))
}

/// Finds the `fmt ` and `data` chunks; none where they are not.
fn read_layout(file: &mut File) -> io::Result<Option<Layout>> {
    let length = file.metadata()?.len();
    let mut riff = [0; 12];
    if length < 12 || file.read_exact(&mut riff).is_err() {
        return Ok(None);
    }
    if &riff[..4] != b"RIFF" || &riff[8..] != b"WAVE" {
        return Ok(None);
    }
    let mut fmt = None;
    loop {
        let mut head = [0; 8];
        if file.read_exact(&mut head).is_err() {
            return Ok(None);
        }
        let size = u64::from(word(&head, 4));
        let body = file.stream_position()?;
        match &head[..4] {
            b"fmt " => {
                let mut bytes = [0; 16];
                if file.read_exact(&mut bytes).is_err() {
                    return Ok(None);
                }
                fmt = Some(bytes);
            }
            b"data" => {
                let Some(fmt) = fmt else { return Ok(None) };
                let bytes_per_frame = u64::from(half(&fmt, 12));
                let sample_rate = word(&fmt, 4);
                if bytes_per_frame == 0 || sample_rate == 0 {
                    return Ok(None);
                }
                return Ok(Some(Layout {
                    channels: half(&fmt, 2),
                    sample_rate,
                    bits: half(&fmt, 14),
                    bytes_per_frame,
                    data: body,
                    declared: size,
                    length: u64::from(word(&riff, 4)) + 8,
                }));
            }
            _ => {}
        }
        file.seek(SeekFrom::Start(body + size + size % 2))?;
    }
}

/// Writes what the header should say, and returns the frames.
fn complete(file: &mut File, layout: &Layout) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let present = length.saturating_sub(layout.data);
    let behind = layout.data + layout.declared;
    if layout.length == length && ends_in_chunks(file, behind, length)? {
        // Whatever is behind the samples, somebody has put it there on purpose.
        return Ok(layout.declared / layout.bytes_per_frame);
    }
    let whole = present - present % layout.bytes_per_frame;
    let declared = layout.declared.min(present);
    let (bytes, end) = if has_cues(file, layout.data + declared)? {
        // The samples were finished; only what comes behind them may be cut off.
        (declared, length)
    } else {
        // A chunk of an odd length is followed by a byte that is none of it.
        (whole, layout.data + whole + whole % 2)
    };
    if end != length {
        file.set_len(end)?;
    }
    let sizes = [(4, end - 8), (layout.data - 4, bytes)];
    for (at, size) in sizes {
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        file.seek(SeekFrom::Start(at))?;
        let mut now = [0; 4];
        file.read_exact(&mut now)?;
        if now != size.to_le_bytes() {
            file.seek(SeekFrom::Start(at))?;
            file.write_all(&size.to_le_bytes())?;
        }
    }
    Ok(bytes / layout.bytes_per_frame)
}

/// Whether from `at` to `length` there are whole chunks and nothing else.
fn ends_in_chunks(file: &mut File, at: u64, length: u64) -> io::Result<bool> {
    let mut at = at + at % 2;
    while at < length {
        let mut head = [0; 8];
        file.seek(SeekFrom::Start(at))?;
        let is_chunk = file.read_exact(&mut head).is_ok()
            && head[..4].iter().all(|byte| (b' '..=b'~').contains(byte));
        if !is_chunk {
            return Ok(false);
        }
        let size = u64::from(word(&head, 4));
        at += 8 + size + size % 2;
    }
    // A last chunk of an odd length may lack the byte behind it.
    Ok(at == length || at == length + 1)
}

fn has_cues(file: &mut File, at: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(at + at % 2))?;
    let mut id = [0; 4];
    Ok(file.read_exact(&mut id).is_ok() && &id == b"cue ")
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

fn half(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::format::Shape;
    use super::super::wav::{TakeWriter, WavSource, mark};
    use super::*;
    use crate::domain::Bits;

    fn shape(sample_rate: u32, channels: u16, bits: Bits) -> Shape {
        let format = Format {
            sample_rate,
            channels,
        };
        Shape { format, bits }
    }

    /// A take of 1000 frames, of which the header knows only 400.
    fn torn(folder: &Path) -> std::path::PathBuf {
        let path = folder.join("torn.wav");
        let mut take = TakeWriter::create(&path, shape(8000, 1, Bits::Sixteen)).unwrap();
        take.write((0..1000i16).map(|n| f32::from(n) / 32_768.0))
            .unwrap();
        take.finish().unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[4..8].copy_from_slice(&(36 + 800u32).to_le_bytes());
        bytes[40..44].copy_from_slice(&800u32.to_le_bytes());
        // Half a frame made it to the disk, too.
        bytes.push(0x55);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn samples(path: &Path) -> Vec<f32> {
        let mut source = WavSource::open(path).unwrap();
        let mut samples = Vec::new();
        source.read(100_000, &mut samples).unwrap();
        samples
    }

    #[test]
    fn every_whole_frame_on_disk_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = torn(folder.path());
        let repaired = repair(&path).unwrap();
        assert_eq!(
            (repaired.frames, repaired.regained, repaired.bits),
            (1000, 600, 16)
        );
        let expected: Vec<f32> = (0..1000i16).map(|n| f32::from(n) / 32_768.0).collect();
        assert_eq!(samples(&path), expected);
    }

    #[test]
    fn a_second_repair_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = torn(folder.path());
        repair(&path).unwrap();
        let once = std::fs::read(&path).unwrap();
        let again = repair(&path).unwrap();
        assert_eq!((again.frames, again.regained), (1000, 0));
        assert_eq!(std::fs::read(&path).unwrap(), once);
    }

    #[test]
    fn cue_points_stay_behind_the_samples() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("marked.wav");
        let mut take = TakeWriter::create(&path, shape(1000, 1, Bits::Sixteen)).unwrap();
        take.write([0.5; 300].into_iter()).unwrap();
        take.finish().unwrap();
        let marks = [(Duration::from_millis(100), "here".to_owned())];
        mark(&path, 1000, 300, &marks).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert_eq!(repair(&path).unwrap().frames, 300);
        assert_eq!(std::fs::read(&path).unwrap(), before, "it was whole");
        // Killed after the cue points were written, before the header counted them.
        let mut torn = before.clone();
        torn[4..8].copy_from_slice(&(36 + 600u32).to_le_bytes());
        std::fs::write(&path, torn).unwrap();
        assert_eq!(repair(&path).unwrap().frames, 300);
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn what_others_have_written_behind_the_samples_stays_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = torn(folder.path());
        repair(&path).unwrap();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.extend(b"LIST\x04\0\0\0INFO");
        let riff = (bytes.len() as u32 - 8).to_le_bytes();
        bytes[4..8].copy_from_slice(&riff);
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(repair(&path).unwrap().frames, 1000);
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn what_is_no_recording_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.wav");
        for bytes in [
            &b""[..],
            b"RIFF",
            b"RIFF\0\0\0\0WAVEdata\0\0\0\0",
            b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0",
            &[7; 64],
        ] {
            std::fs::write(&path, bytes).unwrap();
            let refused = repair(&path);
            let named = matches!(refused, Err(AudioError::NotWav { .. }));
            assert!(named, "{bytes:?}: {refused:?}");
            assert_eq!(std::fs::read(&path).unwrap(), bytes);
        }
    }

    #[test]
    fn every_shape_of_take_is_completed() {
        let folder = tempfile::tempdir().unwrap();
        for (channels, bits) in [
            (1, Bits::Sixteen),
            (3, Bits::Sixteen),
            (1, Bits::TwentyFour),
            (2, Bits::TwentyFour),
        ] {
            let path = folder.path().join(format!("{channels}-{bits:?}.wav"));
            let mut take = TakeWriter::create(&path, shape(8000, channels, bits)).unwrap();
            let channels = usize::from(channels);
            take.write(std::iter::repeat_n(0.25, 101 * channels))
                .unwrap();
            drop(take.checkpoint().unwrap());
            take.write(std::iter::repeat_n(0.5, 200 * channels))
                .unwrap();
            // Killed with the samples on disk and the header behind; half a frame is there too.
            let header = std::fs::read(&path).unwrap();
            take.finish().unwrap();
            let mut bytes = std::fs::read(&path).unwrap();
            let data = header.windows(4).position(|four| four == b"data").unwrap() + 8;
            bytes[..data].copy_from_slice(&header[..data]);
            bytes.truncate(data + 301 * channels * usize::from(bits.number()) / 8);
            bytes.push(0x55);
            std::fs::write(&path, &bytes).unwrap();
            let repaired = repair(&path).unwrap();
            assert_eq!((repaired.frames, repaired.regained), (301, 200));
            assert_eq!(samples(&path).len(), 301 * channels);
            let once = std::fs::read(&path).unwrap();
            assert_eq!(once.len() % 2, 0, "padded");
            assert_eq!(repair(&path).unwrap().regained, 0);
            assert_eq!(std::fs::read(&path).unwrap(), once);
        }
    }

    #[test]
    fn what_is_added_is_silent() {
        let folder = tempfile::tempdir().unwrap();
        let path = torn(folder.path());
        repair(&path).unwrap();
        extend(&path, 1500).unwrap();
        let all = samples(&path);
        assert_eq!(all.len(), 1500);
        assert!(all[1000..].iter().all(|sample| *sample == 0.0));
        assert!(all[999] != 0.0);
    }
}
