//! `session.json`: a session's portable copy, beside its takes.
//!
//! It is what remains when the database is lost. It may also come from another machine or another
//! person, so what is read from it is checked before anything believes it.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::StoreError;
use super::atomic::{self, SUFFIX};
use super::inside::is_plain;
use super::running::UNNAMED;
use crate::domain::{SCHEMA, Session, Take, implausible};

/// What it is called.
pub(super) const NAME: &str = "session.json";

/// At the beginning of the name of a copy on its way.
const PREFIX: &str = ".session-";

/// Larger than any session: what it would take to read one is a stranger's choice.
const LARGEST: u64 = 64 << 20;

/// Writes `session` as `session.json` into `folder`, and returns when it is on the disk.
pub fn write(folder: &Path, session: &Session) -> Result<(), StoreError> {
    atomic::write(folder, NAME, PREFIX, session)
}

/// The session in `folder`; none where it was never written.
pub fn find(folder: &Path) -> Result<Option<Session>, StoreError> {
    let path = folder.join(NAME);
    if path.exists() {
        read(&path).map(Some)
    } else {
        Ok(None)
    }
}

/// Removes what a program that was killed in the middle of a write has left in a session's folder.
pub fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if (name.starts_with(PREFIX) && name.ends_with(SUFFIX)) || name == UNNAMED {
            // One that stays is only in the way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Reads the session at `path`, a file that [`write()`] made, here or elsewhere.
pub fn read(path: &Path) -> Result<Session, StoreError> {
    #[derive(Deserialize)]
    struct Version {
        schema: u32,
    }

    let failed = || StoreError::file("read", path);
    let unlikely = |problem: String| StoreError::Implausible {
        path: path.to_owned(),
        problem,
    };
    let length = fs::metadata(path).map_err(failed())?.len();
    if length > LARGEST {
        return Err(unlikely(format!(
            "it has {length} bytes, and {LARGEST} are the most"
        )));
    }
    let text = fs::read(path).map_err(failed())?;
    let session = serde_json::from_slice::<Session>(&text);
    // What a newer version holds may well look broken, so that is asked first. Of a sound session
    // the version is known, and another look at all of its text would take half as long again.
    let schema = if let Ok(session) = &session {
        session.schema
    } else {
        let version = serde_json::from_slice::<Version>(&text).map_err(broken(path))?;
        version.schema
    };
    if schema > SCHEMA {
        return Err(StoreError::NewerSession {
            path: path.to_owned(),
            found: schema,
            known: SCHEMA,
        });
    }
    let session = session.map_err(broken(path))?;
    match outside(&session) {
        None => match implausible(&session) {
            None => Ok(session),
            Some(problem) => Err(unlikely(problem)),
        },
        Some((named, why)) => Err(StoreError::NotItsOwn {
            path: path.to_owned(),
            named: named.to_owned(),
            why,
        }),
    }
}

fn broken(path: &Path) -> impl FnOnce(serde_json::Error) -> StoreError {
    move |error| {
        let (line, column) = (error.line(), error.column());
        let text = error.to_string();
        // serde_json ends with the place, which the message gives in front.
        let place = format!(" at line {line} column {column}");
        StoreError::BrokenSession {
            path: path.to_owned(),
            line,
            column,
            problem: text.strip_suffix(&place).unwrap_or(&text).to_owned(),
        }
    }
}

/// The first file that no session of this program has, and why: takes get played, marked and pruned,
/// and a stranger's session should not choose which files of the user's those are.
fn outside(session: &Session) -> Option<(&str, &'static str)> {
    let sections = session.answers.iter().flat_map(|answer| &answer.sections);
    let takes = sections.filter_map(|section| section.take.as_ref());
    let takes = takes.flat_map(Take::files).map(|path| (path, true));
    let attached = session.attachments.iter();
    let attached = attached.map(|file| (file.path.as_str(), false));
    takes.chain(attached).find_map(|(path, is_take)| {
        if !is_plain(path) {
            return Some((path, "which is no name of a file in its folder"));
        }
        let is_wav = path
            .strip_suffix(".wav")
            .is_some_and(|stem| !stem.is_empty());
        (is_take && !is_wav).then_some((path, "which is no WAV"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::history::samples;

    #[test]
    fn what_is_written_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let session = samples::full();
        write(folder.path(), &session).unwrap();
        assert_eq!(read(&folder.path().join(NAME)).unwrap(), session);
    }

    #[test]
    fn a_copy_replaces_the_one_before_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = samples::full();
        write(folder.path(), &session).unwrap();
        session.answers.clear();
        write(folder.path(), &session).unwrap();
        assert_eq!(read(&folder.path().join(NAME)).unwrap(), session);
        let names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, [NAME]);
    }

    #[cfg(unix)]
    #[test]
    fn a_copy_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &samples::full()).unwrap();
        let metadata = fs::metadata(folder.path().join(NAME)).unwrap();
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn the_copy_uses_the_published_words() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &samples::full()).unwrap();
        let text = fs::read_to_string(folder.path().join(NAME)).unwrap();
        for words in [
            "\n  \"schema\": 1,\n",
            "\"kind\": \"system-design\"",
            "\"while\": \"replay\"",
            "\"cause\": \"device-lost\"",
            "\"cause\": \"disk-full\"",
            "\"continued\": [",
            "\"end\": \"time-up\"",
            "\"take\": null",
        ] {
            assert!(text.contains(words), "{words} not in {text}");
        }
    }

    #[test]
    fn what_cannot_be_believed_is_refused_with_its_place() {
        let good = serde_json::to_string_pretty(&samples::full()).unwrap();
        let take = "1-2-platform-architecture.wav";
        let further = "1-2-platform-architecture.3.wav";
        let cases = [
            (String::new(), "session.json:1:0: no session: EOF"),
            (
                "not json".to_owned(),
                "session.json:1:2: no session: expected",
            ),
            (
                "{\n  \"schema\": 1\n}".to_owned(),
                "session.json:3:1: no session: missing field `id`",
            ),
            (
                good.replace("\"stall\"", "\"magic\""),
                "unknown variant `magic`",
            ),
            (
                good.replace("\"schema\": 1", "\"schema\": 2"),
                "has schema 2, and this hotseat reads up to 1",
            ),
            (
                "{\"schema\": 7, \"all\": \"new\"}".to_owned(),
                "has schema 7",
            ),
            (good.replace(take, "../../x.wav"), "names \"../../x.wav\""),
            (good.replace(take, "/etc/x.wav"), "names \"/etc/x.wav\""),
            (
                good.replace(take, "..\\\\x.wav"),
                "no name of a file in its",
            ),
            (good.replace(take, "sub/x.wav"), "no name of a file in its"),
            (good.replace(further, "../y.wav"), "names \"../y.wav\""),
            (
                good.replace(take, "notes.txt"),
                "\"notes.txt\", which is no WAV",
            ),
            (
                good.replace("whiteboard.jpg", "a/b.jpg"),
                "names \"a/b.jpg\"",
            ),
            (
                good.replace("whiteboard.jpg", ".running"),
                "names \".running\"",
            ),
        ];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        for (text, expected) in cases {
            fs::write(&path, &text).unwrap();
            let message = read(&path).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
            assert!(message.contains(&path.display().to_string()), "{message}");
        }
    }

    #[test]
    fn fields_of_a_later_program_with_the_same_schema_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let mut json = serde_json::to_value(samples::full()).unwrap();
        json["folder"] = "recordings/x".into();
        json["mic"]["colour"] = "blue".into();
        fs::write(&path, json.to_string()).unwrap();
        assert_eq!(read(&path).unwrap(), samples::full());
    }

    #[test]
    fn a_folder_that_is_gone_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let gone = folder.path().join("gone");
        let error = write(&gone, &samples::full()).unwrap_err();
        assert!(error.to_string().contains("gone"), "{error}");
        let error = read(&gone.join(NAME)).unwrap_err();
        assert!(error.to_string().contains("gone"), "{error}");
    }
}
