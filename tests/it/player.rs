//! The player, heard from outside: what comes out of the speaker, where a key leads, and what happens
//! when the speaker goes.

mod compared;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use super::support::devices::{frequency, tone};
use super::support::home::{Home, hotseat, run};
use super::support::process::Process;
use super::support::pty::{Exit, Pty};
use super::support::room::Room;
use super::support::sitting::{ran, sit};
use super::support::witness::{Run, until_it_counts};
use super::support::{signal, wait, wav};

const LIMIT: Duration = Duration::from_secs(30);

const SECOND: usize = 48_000;

/// What the speaker may swallow when a stream begins: see `Room::play_samples`.
const SWALLOWED: usize = 4_800;

/// A session with two takes, whose recordings are then what a test makes of them.
struct Recorded {
    home: Home,
    folder: PathBuf,
}

impl Recorded {
    fn new(first: &[i16], second: &[i16]) -> Self {
        let home = Home::new();
        let args = ["quick", "--mic=tone", "--follow-ups=1", "--no-score"];
        let session = sit(&home, &args);
        let folder = home
            .path()
            .join(session["folder"].as_str().expect("a folder"));
        wav::write(&folder.join("1-1-answer.wav"), wav::ROOM, first);
        wav::write(&folder.join("1-2-follow-up-1.wav"), wav::ROOM, second);
        Recorded { home, folder }
    }

    fn command(&self, room: &Room, args: &[&str]) -> Command {
        let mut command = hotseat(&self.home);
        room.apply(&mut command);
        command.arg("replay").args(args);
        command
    }

    fn on_terminal(&self, room: &Room, args: &[&str]) -> Pty {
        Pty::start(&self.command(room, args), 24, 80)
    }

    fn sections(&self) -> Value {
        let shown = ran(&self.home, &["sessions", "show", "last", "--json"]).json();
        shown["answers"][0]["sections"].clone()
    }
}

/// Begins to record the room.
fn recording(room: &Room, file: &Path) -> Process {
    let recorder = room.record(file);
    wait::until(LIMIT, || (!wav::read_bare(file).is_empty()).then_some(())).expect("it records");
    recorder
}

/// All that was recorded, once a fifth of a second of it is silent.
fn heard(mut recorder: Process, file: &Path) -> Vec<i16> {
    wait::until(LIMIT, || {
        let all = wav::read_bare(file);
        let tail = all.len().checked_sub(SECOND / 5)?;
        all[tail..].iter().all(|sample| *sample == 0).then_some(())
    });
    recorder.kill();
    signal::without_silence(&wav::read_bare(file)).to_vec()
}

/// A part of the signal that no other test's part begins with, without a sample of 0.
fn piece(from: usize, frames: usize) -> Vec<i16> {
    let samples = (from..from + frames).map(signal::sample);
    samples
        .map(|sample| if sample == 0 { 1 } else { sample })
        .collect()
}

/// Where `wanted` stands in `heard`.
fn find(heard: &[i16], wanted: &[i16]) -> Option<usize> {
    heard
        .windows(wanted.len())
        .position(|window| window == wanted)
}

#[test]
fn at_its_own_speed_every_sample_of_every_take_comes_out_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let (first, second) = (piece(0, 2 * SECOND), piece(20_000, SECOND));
    let recorded = Recorded::new(&first, &second);
    let all = [first, second].concat();
    // On a machine that is busy with other things the server itself may be kept waiting.
    until_it_counts(|| {
        let file = recorded.home.path().join("heard");
        let recorder = recording(&room, &file);
        run(&mut recorded.command(&room, &[])).ok();
        let heard = heard(recorder, &file);
        let swallowed = all.len() - heard.len().min(all.len());
        if swallowed <= SWALLOWED && heard == all[swallowed..] {
            return Run::Counts;
        }
        Run::Spoiled(format!(
            "{} of {} frames, or others",
            heard.len(),
            all.len()
        ))
    });
}

