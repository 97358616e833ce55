//! `stories new`: a file to begin with, opened in the user's editor.

use inquire::InquireError;

use super::super::context::Context;
use super::super::failure::failure;
use super::super::naming::program;
use super::{check, editor, files};
use crate::domain::{Bank, Framework, LONGEST_STORY_ID, is_id, nearest, slug, story_prompt_id};
use crate::store::StoreError;
use crate::store::stories::{StoryFile, begin};
use crate::ui::asking;
use crate::ui::text::fit;

/// The framework of whoever names none and cannot be asked.
const USUAL: &str = "star";

pub(super) fn run(
    context: &Context,
    words: &[String],
    framework: Option<&str>,
) -> anyhow::Result<u8> {
    let bank = context.bank();
    let known = files(context, &bank)?;
    let typed = words.join(" ");
    // Before anything is asked.
    let named = match typed.trim() {
        "" => None,
        typed => Some(named(typed, &known, &bank)?),
    };
    let Some(framework) = chosen(context, &bank, framework)? else {
        return Ok(0);
    };
    let (id, title) = named.unwrap_or_else(|| {
        let id = free(&framework.id, &known, &bank);
        (id, framework.title.clone())
    });
    let id = if id.is_empty() {
        free(&framework.id, &known, &bank)
    } else {
        id
    };
    let folder = context.home.create_stories()?;
    let model = framework.prompt.as_deref().and_then(|id| bank.prompt(id));
    let shows = model.map_or(&[][..], |model| &model.competencies);
    let path = begin(&folder, &id, &title, framework, shows).map_err(|error| match error {
        StoreError::Exists { .. } => there_already(&id),
        other => other.into(),
    })?;
    context.print(&path.display().to_string())?;
    if context.terminal.is_interactive() && editor::is_set() {
        let kept = format!("the story is kept; `hotseat stories edit {id}` opens it");
        editor::open(&path, &kept)?;
        check::told(context, &bank, &id)?;
        return Ok(0);
    }
    let program = program();
    let how = if context.terminal.is_interactive() {
        "no editor is set (`VISUAL` or `EDITOR`): open it in one, then"
    } else {
        "write it, then"
    };
    context.terminal.say(&format!(
        "{how}:\n  {program} stories check {id}\n  {program} practice story:{id}"
    ));
    Ok(0)
}

/// Id and title of what was typed, which is one of the two. The id is empty where the title has
/// nothing that could stand in one.
fn named(typed: &str, known: &[StoryFile], bank: &Bank) -> anyhow::Result<(String, String)> {
    let (id, title) = if is_id(typed) {
        (typed.to_owned(), titled(typed))
    } else {
        let has_letters = typed.chars().any(|c| c.is_ascii_alphanumeric());
        let id = if has_letters {
            slug(typed)
        } else {
            String::new()
        };
        (id, typed.to_owned())
    };
    if id.len() > LONGEST_STORY_ID {
        let message = format!("`{id}` is longer than {LONGEST_STORY_ID} characters");
        return Err(failure(message, "a title may be longer: its id is cut"));
    }
    if is_known(&id, known) {
        return Err(there_already(&id));
    }
    let recorded = story_prompt_id(&id);
    if bank.can_practise(&recorded) {
        let message =
            format!("a pack has `{recorded}`, which is what the story `{id}` is recorded as");
        return Err(failure(message, "choose another name for the story"));
    }
    Ok((id, title))
}

fn there_already(id: &str) -> anyhow::Error {
    failure(
        format!("a story is called `{id}` already"),
        format!("`hotseat stories edit {id}` opens it; another name begins another one"),
    )
}

/// Where file names have no case, two that differ in it only are one.
fn is_known(id: &str, known: &[StoryFile]) -> bool {
    known.iter().any(|file| file.name.to_lowercase() == id)
}

/// `base`, or `base-2` and so on where that is taken.
fn free(base: &str, known: &[StoryFile], bank: &Bank) -> String {
    let base = &base[..base.len().min(LONGEST_STORY_ID - "-999".len())];
    let mut id = base.to_owned();
    let mut number = 1;
    while is_known(&id, known) || bank.can_practise(&story_prompt_id(&id)) {
        number += 1;
        id = format!("{base}-{number}");
    }
    id
}

/// A title to begin with, from an id.
fn titled(id: &str) -> String {
    let words = id.split('-').filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    // Of dashes alone nothing is left.
    first.map_or_else(
        || id.to_owned(),
        |first| first.to_string() + letters.as_str(),
    )
}

/// The framework that is named, or is chosen, or is the usual one; none where nothing was chosen.
fn chosen<'b>(
    context: &Context,
    bank: &'b Bank,
    id: Option<&str>,
) -> anyhow::Result<Option<&'b Framework>> {
    let frameworks = &bank.frameworks;
    if let Some(id) = id {
        let found = bank.framework(id);
        return found.map(Some).ok_or_else(|| no_framework(id, bank));
    }
    if !context.terminal.is_interactive() {
        let usual = bank.framework(USUAL).or(frameworks.first());
        return usual.map(Some).ok_or_else(|| no_framework(USUAL, bank));
    }
    let lines = frameworks.iter().map(|framework| {
        let steps: Vec<&str> = framework
            .steps
            .iter()
            .map(|step| step.title.as_str())
            .collect();
        let line = format!("{}: {}", framework.title, steps.join(", "));
        // The mark before it takes two columns.
        fit(&line, context.terminal.width().saturating_sub(2))
    });
    match asking::choose(context.terminal, "Along which framework?", lines.collect()) {
        Ok(index) => Ok(frameworks.get(index)),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn no_framework(id: &str, bank: &Bank) -> anyhow::Error {
    let ids: Vec<&str> = bank
        .frameworks
        .iter()
        .map(|framework| framework.id.as_str())
        .collect();
    let near = nearest(id, ids.iter().copied());
    let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    let hint = format!("{near}there are {}", ids.join(", "));
    failure(format!("no framework is called `{id}`"), hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_made_of_an_id() {
        for (id, title) in [
            ("billing-off-the-mainframe", "Billing off the mainframe"),
            ("2019", "2019"),
            ("--a--b-", "A b"),
            ("-", "-"),
        ] {
            assert_eq!(titled(id), title);
        }
    }
}
