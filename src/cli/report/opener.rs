//! Opens a page with the program that the system opens pages with.

use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::super::context::Context;
use super::super::failure::failure;
use crate::clock;

/// One that fails does so at once; one that goes on is the browser itself.
const PATIENCE: Duration = Duration::from_secs(2);

const POLL: Duration = Duration::from_millis(20);

pub(super) fn open(context: &Context, path: &Path) -> anyhow::Result<()> {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let opened = start(program, path).and_then(|mut child| told(&mut child));
    let why = match opened {
        Ok(None) => {
            context.terminal.say("opened it");
            return Ok(());
        }
        // Explorer says 1 of everything that it opens.
        Ok(Some(_)) if cfg!(windows) => return Ok(()),
        Ok(Some(status)) => format!("`{program}` failed ({status})"),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            format!("`{program}`, which opens files here, is not installed")
        }
        Err(error) => format!("`{program}` cannot be started: {error}"),
    };
    let hint = format!("open {} in a browser", path.display());
    Err(failure(format!("the page was written, but {why}"), hint))
}

fn start(program: &str, path: &Path) -> io::Result<Child> {
    Command::new(program)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
}

/// How it failed; none if it went well, or goes on.
fn told(child: &mut Child) -> io::Result<Option<std::process::ExitStatus>> {
    let end = clock::now() + PATIENCE;
    while clock::now() < end {
        if let Some(status) = child.try_wait()? {
            return Ok((!status.success()).then_some(status));
        }
        std::thread::sleep(POLL);
    }
    Ok(None)
}
