//! A recorder of another make beside the one that is tested. A machine that is busy with other
//! things can starve the sound server itself, and then whoever records hears a hole: a run says
//! something of this program only if the witness heard the signal whole.

use std::path::PathBuf;

use super::process::Process;
use super::room::Room;
use super::{signal, wav};

/// How often a run may be spoiled by the server itself.
const RUNS: usize = 5;

#[derive(Debug)]
pub(crate) struct Witness {
    recorder: Process,
    heard: PathBuf,
    _folder: tempfile::TempDir,
}

impl Witness {
    /// Hears the default microphone from now on.
    pub(crate) fn start(room: &Room) -> Self {
        let folder = tempfile::tempdir().expect("a folder for what is heard");
        let heard = folder.path().join("heard");
        Self {
            recorder: room.record(&heard),
            heard,
            _folder: folder,
        }
    }

    /// Judges a run in which the program did well, or did not, as `seen`.
    ///
    /// # Panics
    /// If it did not and the witness did.
    #[track_caller]
    pub(crate) fn judge(self, did_well: bool, seen: impl FnOnce() -> String) -> Run {
        let whole = |heard: &[i16]| signal::run(signal::without_silence(heard)).is_ok();
        self.judge_by(whole, did_well, seen)
    }

    /// As [`Witness::judge`], where what is played is not the signal: `whole` says whether all of it
    /// was heard.
    ///
    /// # Panics
    /// As that does.
    #[track_caller]
    pub(crate) fn judge_by(
        mut self,
        whole: impl FnOnce(&[i16]) -> bool,
        did_well: bool,
        seen: impl FnOnce() -> String,
    ) -> Run {
        if did_well {
            return Run::Counts;
        }
        self.recorder.kill();
        let whole = whole(&wav::read_bare(&self.heard));
        let seen = seen();
        assert!(!whole, "and the other recorder heard all of it: {seen}");
        Run::Spoiled(seen)
    }
}

/// Whether a run says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Run {
    Counts,
    /// And what was seen all the same.
    Spoiled(String),
}

/// Runs until a run counts.
///
/// # Panics
/// If none does: nothing was tested then.
pub(crate) fn until_it_counts(mut run: impl FnMut() -> Run) {
    let mut spoiled = Vec::new();
    for _ in 0..RUNS {
        match run() {
            Run::Counts => return,
            Run::Spoiled(how) => spoiled.push(how),
        }
    }
    panic!("the sound server lost frames in every run: nothing was tested: {spoiled:#?}");
}

#[test]
fn a_spoiled_run_is_repeated() {
    let mut runs = vec![Run::Counts, Run::Spoiled(String::new())];
    until_it_counts(|| runs.pop().expect("a run"));
    assert!(runs.is_empty());
}

#[test]
#[should_panic(expected = "nothing was tested")]
fn a_test_whose_runs_are_all_spoiled_fails() {
    until_it_counts(|| Run::Spoiled("so".to_owned()));
}
