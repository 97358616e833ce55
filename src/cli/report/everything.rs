//! `report`: everything on one page.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::args::ReportArgs;
use super::super::context::Context;
use super::super::figures::Seen;
use super::super::naming::short;
use super::links::link;
use super::{NAME, OURS, Page, check, place};
use crate::clock;
use crate::domain::{calendar, weeks};
use crate::store::{self, Kept, Summary};
use crate::ui::report::{self, Everything, Listed, Made, OlderSession};

/// So many sessions are told in full; of older ones a line.
const IN_FULL: usize = 100;

/// Columns of the heat map.
const WEEKS: usize = 14;

/// A year of the calendar.
const YEAR: usize = 53;

pub(super) fn report(context: &Context, args: &ReportArgs) -> anyhow::Result<u8> {
    let path = place(args.out.as_deref(), context.home.root().join(NAME))?;
    check(&path)?;
    let now = clock::wall();
    let zone = TimeZone::system();
    let today = now.to_zoned(zone.clone()).date();
    let (bank, read) = context.bank_beside(|| read(context, now));
    let (seen, all, kept) = read?;
    let older = &all[all.len().min(IN_FULL)..];
    let progress = seen.progress(&bank, None);
    let from = path.parent().unwrap_or(&path);
    let listed = |kept: &'_ Kept| {
        let own = context.folder_of(kept).join(NAME);
        let is_ours = own.is_file() && store::check_page(&own, OURS).is_ok();
        is_ours.then(|| link(from, &own))
    };
    let html = report::everything(&Everything {
        bank: &bank,
        progress: &progress,
        weeks: weeks(&seen.practice.answers, &zone, today, WEEKS),
        calendar: calendar(all.iter().map(|one| one.started_at), &zone, today, YEAR),
        sessions: kept
            .iter()
            .map(|kept| Listed {
                id: short(kept.session.id),
                session: &kept.session,
                link: listed(kept),
            })
            .collect(),
        older: older.iter().map(line).collect(),
        made: Made { at: now, zone },
    });
    let page = Page {
        html,
        packed: Vec::new(),
    };
    page.keep(context, &path, args.open)
}

/// What figures are of, every session in a line, and the newest in full.
fn read(context: &Context, now: Timestamp) -> anyhow::Result<(Seen, Vec<Summary>, Vec<Kept>)> {
    let mut history = context.history()?;
    let seen = Seen::of(context, &mut history, false, now)?;
    let all = history.sessions()?;
    let mut kept: Vec<Kept> = Vec::new();
    for one in all.iter().take(IN_FULL) {
        kept.extend(history.session(one.id)?);
    }
    Ok((seen, all, kept))
}

fn line(one: &Summary) -> OlderSession {
    OlderSession {
        id: short(one.id),
        started_at: one.started_at,
        round: one.round.clone(),
        prompts: one.prompts.clone(),
        used_ms: one.used_ms,
        scored: one.scored,
    }
}
