//! `report`: a session, or everything, as one page.

mod everything;
mod files;
mod links;
mod opener;
mod packed;
mod session;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use inquire::InquireError;

use super::args::ReportArgs;
use super::context::Context;
use super::failure::failure;
use crate::store;
use crate::ui::asking;
use crate::ui::report::{OURS, Piece, pieces};
use crate::ui::text::size;
use packed::Packed;
pub(super) use session::{Look, linked_page};

/// Larger pages are asked for first.
const LARGE: u64 = 50_000_000;

/// The name of a page where none is given.
pub(super) const NAME: &str = "report.html";

/// A page on its way, and what is put into it.
struct Page {
    html: String,
    packed: Vec<Packed>,
}

pub(super) fn run(context: &Context, args: &ReportArgs) -> anyhow::Result<u8> {
    match &args.session {
        Some(id) => session::report(context, id, args),
        None => everything::report(context, args),
    }
}

impl Page {
    /// How large its file will be.
    fn size(&self) -> u64 {
        let parts = pieces(&self.html).into_iter().map(|piece| match piece {
            Piece::Html(text) => text.len() as u64,
            Piece::Embedded(number) => self.packed.get(number).map_or(0, Packed::size),
        });
        parts.sum()
    }

    /// Writes it where it belongs, and opens it if that is wanted. A large one is asked for first.
    fn keep(&self, context: &Context, path: &Path, open: bool) -> anyhow::Result<u8> {
        let expected = self.size();
        if !self.packed.is_empty() {
            let said = format!("the page will have {}", size(expected));
            context.terminal.say(&said);
        }
        if expected > LARGE && context.terminal.is_interactive() {
            let question = format!("Write {} to {}?", size(expected), path.display());
            match asking::confirm(context.terminal, &question) {
                Ok(true) => {}
                Ok(false)
                | Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => {
                    context.terminal.say("nothing was written");
                    return Ok(0);
                }
                Err(error) => return Err(error.into()),
            }
        }
        let written = store::page(path, OURS, |out| {
            for piece in pieces(&self.html) {
                match piece {
                    Piece::Html(text) => out.write_all(text.as_bytes())?,
                    Piece::Embedded(number) => {
                        if let Some(packed) = self.packed.get(number) {
                            packed.put(out)?;
                        }
                    }
                }
            }
            Ok(())
        });
        let bytes = written.map_err(way_out)?;
        let said = format!("wrote {} ({})", path.display(), size(bytes));
        context.terminal.say(&said);
        if open {
            opener::open(context, path)?;
        }
        Ok(0)
    }
}

/// Before any work is done for a page that cannot be kept.
fn check(path: &Path) -> anyhow::Result<()> {
    store::check_page(path, OURS).map_err(way_out)
}

fn way_out(error: store::StoreError) -> anyhow::Error {
    match error {
        store::StoreError::Foreign { .. } => {
            failure(error.to_string(), "`--out FILE` names another file")
        }
        other => other.into(),
    }
}

/// Where the page goes that is named by `--out`, or `usual`, as a path from the root.
fn place(out: Option<&Path>, usual: PathBuf) -> anyhow::Result<PathBuf> {
    let path = match out {
        Some(path) => std::path::absolute(path).context("the working directory is gone")?,
        None => usual,
    };
    let folder = path.parent().unwrap_or(&path);
    if folder.is_dir() {
        return Ok(path);
    }
    Err(failure(
        format!("the folder {} is not there", folder.display()),
        "make it, or name another file with `--out FILE`",
    ))
}
