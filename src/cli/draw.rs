//! `draw`: prompts without a session.

use serde::Serialize;

use super::args::DrawArgs;
use super::context::Context;
use super::documents::PromptDocument;
use super::failure::{check_competency, failure};
use super::practice::new_seed;
use crate::domain::{Prompt, draw, explain};
use crate::ui::text::indented;

#[derive(Serialize)]
struct Document<'a> {
    seed: u64,
    prompts: Vec<PromptDocument<'a>>,
}

pub(super) fn run(context: &Context, args: &DrawArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    check_competency(&bank, args.narrow.competency.as_deref())?;
    let seen = context.history()?.seen()?;
    let seed = args.narrow.seed.unwrap_or_else(new_seed);
    let narrow = args.narrow.narrow();
    let matching: Vec<&Prompt> = bank.prompts.iter().filter(|p| narrow.admits(p)).collect();
    let mode = args.narrow.draw;
    let drawn = draw(
        &matching,
        args.narrow.count().unwrap_or(1),
        mode,
        &seen,
        seed,
    );
    if drawn.is_empty() {
        return Err(failure(
            format!("no prompt matches {narrow}"),
            "ask for less, or see `hotseat prompts list`",
        ));
    }
    if args.json {
        let prompts = drawn.into_iter().map(Into::into).collect();
        context.print_json(&Document { seed, prompts })?;
        return Ok(0);
    }
    let width = context.terminal.width();
    for prompt in drawn {
        let kind = prompt.kind;
        let why = if args.explain {
            format!("  drawn because: {}\n", explain(prompt, mode, &seen))
        } else {
            String::new()
        };
        let ask = indented(&prompt.ask, width.min(100), "  ");
        context.print(&format!(
            "{} ({kind}): {}\n{ask}\n{why}",
            prompt.id, prompt.title
        ))?;
    }
    context.terminal.say(&format!(
        "seed {seed}: `--seed {seed}` draws the same again"
    ));
    Ok(0)
}
