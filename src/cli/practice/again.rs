//! The verb `again`: what was asked in an earlier session, once more.

use super::super::args::AgainArgs;
use super::super::context::{Context, named_session};
use super::super::failure::failure;
use super::super::stories;
use super::ready::Begin;
use super::seat::Seat;
use crate::clock;
use crate::domain::{Bank, Narrow, Prompt, PromptRef, Round, Session, Sitting, story_told};

/// Sits the round, the prompts and the follow-ups of a session once more, at its pace.
pub(in crate::cli) fn again(context: &Context, args: &AgainArgs) -> anyhow::Result<u8> {
    let settings = context.settings()?;
    let history = context.history()?;
    let earlier = named_session(&history, &args.session)?.session;
    let bank = stories::with_told(context, context.bank(), &earlier);
    let past = history.past(clock::wall())?;
    let mut round = round_of(&bank, &earlier)?;
    round.policy = args.sitting.policy.unwrap_or(earlier.policy);
    let sitting = Sitting {
        seed: earlier.seed,
        draw: earlier.draw,
        narrow: Narrow::default(),
        count: None,
        scale: args.sitting.scale.unwrap_or(earlier.scale),
        follow_ups: args.sitting.follow_ups(),
        time: None,
    };
    let seat = Seat {
        context,
        args: &args.sitting,
        settings: &settings,
        bank: &bank,
        round: &round,
        sitting: &sitting,
        day: None,
        earlier: Some(earlier.id),
        begin: Begin::usual(context, &args.sitting),
    };
    Ok(seat.take(history, &past)?.exit_code())
}

fn round_of(bank: &Bank, earlier: &Session) -> anyhow::Result<Round> {
    let find = |asked: &PromptRef| bank.prompt(&asked.id).ok_or_else(|| gone(asked));
    let asked = earlier.answers.iter().map(|answer| &answer.prompt);
    let prompts: Vec<&Prompt> = asked.map(find).collect::<anyhow::Result<_>>()?;
    if prompts.is_empty() {
        return Err(failure(
            "nothing was asked in that session",
            "name another one from `hotseat sessions list`",
        ));
    }
    Ok(match bank.round(&earlier.round.id) {
        Some(round) => round.again(&prompts),
        None => Round::of_prompts(bank, &prompts),
    })
}

fn gone(asked: &PromptRef) -> anyhow::Error {
    match story_told(asked) {
        Some(story) => failure(
            format!("the story `{story}` is gone or broken"),
            "`hotseat stories check` says what is wrong with those that are there",
        ),
        None => failure(
            format!("the prompt `{}` is in no pack any more", asked.id),
            "put its pack back, or name another session from `hotseat sessions list`",
        ),
    }
}
