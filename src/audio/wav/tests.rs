use std::time::Duration;

use super::super::format::{Format, Shape};
use super::*;

fn mono(sample_rate: u32) -> Shape {
    Shape {
        format: Format {
            sample_rate,
            channels: 1,
        },
        bits: Bits::Sixteen,
    }
}

fn ramp(frames: i16) -> Vec<f32> {
    (0..frames).map(|n| f32::from(n) / 32_768.0).collect()
}

#[test]
fn a_take_can_be_read_at_every_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("take.wav");
    let mut take = TakeWriter::create(&path, mono(48_000)).unwrap();
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
    let mut take = TakeWriter::create(&path, mono(1000)).unwrap();
    take.write(ramp(2000).into_iter()).unwrap();
    let marks = [
        (Duration::from_millis(500), "odd".to_owned()),
        (Duration::from_secs(9), "late\tone".to_owned()),
    ];
    take.finish().unwrap();
    mark(&path, 1000, 2000, &marks).unwrap();

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
    let mut take = TakeWriter::create(&path, mono(1000)).unwrap();
    take.write(ramp(2000).into_iter()).unwrap();
    take.finish().unwrap();
    let mut source = WavSource::open(&path).unwrap();
    for (frame, expected) in [(1500, 500), (0, 2000), (2000, 0), (9999, 0)] {
        source.seek(frame).unwrap();
        let mut samples = Vec::new();
        source.read(2000, &mut samples).unwrap();
        assert_eq!(samples.len(), expected, "from {frame}");
        assert_eq!(samples, ramp(2000)[2000 - expected..]);
    }
}

#[test]
fn samples_are_written_as_finely_as_is_asked() {
    for (sample, sixteen, twenty_four) in [
        (0.0, 0, 0),
        (0.5, 16_384, 4_194_304),
        (-1.0, -32_768, -8_388_608),
        (1.0, 32_767, 8_388_607),
        (-7.0, -32_768, -8_388_608),
        (f32::NAN, 0, 0),
        (3.0 / 8_388_608.0, 0, 3),
    ] {
        assert_eq!(quantize(sample, Bits::Sixteen), sixteen, "{sample}");
        assert_eq!(quantize(sample, Bits::TwentyFour), twenty_four, "{sample}");
    }
}

#[test]
fn every_shape_of_take_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    for (bits, channels) in [
        (Bits::Sixteen, 1),
        (Bits::Sixteen, 2),
        (Bits::Sixteen, 6),
        (Bits::TwentyFour, 1),
        (Bits::TwentyFour, 2),
    ] {
        let path = folder
            .path()
            .join(format!("{}-{channels}.wav", bits.number()));
        let format = Format {
            sample_rate: 44_100,
            channels,
        };
        let mut take = TakeWriter::create(&path, Shape { format, bits }).unwrap();
        // An odd number, so that 24 bits make an odd number of bytes.
        let samples = ramp(333 * channels.cast_signed());
        take.write(samples.iter().copied()).unwrap();
        assert_eq!(take.frames(), 333);
        take.finish().unwrap();
        mark(&path, 44_100, 333, &[(Duration::ZERO, "here".to_owned())]).unwrap();
        let mut source = WavSource::open(&path).unwrap();
        assert_eq!((source.format, source.frames), (format, 333));
        let mut read = Vec::new();
        source.read(400, &mut read).unwrap();
        assert_eq!(read, samples, "{bits:?}, {channels} channels");
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes.len() % 2, 0);
        let riff = u32::from_le_bytes(bytes[4..8].try_into().unwrap());
        assert_eq!(riff as usize, bytes.len() - 8);
    }
}

#[test]
fn a_file_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("take.wav");
    let shape = Shape {
        bits: Bits::TwentyFour,
        ..mono(1000)
    };
    let mut take = TakeWriter::create(&path, shape).unwrap();
    // More than a buffer of any reader.
    take.write(ramp(20_001).into_iter()).unwrap();
    take.finish().unwrap();
    let mut take = TakeWriter::resume(&path, shape, 20_001).unwrap();
    take.write(ramp(10).into_iter()).unwrap();
    assert_eq!(take.frames(), 20_011);
    take.finish().unwrap();
    let mut source = WavSource::open(&path).unwrap();
    let mut read = Vec::new();
    source.read(30_000, &mut read).unwrap();
    assert_eq!(read, [ramp(20_001), ramp(10)].concat());
}
