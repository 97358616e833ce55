//! A take as FLAC: the same samples to the last bit, in about half of the room.
//!
//! It is written frame by frame, so that an hour takes no more memory than a second; what is only
//! known at the end is filled in then.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use flacenc::bitsink::ByteSink;
use flacenc::component::{BitRepr, Stream};
use flacenc::config::Encoder;
use flacenc::error::{Verified, Verify as _};
use flacenc::source::{Context, Fill as _, FrameBuf};

use super::AudioError;
use super::wav::WavSource;

/// Frames that are packed at once.
const BLOCK: usize = 4096;

/// Writes the WAV at `path`, of samples of so many `bits`, as FLAC into `out`.
///
/// # Errors
/// When it cannot be read, or is one that FLAC cannot hold.
pub fn flac(path: &Path, bits: u16, out: &mut (impl Write + Seek)) -> Result<(), AudioError> {
    let mut source = WavSource::open(path)?;
    let (rate, channels) = (source.format.sample_rate, source.format.channels);
    let unfit = |reason: String| AudioError::NotFlac {
        path: path.to_owned(),
        reason,
    };
    let mut packer = Packer::new(rate, channels, bits).map_err(unfit)?;
    out.seek(SeekFrom::Start(0))
        .map_err(AudioError::file(path))?;
    // Its place, until all of it is known.
    out.write_all(&packer.header().map_err(unfit)?)
        .map_err(AudioError::file(path))?;
    let mut samples = Vec::new();
    loop {
        samples.clear();
        source.read(BLOCK, &mut samples)?;
        if samples.is_empty() {
            break;
        }
        let frame = packer.pack(&samples).map_err(unfit)?;
        out.write_all(&frame).map_err(AudioError::file(path))?;
    }
    packer.finish();
    let header = packer.header().map_err(unfit)?;
    out.seek(SeekFrom::Start(0))
        .and_then(|_| out.write_all(&header))
        .and_then(|()| out.flush())
        .map_err(AudioError::file(path))
}

/// FLAC on its way.
struct Packer {
    config: Verified<Encoder>,
    stream: Stream,
    /// The samples of a frame, and what is counted of all.
    block: (FrameBuf, Context),
    highest: i32,
}

impl Packer {
    fn new(rate: u32, channels: u16, bits: u16) -> Result<Self, String> {
        if !(8..=24).contains(&bits) {
            return Err(format!("its samples have {bits} bits"));
        }
        let (channels, bits) = (usize::from(channels), usize::from(bits));
        let broken = |error: flacenc::error::VerifyError| error.to_string();
        let config = Encoder::default().into_verified();
        Ok(Packer {
            config: config.map_err(|(_, error)| broken(error))?,
            stream: Stream::new(rate as usize, channels, bits).map_err(broken)?,
            block: (
                FrameBuf::with_size(channels, BLOCK).map_err(broken)?,
                Context::new(bits, channels),
            ),
            highest: (1 << (bits - 1)) - 1,
        })
    }

    fn pack(&mut self, samples: &[f32]) -> Result<Vec<u8>, String> {
        let full_scale = f64::from(self.highest) + 1.0;
        let whole = |sample: &f32| {
            let value = (f64::from(*sample) * full_scale).round() as i32;
            value.clamp(-self.highest - 1, self.highest)
        };
        let whole: Vec<i32> = samples.iter().map(whole).collect();
        let filled = self.block.fill_interleaved(&whole);
        filled.map_err(|error| error.to_string())?;
        let number = self.block.1.current_frame_number().unwrap_or_default();
        let info = self.stream.stream_info();
        let frame = flacenc::encode_fixed_size_frame(&self.config, &self.block.0, number, info)
            .map_err(|error| error.to_string())?;
        self.stream.stream_info_mut().update_frame_info(&frame);
        bytes(&frame)
    }

    fn finish(&mut self) {
        let digest = self.block.1.md5_digest();
        let info = self.stream.stream_info_mut();
        info.set_md5_digest(&digest);
        // The last frame, which may be shorter, does not count. (Of this size, nothing is refused.)
        let _ = info.set_block_sizes(BLOCK, BLOCK);
    }

    fn header(&self) -> Result<Vec<u8>, String> {
        bytes(&self.stream)
    }
}

fn bytes(part: &impl BitRepr) -> Result<Vec<u8>, String> {
    let mut sink = ByteSink::new();
    let written = part.write(&mut sink);
    written.map_err(|error| error.to_string())?;
    Ok(sink.as_slice().to_vec())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn wav(path: &Path, spec: hound::WavSpec, samples: &[i32]) {
        let mut writer = hound::WavWriter::create(path, spec).unwrap();
        for sample in samples {
            writer.write_sample(*sample).unwrap();
        }
        writer.finalize().unwrap();
    }

    fn spec(channels: u16, sample_rate: u32, bits_per_sample: u16) -> hound::WavSpec {
        hound::WavSpec {
            channels,
            sample_rate,
            bits_per_sample,
            sample_format: hound::SampleFormat::Int,
        }
    }

    #[test]
    fn the_digest_of_the_samples_and_their_number_are_in_the_header() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let samples: Vec<i32> = (0..10_001).map(|n| (n * 37 % 65_536) - 32_768).collect();
        wav(&path, spec(1, 48_000, 16), &samples);
        let mut out = Cursor::new(Vec::new());
        flac(&path, 16, &mut out).unwrap();
        let bytes = out.into_inner();
        assert_eq!(&bytes[..4], b"fLaC");
        assert!(bytes.len() < samples.len() * 2, "{}", bytes.len());
        // The last five bytes before the digest hold the number of samples, in 36 bits.
        let count = u32::from_be_bytes(bytes[22..26].try_into().unwrap());
        assert_eq!(count, 10_001);
        let mut context = Context::new(16, 1);
        context.fill_interleaved(&samples).unwrap();
        assert_eq!(&bytes[26..42], context.md5_digest());
    }

    #[test]
    fn what_flac_cannot_hold_is_refused_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fast.wav");
        wav(&path, spec(1, 192_000, 16), &[0; 100]);
        let error = flac(&path, 16, &mut Cursor::new(Vec::new())).unwrap_err();
        assert!(error.to_string().contains("fast.wav"), "{error}");
        let error = flac(&path, 32, &mut Cursor::new(Vec::new())).unwrap_err();
        assert!(error.to_string().contains("32 bits"), "{error}");
    }
}
