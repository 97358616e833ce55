//! `stories edit`: a story in the user's editor.

use super::super::context::Context;
use super::{check, editor, files, named};

pub(super) fn run(context: &Context, id: &str) -> anyhow::Result<u8> {
    let bank = context.bank();
    let files = files(context, &bank)?;
    // Broken or not: this is where it is mended.
    let path = &named(&files, id)?.path;
    if !context.terminal.is_interactive() {
        context.print(&path.display().to_string())?;
        context
            .terminal
            .say("there is no terminal to open an editor on; this is the file");
        return Ok(0);
    }
    editor::open(
        path,
        &format!("the story is kept as it is: {}", path.display()),
    )?;
    check::told(context, &bank, id)?;
    Ok(0)
}
