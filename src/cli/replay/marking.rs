//! Marks that are set while listening: into the record, and into the take's own file.

use std::time::Duration;

use anyhow::Context as _;

use super::super::context::Context;
use super::takes::Origin;
use crate::audio::mark_anew;
use crate::domain::{Mark, SectionRecord};
use crate::store::{self, Held, History, Kept, is_running, own_file};

/// What came of a mark.
pub(super) enum Marked {
    Kept,
    /// In the record alone, for this reason.
    InRecordAlone(String),
    /// Not at all: the session is being recorded.
    Running,
}

/// Adds a mark to a section of a session.
pub(super) fn add(
    context: &Context,
    history: &mut History,
    kept: &mut Kept,
    origin: Origin,
    mark: Mark,
) -> anyhow::Result<Marked> {
    let folder = context.folder_of(kept);
    if is_running(&folder) {
        return Ok(Marked::Running);
    }
    // Until the mark is in the files too: each of them holds all marks of its take.
    let held = Held::of(&folder)?;
    let (now, section) = store::change(history, &held, kept.session.id, |session| {
        let answer = session.answers.get_mut(origin.answer);
        let section = answer.and_then(|answer| answer.sections.get_mut(origin.section));
        let section = section.context("the section is not in the record any more")?;
        section.marks.push(mark);
        section.marks.sort_by_key(|mark| mark.at_ms);
        anyhow::Ok(section.clone())
    })?;
    *kept = now;
    let foreign = section.take.as_ref().and_then(|take| {
        let mut names = take.files();
        names.find(|name| own_file(&folder, name).is_none())
    });
    if let Some(name) = foreign {
        let path = folder.join(name).display().to_string();
        let reason = format!("{path} is not there, or leads elsewhere");
        return Ok(Marked::InRecordAlone(reason));
    }
    Ok(match put_into_files(&folder, &section) {
        Ok(()) => Marked::Kept,
        Err(error) => Marked::InRecordAlone(error.to_string()),
    })
}

fn put_into_files(
    folder: &std::path::Path,
    section: &SectionRecord,
) -> Result<(), crate::audio::AudioError> {
    let Some(take) = &section.take else {
        return Ok(());
    };
    let marks = section.marks.iter();
    let marks = marks.map(|mark| (Duration::from_millis(mark.at_ms), mark.text().to_owned()));
    mark_anew(folder, take, &marks.collect::<Vec<_>>())
}
