//! The user's editor: what `VISUAL` or `EDITOR` names, run on a file and waited for.
//!
//! It writes the file itself, so whatever becomes of it, what was saved is kept.

use std::env;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use super::super::failure::failure;

/// Where an editor is named, the first of them that says something.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// Whether an editor is named.
pub(super) fn is_set() -> bool {
    named().is_some()
}

/// The variable, and what it says.
fn named() -> Option<(&'static str, String)> {
    let value = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    VARIABLES
        .into_iter()
        .find_map(|name| Some((name, value(name)?)))
}

/// Opens `path` in the editor, and waits until that ends. `way_out` is the hint of every failure.
pub(super) fn open(path: &Path, way_out: &str) -> anyhow::Result<()> {
    let Some((variable, value)) = named() else {
        let message = "no editor is set: neither `VISUAL` nor `EDITOR` names one";
        return Err(failure(message, way_out));
    };
    // An editor may want arguments of its own, as `code --wait`.
    let words = shlex::split(&value).unwrap_or_default();
    let Some((program, args)) = words.split_first() else {
        let message = format!("`{variable}` is `{value}`, in which a quote has no end");
        return Err(failure(message, way_out));
    };
    let mut command = Command::new(program);
    // What is printed on stdout may be read by a program, and an editor needs the screen.
    command
        .args(args)
        .arg(path)
        .stdout(Stdio::from(io::stderr()));
    let ended = command.status().map_err(|error| {
        let why = match error.kind() {
            ErrorKind::NotFound => "there is no such program".to_owned(),
            _ => format!("it cannot be run: {error}"),
        };
        failure(
            format!("`{variable}` names the editor `{program}`, and {why}"),
            way_out,
        )
    })?;
    if ended.success() {
        return Ok(());
    }
    let how = how_it_ended(ended);
    Err(failure(format!("the editor `{program}` {how}"), way_out))
}

fn how_it_ended(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with code {code}"),
        None => "was ended by a signal".to_owned(),
    }
}
