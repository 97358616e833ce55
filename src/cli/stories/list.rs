//! `stories list`: all stories.

use super::super::context::Context;
use super::document::{ListDocument, Listed};
use super::{NONE_YET, broken, files};
use crate::domain::{Past, Story, story_prompt_id};
use crate::ui::stories::{Row, rows};

pub(super) fn run(context: &Context, json: bool) -> anyhow::Result<u8> {
    let bank = context.bank();
    let files = files(context, &bank)?;
    let stories: Vec<&Story> = files
        .iter()
        .filter_map(|file| file.story.as_ref())
        .collect();
    let past = context.past_or_warning("when stories were told is not known");
    let last = |story: &Story| {
        let past: Option<&Past> = past.as_ref();
        past.and_then(|past| past.last(&story_prompt_id(&story.id)))
    };
    if json {
        let listed = files.iter().filter_map(|file| {
            let story = file.story.as_ref()?;
            Some(Listed::new(story, &file.path, last(story), &bank))
        });
        let is_broken = files.iter().filter(|file| file.is_broken());
        context.print_json(&ListDocument {
            stories: listed.collect(),
            broken: is_broken.map(|file| file.name.as_str()).collect(),
        })?;
    } else if !stories.is_empty() {
        let lines: Vec<Row<'_>> = stories
            .iter()
            .map(|story| Row {
                story,
                framework: bank.framework(&story.framework),
                last: last(story),
            })
            .collect();
        context.print(&rows(&lines, context.terminal.width()))?;
    } else if files.is_empty() {
        context.terminal.say(NONE_YET);
    }
    if let Some(line) = broken(&files) {
        context.terminal.say(&format!("warning: {line}"));
    }
    Ok(0)
}
