//! What comes out of the ring, frame by frame, with a speaker that asks when the test says so.

use std::time::Duration;

use tempfile::TempDir;

use super::super::super::speaker::Pour;
use super::super::super::tape::TakeFiles;
use super::super::places::Places;
use super::*;

const RATE: u32 = 8_000;

/// A player without a thread, whose tape counts: the sample says which frame it is.
struct Bench {
    filler: Filler,
    pour: Pour,
    _folder: TempDir,
}

impl Bench {
    fn new(frames: i16, speaker: Format, manner: Manner) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wav");
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: RATE,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&path, spec).unwrap();
        (1..=frames).for_each(|frame| writer.write_sample(frame).unwrap());
        writer.finalize().unwrap();
        let take = TakeFiles {
            first: path,
            further: Vec::new(),
        };
        let shared = Arc::new(Mutex::new(Shared {
            tap: None,
            places: Places::default(),
            sought: Some(manner.from),
            outlet: Outlet::Gone(String::new()),
        }));
        let from = manner.from;
        let tape = Tape::open(&[take]).unwrap();
        let mut filler = Filler::new(tape, shared, None, manner);
        let (playing, pour) = Playing::driven(speaker, 1);
        filler.play_on(playing, from).unwrap();
        Bench {
            filler,
            pour,
            _folder: folder,
        }
    }

    fn usual(frames: i16, manner: Manner) -> Self {
        let speaker = Format {
            sample_rate: RATE,
            channels: 1,
        };
        Bench::new(frames, speaker, manner)
    }

    /// The next frames, which are at the ear `delay` frames later.
    fn asked(&mut self, frames: usize, delay: u64) -> Vec<i16> {
        self.filler.fill();
        let mut block = vec![0; frames];
        let delay = Duration::from_nanos(delay * 1_000_000_000 / u64::from(RATE));
        self.pour.fill(&mut block, delay);
        block
    }

    /// Where it is by its own account, once it has played for long.
    fn place(&self) -> u64 {
        locked(&self.filler.shared).place()
    }
}

/// What the tape holds from a frame on.
fn tape(from: usize, frames: usize) -> Vec<i16> {
    (from + 1..=from + frames)
        .map(|n| i16::try_from(n).unwrap())
        .collect()
}

#[test]
fn a_jump_lands_on_its_frame_and_nothing_stale_is_heard() {
    let mut bench = Bench::usual(30_000, Manner::default());
    assert_eq!(bench.asked(100, 0), tape(0, 100));
    for to in [20_000, 19_999, 3, 29_950, 0] {
        bench.filler.obey(Command::Seek(to));
        assert_eq!(bench.place(), to, "before it is heard");
        let expected = tape(to as usize, 50);
        assert_eq!(bench.asked(50, 0), expected, "{to}");
    }
}

#[test]
fn many_jumps_before_the_speaker_asks_lead_to_the_last() {
    let mut bench = Bench::usual(30_000, Manner::default());
    for to in 0..40 {
        bench.filler.obey(Command::Seek(to * 500));
    }
    // The ring may be full of what is stale; then it takes another round.
    let heard: Vec<i16> = (0..4).flat_map(|_| bench.asked(50, 0)).collect();
    let heard: Vec<i16> = heard.into_iter().filter(|sample| *sample != 0).collect();
    assert_eq!(heard[..100], tape(19_500, 100));
}

#[test]
fn the_place_is_the_frame_at_the_ear() {
    let mut bench = Bench::usual(30_000, Manner::default());
    bench.asked(800, 80);
    // Silence enough for all of it to have arrived: then no clock is needed to know.
    bench.filler.obey(Command::Pause(true));
    for _ in 0..4 {
        bench.asked(80, 80);
    }
    let place = bench.place();
    assert!((800..=840).contains(&place), "{place}");
    bench.filler.obey(Command::Pause(false));
    let heard = bench.asked(100, 80);
    assert_eq!(heard[90..], tape(place as usize + 90, 10));
}

