//! `stories top`: the five stories to have ready.

use super::super::context::Context;
use super::document::TopDocument;
use super::sound;
use crate::domain::fill_slots;
use crate::ui::stories::five;

pub(super) fn run(context: &Context, json: bool) -> anyhow::Result<u8> {
    let bank = context.bank();
    let stories = sound(context, &bank)?;
    let slots = fill_slots(&stories, &bank);
    if json {
        context.print_json(&TopDocument::new(&slots))?;
    } else {
        context.print(&five(&slots, &bank.frameworks, context.terminal.width()))?;
    }
    Ok(0)
}
