//! `plan`: days of timed blocks, and what they should leave behind; what its verbs share.

mod document;
mod show;
mod start;
mod tick;

use super::args::{PlanArgs, PlanVerb, ShowArgs};
use super::context::Context;
use super::failure::{failure, unknown};
use crate::domain::{Bank, Plan, PlanProgress};
use crate::store::History;

pub(super) fn run(context: &Context, args: &PlanArgs) -> anyhow::Result<u8> {
    match &args.verb {
        None => show::run(context, &ShowArgs::default()),
        Some(PlanVerb::Show(args)) => show::run(context, args),
        Some(PlanVerb::Start { on, plan }) => start::run(context, *on, plan.as_deref()),
        Some(PlanVerb::Done { item, plan }) => tick::run(context, item, plan.as_deref(), true),
        Some(PlanVerb::Undo { item, plan }) => tick::run(context, item, plan.as_deref(), false),
    }
}

/// The history and how plans are going, where anything of either is there: looking makes no home.
fn looked_up(context: &Context) -> anyhow::Result<Option<(History, PlanProgress)>> {
    let copy = context.home.root().join("progress/plan.json");
    let history = match context.history_if_any()? {
        None if copy.exists() => Some(context.history_as_it_is()?),
        found => found,
    };
    let Some(mut history) = history else {
        return Ok(None);
    };
    let progress = history.plans(&context.home.progress()?)?;
    Ok(Some((history, progress)))
}

/// The plan that is named, or else the one that was started last, or else the first there is.
fn chosen<'b>(
    bank: &'b Bank,
    progress: &PlanProgress,
    id: Option<&str>,
) -> anyhow::Result<&'b Plan> {
    let Some(id) = id else {
        let current = progress.current();
        let current = current.and_then(|start| bank.plan(&start.plan));
        return current.or(bank.plans.first()).ok_or_else(|| {
            failure(
                "no pack has a plan",
                "`hotseat prompts check` says why, if one should",
            )
        });
    };
    bank.plan(id).ok_or_else(|| {
        let ids = bank.plans.iter().map(|plan| plan.id.as_str());
        unknown("plan", id, ids, "hotseat plan show")
    })
}
