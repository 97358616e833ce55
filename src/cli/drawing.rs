//! Drawing single prompts, each in its natural shape: what `draw` and `practice` have in common.

use std::time::Duration;

use super::args::NarrowArgs;
use super::failure::failure;
use crate::domain::{
    Asked, Bank, DrawMode, DrawRequest, Drawn, Narrow, Past, Prompt, Room, Round, draw,
};
use crate::ui::text::words;

/// What the flags ask for, one prompt unless they say how many or how long.
pub(super) fn natural_draw<'a>(
    bank: &'a Bank,
    args: &NarrowArgs,
    mode: DrawMode,
    scale: f64,
    past: &'a Past,
    seed: u64,
) -> anyhow::Result<Vec<Drawn<'a>>> {
    let narrow = args.narrow();
    let drawn = |prompt: &&Prompt| prompt.asked == Asked::Drawn && narrow.admits(prompt);
    let matching: Vec<&Prompt> = bank.prompts.iter().filter(drawn).collect();
    let takes = |prompt: &Prompt| Round::natural_length(bank, prompt, scale);
    let room = args.time().map(|time| Room {
        time,
        takes: &takes,
    });
    let as_many_as_fit = if room.is_some() { matching.len() } else { 1 };
    let request = DrawRequest {
        mode,
        seed,
        count: args.count().unwrap_or(as_many_as_fit),
        past,
        beside: &[],
        room: None,
    };
    let drawn = draw(&matching, &DrawRequest { room, ..request });
    if !drawn.is_empty() {
        return Ok(drawn);
    }
    let all = matching.iter().filter(|prompt| !past.is_hidden(&prompt.id));
    match (args.time(), all.map(|prompt| takes(prompt)).min()) {
        (Some(time), Some(shortest)) => Err(nothing_fits(time, shortest)),
        _ => Err(nothing_matches(&narrow, &matching)),
    }
}

/// A draw from nothing; `matching` would match, and is hidden.
pub(super) fn nothing_matches(narrow: &Narrow, matching: &[&Prompt]) -> anyhow::Error {
    if matching.is_empty() {
        no_match(&narrow.to_string())
    } else {
        failure(
            format!("every prompt that matches {narrow} is hidden"),
            "`hotseat prompts list --hidden` shows them, `hotseat prompts unhide ID` lets one in again",
        )
    }
}

/// A draw that nothing matches.
pub(super) fn no_match(narrow: &str) -> anyhow::Error {
    failure(
        format!("no prompt matches {narrow}"),
        "ask for less, or see `hotseat prompts list`",
    )
}

/// A draw that the time is too short for.
pub(super) fn nothing_fits(time: Duration, shortest: Duration) -> anyhow::Error {
    failure(
        format!("nothing that matches fits into {}", words(time)),
        format!("the shortest takes {}", words(shortest)),
    )
}
