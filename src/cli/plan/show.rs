//! `plan show`

use jiff::tz::TimeZone;

use super::super::args::ShowArgs;
use super::super::context::Context;
use super::super::failure::failure;
use super::super::stories;
use super::document::document;
use super::{chosen, looked_up};
use crate::clock;
use crate::domain::{
    Bank, Plan, PlanDay, PlanProgress, PlanStanding, Practised, Scorecard, Session,
};
use crate::store::History;
use crate::ui::plan::{day, overview};

pub(super) fn run(context: &Context, args: &ShowArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let (history, progress) = looked_up(context)?.unzip();
    let progress = progress.unwrap_or_default();
    let plan = chosen(&bank, &progress, args.plan.as_deref())?;
    let started_on = progress.start(&plan.id).map(|start| start.on);
    let standing = standing(context, &bank, plan, &progress, history)?;
    let mut days = numbered(plan);
    let only = match args.day {
        None => None,
        Some(number) => Some(days.find(|(found, _)| *found == number).ok_or_else(|| {
            failure(
                format!("`{}` has no day {number}", plan.id),
                format!("its days are 1 to {}", plan.days.len()),
            )
        })?),
    };
    if args.json {
        let shown: Vec<_> = only.map_or_else(|| numbered(plan).collect(), |only| vec![only]);
        context.print_json(&document(plan, &bank, &standing, started_on, shown))?;
        return Ok(0);
    }
    let width = context.terminal.width();
    let page = if let Some((number, only)) = only {
        day(plan, number, only, &bank, &standing, width)
    } else {
        let mut page = overview(plan, &bank, &standing, width);
        if args.plan.is_none() {
            page.extend(others(&bank, plan));
        }
        page
    };
    context.print(&page)?;
    Ok(0)
}

fn numbered(plan: &Plan) -> impl Iterator<Item = (usize, &PlanDay)> {
    (1..).zip(&plan.days)
}

/// A line about the plans that are not shown, so that they can be found.
fn others(bank: &Bank, shown: &Plan) -> Option<String> {
    let others = bank.plans.iter().filter(|plan| plan.id != shown.id);
    let ids: Vec<String> = others.map(|plan| format!("--plan {}", plan.id)).collect();
    (!ids.is_empty()).then(|| format!("\nOther plans: {}", ids.join(", ")))
}

/// Where the plan stands today, with what the history shows of it.
fn standing(
    context: &Context,
    bank: &Bank,
    plan: &Plan,
    progress: &PlanProgress,
    history: Option<History>,
) -> anyhow::Result<PlanStanding> {
    let zone = TimeZone::system();
    let (mut cards, mut sessions): (Vec<Scorecard>, Vec<Session>) = Default::default();
    let mut written = Vec::new();
    if let Some(mut history) = history
        && let Some(start) = progress.start(&plan.id)
    {
        written = stories::sound(context, bank)?;
        cards = history.assessments(&context.home.progress()?)?;
        for summary in history.sessions()? {
            // Nothing else of the history is looked at.
            if summary.started_at.to_zoned(zone.clone()).date() >= start.on {
                let kept = history.session(summary.id)?;
                sessions.extend(kept.map(|kept| kept.session));
            }
        }
    }
    let practised = Practised {
        cards: &cards,
        sessions: &sessions,
        stories: &written,
    };
    let today = clock::wall().to_zoned(zone.clone()).date();
    Ok(PlanStanding::of(
        plan, progress, practised, bank, today, &zone,
    ))
}
