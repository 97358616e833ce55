//! Which files a session names, what each is called where it comes from, and here.

use crate::domain::{Attachment, Session, Take, is_same_file, join_files};

/// The takes of a session with their labels: what each is called where it comes from, and here.
pub(super) fn files(session: &Session) -> impl Iterator<Item = (String, String)> {
    let sections = session.answers.iter().flat_map(|answer| &answer.sections);
    let takes = sections.filter_map(|section| section.take.as_ref());
    takes.flat_map(Take::files).flat_map(|take| {
        let stem = take.strip_suffix(".wav");
        let labels = stem.map(|stem| format!("{stem}.txt"));
        let both = std::iter::once(take.to_owned()).chain(labels);
        both.map(|name| (name.clone(), name))
    })
}

/// The files of its takes, each with how many bytes of samples it holds.
pub(super) fn parts(session: &Session) -> impl Iterator<Item = (&str, u64)> {
    let sections = session.answers.iter().flat_map(|answer| &answer.sections);
    let takes = sections.filter_map(|section| section.take.as_ref());
    takes.flat_map(|take| {
        let parts = take.parts();
        parts.map(|(name, frames)| (name, take.bytes_of(frames)))
    })
}

/// What is attached to it: what each is called where it comes from, and here, beside what is attached here.
pub(super) fn attachments(
    session: &Session,
    here: &[Attachment],
) -> impl Iterator<Item = (String, String)> {
    let joined = join_files(here, &session.attachments).into_iter();
    joined.filter_map(|file| {
        let theirs = same(&session.attachments, &file)?;
        Some((theirs.path.clone(), file.path))
    })
}

pub(super) fn same<'a>(files: &'a [Attachment], file: &Attachment) -> Option<&'a Attachment> {
    files.iter().find(|known| is_same_file(known, file))
}
