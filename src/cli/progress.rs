//! `progress`: whether one is ready, where scores are going, and what to sit next.

use jiff::Timestamp;
use serde::Serialize;

use super::args::ProgressArgs;
use super::context::Context;
use super::failure::{failure, unknown};
use super::figures::Seen;
use super::naming::{day, short};
use crate::clock;
use crate::domain::{Bank, PromptTake, Rubric, can_tell_readiness, takes};
use crate::store::{History, PracticeFilter};
use crate::ui::progress::{self, page};

/// One prompt over time.
#[derive(Serialize)]
struct TakesDocument<'a> {
    prompt: &'a str,
    takes: Vec<PromptTake<'a>>,
}

pub(super) fn run(context: &Context, args: &ProgressArgs) -> anyhow::Result<u8> {
    if let Some(prompt) = &args.prompt {
        let (bank, history) = context.bank_beside(|| context.history());
        check_rubric(&bank, args)?;
        return of_prompt(context, &bank, &history?, prompt, args);
    }
    let now = clock::wall();
    let (bank, seen) = context.measures_beside(|| {
        let mut history = context.history()?;
        Seen::of(context, &mut history, args.rehearsals, now)
    });
    let rubric = check_rubric(&bank, args)?;
    let seen = seen?;
    let progress = seen.progress(&bank, rubric);
    if args.json {
        context.print_json(&progress)?;
        return Ok(0);
    }
    context.print(&page(&progress, args.all, context.terminal.width()))?;
    Ok(0)
}

/// The rubric that is asked for, if any is.
fn check_rubric<'a>(bank: &'a Bank, args: &ProgressArgs) -> anyhow::Result<Option<&'a Rubric>> {
    let rubric = args.rubric.as_deref();
    rubric.map(|id| named(bank, id)).transpose()
}

/// The rubric with this id, if practice can speak for it.
fn named<'a>(bank: &'a Bank, id: &str) -> anyhow::Result<&'a Rubric> {
    match bank.rubric(id) {
        Some(rubric) if can_tell_readiness(rubric) => Ok(rubric),
        Some(_) => Err(failure(
            format!("no score of practice speaks for `{id}`"),
            "a rubric with `per = \"none\"` whose criteria name `evidence` can be judged so",
        )),
        None => {
            let rubrics = bank
                .rubrics
                .iter()
                .filter(|rubric| can_tell_readiness(rubric));
            let ids = rubrics.map(|rubric| rubric.id.as_str());
            Err(unknown("rubric", id, ids, "hotseat rubrics list"))
        }
    }
}

/// Every answer to one prompt.
fn of_prompt(
    context: &Context,
    bank: &Bank,
    history: &History,
    prompt: &str,
    args: &ProgressArgs,
) -> anyhow::Result<u8> {
    let filter = PracticeFilter {
        prompt: Some(prompt.to_owned()),
        rehearsals: args.rehearsals,
        ..PracticeFilter::default()
    };
    let practice = history.practice(&filter)?;
    let known = bank.prompt(prompt);
    if known.is_none() && !history.has_answers_to(prompt)? {
        let ids = bank.prompts.iter().map(|prompt| prompt.id.as_str());
        return Err(unknown("prompt", prompt, ids, "hotseat prompts list"));
    }
    let takes = takes(&practice, prompt);
    if args.json {
        context.print_json(&TakesDocument { prompt, takes })?;
        return Ok(0);
    }
    if takes.is_empty() {
        let said = format!("never practised; `hotseat practice {prompt}` sits it");
        context.terminal.say(&said);
        return Ok(0);
    }
    let title = known.map_or(prompt, |known| &known.title);
    let when = |at: Timestamp| day(at);
    let listing = progress::takes(title, &takes, when, short, context.terminal.width());
    context.print(&listing)?;
    Ok(0)
}
