use super::super::super::format::Format;
use super::super::super::wav::WavSource;
use super::*;
use crate::domain::Bits;

fn paper(largest: u64) -> Paper {
    let format = Format {
        sample_rate: 1000,
        channels: 1,
    };
    Paper {
        shape: Shape {
            format,
            bits: Bits::Sixteen,
        },
        largest,
    }
}

/// `frames` frames of which each says where in the take it lies.
fn ramp(from: u64, frames: u64) -> Vec<f32> {
    (from..from + frames)
        .map(|n| (n % 30_000 + 1) as f32 / 32_768.0)
        .collect()
}

fn samples(path: &Path) -> Vec<f32> {
    let mut samples = Vec::new();
    WavSource::open(path)
        .unwrap()
        .read(1 << 20, &mut samples)
        .unwrap();
    samples
}

fn gap(at_frame: u64, frames: u64, cause: GapCause) -> Gap {
    Gap {
        at_frame,
        frames,
        cause,
    }
}

#[test]
fn a_take_that_is_too_large_for_one_file_goes_on_in_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1-1-a.wav");
    let (mut take, refused) = OpenTake::begin(path.clone(), "1-1-a.wav".to_owned(), paper(100));
    assert!(refused.is_none());
    for from in (0..250).step_by(50) {
        take.write(&ramp(from, 50)).unwrap();
    }
    assert_eq!(take.frames(), 250);
    let marks = [
        (Duration::from_millis(99), "first".to_owned()),
        (Duration::from_millis(100), "second".to_owned()),
        (Duration::from_millis(250), "third".to_owned()),
    ];
    let ended = take.end(&marks, &[]);
    assert!(ended.error.is_none());
    assert_eq!(ended.files.len(), 3);
    let take = ended.take.unwrap();
    assert_eq!((take.path.as_str(), take.frames), ("1-1-a.wav", 250));
    let continued: Vec<_> = take
        .continued
        .iter()
        .map(|file| (file.path.as_str(), file.at_frame))
        .collect();
    assert_eq!(continued, [("1-1-a.2.wav", 100), ("1-1-a.3.wav", 200)]);
    let all: Vec<f32> = ["1-1-a.wav", "1-1-a.2.wav", "1-1-a.3.wav"]
        .iter()
        .flat_map(|name| samples(&folder.path().join(name)))
        .collect();
    assert_eq!(all, ramp(0, 250));
    let labels = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(labels("1-1-a.txt"), "0.099000\t0.099000\tfirst\n");
    assert_eq!(labels("1-1-a.2.txt"), "0.000000\t0.000000\tsecond\n");
    assert_eq!(labels("1-1-a.3.txt"), "0.050000\t0.050000\tthird\n");
}

#[test]
fn what_a_full_disk_refused_is_silence_of_its_length() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1-1-a.wav");
    let (mut take, _) = OpenTake::begin(path.clone(), "1-1-a.wav".to_owned(), paper(u64::MAX));
    take.write(&ramp(0, 100)).unwrap();
    take.checkpoint().unwrap().unwrap();
    // The disk is full from here on.
    take.wait();
    assert!(take.is_waiting());
    take.write(&ramp(100, 60)).unwrap();
    assert!(take.checkpoint().unwrap().is_none());
    assert_eq!(WavSource::open(&path).unwrap().frames, 100, "it is valid");
    assert!(take.retry(), "there is room again");
    take.write(&ramp(160, 40)).unwrap();
    let ended = take.end(&[], &[]);
    assert!(ended.error.is_none());
    let kept = ended.take.unwrap();
    assert_eq!((kept.frames, kept.lost_frames), (200, 60));
    assert_eq!(kept.gaps, [gap(100, 60, GapCause::DiskFull)]);
    let expected = [ramp(0, 100), vec![0.0; 60], ramp(160, 40)].concat();
    assert_eq!(samples(&path), expected);
}

#[test]
fn a_take_that_ends_while_the_disk_is_full_is_as_long_as_its_section() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1-1-a.wav");
    let (mut take, _) = OpenTake::begin(path.clone(), "1-1-a.wav".to_owned(), paper(u64::MAX));
    take.write(&ramp(0, 100)).unwrap();
    take.wait();
    take.write(&ramp(100, 60)).unwrap();
    let kept = take.end(&[], &[]).take.unwrap();
    assert_eq!((kept.frames, kept.lost_frames), (160, 60));
    assert_eq!(samples(&path), [ramp(0, 100), vec![0.0; 60]].concat());
}

#[test]
fn a_take_whose_file_cannot_be_made_says_so_and_goes_on_when_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("not there");
    let path = missing.join("1-1-a.wav");
    let (mut take, refused) = OpenTake::begin(path.clone(), "1-1-a.wav".to_owned(), paper(1000));
    assert!(refused.unwrap().to_string().contains("1-1-a.wav"));
    take.write(&ramp(0, 30)).unwrap();
    assert!(!take.retry());
    std::fs::create_dir(&missing).unwrap();
    assert!(take.retry());
    take.write(&ramp(30, 20)).unwrap();
    let kept = take.end(&[], &[]).take.unwrap();
    assert_eq!(kept.gaps, [gap(0, 30, GapCause::DiskFull)]);
    assert_eq!(samples(&path), [vec![0.0; 30], ramp(30, 20)].concat());

    std::fs::remove_dir_all(&missing).unwrap();
    let (take, _) = OpenTake::begin(path, "1-1-a.wav".to_owned(), paper(1000));
    let ended = take.end(&[], &[]);
    assert!(ended.take.is_none() && ended.error.is_some());
}

#[test]
fn what_was_not_written_counts_once() {
    use GapCause::{DeviceLost, DiskFull};
    let unwritten = [gap(100, 50, DiskFull)];
    for (heard, expected) in [
        (vec![], vec![gap(100, 50, DiskFull)]),
        (
            vec![gap(10, 20, DeviceLost)],
            vec![gap(10, 20, DeviceLost), gap(100, 50, DiskFull)],
        ),
        (
            vec![gap(90, 100, DeviceLost)],
            vec![
                gap(90, 10, DeviceLost),
                gap(100, 50, DiskFull),
                gap(150, 40, DeviceLost),
            ],
        ),
        (vec![gap(110, 10, DeviceLost)], vec![gap(100, 50, DiskFull)]),
    ] {
        assert_eq!(merged(&heard, &unwritten), expected, "{heard:?}");
    }
}
