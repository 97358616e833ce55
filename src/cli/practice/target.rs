//! What is to be sat: a round by name, a prompt by name, prompts that are drawn, or a choice.

use inquire::InquireError;

use super::super::args::PracticeArgs;
use super::super::context::Context;
use super::super::drawing::natural_draw;
use super::super::failure::{check_competency, failure, unknown};
use crate::domain::{
    Bank, DrawMode, Loop, Past, Prompt, Round, STORY_TARGET, Source, story_prompt_id,
};
use crate::ui::{asking, text};

/// The round that needs no choice.
const USUAL: &str = "quick";

/// What was chosen, or that nothing was.
pub(super) enum Target {
    Round(Round),
    /// Its prompts are drawn or named already, so nothing narrows them any more.
    Prompts(Round),
    Loop(Loop),
    Nothing,
}

pub(super) fn choose(
    context: &Context,
    args: &PracticeArgs,
    bank: &Bank,
    past: &Past,
    used: &[String],
    (seed, mode): (u64, DrawMode),
) -> anyhow::Result<Target> {
    check_competency(bank, args.narrow.competency.as_deref())?;
    Ok(match &args.target {
        Some(name) => match named(bank, name)? {
            Target::Prompts(_) if args.narrow.asks_for_prompts() => {
                return Err(failure(
                    format!("`{name}` is one prompt, and there is nothing to draw"),
                    "leave out the prompt, or the flags that narrow a draw",
                ));
            }
            target => target,
        },
        None if args.narrow.asks_for_prompts() => drawn(args, bank, past, (seed, mode))?,
        None if context.terminal.is_interactive() => from_menu(context, bank, used)?,
        None => named(bank, USUAL)?,
    })
}

fn named(bank: &Bank, name: &str) -> anyhow::Result<Target> {
    if let Some(round) = bank.round(name) {
        return Ok(Target::Round(round.clone()));
    }
    let told = name.strip_prefix(STORY_TARGET).map(story_prompt_id);
    if let Some(prompt) = bank.prompt(told.as_deref().unwrap_or(name)) {
        return Ok(Target::Prompts(Round::of_prompts(bank, &[prompt])));
    }
    if let Some(loop_) = bank.loops.iter().find(|loop_| loop_.id == name) {
        return Ok(Target::Loop(loop_.clone()));
    }
    let rounds = bank.rounds.iter().map(|round| round.id.as_str());
    let prompts = bank.prompts.iter().map(|prompt| prompt.id.as_str());
    let loops = bank.loops.iter().map(|loop_| loop_.id.as_str());
    let names = rounds.chain(loops).chain(prompts);
    Err(unknown(
        "round, loop or prompt",
        name,
        names,
        "hotseat rounds list",
    ))
}

fn drawn(
    args: &PracticeArgs,
    bank: &Bank,
    past: &Past,
    (seed, mode): (u64, DrawMode),
) -> anyhow::Result<Target> {
    let prompts: Vec<&Prompt> = natural_draw(
        bank,
        &args.narrow,
        mode,
        args.sitting.scale.unwrap_or(1.0),
        past,
        seed,
    )?
    .into_iter()
    .map(|drawn| drawn.prompt)
    .collect();
    Ok(Target::Prompts(Round::of_prompts(bank, &prompts)))
}

/// `used` are rounds that were sat, the last one first: so they stand in the menu, and behind them
/// all others, the shortest first.
fn from_menu(context: &Context, bank: &Bank, used: &[String]) -> anyhow::Result<Target> {
    let mut rounds: Vec<&Round> = bank.rounds.iter().collect();
    rounds.sort_by_cached_key(|round| {
        let place = used.iter().position(|id| *id == round.id);
        (place.unwrap_or(used.len()), round.length(bank))
    });
    let lines: Vec<String> = rounds
        .iter()
        .map(|round| {
            let prompts: usize = round.parts.iter().map(|part| part.source.count()).sum();
            let what = match (&round.parts[..], prompts) {
                ([part], 1) if matches!(part.source, Source::Prompts(_)) => {
                    "its own prompt".to_owned()
                }
                (_, 1) => "1 prompt".to_owned(),
                _ => format!("{prompts} prompts"),
            };
            let length = text::words(round.length(bank));
            let line = format!("{:<34} {length:>12}   {what}", text::fit(&round.title, 34));
            text::sanitize(&line)
        })
        .collect();
    match asking::choose(context.terminal, "Which round?", lines) {
        Ok(index) => Ok(Target::Round(rounds[index].clone())),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
            Ok(Target::Nothing)
        }
        Err(error) => Err(error.into()),
    }
}
