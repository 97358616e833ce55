//! A sheet in the candidate's editor, and what is kept of it.

use std::path::Path;

use super::super::context::Context;
use super::super::editor::{Closed, Editor};
use crate::clock;
use crate::domain::{PlanNote, PlanProgress, Sheet, overruling};
use crate::store::{Draft, History};

/// The block that a sheet belongs to.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    pub(super) plan: &'a str,
    pub(super) block: &'a str,
}

/// A sheet that was closed.
pub(super) struct Written {
    /// What is kept of it: nothing where nothing was written.
    pub(super) text: String,
    pub(super) closed: Closed,
}

/// Opens a sheet with what was written before, and keeps what is written. Until that is kept it lies
/// in a file of its own, and where it was not kept the next try begins with that.
pub(super) fn edit(
    context: &Context,
    history: &mut History,
    owner: Owner<'_>,
    sheet: Sheet<'_>,
) -> anyhow::Result<Written> {
    let editor = Editor::find(context)?;
    let folder = context.home.progress()?;
    let Owner { plan, block } = owner;
    let progress = history.plans(&folder)?;
    let before = progress.note(plan, block).map(|note| note.text.as_str());
    let before = before.unwrap_or_default();
    let draft = Draft::named(&context.home.drafts()?, &format!("{plan}.{block}"));
    let left = draft.read()?;
    if left.as_ref().is_some_and(|left| sheet.kept(left) != before) {
        let path = draft.path().display();
        context
            .terminal
            .say(&format!("going on with what was left in {path}"));
    }
    draft.write(&sheet.opened(left.as_deref().unwrap_or(before)))?;
    let path = draft.path().display().to_string();
    let way_out =
        format!("what was typed so far is kept in {path}, and the next try opens with it");
    let closed = editor.open(draft.path(), &way_out)?;
    // Gone: another editor of the same sheet was closed meanwhile, and has kept what it held.
    let Some(typed) = draft.read()? else {
        let text = before.to_owned();
        return Ok(Written { text, closed });
    };
    let text = sheet.kept(&typed);
    if closed == Closed::ByItself {
        if text != before {
            keep(history, &folder, owner, sheet.title, text.clone())?;
        }
        // Not before it is kept.
        draft.discard()?;
    } else {
        context
            .terminal
            .say(&format!("what was typed so far is kept in {path}"));
    }
    Ok(Written { text, closed })
}

/// Keeps a text with a block, beside what else is known of it.
pub(super) fn keep(
    history: &mut History,
    folder: &Path,
    owner: Owner<'_>,
    title: &str,
    text: String,
) -> anyhow::Result<()> {
    change(history, folder, owner, title, |note| note.text = text)
}

/// Adds a note that differs from the last one as `change` makes it.
pub(super) fn change(
    history: &mut History,
    folder: &Path,
    owner: Owner<'_>,
    title: &str,
    change: impl FnOnce(&mut PlanNote),
) -> anyhow::Result<()> {
    let progress = history.plans(folder)?;
    let before = progress.note(owner.plan, owner.block);
    let mut note = PlanNote {
        plan: owner.plan.to_owned(),
        block: owner.block.to_owned(),
        title: title.to_owned(),
        text: before.map(|note| note.text.clone()).unwrap_or_default(),
        topics: before.map(|note| note.topics.clone()).unwrap_or_default(),
        at: overruling(before.map(|note| note.at), clock::wall()),
    };
    change(&mut note);
    let said = PlanProgress {
        notes: vec![note],
        ..PlanProgress::default()
    };
    history.note_plans(&said, folder)?;
    Ok(())
}
