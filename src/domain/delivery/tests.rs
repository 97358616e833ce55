//! Rows of frames, and what they amount to.

use super::*;

/// A voice, a room, a room with a loud thing in it, digital silence.
const VOICE: HeardFrame = frame(0.9, -25.0);
const ROOM: HeardFrame = frame(0.1, -65.0);
const CHAIR: HeardFrame = frame(0.1, -20.0);
const NOTHING: HeardFrame = frame(0.0, SILENT_DBFS);

const fn frame(voice: f32, level_dbfs: f32) -> HeardFrame {
    HeardFrame { voice, level_dbfs }
}

/// Frames in runs: how many of what.
fn heard(runs: &[(usize, HeardFrame)]) -> Heard {
    let frames: Vec<HeardFrame> = runs
        .iter()
        .flat_map(|(count, frame)| std::iter::repeat_n(*frame, *count))
        .collect();
    Heard {
        length_ms: frames.len() as u64 * FRAME_MS,
        frames,
        loudness_lufs: None,
        peak_dbfs: None,
        clipped_frames: 0,
    }
}

fn figures(runs: &[(usize, HeardFrame)]) -> Speech {
    delivery(&heard(runs), PAUSE_MS)
}

#[test]
fn a_pause_lies_between_two_stretches_of_speech() {
    // 2 s of room, 1 s of speech, 1.6 s of room, 1 s of speech, 3.2 s, 1 s of speech, 10 s.
    let speech = figures(&[
        (125, ROOM),
        (63, VOICE),
        (100, ROOM),
        (63, VOICE),
        (200, ROOM),
        (63, VOICE),
        (625, ROOM),
    ]);
    let pause = |at: u64, length: u64| Pause {
        at_ms: at * FRAME_MS,
        length_ms: length * FRAME_MS,
    };
    assert_eq!(speech.first_word_ms, Some(2_000));
    assert_eq!(speech.speaking_ms, 3 * 63 * FRAME_MS);
    assert_eq!(speech.pauses, 2);
    assert_eq!(speech.pause_list, [pause(188, 100), pause(351, 200)]);
    assert_eq!(speech.longest_pause_ms, 3_200);
    assert_eq!(speech.noise_dbfs, Some(-65.0));
    let share = 1.0 - 189.0 / 1239.0;
    assert!((speech.silence.unwrap() - share).abs() < 0.000_1);
}

#[test]
fn silence_that_is_shorter_than_a_pause_is_none() {
    let runs = |between| figures(&[(50, VOICE), (between, ROOM), (50, VOICE)]);
    assert_eq!(runs(93).pauses, 0, "1.488 s");
    assert_eq!(runs(94).pauses, 1, "1.504 s");
    let speech = delivery(
        &heard(&[(50, VOICE), (94, ROOM), (50, VOICE)]),
        2 * PAUSE_MS,
    );
    assert_eq!((speech.pauses, speech.longest_pause_ms), (0, 0));
}

#[test]
fn what_is_not_speech_leaves_nobody_heard() {
    let cases = [
        ("nothing at all", vec![]),
        ("one frame", vec![(1, VOICE)]),
        ("digital silence", vec![(500, NOTHING)]),
        ("a room", vec![(500, ROOM)]),
        (
            "a chair, far from any voice",
            vec![(500, ROOM), (60, CHAIR), (500, ROOM)],
        ),
        (
            "a click that sounds like a voice",
            vec![(500, ROOM), (3, VOICE), (500, ROOM)],
        ),
        // What detects voices takes it for one.
        ("a tone, as loud all the time", vec![(500, VOICE)]),
        (
            "a voice too faint to be one",
            vec![(100, NOTHING), (500, frame(0.9, -61.0))],
        ),
    ];
    for (what, runs) in cases {
        let speech = figures(&runs);
        assert_eq!(speech.first_word_ms, None, "{what}");
        assert_eq!(speech.speaking_ms, 0, "{what}");
        assert_eq!((speech.pauses, speech.longest_pause_ms), (0, 0), "{what}");
        let silence = (!runs.is_empty()).then_some(1.0);
        assert_eq!(speech.silence, silence, "{what}");
    }
}

#[test]
fn a_voice_is_heard_late_and_the_level_says_when_it_began() {
    let loud = frame(0.2, -25.0);
    // The last consonant has no voice either.
    let speech = figures(&[(100, ROOM), (5, loud), (50, VOICE), (6, loud), (100, ROOM)]);
    assert_eq!(speech.first_word_ms, Some(1_600));
    assert_eq!(speech.speaking_ms, 61 * FRAME_MS);
}

#[test]
fn a_breath_within_a_word_is_spoken_through() {
    let runs = |hole| figures(&[(100, ROOM), (50, VOICE), (hole, ROOM), (50, VOICE)]);
    assert_eq!(runs(15).speaking_ms, 115 * FRAME_MS);
    assert_eq!(runs(16).speaking_ms, 100 * FRAME_MS);
}

#[test]
fn speech_in_a_loud_room_is_what_stands_out_of_it() {
    let noise = frame(0.7, -35.0);
    let speech = figures(&[(100, noise), (50, VOICE), (100, noise), (50, VOICE)]);
    assert_eq!(speech.speaking_ms, 100 * FRAME_MS);
    assert_eq!(speech.pauses, 1);
    assert_eq!(speech.noise_dbfs, Some(-35.0));
}

#[test]
fn a_last_frame_that_reaches_beyond_the_end_is_cut_there() {
    let mut heard = heard(&[(100, ROOM), (50, VOICE)]);
    heard.length_ms -= 10;
    let speech = delivery(&heard, PAUSE_MS);
    assert_eq!(speech.speaking_ms, 790);
    assert!((speech.silence.unwrap() - 1_600.0 / 2_390.0).abs() < 0.000_1);
}
