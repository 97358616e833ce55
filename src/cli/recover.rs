//! `recover`: finishes sessions that were cut short. Also done by itself before anything that looks
//! at sessions, and said.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::context::Context;
use crate::audio::{AudioError, Repaired, mark_take, noted_gaps, remove_notes, repair};
use crate::domain::{Gap, MarkSource, Session, Take, complete, gather};
use crate::store::{Held, History, StoreError, abandoned, change, sidecar};
use crate::ui::text::words_ms;

pub(super) fn run(context: &Context) -> anyhow::Result<u8> {
    let mut history = context.history_as_it_is()?;
    let done = recover(context, &mut history);
    if done == Done::default() {
        context.terminal.say("no session was cut short");
    }
    Ok(u8::from(done.failed > 0))
}

/// How many sessions were recovered, and how many could not be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    recovered: usize,
    failed: usize,
}

/// Recovers every abandoned session of the home; what cannot be recovered is told and left as it is.
pub(super) fn recover(context: &Context, history: &mut History) -> Done {
    let mut done = Done::default();
    for (folder, held) in abandoned(&context.home.recordings()) {
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match recover_one(history, &folder, &name) {
            Ok(text) => {
                done.recovered += 1;
                context.terminal.say(&text);
                if let Err(error) = held.end() {
                    context.terminal.say(&format!("warning: {error}"));
                }
                // Only an empty one can be removed.
                let _ = std::fs::remove_dir(&folder);
            }
            Err(error) => {
                done.failed += 1;
                let text = format!(
                    "warning: the session in {} could not be recovered: {error:#}",
                    folder.display()
                );
                context.terminal.say(&text);
            }
        }
    }
    done
}

fn recover_one(history: &mut History, folder: &Path, name: &str) -> anyhow::Result<String> {
    sidecar::sweep(folder);
    let found = repair_takes(folder)?;
    let Some(mut session) = sidecar::find(folder)? else {
        remove_notes(folder);
        return Ok(without_record(folder, &found));
    };
    complete(&mut session, &found.takes);
    let held = Held::of(folder)?;
    sidecar::write(folder, &session)?;
    match history.save(&session, &format!("recordings/{name}")) {
        // What was given in another terminal while it was sat is in the history alone.
        Ok(()) => change(history, &held, session.id, |_| anyhow::Ok(())).map(drop)?,
        Err(StoreError::Deleted { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    remove_notes(folder);
    let unmarked = mark_takes(folder, &session).err();
    let spoken = words_ms(session.used_ms());
    let extra = if found.regained_ms > 0 {
        format!(", {} of it brought back", words_ms(found.regained_ms))
    } else {
        String::new()
    };
    let unmarked = unmarked.map_or_else(String::new, |error| {
        format!("; its marks are in its record alone: {error}")
    });
    Ok(format!(
        "recovered the session of {} that was cut short: {spoken} spoken{extra}, in {}{}{unmarked}",
        super::naming::day(session.started_at),
        folder.display(),
        left_alone(&found.left)
    ))
}

/// Killed in its very first moment: there is a folder and nothing that says what it was.
fn without_record(folder: &Path, found: &Found) -> String {
    if found.takes.is_empty() && found.left.is_empty() {
        // The folder goes with the mark, which is still held.
        return "removed the empty folder of a session that was cut short at its start".to_owned();
    }
    format!(
        "a session was cut short before it was written down; its {} recording(s) are in {}{}",
        found.takes.len(),
        folder.display(),
        left_alone(&found.left)
    )
}

/// What is to be said of files that go on where nothing ends.
fn left_alone(left: &[String]) -> String {
    if left.is_empty() {
        return String::new();
    }
    let names = left.join(", ");
    format!("; left alone, since they are no sound or go on from what is not there: {names}")
}

/// The record has the marks of a take that was on its way; now the take has them too.
fn mark_takes(folder: &Path, session: &Session) -> Result<(), AudioError> {
    for section in session.answers.iter().flat_map(|answer| &answer.sections) {
        if let Some(take) = &section.take {
            let marks = section.marks.iter();
            let marks = marks.filter(|mark| mark.source == MarkSource::Live);
            let marks: Vec<(Duration, String)> = marks
                .map(|mark| (Duration::from_millis(mark.at_ms), mark.text().to_owned()))
                .collect();
            mark_take(folder, take, &marks)?;
        }
    }
    Ok(())
}

/// What the folder of a session holds.
struct Found {
    /// By the name of their first file.
    takes: BTreeMap<String, Take>,
    /// Files of no take.
    left: Vec<String>,
    /// What the headers of the takes' files did not know of.
    regained_ms: u64,
}

/// Repairs every WAV of the folder, and puts those together that are one take.
fn repair_takes(folder: &Path) -> anyhow::Result<Found> {
    let mut files = BTreeMap::new();
    let mut regained = BTreeMap::new();
    let mut broken = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // A link may lead to somebody's own recordings, which want no repair.
        if !entry.file_type()?.is_file() {
            continue;
        }
        let path = entry.path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_none_or(|extension| extension != "wav") {
            continue;
        }
        let repaired = match repair(&path) {
            Ok(repaired) => repaired,
            // One broken file must not keep the others from their session.
            Err(AudioError::NotWav { .. }) => {
                broken.push(name);
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let millis = repaired.regained * 1000 / u64::from(repaired.format.sample_rate);
        regained.insert(name.clone(), millis);
        files.insert(name.clone(), take(name, repaired));
    }
    let (mut takes, mut left) = gather(files);
    regained.retain(|name, _| !left.contains(name));
    left.extend(broken);
    for (name, take) in &mut takes {
        explain(take, noted_gaps(&folder.join(name)));
    }
    Ok(Found {
        takes,
        left,
        regained_ms: regained.values().sum(),
    })
}

/// Lists the gaps that were noted, as far as they lie in what is there.
fn explain(take: &mut Take, noted: Vec<Gap>) {
    take.gaps = noted;
    take.gaps.retain(|gap| gap.at_frame < take.frames);
    for gap in &mut take.gaps {
        gap.frames = gap.frames.min(take.frames - gap.at_frame);
    }
    take.lost_frames = take.gaps.iter().map(|gap| gap.frames).sum();
}

fn take(path: String, repaired: Repaired) -> Take {
    Take {
        path,
        sample_rate: repaired.format.sample_rate,
        channels: repaired.format.channels,
        bits: repaired.bits,
        frames: repaired.frames,
        lost_frames: 0,
        gaps: Vec::new(),
        continued: Vec::new(),
    }
}
