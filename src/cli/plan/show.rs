//! `plan show`

use super::super::args::ShowArgs;
use super::super::context::Context;
use super::super::failure::failure;
use super::document::document;
use super::standing::standing;
use super::{chosen, looked_up};
use crate::domain::{Bank, Plan, PlanDay};
use crate::ui::plan::{day, overview};

pub(super) fn run(context: &Context, args: &ShowArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let (mut history, progress) = looked_up(context)?.unzip();
    let progress = progress.unwrap_or_default();
    let plan = chosen(&bank, &progress, args.plan.as_deref())?;
    if let Some(last) = progress.current().filter(|_| args.plan.is_none())
        && bank.plan(&last.plan).is_none()
    {
        context.terminal.say(&format!(
            "`{}`, which began on {}, is in no pack any more; what was done of it is kept",
            last.plan, last.on
        ));
    }
    let standing = standing(context, &bank, plan, &progress, history.as_mut())?;
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
        context.print_json(&document(plan, &bank, &standing, &progress, shown))?;
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
    let gone = progress.gone(plan);
    if !gone.is_empty() {
        context.terminal.say(&format!(
            "Not in the plan any more, and kept: {}",
            gone.join(", ")
        ));
    }
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
