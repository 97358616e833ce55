//! WAV files as the tests see them: 16 bits, read and written whole.

use std::path::Path;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

/// What the virtual room plays and hears without converting: 48 kHz, mono, 16 bits.
pub(crate) const ROOM: WavSpec = WavSpec {
    channels: 1,
    sample_rate: 48_000,
    bits_per_sample: 16,
    sample_format: SampleFormat::Int,
};

/// All samples of a file of 16 bits, channels interleaved.
pub(crate) fn read(path: &Path) -> (WavSpec, Vec<i16>) {
    let reader = WavReader::open(path);
    let mut reader = reader.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let samples: Result<_, _> = reader.samples().collect();
    let samples = samples.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (reader.spec(), samples)
}

/// The samples of a file that holds nothing else.
pub(crate) fn read_bare(path: &Path) -> Vec<i16> {
    let bytes = std::fs::read(path).expect("the recording is there");
    let pairs = bytes.chunks_exact(2);
    pairs.map(|b| i16::from_le_bytes([b[0], b[1]])).collect()
}

pub(crate) fn write(path: &Path, spec: WavSpec, samples: &[i16]) {
    let writer = WavWriter::create(path, spec);
    let mut writer = writer.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    for &sample in samples {
        writer.write_sample(sample).expect("a sample is written");
    }
    writer.finalize().expect("the header is written");
}

#[test]
fn what_is_written_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.wav");
    let samples = [0, 1, -1, i16::MAX, i16::MIN, 77];
    let stereo = WavSpec {
        channels: 2,
        ..ROOM
    };
    for spec in [ROOM, stereo] {
        write(&path, spec, &samples);
        assert_eq!(read(&path), (spec, samples.to_vec()));
    }
}
