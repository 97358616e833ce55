//! A busy machine: a process per core that does nothing but run, and one that keeps the disk busy.

use std::process::{Command, Stdio};
use std::thread::available_parallelism;

use tempfile::TempDir;

use crate::support::process::Process;

/// Dropping it gives the machine back.
#[derive(Debug)]
pub(crate) struct Load {
    _processes: Vec<Process>,
    _folder: TempDir,
}

impl Load {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the load");
        let cores = available_parallelism().map_or(1, usize::from);
        let mut processes: Vec<_> = (0..cores).map(|_| shell("while :; do :; done")).collect();
        let file = folder.path().join("written");
        let write = format!(
            "while dd if=/dev/zero of='{}' bs=1M count=64 conv=fsync; do :; done",
            file.display()
        );
        processes.push(shell(&write));
        Load {
            _processes: processes,
            _folder: folder,
        }
    }
}

fn shell(script: &str) -> Process {
    let mut command = Command::new("sh");
    command.args(["-c", script]);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    Process::start(command.stderr(Stdio::null()))
}