#[test]
fn faster_is_shorter_and_not_higher_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let recorded = Recorded::new(&tone(200.0, 6), &tone(200.0, 3));
    let expected = (9 * SECOND) as f64 / 1.5;
    until_it_counts(|| {
        let file = recorded.home.path().join("heard");
        let recorder = recording(&room, &file);
        run(&mut recorded.command(&room, &["--speed", "1.5"])).ok();
        let heard = heard(recorder, &file);
        let off = (heard.len() as f64 - expected).abs();
        let inner = &heard[SECOND / 2..heard.len() - SECOND / 2];
        let found = frequency(inner, 48_000);
        if off <= expected * 0.01 + SWALLOWED as f64 && (found - 200.0).abs() < 1.0 {
            return Run::Counts;
        }
        Run::Spoiled(format!("{} frames, {found} Hz", heard.len()))
    });
}

#[test]
fn a_key_leads_to_its_frame_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let (first, second) = (piece(0, 30 * SECOND), piece(40_000, 20 * SECOND));
    let recorded = Recorded::new(&first, &second);
    let file = recorded.home.path().join("heard");
    let recorder = recording(&room, &file);
    let mut pty = recorded.on_terminal(&room, &["--from", "0:10"]);
    pty.wait_for("00:1", LIMIT);
    pty.send(" ");
    pty.wait_for("paused", LIMIT);
    pty.send("m");
    pty.wait_for("marked at 00:1", LIMIT);
    let at_ms = recorded.sections()[0]["marks"][0]["at_ms"]
        .as_u64()
        .expect("a mark");
    // Away, back to the mark, and on.
    pty.send("n");
    pty.wait_for("Follow-up", LIMIT);
    pty.send(", ");
    pty.wait_for("Answer", LIMIT);
    let second_after = format!("00:{} of", at_ms / 1_000 + 2);
    pty.wait_for(&second_after, LIMIT);
    pty.send("n");
    pty.wait_for("00:01 of 00:20", LIMIT);
    pty.send("q");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
    assert!(pty.is_sane());
    let heard = heard(recorder, &file);
    let mark = usize::try_from(at_ms).expect("it is small") * 48;
    // Of a stream the monitor misses the beginning: the rest is the sound of the place.
    let place = from(&heard, &first[mark..mark + SECOND]).expect("the mark's sound");
    let begin = from(&heard, &second[..SECOND]).expect("the section's sound");
    assert!(begin > place);
}

#[test]
fn a_pause_is_gone_on_from_where_it_began_on_pulseaudio() {
    /// Where a server stops a stream it lets some frames fall that it has mixed already.
    const DROPPED: usize = SECOND / 200;
    let Some(room) = Room::pulse() else { return };
    let (first, second) = (piece(0, 6 * SECOND), piece(20_000, SECOND));
    let all = [first.clone(), second.clone()].concat();
    until_it_counts(|| {
        let recorded = Recorded::new(&first, &second);
        let file = recorded.home.path().join("heard");
        let recorder = recording(&room, &file);
        let mut pty = recorded.on_terminal(&room, &[]);
        pty.wait_for("00:02 of 00:06", LIMIT);
        pty.send(" ");
        pty.wait_for("paused", LIMIT);
        pty.send("m");
        pty.wait_for("marked at 00:02", LIMIT);
        let silence = || {
            let all = wav::read_bare(&file);
            let tail = &all[all.len() - SECOND / 2..];
            tail.iter().all(|sample| *sample == 0).then_some(())
        };
        wait::until(LIMIT, silence).expect("a pause is silent");
        pty.send(" ");
        pty.wait_for("That was all", LIMIT);
        pty.send("q");
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
        let heard = heard(recorder, &file);
        let pause = heard.iter().position(|sample| *sample == 0);
        let (before, after) = heard.split_at(pause.expect("a pause"));
        let after = signal::without_silence(after);
        let begin = find(&all[..SWALLOWED + SECOND], &before[..SECOND]);
        let end = begin.map_or(0, |begin| begin + before.len());
        let further = all.len() - after.len().min(all.len());
        // What the screen says is where the sound stopped, whatever lay ready by then.
        let mark = &recorded.sections()[0]["marks"][0]["at_ms"];
        let mark = usize::try_from(mark.as_u64().expect("a mark")).expect("it is small") * 48;
        if before == &all[end - before.len()..end]
            && after == &all[further..]
            && further.abs_diff(end) <= DROPPED
            && mark.abs_diff(end) <= SECOND / 10
        {
            return Run::Counts;
        }
        Run::Spoiled(format!("{end} to {further}, marked at {mark}"))
    });
}

