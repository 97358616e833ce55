//! `stories edit`: a story in the user's editor.

use super::super::context::Context;
use super::super::editor::{Closed, Editor};
use super::{check, files, named};

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
    let kept = format!("the story is kept as it is: {}", path.display());
    if let Closed::By(signal) = Editor::named(&kept)?.open(path, &kept)? {
        return Ok(signal.exit_code());
    }
    check::told(context, &bank, id)?;
    Ok(0)
}
