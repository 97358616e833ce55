//! `prompts show`: one prompt.

use super::super::context::Context;
use super::super::documents::ListedDocument;
use super::super::naming::day;
use super::named;
use crate::domain::{Past, Prompt};
use crate::ui::prompt::{Aside, Practised, page};

pub(super) fn run(context: &Context, id: &str, answers: bool, json: bool) -> anyhow::Result<u8> {
    let bank = context.bank();
    let prompt = named(&bank, id)?;
    let past = context.past_or_warning("whether it was practised or hidden is not known");
    let hidden = past.as_ref().map(|past| past.is_hidden(&prompt.id));
    if json {
        context.print_json(&ListedDocument::new(prompt, hidden))?;
        return Ok(0);
    }
    let round = prompt.round.as_deref().and_then(|id| bank.round(id));
    let aside = Aside {
        round: round.map(|round| (round, round.length(&bank))),
        practised: practised(prompt, past.as_ref()),
        hidden: hidden.unwrap_or_default(),
        answers,
    };
    context.print(&page(prompt, &aside, context.terminal.width()))?;
    Ok(0)
}

fn practised(prompt: &Prompt, past: Option<&Past>) -> Practised {
    match past.map(|past| past.last(&prompt.id)) {
        None => Practised::Unknown,
        Some(None) => Practised::Never,
        Some(Some(last)) => Practised::On(day(last.at), last.share),
    }
}
