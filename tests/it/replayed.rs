//! What a speaker gets of a take.

use std::time::Duration;

use super::support::home::{Home, hotseat, run};
use super::support::room::Room;
use super::support::unfinished::{leave, split};
use super::support::{signal, wait, wav};

const LIMIT: Duration = Duration::from_secs(30);

/// What the speaker may swallow when a stream begins: see `Room::play_samples`.
const SWALLOWED: usize = 4_800;

/// `splits` are the frames at which the take goes on in a further file.
fn is_heard_to_its_last_sample(room: &Room, splits: &[usize]) {
    let home = Home::new();
    let file = home.path().join("x.wav");
    wav::write(&file, wav::ROOM, &signal::samples(3 * 48_000));
    let mut practice = hotseat(&home);
    practice
        .args([
            "practice",
            "quick",
            "--scale=0.02",
            "--follow-ups=0",
            "--yes",
            "--no-score",
        ])
        .arg(format!("--mic=file:{}", file.display()));
    let session = run(practice.arg("--json")).ok().json();
    let frames = session["answers"][0]["sections"][0]["take"]["frames"]
        .as_u64()
        .expect("frames");
    let frames = usize::try_from(frames).expect("it is small");
    if !splits.is_empty() {
        let folder = home
            .path()
            .join(session["folder"].as_str().expect("a folder"));
        split(&folder, "1-1-answer.wav", splits);
        // The next verb finds the files, and puts them together.
        leave(&folder);
    }
    // The microphone begins with the session, the take 0.6 s later.
    let first = 600 * 48;

    let heard = home.path().join("heard");
    let mut recorder = room.record(&heard);
    wait::until(LIMIT, || (!wav::read_bare(&heard).is_empty()).then_some(())).expect("it records");
    let mut replay = hotseat(&home);
    room.apply(&mut replay);
    run(replay.arg("replay")).ok();
    wait::until(LIMIT, || {
        let all = wav::read_bare(&heard);
        let tail = all.len().checked_sub(9_600)?;
        all[tail..].iter().all(|sample| *sample == 0).then_some(())
    });
    recorder.kill();
    let all = wav::read_bare(&heard);
    let heard = signal::without_silence(&all);
    let begin = signal::run(heard)
        .unwrap_or_else(|at| panic!("it breaks at frame {at} of {}", heard.len()));
    let last = usize::from(begin) + heard.len() - 1;
    assert_eq!(
        last % 65_536,
        (first + frames - 1) % 65_536,
        "the last sample"
    );
    assert!(
        heard.len() + SWALLOWED >= frames,
        "{} of {frames} frames",
        heard.len()
    );
}

#[test]
fn a_take_is_heard_to_its_last_sample_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        is_heard_to_its_last_sample(&room, &[]);
    }
}

#[test]
fn a_take_of_several_files_is_heard_as_one_on_pulseaudio() {
    if let Some(room) = Room::pulse() {
        is_heard_to_its_last_sample(&room, &[30_000, 30_001, 50_000]);
    }
}
