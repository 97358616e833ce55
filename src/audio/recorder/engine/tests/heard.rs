//! What is heard of a take on its way is what is heard of its file.

use super::*;
use crate::audio::analysis::{analyse, speech};
use crate::domain::{Bits, Channels, Heard};

/// A microphone of a format, and takes as they are wanted, of so many frames per file.
struct Case {
    device: Format,
    wanted: TakeFormat,
    largest: u64,
}

/// Two takes, the first with a pause, a loss and a lost microphone in it; their files, and what was
/// heard of each on its way.
fn record(case: &Case, folder: &Path) -> Vec<(Vec<PathBuf>, Option<Heard>)> {
    let (feed, mut intake) = Feed::driven(case.device, Trust::Fine);
    let told = Told::default();
    let into = Arc::clone(&told);
    let start = clock::now();
    let opened = Opened::driven(feed, Mic::none());
    let tell = move |event| into.lock().unwrap().push(event);
    let mut engine = Engine::new(opened, case.wanted, tell, start).unwrap();
    engine.desk.paper.largest = case.largest;
    let spec = |key: &'static str| TakeSpec {
        key,
        path: folder.join(key),
        name: key.to_owned(),
        listen: true,
    };
    let cut = |next: Option<&'static str>| Turn::Cut {
        marks: Vec::new(),
        next: next.map(spec),
    };
    let turns = [
        (0, cut(Some("a.wav"))),
        (1_500, Turn::Pause),
        (2_000, Turn::Resume),
        (5_210, cut(Some("b.wav"))),
    ];
    let at = |millis| start + ms(millis);
    for (millis, turn) in turns {
        engine.obey(Command::Boundary(Boundary {
            at: at(millis),
            turn,
        }));
    }
    let rate = case.device.sample_rate as usize;
    let block = rate / 50 * usize::from(case.device.channels);
    let sound = speech(block * 50 * 7);
    for (n, block) in (0_u64..).zip(sound.chunks(block)) {
        // A tenth of a second is lost after three.
        let lost = if n < 150 { 0 } else { 100 };
        intake.push(block, at(n * 20 + lost));
        engine.turn(at(n * 20 + lost));
    }
    engine.obey(Command::Boundary(Boundary {
        at: at(7_500),
        turn: cut(None),
    }));
    engine.obey(Command::Finish { by: at(7_600) });
    while !engine.turn(at(7_700)) {}
    drop(engine);
    let told = std::mem::take(&mut *told.lock().unwrap());
    let mut heard = Vec::new();
    for key in ["a.wav", "b.wav"] {
        let mut files = None;
        let mut figures = None;
        for event in &told {
            match event {
                RecorderEvent::Done { key: k, take } if *k == key => {
                    let paths = take.files().map(|name| folder.join(name));
                    files = Some(paths.collect());
                    // The loss, or what never came at the end.
                    assert!(take.lost_frames > 0, "{key}");
                }
                RecorderEvent::Heard { key: k, heard } if *k == key => {
                    figures = Some(heard.clone());
                }
                _ => {}
            }
        }
        heard.push((files.unwrap(), figures));
    }
    heard
}

#[test]
fn it_is_what_is_heard_of_the_file() {
    let device = |sample_rate, channels| Format {
        sample_rate,
        channels,
    };
    let usual = TakeFormat::default();
    let fine = TakeFormat {
        bits: Bits::TwentyFour,
        channels: Channels::Device,
        ..usual
    };
    let converted = TakeFormat {
        sample_rate: Some(48_000),
        ..usual
    };
    let whole = u64::MAX;
    for (device, wanted, largest) in [
        (device(48_000, 1), usual, whole),
        (device(48_000, 1), usual, 60_000),
        (device(44_100, 2), fine, 77_777),
        (device(44_100, 2), converted, whole),
        (device(16_000, 1), usual, whole),
    ] {
        let case = Case {
            device,
            wanted,
            largest,
        };
        let folder = tempfile::tempdir().unwrap();
        for (files, heard) in record(&case, folder.path()) {
            assert_eq!(files.len() > 1, largest < whole, "{device:?}");
            let file = analyse(&files[0], &files[1..]).unwrap().heard;
            assert!(file.loudness_lufs.is_some(), "{device:?}");
            assert_eq!(heard, Some(file), "{device:?}, {wanted:?}, {largest}");
        }
    }
}
