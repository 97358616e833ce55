//! Attached files of two copies: which are the same, and what each is called.
//!
//! Two machines may each attach a `board.jpg` to one session. A file is told from others of its
//! name by when it was attached, which is never the same twice. As long as a name is one file's it
//! stays as it is; where it is several files', each has its time in its name. So what a file is
//! called follows from which files there are, and from nothing else: not from whose they are, nor
//! from who was joined first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::domain::record::Attachment;

/// Of which file this is an attachment: the name that it was given, and when.
type Key = (String, Timestamp);

/// The files of both lists, in the order in which they were attached.
#[must_use]
pub fn join_files(one: &[Attachment], other: &[Attachment]) -> Vec<Attachment> {
    Files::of(one.iter().chain(other)).named()
}

/// Whether both are the same file, whatever it is called by now.
#[must_use]
pub fn is_same_file(one: &Attachment, other: &Attachment) -> bool {
    key(one) == key(other)
}

pub(super) struct Files(BTreeSet<Key>);

impl Files {
    pub(super) fn of<'a>(files: impl IntoIterator<Item = &'a Attachment>) -> Self {
        Files(files.into_iter().map(key).collect())
    }

    pub(super) fn with(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(super) fn named(self) -> Vec<Attachment> {
        let mut sharing: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, _) in &self.0 {
            *sharing.entry(name).or_default() += 1;
        }
        let timed: BTreeSet<String> = self.0.iter().map(timed).collect();
        let mut files: Vec<Attachment> = self
            .0
            .iter()
            .map(|key @ (name, at)| {
                // Nor may it take the name of one that has a time in it.
                let is_its_own = sharing.get(name.as_str()) == Some(&1) && !timed.contains(name);
                let path = if is_its_own {
                    name.clone()
                } else {
                    self::timed(key)
                };
                Attachment { path, at: *at }
            })
            .collect();
        files.sort_by_key(|file| file.at);
        files
    }
}

fn key(file: &Attachment) -> Key {
    let (stem, ending) = parted(&file.path);
    let mark = mark(file.at);
    let mut plain = stem;
    while let Some(shorter) = plain.strip_suffix(mark.as_str()) {
        if shorter.is_empty() || shorter.ends_with('/') {
            break;
        }
        plain = shorter;
    }
    (format!("{plain}{ending}"), file.at)
}

/// `board-2026-11-22T071200-123456789Z.jpg`.
fn timed((name, at): &Key) -> String {
    let (stem, ending) = parted(name);
    format!("{stem}{}{ending}", mark(*at))
}

fn mark(at: Timestamp) -> String {
    let nanosecond = at.as_nanosecond().rem_euclid(1_000_000_000);
    format!("{}-{nanosecond:09}Z", at.strftime("-%Y-%m-%dT%H%M%S"))
}

/// What comes before a name's ending, and the ending with its dot.
fn parted(path: &str) -> (&str, &str) {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    match path[name..].rfind('.') {
        Some(dot) if dot > 0 => path.split_at(name + dot),
        _ => (path, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, second: i64) -> Attachment {
        let at = Timestamp::from_second(1_900_000_000 + second).unwrap();
        let path = path.to_owned();
        Attachment { path, at }
    }

    fn paths(files: &[Attachment]) -> Vec<&str> {
        files.iter().map(|file| file.path.as_str()).collect()
    }

    #[test]
    fn two_files_of_one_name_are_both_there_under_names_of_their_own() {
        let (mine, yours) = ([file("board.jpg", 1)], [file("board.jpg", 2)]);
        let both = join_files(&mine, &yours);
        let expected = [
            "board-2030-03-17T174641-000000000Z.jpg",
            "board-2030-03-17T174642-000000000Z.jpg",
        ];
        assert_eq!(paths(&both), expected);
        assert_eq!(join_files(&yours, &mine), both);
        assert_eq!(join_files(&both, &mine), both);
        assert!(is_same_file(&both[1], &yours[0]) && !is_same_file(&both[0], &yours[0]));
        // One more of it, from a machine that knows of none of these.
        assert_eq!(join_files(&both, &[file("board.jpg", 3)]).len(), 3);
    }

    #[test]
    fn a_name_that_one_file_has_stays() {
        for name in [
            "board.jpg",
            "notes",
            ".hidden",
            "a/b.png",
            "a.b/c",
            "-x.txt",
        ] {
            let same = [file(name, 1)];
            assert_eq!(join_files(&same, &same), same, "{name}");
        }
        let others = [file("a.jpg", 2), file("b.jpg", 1)];
        assert_eq!(paths(&join_files(&others, &[])), ["b.jpg", "a.jpg"]);
    }

    #[test]
    fn a_time_that_somebody_has_put_into_a_name_takes_no_other_files_place() {
        let odd = file("a-2030-03-17T174641-000000000Z", 5);
        let joined = join_files(&[file("a", 1), file("a", 2)], &[odd]);
        let names: BTreeSet<&str> = paths(&joined).into_iter().collect();
        assert_eq!(names.len(), 3, "{names:?}");
    }
}
