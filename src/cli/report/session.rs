//! `report SESSION`: the page of one session.

use std::path::Path;

use super::super::args::ReportArgs;
use super::super::context::{Context, named_session};
use super::super::failure::failure;
use super::super::sessions::not_running;
use super::files::Files;
use super::{NAME, Page, check, place};
use crate::clock;
use crate::domain::Bank;
use crate::store::Kept;
use crate::ui::report::{self, Made, SessionReport};

/// How the files of a session are looked at.
#[derive(Debug, Clone, Copy)]
pub(in crate::cli) struct Look<'a> {
    /// The session's folder.
    pub(in crate::cli) folder: &'a Path,
    /// That of the page.
    pub(in crate::cli) from: &'a Path,
    /// Put into the page what can be.
    pub(in crate::cli) embed: bool,
}

pub(super) fn report(context: &Context, id: &str, args: &ReportArgs) -> anyhow::Result<u8> {
    let kept = named_session(&context.history()?, id)?;
    not_running(context, &kept)?;
    let folder = context.folder_of(&kept);
    if args.out.is_none() && !folder.is_dir() {
        return Err(failure(
            format!("the session's folder {} is gone", folder.display()),
            "`--out FILE` writes what the history has of it",
        ));
    }
    let path = place(args.out.as_deref(), folder.join(NAME))?;
    check(&path)?;
    let look = Look {
        folder: &folder,
        from: path.parent().unwrap_or(&folder),
        embed: args.embed_audio,
    };
    if args.embed_audio {
        context.terminal.say("packing the recordings");
    }
    let files = Files::gather(&kept.session, look);
    for line in &files.said {
        context.terminal.say(line);
    }
    let html = page(&context.bank(), &kept, &files);
    let page = Page {
        html,
        packed: files.packed,
    };
    page.keep(context, &path, args.open)
}

/// The page of a session whose files are linked, from where `look` says.
pub(in crate::cli) fn linked_page(bank: &Bank, kept: &Kept, look: Look<'_>) -> String {
    let files = Files::gather(&kept.session, look);
    page(bank, kept, &files)
}

fn page(bank: &Bank, kept: &Kept, files: &Files) -> String {
    report::session(&SessionReport {
        session: &kept.session,
        bank,
        takes: files.takes.clone(),
        files: files.attached.clone(),
        made: Made {
            at: clock::wall(),
            zone: jiff::tz::TimeZone::system(),
        },
    })
}
