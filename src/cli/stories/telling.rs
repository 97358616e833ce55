//! Telling a story against the clock: to those who practise, it is one more prompt of the bank.

use super::super::context::Context;
use super::super::failure::failure;
use super::{files, named};
use crate::domain::{Bank, STORY_TARGET, Session, Story, story_prompt_id, story_told};
use crate::store::stories::{self, StoryFile};

/// The bank with the story that `target` names, if it names one as `story:ID`.
///
/// # Errors
/// Where it names one that is not there or broken, or names one without saying that it is a story.
pub(in crate::cli) fn with_target(
    context: &Context,
    bank: Bank,
    target: Option<&str>,
) -> anyhow::Result<Bank> {
    let Some(target) = target else {
        return Ok(bank);
    };
    let Some(id) = target.strip_prefix(STORY_TARGET) else {
        return if bank.can_practise(target) {
            Ok(bank)
        } else {
            not_said(context, bank, target)
        };
    };
    let files = files(context, &bank)?;
    let file = named(&files, id)?;
    let story = whole(context, file)?;
    let recorded = story_prompt_id(id);
    if bank.can_practise(&recorded) {
        let message =
            format!("a pack has `{recorded}`, which is what the story `{id}` is recorded as");
        return Err(failure(
            message,
            format!("give another name to {}", file.path.display()),
        ));
    }
    Ok(with(bank, [story]))
}

/// The bank with the stories that were told in a session, as far as they are there.
pub(in crate::cli) fn with_told(context: &Context, bank: Bank, session: &Session) -> Bank {
    let prompts = session.answers.iter().map(|answer| &answer.prompt);
    let told: Vec<&str> = prompts.filter_map(story_told).collect();
    if told.is_empty() {
        return bank;
    }
    // A folder that cannot be read is one without them: the record has what was asked.
    let files = files(context, &bank).unwrap_or_default();
    let stories = files.iter().filter_map(|file| file.story.as_ref());
    let is_told = |story: &&Story| {
        told.contains(&story.id.as_str()) && !bank.can_practise(&story_prompt_id(&story.id))
    };
    let stories: Vec<&Story> = stories.filter(is_told).collect();
    with(bank, stories)
}

fn with<'s>(mut bank: Bank, stories: impl IntoIterator<Item = &'s Story>) -> Bank {
    for story in stories {
        let framework = bank.framework(&story.framework);
        let prompt = framework.map(|framework| stories::prompt(story, framework, &bank));
        bank.prompts.extend(prompt);
    }
    bank
}

/// The story of a file, or what is wrong with it.
fn whole<'f>(context: &Context, file: &'f StoryFile) -> anyhow::Result<&'f Story> {
    file.story.as_ref().ok_or_else(|| {
        let color = context.terminal.has_color();
        for problem in &file.problems {
            let shown = problem.render(color);
            context.terminal.say_rendered(&format!("{shown}\n"));
        }
        let id = &file.name;
        failure(
            format!("the story `{id}` is broken, and cannot be told"),
            format!("`hotseat stories edit {id}` opens it"),
        )
    })
}

/// A story's bare name is no prompt's: whoever types it is told how stories are named.
fn not_said(context: &Context, bank: Bank, target: &str) -> anyhow::Result<Bank> {
    let files = files(context, &bank).unwrap_or_default();
    let is_meant = |file: &&StoryFile| file.name == target || story_prompt_id(&file.name) == target;
    match files.iter().find(is_meant) {
        None => Ok(bank),
        Some(file) => Err(failure(
            format!("no round, loop or prompt is called `{target}`"),
            format!("your story is `{STORY_TARGET}{}`", file.name),
        )),
    }
}
