//! From arguments to a verb, and from what it says to an exit code.

use std::ffi::OsString;
use std::io;

use clap::Parser;
use clap::error::ErrorKind;

use super::args::{Cli, Verb};
use super::context::Context;
use super::failure::describe;
#[cfg(unix)]
use super::signals;
use super::{
    assess, doctor, draw, history, home, import, loops, mic, packagers, plan, practice, progress,
    prompts, recover, replay, report, rounds, rubrics, score, sessions, settings, stories,
};
use crate::ui::terminal::Terminal;

/// Runs the program with `args`, the name of the program first. Returns its exit code: 0 done, 1
/// failed, 2 wrong command line, 128 and the signal's number when a signal stopped it.
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let terminal = Terminal::of_process();
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            return match (error.kind(), error.print()) {
                (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, Err(error))
                    // A reader that went away early has read enough.
                    if error.kind() != io::ErrorKind::BrokenPipe =>
                {
                    1
                }
                (ErrorKind::DisplayHelp | ErrorKind::DisplayVersion, _) => 0,
                _ => 2,
            };
        }
    };
    match Context::new(cli.home.as_deref()).and_then(|context| verb(&context, cli.verb.as_ref())) {
        Ok(code) => code,
        Err(error) => {
            terminal.say(&describe(&error));
            1
        }
    }
}

fn verb(context: &Context, verb: Option<&Verb>) -> anyhow::Result<u8> {
    // Elsewhere there is no terminal to be given back.
    #[cfg(unix)]
    if context.terminal.is_interactive() {
        signals::watch()?;
    }
    let Some(verb) = verb else {
        return home::run(context);
    };
    match verb {
        Verb::Practice(args) => practice::run(&context.plainly(args.sitting.plain), args),
        Verb::Again(args) => practice::again(&context.plainly(args.sitting.plain), args),
        Verb::Draw(args) => draw::run(context, args),
        Verb::Prompts(verb) => prompts::run(context, verb),
        Verb::Rounds(verb) => rounds::run(context, verb),
        Verb::Loops(verb) => loops::run(context, verb),
        Verb::Rubrics(verb) => rubrics::run(context, verb),
        Verb::Sessions(verb) => sessions::run(context, verb),
        Verb::Replay(args) => replay::run(&context.plainly(args.plain), args),
        Verb::Score(args) => score::run(context, args),
        Verb::Assess(args) => assess::run(context, args),
        Verb::Plan(args) => plan::run(context, args),
        Verb::Stories(verb) => stories::run(context, verb),
        Verb::History(args) => history::run(context, args),
        Verb::Progress(args) => progress::run(context, args),
        Verb::Report(args) => report::run(context, args),
        Verb::Mic(verb) => mic::run(context, verb),
        Verb::Settings(verb) => settings::run(context, verb),
        Verb::Import(args) => import::run(context, args),
        Verb::Recover => recover::run(context),
        Verb::Completions { shell } => packagers::completions(context.terminal, *shell),
        Verb::Man { out } => packagers::man(context.terminal, out.as_deref()),
        Verb::Doctor { mic, json } => doctor::run(context, mic.as_ref(), *json),
    }
}
