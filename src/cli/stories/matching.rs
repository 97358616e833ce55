//! `stories match`: which stories answer a prompt, and what all of them cover.

use super::super::context::Context;
use super::super::failure::unknown;
use super::document::{MatchDocument, MatrixDocument};
use super::{NONE_YET, sound};
use crate::domain::{coverage, stories_for};
use crate::ui::stories::{answers, matrix};

/// Without a prompt, of all of them.
pub(super) fn run(context: &Context, prompt: Option<&str>, json: bool) -> anyhow::Result<u8> {
    let bank = context.bank();
    let Some(id) = prompt else {
        let stories = sound(context, &bank)?;
        let found = coverage(&stories, &bank);
        if json {
            context.print_json(&MatrixDocument::new(&found))?;
        } else if stories.is_empty() {
            context.terminal.say(NONE_YET);
        } else {
            context.print(&matrix(&found, context.terminal.width()))?;
        }
        return Ok(0);
    };
    let prompt = bank.prompt(id).ok_or_else(|| {
        let ids = bank.prompts.iter().map(|prompt| prompt.id.as_str());
        unknown("prompt", id, ids, "hotseat prompts list")
    })?;
    let stories = sound(context, &bank)?;
    let fits = stories_for(&stories, prompt, &bank);
    if json {
        context.print_json(&MatchDocument::new(prompt, &fits))?;
    } else if stories.is_empty() {
        context.terminal.say(NONE_YET);
    } else {
        context.print(&answers(prompt, &fits, context.terminal.width()))?;
    }
    Ok(0)
}
