//! `draw`: prompts without a session.

use serde::Serialize;

use super::args::DrawArgs;
use super::context::Context;
use super::defaults;
use super::documents::PromptDocument;
use super::drawing::natural_draw;
use super::failure::check_competency;
use super::practice::new_seed;
use crate::clock;
use crate::domain::Drawn;
use crate::ui::text::indented;

#[derive(Serialize)]
struct Document<'a> {
    seed: u64,
    prompts: Vec<DrawnDocument<'a>>,
}

#[derive(Serialize)]
struct DrawnDocument<'a> {
    #[serde(flatten)]
    prompt: PromptDocument<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

pub(super) fn run(context: &Context, args: &DrawArgs) -> anyhow::Result<u8> {
    // With the flag a mistake in the settings is in nobody's way.
    let mode = match args.narrow.draw {
        Some(mode) => mode,
        None => defaults::draw(None, &context.settings()?),
    };
    let bank = context.bank();
    check_competency(&bank, args.narrow.competency.as_deref())?;
    let past = context.history()?.past(clock::wall())?;
    let seed = args.narrow.seed.unwrap_or_else(new_seed);
    let drawn = natural_draw(&bank, &args.narrow, mode, 1.0, &past, seed)?;
    if args.json {
        let prompts = drawn.iter().map(|drawn| DrawnDocument {
            prompt: drawn.prompt.into(),
            why: args.explain.then(|| drawn.why.to_string()),
        });
        let prompts = prompts.collect();
        context.print_json(&Document { seed, prompts })?;
        return Ok(0);
    }
    let width = context.terminal.width();
    for Drawn { prompt, why } in &drawn {
        let kind = prompt.kind;
        let why = if args.explain {
            format!("  drawn because: {why}\n")
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
