//! `completions` and `man`: what a package of hotseat brings along. Made from the command line as it
//! is read, so it says what the program does.

use std::io;
use std::path::Path;

use anyhow::Context as _;
use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Cli;
use crate::ui::terminal::Terminal;

const NAME: &str = "hotseat";

/// Prints what `shell` needs to complete a command line.
pub(super) fn completions(terminal: Terminal, shell: Shell) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), NAME, &mut script);
    print(terminal, script)
}

/// Prints the manual's page of the program, or writes its pages, one for each verb, into a folder.
pub(super) fn man(terminal: Terminal, out: Option<&Path>) -> anyhow::Result<u8> {
    let Some(folder) = out else {
        let mut page = Vec::new();
        Man::new(Cli::command())
            .render(&mut page)
            .context("the page could not be made")?;
        return print(terminal, page);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Cli::command(), folder))
        .with_context(|| format!("cannot write pages into {}", folder.display()))?;
    Ok(0)
}

fn print(terminal: Terminal, text: Vec<u8>) -> anyhow::Result<u8> {
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    // A line end is printed after it.
    terminal
        .print(text.trim_end_matches('\n'))
        .context("stdout took nothing")?;
    Ok(0)
}
