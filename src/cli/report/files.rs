//! The files of a session, as its page shows and plays them.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

use super::links::link;
use super::packed::{Packed, Want, picture};
use super::session::Look;
use crate::audio;
use crate::domain::{Attachment, Session, Take};
use crate::store::own_file;
use crate::ui::report::{AttachedFile, Source, TakeFiles, answer_takes};

/// How many stretches of a take have a loudness of their own: more than are ever drawn.
const STRETCHES: usize = 1000;

/// What a session has of files.
pub(super) struct Files {
    pub(super) takes: Vec<Vec<Option<TakeFiles>>>,
    pub(super) attached: Vec<AttachedFile>,
    pub(super) packed: Vec<Packed>,
    /// What its reader should know of them.
    pub(super) said: Vec<String>,
}

impl Files {
    pub(super) fn gather(session: &Session, look: Look<'_>) -> Self {
        let mut wanted: Vec<Want> = Vec::new();
        let mut said = Vec::new();
        let mut source = |name: &str, want: &dyn Fn(PathBuf) -> Want| {
            let Some(path) = own_file(look.folder, name) else {
                let path = look.folder.join(name);
                said.push(format!("warning: {} is missing", path.display()));
                return Source::Missing;
            };
            if !look.embed {
                return Source::Linked(link(look.from, &path));
            }
            wanted.push(want(path));
            Source::Embedded(wanted.len() - 1)
        };
        let sources = answer_takes(session, |take| {
            let sound = |path| Want::Sound {
                path,
                bits: take.bits,
            };
            take.files().map(|name| source(name, &sound)).collect()
        });
        let mut attached = Vec::new();
        for file in &session.attachments {
            attached.push(attachment(file, look, &mut source));
        }
        let (packed, troubles): (Vec<Packed>, Vec<Option<String>>) = wanted
            .par_iter()
            .map(Packed::pack)
            .collect::<Vec<_>>()
            .into_iter()
            .unzip();
        said.extend(troubles.into_iter().flatten());
        Files {
            takes: with_peaks(session, look.folder, sources),
            attached,
            packed,
            said,
        }
    }
}

fn attachment(
    file: &Attachment,
    look: Look<'_>,
    source: &mut impl FnMut(&str, &dyn Fn(PathBuf) -> Want) -> Source,
) -> AttachedFile {
    let picture = picture(&file.path);
    let source = match picture {
        Some(mime) => source(&file.path, &|path| Want::Whole { path, mime }),
        // Any other file may be as large as it likes: it stays beside the page.
        None => match own_file(look.folder, &file.path) {
            Some(path) => Source::Linked(link(look.from, &path)),
            None => source(&file.path, &|path| Want::Whole {
                path,
                mime: "application/octet-stream",
            }),
        },
    };
    AttachedFile {
        name: file.path.clone(),
        at: file.at,
        source,
        is_picture: picture.is_some(),
    }
}

/// The loudness of every take that can be read whole; the others are drawn without any.
fn with_peaks(
    session: &Session,
    folder: &Path,
    sources: Vec<Vec<Option<Vec<Source>>>>,
) -> Vec<Vec<Option<TakeFiles>>> {
    let takes = answer_takes(session, Take::clone);
    let both = takes.into_iter().zip(sources).collect::<Vec<_>>();
    both.into_par_iter()
        .map(|(takes, sources)| {
            let both = takes.into_iter().zip(sources).collect::<Vec<_>>();
            both.into_par_iter()
                .map(|(take, sources)| {
                    Some(TakeFiles {
                        peaks: peaks(folder, &take?),
                        sources: sources?,
                    })
                })
                .collect()
        })
        .collect()
}

fn peaks(folder: &Path, take: &Take) -> Vec<f32> {
    let files: Option<Vec<PathBuf>> = take.files().map(|name| own_file(folder, name)).collect();
    let mut files = files.into_iter().flatten();
    let Some(first) = files.next() else {
        return Vec::new();
    };
    let files = audio::TakeFiles {
        first,
        further: files.collect(),
    };
    let Ok(Some(seen)) = audio::survey(&files, false, &AtomicBool::new(false)) else {
        return Vec::new();
    };
    let bins = seen.envelope.bins(STRETCHES).into_iter();
    bins.map(|swing| swing.max.max(-swing.min).max(0.0))
        .collect()
}
