//! Changing a session: the one way in which something is added to one that is over.
//!
//! Two terminals may have the same session open for hours, one playing it, one scoring it. So what
//! either has read is not what it changes: it takes the session for itself, reads it as it is now,
//! with what only the portable copy knows (another machine's cards may have come with that), says
//! what is different, and writes history and copy before anybody else may.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use uuid::Uuid;

use super::history::{History, Kept};
use super::{StoreError, sidecar};
use crate::domain::Session;

/// How often another change is waited for, and how long each time; one takes milliseconds.
const TIMES: u32 = 250;
const PAUSE: Duration = Duration::from_millis(20);

/// A session that nobody else changes meanwhile.
#[derive(Debug)]
pub struct Held {
    folder: PathBuf,
    /// None where its folder is gone, or files cannot be locked. The system lets go of the lock when
    /// the process dies, however it dies.
    _lock: Option<File>,
}

impl Held {
    /// Waits a little where another program has it.
    ///
    /// # Errors
    /// When that does not let go.
    pub fn of(folder: &Path) -> Result<Self, StoreError> {
        Self::within(folder, TIMES)
    }

    fn within(folder: &Path, times: u32) -> Result<Self, StoreError> {
        let held = |lock| Held {
            folder: folder.to_owned(),
            _lock: lock,
        };
        let Ok(file) = lockable(folder) else {
            return Ok(held(None));
        };
        for _ in 0..times {
            match file.try_lock() {
                Ok(()) => return Ok(held(Some(file))),
                Err(std::fs::TryLockError::WouldBlock) => thread::sleep(PAUSE),
                Err(std::fs::TryLockError::Error(_)) => return Ok(held(None)),
            }
        }
        let path = folder.to_owned();
        Err(StoreError::Held { path })
    }
}

/// The folder itself can be locked, which leaves nothing in it and cannot be replaced by a file of
/// the same name; elsewhere a file in it stays for that.
fn lockable(folder: &Path) -> io::Result<File> {
    if cfg!(unix) {
        File::open(folder)
    } else {
        let path = folder.join(".changing");
        File::options()
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
    }
}

/// Has `act` change the session as it is now, and keeps it. Scorecards and marks are only ever added,
/// and a retracted card stays retracted, whatever `act` does.
///
/// # Errors
/// Those of `act`, which then has changed nothing; when a later program wrote the portable copy; when
/// the history takes nothing; and [`StoreError::CopyBehind`] when all is kept and only the copy is not.
pub fn change<T, E: From<StoreError>>(
    history: &mut History,
    held: &Held,
    id: Uuid,
    act: impl FnOnce(&mut Session) -> Result<T, E>,
) -> Result<(Kept, T), E> {
    let copy = match sidecar::find(&held.folder) {
        Err(error @ StoreError::NewerSession { .. }) => return Err(error.into()),
        // One that cannot be read is made anew.
        found => found.ok().flatten().filter(|copy| copy.id == id),
    };
    let known = copy.clone();
    let (kept, done) = history.revise(id, copy, act)?;
    // A session whose folder was deleted keeps its history.
    if held.folder.is_dir() && known.as_ref() != Some(&kept.session) {
        sidecar::write(&held.folder, &kept.session)
            .map_err(|error| error.behind(&held.folder.join(sidecar::NAME)))?;
    }
    Ok((kept, done))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::history::samples;

    /// A home with a session in it, in the history and as a copy.
    fn home() -> (tempfile::TempDir, PathBuf, History) {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("x");
        fs::create_dir(&folder).unwrap();
        let mut history = History::open(&home.path().join("history.db")).unwrap();
        history.save(&samples::full(), "x").unwrap();
        sidecar::write(&folder, &samples::full()).unwrap();
        (home, folder, history)
    }

    fn cards(session: &Session) -> usize {
        let answers = session.answers.iter().map(|answer| answer.scorecards.len());
        answers.sum::<usize>() + session.scorecards.len()
    }

    #[test]
    fn what_two_terminals_say_is_both_there() {
        let (home, folder, mut one) = home();
        let mut two = History::open(&home.path().join("history.db")).unwrap();
        let id = samples::full().id;
        let say = |history: &mut History, number: u128| {
            let held = Held::of(&folder).unwrap();
            change(history, &held, id, |session| {
                session.scorecards.push(samples::card(number, "r", &[]));
                Ok::<_, StoreError>(())
            })
            .unwrap();
        };
        say(&mut one, 90);
        say(&mut two, 91);
        let kept = one.session(id).unwrap().unwrap().session;
        assert_eq!(cards(&kept), cards(&samples::full()) + 2);
        assert_eq!(sidecar::find(&folder).unwrap(), Some(kept));
    }

    #[test]
    fn a_copy_of_another_machine_is_taken_in_before_it_is_written_over() {
        let (_home, folder, mut history) = home();
        let mut theirs = samples::full();
        theirs.scorecards.push(samples::card(90, "r", &[]));
        sidecar::write(&folder, &theirs).unwrap();
        let held = Held::of(&folder).unwrap();
        let seen = change(&mut history, &held, theirs.id, |session| {
            Ok::<_, StoreError>(cards(session))
        });
        assert_eq!(seen.unwrap().1, cards(&theirs));
        let kept = history.session(theirs.id).unwrap().unwrap().session;
        assert_eq!(cards(&kept), cards(&theirs));
        assert_eq!(sidecar::find(&folder).unwrap(), Some(kept));
    }

    #[test]
    fn who_refuses_to_change_it_has_changed_nothing() {
        let (_home, folder, mut history) = home();
        let held = Held::of(&folder).unwrap();
        let before = fs::read(folder.join(sidecar::NAME)).unwrap();
        let refused = change(&mut history, &held, samples::full().id, |session| {
            session.scorecards.clear();
            session.answers.clear();
            Err::<(), _>(StoreError::NoHome)
        });
        assert!(refused.is_err());
        let kept = history.session(samples::full().id).unwrap().unwrap();
        assert_eq!(kept.session, samples::full());
        assert_eq!(fs::read(folder.join(sidecar::NAME)).unwrap(), before);
    }

    #[test]
    fn a_copy_that_cannot_be_written_is_told_apart_from_what_is_lost() {
        let (_home, folder, mut history) = home();
        let held = Held::of(&folder).unwrap();
        // A folder in its place, which no file replaces.
        fs::remove_file(folder.join(sidecar::NAME)).unwrap();
        fs::create_dir(folder.join(sidecar::NAME)).unwrap();
        let id = samples::full().id;
        let error = change(&mut history, &held, id, |session| {
            session.rehearsal = !session.rehearsal;
            Ok::<_, StoreError>(())
        });
        let error = error.unwrap_err();
        assert!(matches!(error, StoreError::CopyBehind { .. }), "{error}");
        let kept = history.session(id).unwrap().unwrap();
        assert_ne!(kept.session.rehearsal, samples::full().rehearsal);
    }

    #[cfg(unix)]
    #[test]
    fn one_at_a_time_changes_a_session_and_nothing_is_left_of_that() {
        let (_home, folder, _) = home();
        let held = Held::of(&folder).unwrap();
        let error = Held::within(&folder, 2).unwrap_err().to_string();
        assert!(error.contains("being changed"), "{error}");
        drop(held);
        drop(Held::within(&folder, 1).unwrap());
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }
}
