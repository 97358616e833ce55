//! `sessions export`: a session as one file to send to somebody.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::tz::TimeZone;

use super::super::context::{Context, named_session};
use super::super::failure::failure;
use super::super::report::{Look, NAME, linked_page};
use super::not_running;
use crate::domain::Take;
use crate::store::{Kept, Packing, StoreError, archive, own_file};
use crate::ui::text::size;

const RECORD: &str = "session.json";

pub(super) fn export(context: &Context, id: &str, out: Option<&Path>) -> anyhow::Result<u8> {
    let kept = named_session(&context.history()?, id)?;
    not_running(context, &kept)?;
    let name = kept.folder.rsplit('/').next().unwrap_or_default();
    let usual = format!("{name}.zip");
    let path = std::path::absolute(out.unwrap_or(Path::new(&usual)))
        .context("the working directory is gone")?;
    if path.exists() {
        return Err(taken(&StoreError::Exists { path }));
    }
    let folder = context.folder_of(&kept);
    let look = Look {
        folder: &folder,
        from: &folder,
        embed: false,
    };
    let record = serde_json::to_string_pretty(&kept.session)?;
    let mut entries = vec![
        (
            NAME.to_owned(),
            Packing::Text(linked_page(&context.bank(), &kept, look)),
        ),
        (RECORD.to_owned(), Packing::Text(record)),
    ];
    let mut missing = 0;
    let mut names: HashSet<String> = entries.iter().map(|(name, _)| name.clone()).collect();
    for file in files(&kept) {
        // A file that is attached under the name of a label or of the page would be there twice.
        if !names.insert(file.name.clone()) {
            continue;
        }
        if let Some(source) = own_file(&folder, &file.name) {
            entries.push((file.name, Packing::File(source)));
        } else if file.is_expected {
            missing += 1;
            let source = folder.join(&file.name);
            let said = format!(
                "warning: {} is missing, and not in the archive",
                source.display()
            );
            context.terminal.say(&said);
        }
    }
    let count = entries.len();
    let entries: Vec<(String, Packing)> = entries
        .into_iter()
        .map(|(file, packing)| (format!("{name}/{file}"), packing))
        .collect();
    let at = kept.session.started_at.to_zoned(TimeZone::system());
    let bytes = archive(&path, at.datetime(), &entries).map_err(|error| match error {
        StoreError::Exists { .. } => taken(&error),
        other => other.into(),
    })?;
    let lacks = match missing {
        0 => String::new(),
        1 => ", 1 is missing".to_owned(),
        missing => format!(", {missing} are missing"),
    };
    let said = format!(
        "wrote {} ({}, {count} files{lacks})",
        path.display(),
        size(bytes)
    );
    context.terminal.say(&said);
    Ok(0)
}

fn taken(error: &StoreError) -> anyhow::Error {
    failure(error.to_string(), "`--out FILE` names another file")
}

/// A file of a session, and whether it has to be there.
struct Part {
    name: String,
    is_expected: bool,
}

/// Takes with their labels, and what is attached. (Only takes with marks have labels.)
fn files(kept: &Kept) -> Vec<Part> {
    let sections = kept
        .session
        .answers
        .iter()
        .flat_map(|answer| &answer.sections);
    let takes = sections.filter_map(|section| section.take.as_ref());
    let mut parts = Vec::new();
    for name in takes.flat_map(Take::files) {
        let labels = PathBuf::from(name).with_extension("txt");
        parts.push(Part {
            name: name.to_owned(),
            is_expected: true,
        });
        parts.push(Part {
            name: labels.to_string_lossy().into_owned(),
            is_expected: false,
        });
    }
    let attached = kept.session.attachments.iter();
    parts.extend(attached.map(|file| Part {
        name: file.path.clone(),
        is_expected: true,
    }));
    parts
}
