//! `sessions analyse`: the delivery of a session that is over, from its recordings.

use std::path::{Path, PathBuf};

use super::super::context::{Context, named_session};
use super::super::failure::failure;
use super::super::naming::day;
use super::not_running;
use crate::audio;
use crate::domain::{Speech, Take, delivery};
use crate::store::own_file;
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
    let (mut heard, mut missing) = (Vec::new(), Vec::new());
    for (number, answer) in kept.session.answers.iter().enumerate() {
        for (section, record) in answer.sections.iter().enumerate() {
            let Some(take) = &record.take else { continue };
            match listen(&folder, take, pause_ms) {
                Ok(speech) => heard.push((number, section, take, speech)),
                Err(error) => missing.push(error.to_string()),
            }
        }
    }
    if heard.is_empty() {
        return Err(nothing_heard(missing, &kept.session.id.to_string()));
    }
    // Listening takes its time, and something may have been said of the session meanwhile.
    let (now, ()) = context.change(&mut history, &kept, |session| {
        for (answer, section, take, speech) in &heard {
            let answer = session.answers.get_mut(*answer);
            let section = answer.and_then(|answer| answer.sections.get_mut(*section));
            if let Some(section) = section.filter(|section| section.take.as_ref() == Some(take)) {
                section.speech = Some(speech.clone());
            }
        }
        Ok(())
    })?;
    let width = context.terminal.width();
    for (answer, number) in now.session.answers.iter().zip(1..) {
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
    let recordings = match heard.len() {
        1 => "1 recording".to_owned(),
        heard => format!("{heard} recordings"),
    };
    let said = format!("analysed {recordings} of the session of {when} ({round})");
    context.terminal.say(&said);
    Ok(u8::from(!missing.is_empty()))
}

fn listen(folder: &Path, take: &Take, pause_ms: u64) -> Result<Speech, audio::AudioError> {
    // One that leads elsewhere is as good as gone, and is told by its name.
    let mut files = take
        .files()
        .map(|name| own_file(folder, name).ok_or_else(|| missing(folder.join(name))));
    let first = files.next().transpose()?.unwrap_or_default();
    let further = files.collect::<Result<Vec<PathBuf>, _>>()?;
    let analysis = audio::analyse(&first, &further)?;
    Ok(delivery(&analysis.heard, pause_ms))
}

fn missing(path: PathBuf) -> audio::AudioError {
    let source = std::io::ErrorKind::NotFound.into();
    audio::AudioError::File { path, source }
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