/// Where `wanted` begins in `heard`, but for what the monitor misses of it.
fn from(heard: &[i16], wanted: &[i16]) -> Option<usize> {
    find(heard, &wanted[SWALLOWED..])
}

#[test]
fn where_a_speaker_goes_another_goes_on_from_there_on_pulseaudio() {
    let Some(mut room) = Room::pulse() else {
        return;
    };
    let (first, second) = (piece(0, 8 * SECOND), piece(30_000, SECOND));
    let recorded = Recorded::new(&first, &second);
    let all = [first, second].concat();
    until_it_counts(|| {
        let extra = room.plug_in_sink("extra");
        let file = recorded.home.path().join("heard");
        let recorder = recording(&room, &file);
        let mut pty = recorded.on_terminal(&room, &["--speaker", "xtr"]);
        pty.wait_for("00:02 of 00:08", LIMIT);
        // This server hands its streams over by itself; where one does not, the player goes on.
        room.unplug(&extra);
        let shown = pty.wait_for("The speaker `extra` went away. Going on, on `", LIMIT);
        assert!(shown.contains("playing"), "{shown}");
        pty.wait_for("That was all", LIMIT);
        pty.send("q");
        assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
        let heard = heard(recorder, &file);
        let from = all.len() - heard.len().min(all.len());
        if heard == all[from..] && (SECOND..5 * SECOND).contains(&from) {
            return Run::Counts;
        }
        Run::Spoiled(format!("{} frames, or others", heard.len()))
    });
}

#[test]
fn a_speaker_that_comes_back_is_played_on_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let recorded = Recorded::new(&piece(0, 5 * SECOND), &piece(0, SECOND));
    let mut pty = recorded.on_terminal(&room, &[]);
    pty.wait_for("00:01 of 00:05", LIMIT);
    room.unplug(&room.first_device());
    pty.wait_for("went away", LIMIT);
    let shown = pty.screen();
    assert!(shown.contains("no speaker"), "{shown}");
    // Nothing moves meanwhile but where the listener wants to be.
    pty.send("p");
    pty.wait_for("00:00 of 00:05", LIMIT);
    room.pactl(&[
        "load-module",
        "module-null-sink",
        "sink_name=room",
        "rate=44100",
    ]);
    pty.wait_for("Going on, on", LIMIT);
    pty.wait_for("That was all", LIMIT);
    pty.send("q");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
}

#[test]
fn a_sink_that_nobody_listens_to_is_there_on_pulseaudio() {
    let Some(mut room) = Room::pulse() else {
        return;
    };
    room.listen_no_more();
    let recorded = Recorded::new(&piece(0, 2 * SECOND), &piece(0, 100));
    // Behind a stream the sink mixes two seconds of silence, which the next one has to wait for.
    for args in [&["--section", "2"][..], &[]] {
        let ran = run(&mut recorded.command(&room, args)).ok();
        assert!(!ran.stderr.contains("went away"), "{}", ran.stderr);
    }
}

#[test]
fn a_jump_never_costs_the_speaker_on_pipewire() {
    /// Of streams that were closed twice by number, one in ten took the next one with it.
    const JUMPS: usize = 40;
    let Some(room) = Room::pipewire() else { return };
    let recorded = Recorded::new(&piece(0, 60 * SECOND), &piece(0, 60 * SECOND));
    let mut pty = recorded.on_terminal(&room, &["--plain"]);
    let said = |pty: &Pty| String::from_utf8_lossy(&pty.bytes()).into_owned();
    for jump in 0..JUMPS {
        let told = || (said(&pty).matches("playing 1-").count() > jump).then_some(());
        wait::until(LIMIT, told).expect("it plays there");
        pty.send(if jump % 2 == 0 { "n" } else { "p" });
    }
    pty.send("q");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
    assert!(!said(&pty).contains("went away"), "{}", said(&pty));
}

