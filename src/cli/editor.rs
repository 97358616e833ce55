//! The candidate's own editor, on a file: which one, started, and waited for.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::Context as _;

use super::context::Context;
use super::failure::failure;
use super::signals::{self, Signal};
use crate::ui::terminal::Lent;

/// Tried in this order where nothing names an editor and somebody is there to use it.
const USUAL: [&str; 2] = if cfg!(windows) {
    ["edit", "notepad"]
} else {
    ["nano", "vi"]
};

/// Where an editor is named, the first of them that says something.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// An editor, with what it is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    words: Vec<String>,
    /// Who names it, as a message begins.
    named_by: String,
}

/// How an editor ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    ByItself,
    /// The program was told to end, and the editor with it.
    By(Signal),
}

/// Whether an editor is named.
pub(super) fn is_named() -> bool {
    variable().is_some()
}

/// The variable, and what it says.
fn variable() -> Option<(&'static str, String)> {
    let value = |name| std::env::var(name).ok();
    VARIABLES
        .into_iter()
        .filter_map(|name| Some((name, value(name)?)))
        .find(|(_, value)| !value.trim().is_empty())
}

impl Editor {
    /// What `VISUAL` or `EDITOR` names. `way_out` is the hint where nothing is, or can be read.
    pub(super) fn named(way_out: &str) -> anyhow::Result<Self> {
        let (name, value) = variable().ok_or_else(|| {
            let message = "no editor is set: neither `VISUAL` nor `EDITOR` names one";
            failure(message, way_out)
        })?;
        Self::parse(&value, format!("`{name}`"), way_out)
    }

    /// As [`Editor::named`], or else what the user's own settings name, or else, on a
    /// terminal, a usual one that is in the PATH.
    pub(super) fn find(context: &Context) -> anyhow::Result<Self> {
        let way_out = "name one: `EDITOR=\"code --wait\"`, for instance";
        if is_named() {
            return Self::named(way_out);
        }
        if let Some(editor) = set(context)? {
            return Ok(editor);
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let is_attended = context.terminal.is_interactive();
        let usual = USUAL.iter().find(|name| is_in(&folders, name));
        match usual.filter(|_| is_attended) {
            Some(name) => Self::parse(name, "the PATH".to_owned(), way_out),
            None if is_attended => Err(failure(
                format!(
                    "no editor is set, and neither {} is there",
                    USUAL.join(" nor ")
                ),
                way_out,
            )),
            None => Err(failure(
                "off a terminal no editor is opened unless `VISUAL` or `EDITOR` names one",
                way_out,
            )),
        }
    }

    /// Splits what names an editor into words, as a shell does. A path with spaces in it that is a
    /// file needs no quotes.
    fn parse(text: &str, named_by: String, way_out: &str) -> anyhow::Result<Self> {
        let words = if Path::new(text).is_file() {
            Some(vec![text.to_owned()])
        } else {
            shlex::split(text)
        };
        match words.filter(|words| !words.is_empty()) {
            Some(words) => Ok(Editor { words, named_by }),
            None => Err(failure(
                format!("{named_by} is `{text}`, in which a quote has no end"),
                way_out,
            )),
        }
    }

    /// Opens `file`, and returns when the editor has ended. Ctrl-C is the editor's meanwhile.
    /// `way_out` is the hint of every failure.
    ///
    /// # Errors
    /// When it cannot be started, or ends with anything but success.
    pub(super) fn open(&self, file: &Path, way_out: &str) -> anyhow::Result<Closed> {
        let (told, signals) = channel();
        let _listening = signals::listen(move |signal| {
            let _ = told.send(signal);
        })
        .context("signals cannot be handled")?;
        let (program, arguments) = self.words.split_first().context("an editor has a name")?;
        let lent = Lent::out();
        let mut child = Command::new(program)
            .args(arguments)
            .arg(file)
            // What is printed on stdout may be read by a program, and an editor needs the screen.
            .stdout(Stdio::from(io::stderr()))
            .spawn()
            .map_err(|error| self.not_started(program, &error, way_out))?;
        let (signal, status) = wait(&mut child, &signals)?;
        if was_cut_short(status) {
            lent.clean_up();
        }
        match signal {
            Some(signal) => Ok(Closed::By(signal)),
            None if status.success() => Ok(Closed::ByItself),
            None => {
                let how = how_it_ended(status);
                Err(failure(format!("the editor `{program}` {how}"), way_out))
            }
        }
    }

    fn not_started(&self, program: &str, error: &io::Error, way_out: &str) -> anyhow::Error {
        let why = match error.kind() {
            ErrorKind::NotFound => "there is no such program".to_owned(),
            _ => format!("it cannot be run: {error}"),
        };
        let named_by = &self.named_by;
        failure(
            format!("{named_by} names the editor `{program}`, and {why}"),
            way_out,
        )
    }
}

fn how_it_ended(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with code {code}"),
        None => "was ended by a signal".to_owned(),
    }
}

