//! `prompts new`: a pack to begin with.

use super::super::context::Context;
use super::super::failure::failure;
use super::super::naming::program;
use crate::store::{StoreError, packs};

pub(super) fn run(context: &Context, name: &str) -> anyhow::Result<u8> {
    let bank = context.bank();
    let another = "choose another name: `hotseat prompts new NAME`";
    if bank.packs().contains(&name) {
        let message = format!("a pack is called `{name}` already");
        return Err(failure(message, another));
    }
    let folder = context.home.create_prompts()?;
    let begun = packs::begin(&folder, name, &bank).map_err(|error| match error {
        StoreError::Exists { .. } => failure(error.to_string(), another),
        other => other.into(),
    })?;
    context.print(&begun.path.display().to_string())?;
    let (program, prompt) = (program(), begun.prompt);
    context.terminal.say(&format!(
        "change it as you like, then:\n  {program} prompts check\n  {program} practice {prompt}"
    ));
    Ok(0)
}