#[test]
fn a_speaker_is_called_by_its_name_on_pulseaudio() {
    let Some(mut room) = Room::pulse() else {
        return;
    };
    room.plug_in_sink("kitchen");
    let recorded = Recorded::new(&piece(0, 100), &piece(0, 100));
    let ran = run(&mut recorded.command(&room, &["--speaker", "kitchne"]));
    let said = ran.show();
    assert_eq!(ran.status, Some(1), "{said}");
    assert!(said.contains("no speaker is called `kitchne`"), "{said}");
    assert!(said.contains("did you mean `kitchen`?"), "{said}");
}

#[test]
fn without_a_speaker_the_recording_is_named() {
    let recorded = Recorded::new(&piece(0, 100), &piece(0, 100));
    let ran = run(hotseat(&recorded.home).arg("replay"));
    let said = ran.show();
    assert_eq!(ran.status, Some(1), "{said}");
    assert!(said.contains("speaker"), "{said}");
    let take = recorded.folder.join("1-1-answer.wav");
    assert!(said.contains(&take.display().to_string()), "{said}");
}

#[test]
fn marks_are_kept_in_the_record_and_beside_the_recording_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let recorded = Recorded::new(&piece(0, 20 * SECOND), &piece(0, 20 * SECOND));
    let before = wav::read(&recorded.folder.join("1-2-follow-up-1.wav"));
    let mut pty = recorded.on_terminal(&room, &["--plain", "--section", "2", "--from", "0:05"]);
    pty.wait_for("playing 1-2", LIMIT);
    pty.send("\r");
    pty.wait_for("A label for the mark:", LIMIT);
    pty.send("too long\r");
    pty.wait_for("marked at 00:0", LIMIT);
    pty.send("m");
    wait::until(LIMIT, || {
        (pty.screen().matches("marked at").count() == 2).then_some(())
    });
    pty.send("q");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());

    let marks = recorded.sections()[1]["marks"].clone();
    let what = |n: usize| (marks[n]["while"].clone(), marks[n]["label"].clone());
    assert_eq!(what(0), (json!("replay"), json!("too long")));
    assert_eq!(what(1), (json!("replay"), Value::Null));
    let at = marks[0]["at_ms"].as_u64().expect("a time");
    assert!((5_000..8_000).contains(&at), "{at}");
    let copy = fs::read_to_string(recorded.folder.join("session.json")).expect("the copy");
    let copy: Value = serde_json::from_str(&copy).expect("it is JSON");
    assert_eq!(copy["answers"][0]["sections"][1]["marks"], marks);
    let labels = fs::read_to_string(recorded.folder.join("1-2-follow-up-1.txt")).expect("labels");
    assert!(labels.contains("\ttoo long\n"), "{labels}");
    assert_eq!(labels.lines().count(), 2);
    let after = wav::read(&recorded.folder.join("1-2-follow-up-1.wav"));
    assert!(before == after, "the samples are as they were");
}

#[test]
fn a_text_of_ones_own_beside_the_recording_stays_and_the_way_out_is_said_on_pulseaudio() {
    let Some(room) = Room::pulse() else { return };
    let recorded = Recorded::new(&piece(0, 20 * SECOND), &piece(0, 20 * SECOND));
    let transcript = recorded.folder.join("1-2-follow-up-1.txt");
    fs::write(&transcript, "well, I think").expect("it is written");
    let mut pty = recorded.on_terminal(&room, &["--section", "2", "--from", "0:05"]);
    pty.wait_for(" of 00:", LIMIT);
    pty.send("m");
    let told = "in the record alone: 1-2-follow-up-1.txt is not hotseat's; move it away";
    pty.wait_for(told, LIMIT);
    fs::remove_file(&transcript).expect("it is moved away");
    pty.send("m");
    wait::until(LIMIT, || transcript.exists().then_some(()));
    pty.send("q");
    assert_eq!(pty.wait_exit(LIMIT), Exit::Code(0), "{}", pty.screen());
    let labels = fs::read_to_string(&transcript).expect("labels");
    assert_eq!(labels.lines().count(), 2, "{labels}");
    assert_eq!(
        recorded.sections()[1]["marks"].as_array().map(Vec::len),
        Some(2)
    );
}
