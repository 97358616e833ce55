//! Runs one test of this binary as a process of its own: one that can be killed, or one that may
//! do less. Such a test is ignored otherwise, and does nothing where no folder was given to it.

use std::path::{Path, PathBuf};
use std::process::Command;

const FOLDER: &str = "HOTSEAT_TEST_CHILD_FOLDER";

/// The command that runs `test`, by its full name, in `folder`.
pub(super) fn command(test: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env(FOLDER, folder);
    command
}

/// The folder that this process was started for, if it was.
pub(super) fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(PathBuf::from)
}

/// Runs `test` in a folder of its own as a user whom file permissions bind; they do not bind root.
pub(super) fn run_unprivileged(test: &str) {
    use std::os::unix::fs::chown;
    use std::os::unix::process::CommandExt;
    /// The id of `nobody` on most systems; any but root's will do.
    const NOBODY: u32 = 65_534;

    let place = tempfile::tempdir().unwrap();
    let mut command = command(test, place.path());
    let root = rustix::process::geteuid().is_root();
    if root {
        chown(place.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    }
    match command.output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout);
            let complaint = String::from_utf8_lossy(&output.stderr);
            // A test that was not found would pass as well.
            let ran = output.status.success() && said.contains("1 passed");
            assert!(ran, "{said}\n{complaint}");
        }
        Err(error) if root => skip("unprivileged", &format!("{test}: {error}")),
        Err(error) => panic!("{test}: {error}"),
    }
}

/// Says that a test could not do its work, or fails it where `HOTSEAT_REQUIRE` names `part`.
fn skip(part: &str, reason: &str) {
    use std::io::Write;
    let required = std::env::var("HOTSEAT_REQUIRE").unwrap_or_default();
    let required = required.split_whitespace().any(|name| name == part);
    assert!(!required, "{part} is required: {reason}");
    // Past the test harness, which swallows what tests that pass have to say.
    let notice = format!("SKIPPED ({part}): {reason}\n");
    std::io::stderr().write_all(notice.as_bytes()).unwrap();
}
