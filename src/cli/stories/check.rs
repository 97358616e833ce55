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
        tell(context, &bank, &asked)?;
    }
    Ok(u8::from(asked.iter().any(|file| file.is_broken())))
}

/// Says what the story lacks that was just written.
pub(super) fn told(context: &Context, bank: &Bank, id: &str) -> anyhow::Result<()> {
    let files = files(context, bank)?;
    // An editor may have moved it away.
    if let Some(file) = files.iter().find(|file| file.name == id) {
        return tell(context, bank, &[file]);
    }
    context.terminal.say(&format!("the story `{id}` is gone"));
    Ok(())
}

/// Problems go to stderr, as those of packs do.
fn tell(context: &Context, bank: &Bank, files: &[&StoryFile]) -> anyhow::Result<()> {
    let mut pages = Vec::new();
    for file in files {
        for problem in &file.problems {
            let color = context.terminal.has_color();
            let shown = problem.render(color);
            context.terminal.say_rendered(&format!("{shown}\n"));
        }
        if let Some(story) = &file.story {
            let framework = bank.framework(&story.framework);
            pages.push(lacks(story, framework, context.terminal.width()));
        }
    }
    if pages.is_empty() {
        return Ok(());
    }
    context.print(&pages.join("\n\n"))
}
