//! `sessions analyse`: the delivery of a session that is over, from its recordings.

use std::path::{Path, PathBuf};

use super::super::context::{Context, named_session};
use super::super::failure::failure;
use super::super::naming::day;
use super::not_running;
use crate::audio;
use crate::domain::{Speech, Take, delivery, remeasured};
use crate::store::keep;
use crate::ui::delivery::in_words;
use crate::ui::text::indented;

pub(super) fn analyse(context: &Context, id: &str, pause: Option<u64>) -> anyhow::Result<u8> {
    let pause_ms = match pause {
        Some(pause_ms) => pause_ms,
        None => context.settings()?.pause_ms,
    };
    let mut history = context.history()?;
    let kept = named_session(&history, id)?;
    not_running(context, &kept)?;
    let folder = context.folder_of(&kept);
    let (mut figures, mut missing) = (Vec::new(), Vec::new());
    let sections = kept.session.answers.iter().flat_map(|a| &a.sections);
    for take in sections.filter_map(|section| section.take.as_ref()) {
        match listen(&folder, take, pause_ms) {
            Ok(speech) => figures.push((take.clone(), speech)),
            Err(error) => missing.push(error.to_string()),
        }
    }
    if figures.is_empty() {
        return Err(nothing_heard(missing, &kept.session.id.to_string()));
    }
    // Hours of sound take a while: what was kept of the session meanwhile stays.
    let mut kept = named_session(&history, &kept.session.id.to_string())?;
    let mut heard = figures.len();
    let sections = kept
        .session
        .answers
        .iter_mut()
        .flat_map(|a| &mut a.sections);
    for take in remeasured(sections, figures) {
        heard -= 1;
        let path = folder.join(take.path);
        missing.push(format!(
            "{}: the record of it has changed meanwhile, and its figures are as they were",
            path.display()
        ));
    }
    keep(&mut history, &folder, &kept)?;
    let width = context.terminal.width();
    for (answer, number) in kept.session.answers.iter().zip(1..) {
        let lines: Vec<String> = answer.sections.iter().flat_map(in_words).collect();
        if !lines.is_empty() {
            context.print(&format!("{number}. {}", answer.prompt.title))?;
        }
        for line in lines {
            context.print(&indented(&line, width, "  "))?;
        }
    }
    for error in &missing {
        context.terminal.say(&format!("warning: {error}"));
    }
    let (when, round) = (day(kept.session.started_at), &kept.session.round.title);
    let recordings = match heard {
        1 => "1 recording".to_owned(),
        heard => format!("{heard} recordings"),
    };
    let said = format!("analysed {recordings} of the session of {when} ({round})");
    context.terminal.say(&said);
    Ok(u8::from(!missing.is_empty()))
}

fn listen(folder: &Path, take: &Take, pause_ms: u64) -> Result<Speech, audio::AudioError> {
    let mut files = take.files().map(|path| folder.join(path));
    let first = files.next().unwrap_or_default();
    let further: Vec<PathBuf> = files.collect();
    let analysis = audio::analyse(&first, &further)?;
    Ok(delivery(&analysis.heard, pause_ms))
}

/// Why there are no figures at all.
fn nothing_heard(missing: Vec<String>, id: &str) -> anyhow::Error {
    match missing.into_iter().next() {
        None => failure(
            format!("nothing was recorded in session {id}"),
            "`hotseat sessions list` shows the others",
        ),
        Some(error) => failure(
            error,
            "the recording was moved, deleted or damaged; its scores are still in the history",
        ),
    }
}
