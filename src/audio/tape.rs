//! Takes one after another, read and sought as one sound.
//!
//! Takes of the first one's format go through as they are. One of another, which only takes of
//! different sessions can be, is brought to it on the way.

use std::path::PathBuf;

use super::AudioError;
use super::convert::Converter;
use super::format::Format;
use super::take_source::TakeSource;

/// Where a take lies: the file that it begins in, and those in which it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakeFiles {
    pub first: PathBuf,
    pub further: Vec<PathBuf>,
}

/// Takes one after another.
#[derive(Debug)]
pub struct Tape {
    parts: Vec<Part>,
    format: Format,
    /// Which part is read, and the frame of it that comes next.
    at: (usize, u64),
}

impl Tape {
    /// Opens every take: one that is missing is better told now than in the middle of an answer.
    pub fn open(takes: &[TakeFiles]) -> Result<Tape, AudioError> {
        let mut parts: Vec<Part> = Vec::new();
        let mut format = None;
        for take in takes {
            let source = TakeSource::open(&take.first, &take.further)?;
            let format = *format.get_or_insert(source.format);
            let part = Part::new(source, format).ok_or_else(|| AudioError::NotWav {
                path: take.first.clone(),
                reason: "its sample rate is none that can be brought to the others'".to_owned(),
            })?;
            parts.push(part);
        }
        Ok(Tape {
            parts,
            format: format.unwrap_or(Format {
                sample_rate: 48_000,
                channels: 1,
            }),
            at: (0, 0),
        })
    }

    pub fn format(&self) -> Format {
        self.format
    }

    /// How many frames each take has here.
    pub fn lengths(&self) -> Vec<u64> {
        self.parts.iter().map(|part| part.frames).collect()
    }

    pub fn frames(&self) -> u64 {
        self.parts.iter().map(|part| part.frames).sum()
    }

    /// Appends up to `frames` frames of interleaved samples to `into`; fewer at the end.
    pub(super) fn read(&mut self, frames: usize, into: &mut Vec<f32>) -> Result<(), AudioError> {
        let mut missing = frames as u64;
        while missing > 0 {
            let (index, inside) = self.at;
            let Some(part) = self.parts.get_mut(index) else {
                return Ok(());
            };
            let now = missing.min(part.frames - inside);
            if now == 0 {
                self.at = (index + 1, 0);
                if let Some(next) = self.parts.get_mut(index + 1) {
                    next.seek(0)?;
                }
                continue;
            }
            part.read(now as usize, into)?;
            self.at.1 += now;
            missing -= now;
        }
        Ok(())
    }

    /// Goes to a frame, or to the end if there is none such.
    pub(super) fn seek(&mut self, frame: u64) -> Result<(), AudioError> {
        let mut inside = frame;
        for (index, part) in self.parts.iter_mut().enumerate() {
            if inside < part.frames {
                self.at = (index, inside);
                return part.seek(inside);
            }
            inside -= part.frames;
        }
        self.at = (self.parts.len(), 0);
        Ok(())
    }
}

/// One take, in the tape's format.
#[derive(Debug)]
struct Part {
    source: TakeSource,
    frames: u64,
    channels: usize,
    /// None where the take is in the tape's format.
    conversion: Option<Conversion>,
}

struct Conversion {
    converter: Converter,
    /// Converted, and not handed out yet.
    waiting: Vec<f32>,
    block: Vec<f32>,
    rates: (u64, u64),
    channels: usize,
}

impl std::fmt::Debug for Conversion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conversion").finish_non_exhaustive()
    }
}

impl Part {
    fn new(source: TakeSource, format: Format) -> Option<Part> {
        let own = source.format;
        let mut frames = source.frames;
        let mut conversion = None;
        if own != format {
            let converter = Converter::new(own, format)?;
            frames = converter.frames(source.frames);
            conversion = Some(Conversion {
                converter,
                waiting: Vec::new(),
                block: Vec::new(),
                rates: (own.sample_rate.into(), format.sample_rate.into()),
                channels: usize::from(own.channels),
            });
        }
        Some(Part {
            source,
            frames,
            channels: usize::from(format.channels),
            conversion,
        })
    }

    fn seek(&mut self, frame: u64) -> Result<(), AudioError> {
        let Some(conversion) = &mut self.conversion else {
            return self.source.seek(frame);
        };
        conversion.converter.restart();
        conversion.waiting.clear();
        let (from, to) = conversion.rates;
        self.source.seek(frame * from / to)
    }