/// Whether an editor had no time to leave the terminal as it has found it. A shell that runs one says
/// by its code that it was ended by a signal.
fn was_cut_short(status: ExitStatus) -> bool {
    const BY_A_SIGNAL: i32 = 128;
    status.code().is_none_or(|code| code > BY_A_SIGNAL)
}

/// How it ended, and the signal that this program was told to end by meanwhile.
fn wait(
    child: &mut Child,
    signals: &Receiver<Signal>,
) -> anyhow::Result<(Option<Signal>, ExitStatus)> {
    const LOOK: Duration = Duration::from_millis(30);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((None, status));
        }
        match signals.recv_timeout(LOOK) {
            // It went to the editor too, which knows what to make of it.
            Ok(Signal::Interrupt) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK),
            Ok(signal) => return Ok((Some(signal), end(child)?)),
        }
    }
}

/// Asks an editor to end, so that it can give the terminal back and save what it has.
fn end(child: &mut Child) -> io::Result<ExitStatus> {
    const PATIENCE: Duration = Duration::from_secs(2);
    const LOOK: Duration = Duration::from_millis(20);
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process};
        if let Some(id) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process(id, Signal::TERM);
        }
        let mut waited = Duration::ZERO;
        while waited < PATIENCE && matches!(child.try_wait(), Ok(None)) {
            std::thread::sleep(LOOK);
            waited += LOOK;
        }
    }
    let _ = child.kill();
    child.wait()
}

/// The editor of the user's own settings.
fn set(context: &Context) -> anyhow::Result<Option<Editor>> {
    let words = context.settings()?.editor;
    let named_by = "`[editor]` in your settings".to_owned();
    Ok((!words.is_empty()).then_some(Editor { words, named_by }))
}

/// Whether a program of this name is in one of the folders.
fn is_in(folders: &[PathBuf], name: &str) -> bool {
    let extension = std::env::consts::EXE_EXTENSION;
    let mut files = folders
        .iter()
        .map(|folder| folder.join(name).with_extension(extension));
    files.any(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<Vec<String>> {
        let editor = Editor::parse(text, "`EDITOR`".to_owned(), "");
        editor.ok().map(|editor| editor.words)
    }

    #[test]
    fn an_editor_may_have_arguments_and_a_path_with_spaces() {
        let folder = tempfile::tempdir().unwrap();
        let spaced = folder.path().join("my editor");
        std::fs::write(&spaced, "").unwrap();
        let spaced = spaced.display().to_string();
        let cases: [(&str, Option<&[&str]>); 6] = [
            ("vi", Some(&["vi"])),
            ("code --wait", Some(&["code", "--wait"])),
            (
                "'my editor' -c \"set tw=80\"",
                Some(&["my editor", "-c", "set tw=80"]),
            ),
            (&spaced, Some(&[&spaced])),
            ("vi 'unclosed", None),
            ("''", Some(&[""])),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|words| words.iter().map(|w| (*w).to_owned()).collect());
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_program_is_looked_for_in_every_folder() {
        let folder = tempfile::tempdir().unwrap();
        let name = Path::new("ed-of-test").with_extension(std::env::consts::EXE_EXTENSION);
        std::fs::write(folder.path().join(name), "").unwrap();
        let folders = [PathBuf::from("/nowhere"), folder.path().to_owned()];
        assert!(is_in(&folders, "ed-of-test"));
        assert!(!is_in(&folders[..1], "ed-of-test"));
    }
}
