//! `prompts`: the bank.

use super::args::PromptsVerb;
use super::context::Context;
use super::failure::unknown;
use crate::domain::{Bank, Prompt};

mod check;
mod hide;
mod list;
mod new;
mod show;

pub(super) fn run(context: &Context, verb: &PromptsVerb) -> anyhow::Result<u8> {
    match verb {
        PromptsVerb::List(args) => list::run(context, args),
        PromptsVerb::Show { id, answers, json } => show::run(context, id, *answers, *json),
        PromptsVerb::Check { paths, json } => check::run(context, paths, *json),
        PromptsVerb::New { name } => new::run(context, name),
        PromptsVerb::Hide { id } => hide::hide(context, id),
        PromptsVerb::Unhide { id } => hide::unhide(context, id),
    }
}

/// The prompt with this id; the nearest one is offered where there is none.
fn named<'a>(bank: &'a Bank, id: &str) -> anyhow::Result<&'a Prompt> {
    bank.prompt(id).ok_or_else(|| {
        let ids = bank.prompts.iter().map(|prompt| prompt.id.as_str());
        unknown("prompt", id, ids, "hotseat prompts list")
    })
}