#[test]
fn what_is_left_out_is_left_out_and_all_else_is_not() {
    let manner = Manner {
        skips: vec![5_000..9_000, 20_000..20_001],
        ..Manner::default()
    };
    let mut bench = Bench::usual(12_000, manner);
    let heard: Vec<i16> = (0..170).flat_map(|_| bench.asked(50, 0)).collect();
    let hop = i16::try_from(bench.filler.stretch.hop_frames()).unwrap();
    assert!(heard.contains(&(5_000 - hop)) && heard.contains(&(9_001 + hop)));
    let inside = heard
        .iter()
        .filter(|s| (5_001 + hop..9_000).contains(*s))
        .count();
    assert!(inside <= usize::try_from(hop).unwrap(), "{inside}");
    let last = heard.iter().rposition(|sample| *sample != 0).unwrap();
    assert_eq!(heard[last], 12_000);
    // Whoever jumps into it hears it.
    bench.filler.obey(Command::Seek(6_000));
    assert_eq!(bench.asked(50, 0), tape(6_000, 50));
}

#[test]
fn at_another_speed_the_place_follows_the_source() {
    let manner = Manner {
        speed: 2.0,
        ..Manner::default()
    };
    let mut bench = Bench::usual(32_000, manner);
    (0..80).for_each(|_| drop(bench.asked(50, 0)));
    let heard = bench.asked(1, 0)[0];
    bench.filler.obey(Command::Pause(true));
    (0..4).for_each(|_| drop(bench.asked(50, 0)));
    let place = bench.place().cast_signed();
    assert!(
        (place - i64::from(heard)).abs() < 300,
        "{place} beside {heard}"
    );
    assert!((place - 8_000).abs() < 400, "{place}");
    // Slower again: it goes on from there.
    bench.filler.obey(Command::Speed(1.0));
    bench.filler.obey(Command::Pause(false));
    bench.asked(50, 0);
    let next = bench.asked(50, 0);
    assert_eq!(next, tape(place as usize + 50, 50));
}

#[test]
fn a_speaker_of_another_rate_hears_the_same_for_as_long() {
    let speaker = Format {
        sample_rate: 2 * RATE,
        channels: 1,
    };
    let mut bench = Bench::new(16_000, speaker, Manner::default());
    let heard: Vec<i16> = (0..700).flat_map(|_| bench.asked(50, 0)).collect();
    let last = heard.iter().rposition(|sample| sample.abs() > 200).unwrap();
    assert!((31_900..=32_100).contains(&last), "{last}");
    assert!((heard[20_000] - 10_000).abs() < 20, "{}", heard[20_000]);
}

#[test]
fn a_stream_that_is_refused_in_mid_play_is_a_speaker_that_is_gone() {
    let mut bench = Bench::usual(30_000, Manner::default());
    bench.asked(100, 0);
    locked(&bench.filler.shared).sought = Some(700);
    let format = Format {
        sample_rate: 0,
        channels: 1,
    };
    let (impossible, _pour) = Playing::driven(format, 1);
    bench.filler.replace(Ok(impossible), 700);
    let outlet = locked(&bench.filler.shared).outlet.clone();
    assert_eq!(outlet, Outlet::Gone("driven".to_owned()));
    assert_eq!(bench.place(), 700, "it goes on from there");
}

#[test]
fn a_jump_tells_nothing_of_the_speaker() {
    let mut bench = Bench::usual(30_000, Manner::default());
    let handed_over = Outlet::Speaker {
        name: "driven".to_owned(),
        instead_of: Some("desk".to_owned()),
    };
    locked(&bench.filler.shared).outlet = handed_over.clone();
    let format = Format {
        sample_rate: RATE,
        channels: 1,
    };
    let (renewed, _pour) = Playing::driven(format, 1);
    bench.filler.replace(Ok(renewed), 700);
    assert_eq!(locked(&bench.filler.shared).outlet, handed_over);
}
