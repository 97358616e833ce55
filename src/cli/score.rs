//! `score`: scores what was said, at the end of a session or any time later.

mod cards;
mod desk;
mod set;
mod sheets;

use super::args::ScoreArgs;
use super::context::{Context, named_session};
use super::failure::failure;
use super::signals::Signal;
use super::stories;
use super::typed::{say_again, typed};
use crate::domain::{Bank, Prompt, Session};
use crate::ui::scoring::{self, Ending, Outcome};
use crate::ui::text::words_ms;

pub(super) use cards::card;
use cards::{pass_of, retract, tell};
pub(super) use desk::{AtHome, Desk};
pub(super) use set::scores_on;
use set::set;
use sheets::sheets;
pub(super) use sheets::{Sheet, Which};

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Done,
    /// By Ctrl-C, another signal or a hang-up; what was given before is kept.
    Interrupted,
}

pub(super) fn run(context: &Context, args: &ScoreArgs) -> anyhow::Result<u8> {
    let mut history = context.history()?;
    let kept = named_session(&history, &args.session)?;
    let bank = stories::with_told(context, context.bank(), &kept.session);
    if let Some(card) = args.retract {
        return retract(context, &mut history, &kept, card);
    }
    let which = Which {
        answer: args
            .answer
            .map(|number| index(&kept.session, number))
            .transpose()?,
        rubric: args.rubric.clone(),
        pass: args.pass,
        ..Which::default()
    };
    if !args.values.0.is_empty() {
        return set(context, &bank, &mut history, &kept, &which, args);
    }
    if !context.terminal.is_interactive() {
        return Err(failure(
            "asking for scores needs a terminal",
            "`--set CRITERION=VALUE` scores without one",
        ));
    }
    let mut desk = AtHome::new(context, &mut history, &kept, which.pass)?;
    let asked = ask(context, &bank, &kept.session, &which, &mut desk)?;
    Ok(desk.signal(&asked).map_or(0, Signal::exit_code))
}

fn index(session: &Session, number: usize) -> anyhow::Result<usize> {
    let count = session.answers.len();
    number
        .checked_sub(1)
        .filter(|index| *index < count)
        .ok_or_else(|| {
            failure(
                format!("this session has no answer {number}"),
                format!("its answers are numbered 1 to {count}"),
            )
        })
}

/// Asks every rubric that `which` admits.
pub(super) fn ask(
    context: &Context,
    bank: &Bank,
    session: &Session,
    which: &Which,
    desk: &mut dyn Desk,
) -> anyhow::Result<Asked> {
    let sheets = sheets(bank, session, which)?;
    // What was asked about on the way is no omission.
    if sheets.is_empty() && which.after == 0 {
        context.terminal.say(nothing_to_score(session));
    }
    for sheet in sheets {
        pass_of(session, &sheet, which.pass)?;
        introduce(context, bank, session, &sheet);
        let outcome = scoring::ask(context.terminal, sheet.rubric, &mut || desk.key());
        let ending = outcome.ending;
        if outcome.values.is_empty() {
            context
                .terminal
                .say("not scored; `hotseat score` asks again");
        } else {
            let again = as_typed(session, &sheet, &outcome);
            let card = desk.keep(&sheet, outcome).inspect_err(|error| {
                say_again(context, error, &again);
            })?;
            tell(context, bank, &card);
        }
        match ending {
            Ending::Through => {}
            Ending::Left => return Ok(Asked::Done),
            Ending::Interrupted => return Ok(Asked::Interrupted),
        }
    }
    Ok(Asked::Done)
}

/// A card as a command that gives it.
fn as_typed(session: &Session, sheet: &Sheet<'_>, outcome: &Outcome) -> String {
    let (id, rubric) = (session.id.to_string(), sheet.rubric.id.clone());
    let mut words = vec!["score".to_owned(), id, "--rubric".to_owned(), rubric];
    if let Some(answer) = sheet.answer {
        words.extend(["--answer".to_owned(), (answer + 1).to_string()]);
    }
    typed(words, outcome)
}

fn nothing_to_score(session: &Session) -> &'static str {
    if session.used_ms() == 0 {
        "nothing was said in this session, so there is nothing to score"
    } else {
        "this round has no rubric to be scored on; `--rubric` names one"
    }
}

/// What a rubric is asked about, with what a strong answer shows.
fn introduce(context: &Context, bank: &Bank, session: &Session, sheet: &Sheet<'_>) {
    let terminal = context.terminal;
    let answer = sheet.answer.and_then(|index| session.answers.get(index));
    let title = match answer {
        Some(answer) => {
            format!("{} ({})", answer.prompt.title, words_ms(answer.used_ms()))
        }
        None => session.round.title.clone(),
    };
    terminal.say(&format!("\n{title}: {}", sheet.rubric.title));
    // The bank's prompt, unless it has gone since.
    let prompt: Option<&Prompt> = answer.and_then(|answer| bank.prompt(&answer.prompt.id));
    if let Some(prompt) = prompt {
        terminal.say(&format!("\n{}", scoring::reveal(prompt, terminal.width())));
    }
}