    /// Appends exactly `frames` frames, of which no more are asked than there are.
    fn read(&mut self, frames: usize, into: &mut Vec<f32>) -> Result<(), AudioError> {
        let full = into.len() + frames * self.channels;
        match &mut self.conversion {
            None => self.source.read(frames, into)?,
            Some(conversion) => {
                let wanted = frames * self.channels;
                conversion.fill(&mut self.source, wanted)?;
                into.extend(
                    conversion
                        .waiting
                        .drain(..wanted.min(conversion.waiting.len())),
                );
            }
        }
        // A file that has become shorter since.
        into.resize(full, 0.0);
        Ok(())
    }
}

impl Conversion {
    /// Converts until `samples` samples wait.
    fn fill(&mut self, source: &mut TakeSource, samples: usize) -> Result<(), AudioError> {
        const BLOCK: usize = 1024;
        while self.waiting.len() < samples {
            self.block.clear();
            source.read(BLOCK, &mut self.block)?;
            // After the end silence: the converter still holds some of what was before.
            self.block.resize(BLOCK * self.channels, 0.0);
            self.converter.convert(&self.block, &mut self.waiting);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;
    use std::path::Path;

    use tempfile::TempDir;

    use super::*;

    fn wav(path: &Path, sample_rate: u32, channels: u16, samples: impl Iterator<Item = i16>) {
        let spec = hound::WavSpec {
            channels,
            sample_rate,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(path, spec).unwrap();
        samples.for_each(|sample| writer.write_sample(sample).unwrap());
        writer.finalize().unwrap();
    }

    fn files(folder: &TempDir, name: &str) -> TakeFiles {
        TakeFiles {
            first: folder.path().join(name),
            further: Vec::new(),
        }
    }

    #[test]
    fn takes_follow_each_other_without_a_seam_from_any_frame() {
        let folder = tempfile::tempdir().unwrap();
        let mut takes = Vec::new();
        let mut from = 0;
        for (number, frames) in [100, 0, 1, 50].into_iter().enumerate() {
            let name = format!("{number}.wav");
            wav(&folder.path().join(&name), 8_000, 1, from..from + frames);
            takes.push(files(&folder, &name));
            from += frames;
        }
        let mut tape = Tape::open(&takes).unwrap();
        assert_eq!(tape.lengths(), [100, 0, 1, 50]);
        for (at, block) in [
            (0, 7),
            (99, 1),
            (100, 60),
            (101, 1_000),
            (151, 4),
            (9_999, 4),
            (3, 40),
        ] {
            tape.seek(at).unwrap();
            let mut samples = Vec::new();
            loop {
                let before = samples.len();
                tape.read(block, &mut samples).unwrap();
                if samples.len() == before {
                    break;
                }
            }
            let heard: Vec<i16> = samples.iter().map(|s| (s * 32_768.0) as i16).collect();
            let expected: Vec<i16> = (at.min(151) as i16..151).collect();
            assert_eq!(heard, expected, "{at}, {block}");
        }
    }

    #[test]
    fn a_take_of_another_rate_is_as_long_and_as_high() {
        let folder = tempfile::tempdir().unwrap();
        let tone = |rate: f64| {
            (0..rate as u32)
                .map(move |n| (8_000.0 * (TAU * 200.0 * f64::from(n) / rate).sin()) as i16)
        };
        wav(&folder.path().join("a.wav"), 48_000, 1, tone(48_000.0));
        wav(&folder.path().join("b.wav"), 44_100, 1, tone(44_100.0));
        let takes = [files(&folder, "a.wav"), files(&folder, "b.wav")];
        let mut tape = Tape::open(&takes).unwrap();
        assert_eq!(tape.lengths(), [48_000, 48_000]);
        let mut whole = Vec::new();
        tape.read(200_000, &mut whole).unwrap();
        assert_eq!(whole.len(), 96_000);
        for from in [60_000, 48_000, 95_000] {
            tape.seek(from).unwrap();
            let mut samples = Vec::new();
            tape.read(500, &mut samples).unwrap();
            // The filter has not heard what was before the place.
            for (n, sample) in samples.iter().enumerate().skip(300) {
                let expected = whole[from as usize + n];
                assert!((sample - expected).abs() < 0.01, "{from} + {n}");
            }
        }
        let crossings = whole[48_000..]
            .windows(2)
            .filter(|w| w[0] < 0.0 && w[1] >= 0.0);
        assert!((199..=201).contains(&crossings.count()));
    }

    #[test]
    fn a_missing_take_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let message = Tape::open(&[files(&folder, "gone.wav")]).unwrap_err();
        assert!(message.to_string().contains("gone.wav"), "{message}");
    }
}
