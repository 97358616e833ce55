//! `stories`: the bank of one's own stories, and what its verbs share.

mod check;
mod document;
mod edit;
mod list;
mod matching;
mod new;
mod telling;
mod top;

use super::args::StoriesVerb;
use super::context::Context;
use super::failure::{failure, unknown};
use crate::domain::{Bank, Story};
use crate::store::stories::{self, StoryFile};

pub(super) use telling::{with_target, with_told};

pub(super) fn run(context: &Context, verb: &StoriesVerb) -> anyhow::Result<u8> {
    match verb {
        StoriesVerb::List { json } => list::run(context, *json),
        StoriesVerb::New { name, framework } => new::run(context, name, framework.as_deref()),
        StoriesVerb::Edit { id } => edit::run(context, id),
        StoriesVerb::Check { ids, json } => check::run(context, ids, *json),
        StoriesVerb::Match { prompt, json, .. } => matching::run(context, prompt.as_deref(), *json),
        StoriesVerb::Top { json } => top::run(context, *json),
    }
}

/// All files of stories.
pub(super) fn files(context: &Context, bank: &Bank) -> anyhow::Result<Vec<StoryFile>> {
    Ok(stories::load(&context.home.stories(), bank)?)
}

/// The stories that can be told. Those that are broken are named in a line on stderr.
pub(super) fn sound(context: &Context, bank: &Bank) -> anyhow::Result<Vec<Story>> {
    let files = files(context, bank)?;
    if let Some(line) = broken(&files) {
        context.terminal.say(&format!("warning: {line}"));
    }
    Ok(files.into_iter().filter_map(|file| file.story).collect())
}

/// Which files are no stories, in a line; none where all are.
pub(super) fn broken(files: &[StoryFile]) -> Option<String> {
    let names = files.iter().filter(|file| file.is_broken());
    let names: Vec<&str> = names.map(|file| file.name.as_str()).collect();
    match &names[..] {
        [] => None,
        [only] => Some(format!(
            "the story `{only}` is broken; `hotseat stories check` says why"
        )),
        all => Some(format!(
            "{} stories are broken: {}; `hotseat stories check` says why",
            all.len(),
            all.join(", ")
        )),
    }
}

/// The file of the story with this id; the nearest is offered where there is none.
fn named<'f>(files: &'f [StoryFile], id: &str) -> anyhow::Result<&'f StoryFile> {
    let found = files.iter().find(|file| file.name == id);
    found.ok_or_else(|| {
        if files.is_empty() {
            let message = format!("no story is called `{id}`");
            return failure(
                message,
                "there is none yet: `hotseat stories new` begins one",
            );
        }
        let names = files.iter().map(|file| file.name.as_str());
        unknown("story", id, names, "hotseat stories list")
    })
}

/// What is said where there is no story at all.
pub(super) const NONE_YET: &str = "no stories yet; `hotseat stories new` begins one";
