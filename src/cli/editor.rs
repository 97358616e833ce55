//! The candidate's own editor, on a file: which one, started, and waited for.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::Context as _;

use super::context::Context;
use super::failure::failure;
use super::signals::{self, Signal};
use crate::store::{Programs, platform_programs};

/// Tried in this order where nothing names an editor and somebody is there to use it.
const USUAL: [&str; 2] = if cfg!(windows) {
    ["edit", "notepad"]
} else {
    ["nano", "vi"]
};

/// An editor, with what it is started with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Editor {
    words: Vec<String>,
    /// Who names it, as a message says it.
    named: String,
}

/// How an editor ended that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    ByItself,
    /// The program was told to end, and the editor with it.
    By(Signal),
}

impl Editor {
    /// What `VISUAL` names, or `EDITOR`, or the `[editor]` of the platform's settings folder, or on
    /// a terminal a usual one that is in the PATH.
    pub(super) fn find(context: &Context) -> anyhow::Result<Self> {
        for variable in ["VISUAL", "EDITOR"] {
            let text = std::env::var(variable).unwrap_or_default();
            if !text.trim().is_empty() {
                return Self::parse(&text, format!("{variable} (`{text}`)"));
            }
        }
        if let Some(editor) = set(context)? {
            return Ok(editor);
        }
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let usual = USUAL.iter().find(|name| is_in(&folders, name));
        match usual.filter(|_| context.terminal.is_interactive()) {
            Some(name) => Self::parse(name, format!("`{name}`")),
            None if context.terminal.is_interactive() => Err(failure(
                format!(
                    "no editor is named, and neither {} is there",
                    USUAL.join(" nor ")
                ),
                "name one: `EDITOR=\"code --wait\"`, for instance",
            )),
            None => Err(failure(
                "off a terminal no editor is opened unless one is named",
                "name one in VISUAL or EDITOR",
            )),
        }
    }

    /// Splits what names an editor into words, as a shell does. A path with spaces in it that is a
    /// file needs no quotes.
    fn parse(text: &str, named: String) -> anyhow::Result<Self> {
        let words = if Path::new(text).is_file() {
            Some(vec![text.to_owned()])
        } else {
            shlex::split(text)
        };
        match words.filter(|words| !words.is_empty()) {
            Some(words) => Ok(Editor { words, named }),
            None => Err(failure(
                format!("the editor that {named} names cannot be read"),
                "a quote in it is never closed",
            )),
        }
    }

    /// Opens `file`, and returns when the editor has ended. Ctrl-C is the editor's meanwhile.
    ///
    /// # Errors
    /// When it cannot be started, or ends with anything but success.
    pub(super) fn open(&self, file: &Path) -> anyhow::Result<Closed> {
        let (told, signals) = channel();
        let _listening = signals::listen(move |signal| {
            let _ = told.send(signal);
        })
        .context("signals cannot be handled")?;
        let (program, arguments) = self.words.split_first().context("an editor has a name")?;
        let mut child = Command::new(program)
            .args(arguments)
            .arg(file)
            .spawn()
            .map_err(|error| {
                let named = &self.named;
                failure(
                    format!("the editor {named} cannot be started: {error}"),
                    kept(file),
                )
            })?;
        match wait(&mut child, &signals)? {
            Ended::Signal(signal) => Ok(Closed::By(signal)),
            Ended::With(status) if status.success() => Ok(Closed::ByItself),
            Ended::With(status) => Err(failure(
                format!("the editor {} failed: {status}", self.named),
                kept(file),
            )),
        }
    }
}

/// The way out of an editor that failed.
fn kept(file: &Path) -> String {
    let file = file.display();
    format!("what was typed so far is kept in {file}, and the next try opens with it")
}

enum Ended {
    With(ExitStatus),
    Signal(Signal),
}

fn wait(child: &mut Child, signals: &Receiver<Signal>) -> anyhow::Result<Ended> {
    const LOOK: Duration = Duration::from_millis(30);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Ended::With(status));
        }
        match signals.recv_timeout(LOOK) {
            // It went to the editor too, which knows what to make of it.
            Ok(Signal::Interrupt) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK),
            Ok(signal) => {
                end(child);
                return Ok(Ended::Signal(signal));
            }
        }
    }
}

/// Asks an editor to end, so that it can give the terminal back and save what it has.
fn end(child: &mut Child) {
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
    let _ = child.wait();
}

/// The editor of the platform's settings folder.
fn set(context: &Context) -> anyhow::Result<Option<Editor>> {
    let Some(file) = platform_programs() else {
        return Ok(None);
    };
    let programs = Programs::read(&file).map_err(|problems| {
        let color = context.terminal.has_color();
        for problem in &problems {
            let shown = problem.render(color);
            context.terminal.say_rendered(&format!("{shown}\n"));
        }
        failure(
            format!("the programs in {} cannot be used", file.display()),
            "mend the file, or name an editor in VISUAL or EDITOR",
        )
    })?;
    let named = |text: &str| format!("in {} (`{text}`)", file.display());
    let editor = programs.editor;
    editor
        .map(|text| Editor::parse(&text, named(&text)))
        .transpose()
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
        let editor = Editor::parse(text, "EDITOR".to_owned());
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
