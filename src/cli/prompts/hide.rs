//! `prompts hide` and `prompts unhide`: which prompts no draw takes.

use super::super::context::Context;
use super::super::failure::unknown;
use super::named;
use crate::clock;
use crate::domain::overruling;
use crate::store::Hidden;

pub(super) fn hide(context: &Context, id: &str) -> anyhow::Result<u8> {
    named(&context.bank(), id)?;
    let text = if keep(context, id, true)? {
        format!("`{id}` is hidden already; `hotseat prompts unhide {id}` lets it into draws again")
    } else {
        format!("`{id}` is hidden: no draw takes it until `hotseat prompts unhide {id}`")
    };
    context.terminal.say(&text);
    Ok(0)
}

/// Takes a prompt that is in no pack any more as well, lest it stay hidden for ever.
pub(super) fn unhide(context: &Context, id: &str) -> anyhow::Result<u8> {
    let bank = context.bank();
    let history = context.history_if_any()?;
    let words = history.map_or_else(|| Ok(Vec::new()), |history| history.hidden())?;
    let ids = bank.prompts.iter().map(|prompt| prompt.id.as_str());
    let mut known = ids.chain(words.iter().map(|word| word.prompt.as_str()));
    if !known.clone().any(|known| known == id) {
        let listing = "hotseat prompts list --hidden";
        return Err(unknown("prompt", id, known.by_ref(), listing));
    }
    let text = if keep(context, id, false)? {
        format!("`{id}` is not hidden; draws take it")
    } else {
        format!("`{id}` is hidden no more: draws take it again")
    };
    context.terminal.say(&text);
    Ok(0)
}

/// Notes that a prompt is hidden, or is not, and returns whether it was so before.
fn keep(context: &Context, id: &str, hidden: bool) -> anyhow::Result<bool> {
    let mut history = context.history_as_it_is()?;
    let before = history.hidden()?.into_iter().find(|word| word.prompt == id);
    let word = Hidden {
        prompt: id.to_owned(),
        hidden,
        at: overruling(before.as_ref().map(|before| before.at), clock::wall()),
    };
    // Written again where nothing changes: the portable copy may be missing.
    history.hide(&word, &context.home.progress()?)?;
    Ok(before.is_some_and(|before| before.hidden) == hidden)
}
