//! `stories check`: what stories lack.

use super::super::context::Context;
use super::document::{CheckDocument, Checked};
use super::{NONE_YET, files, named};
use crate::domain::Bank;
use crate::store::stories::StoryFile;
use crate::ui::stories::lacks;

pub(super) fn run(context: &Context, ids: &[String], json: bool) -> anyhow::Result<u8> {
    let bank = context.bank();
    let files = files(context, &bank)?;
    let asked: Vec<&StoryFile> = if ids.is_empty() {
        files.iter().collect()
    } else {
        let named = ids.iter().map(|id| named(&files, id));
        named.collect::<anyhow::Result<_>>()?
    };
    if json {
        let stories = asked.iter().map(|file| Checked::new(file, &bank));
        let stories = stories.collect();
        context.print_json(&CheckDocument { stories })?;
    } else if asked.is_empty() {
        context.terminal.say(NONE_YET);
    } else {
        let pages = pages(context, &bank, &asked);
        if !pages.is_empty() {
            context.print(&pages)?;
        }
    }
    Ok(u8::from(asked.iter().any(|file| file.is_broken())))
}

/// Says what the story lacks that was just written: beside the result, which is the story itself.
pub(super) fn told(context: &Context, bank: &Bank, id: &str) -> anyhow::Result<()> {
    let files = files(context, bank)?;
    // An editor may have moved it away.
    let text = match files.iter().find(|file| file.name == id) {
        Some(file) => pages(context, bank, &[file]),
        None => format!("the story `{id}` is gone"),
    };
    // Of a broken one the problems have been told.
    if !text.is_empty() {
        context.terminal.say(&text);
    }
    Ok(())
}

/// A page for each story. Problems go to stderr at once, as those of packs do.
fn pages(context: &Context, bank: &Bank, files: &[&StoryFile]) -> String {
    let mut pages = Vec::new();
    for file in files {
        for problem in &file.problems {
            let shown = problem.render(context.terminal.has_color());
            context.terminal.say_rendered(&format!("{shown}\n"));
        }
        if let Some(story) = &file.story {
            let framework = bank.framework(&story.framework);
            pages.push(lacks(story, framework, context.terminal.width()));
        }
    }
    pages.join("\n\n")
}
