//! `prompts list`: the bank, or what of it is asked for.

use serde::Serialize;

use super::super::args::ListArgs;
use super::super::context::Context;
use super::super::documents::ListedDocument;
use super::super::failure::check_competency;
use crate::domain::Prompt;
use crate::ui::tables::table;

#[derive(Serialize)]
struct Listing<'a> {
    prompts: Vec<ListedDocument<'a>>,
}

pub(super) fn run(context: &Context, args: &ListArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let narrow = args.narrow();
    check_competency(&bank, narrow.competency.as_deref())?;
    let past = context.past_or_warning("hidden prompts are not marked");
    let is_hidden = |prompt: &Prompt| past.as_ref().map(|past| past.is_hidden(&prompt.id));
    let prompts = bank.prompts.iter().filter(|prompt| narrow.admits(prompt));
    if args.json {
        let prompts = prompts.map(|prompt| ListedDocument::new(prompt, is_hidden(prompt)));
        let prompts = prompts.collect();
        context.print_json(&Listing { prompts })?;
        return Ok(0);
    }
    let rows = prompts.map(|prompt| {
        let levels: Vec<&str> = prompt.level.iter().map(|level| level.as_str()).collect();
        let mark = match is_hidden(prompt) {
            Some(true) => "hidden",
            _ => "",
        };
        [
            prompt.id.clone(),
            prompt.kind.to_string(),
            levels.join(" "),
            prompt.title.clone(),
            mark.to_owned(),
        ]
    });
    let head = ["prompt", "kind", "level", "title", ""];
    context.print(&table(context.terminal.width(), head, rows.collect()))?;
    Ok(0)
}
