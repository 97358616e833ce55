//! `plan`: days of timed blocks, and what they should leave behind; what its verbs share.

mod document;
mod next;
mod notes;
mod sheet;
mod show;
mod standing;
mod start;
mod tick;

use super::args::{PlanArgs, PlanVerb, ShowArgs};
use super::context::Context;
use super::failure::{failure, unknown};
use crate::domain::{Bank, Plan, PlanProgress};
use crate::store::History;

pub(super) use standing::coming;

pub(super) fn run(context: &Context, args: &PlanArgs) -> anyhow::Result<u8> {
    match &args.verb {
        None => show::run(context, &ShowArgs::default()),
        Some(PlanVerb::Show(args)) => show::run(context, args),
        Some(PlanVerb::Start { on, plan }) => start::run(context, *on, plan.as_deref()),
        Some(PlanVerb::Next(args)) => next::run(&context.plainly(args.plain), args),
        Some(PlanVerb::Done { item, plan }) => tick::run(context, item, plan.as_deref(), true),
        Some(PlanVerb::Undo { item, plan }) => tick::run(context, item, plan.as_deref(), false),
        Some(PlanVerb::Notes(args)) => notes::run(context, args),
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

/// The plan that is gone on with: the one that is named, or else, of those that were started and
/// have something left to do, the one that was started last.
fn gone_on_with<'b>(
    bank: &'b Bank,
    progress: &PlanProgress,
    id: Option<&str>,
) -> anyhow::Result<&'b Plan> {
    let plan = match (id, progress.current()) {
        (Some(_), _) => chosen(bank, progress, id)?,
        (None, Some(last)) => match progress.under_way(&bank.plans).first() {
            Some(plan) => plan,
            None => bank.plan(&last.plan).ok_or_else(|| {
                let message = format!(
                    "the plan `{}`, which began on {}, is in no pack any more",
                    last.plan, last.on
                );
                failure(message, "put its pack back: what was done of it is kept")
            })?,
        },
        (None, None) => return Err(not_started(chosen(bank, progress, None)?)),
    };
    match progress.start(&plan.id) {
        Some(_) => Ok(plan),
        None => Err(not_started(plan)),
    }
}

fn not_started(plan: &Plan) -> anyhow::Error {
    let id = &plan.id;
    failure(
        format!("the plan `{id}` has not begun"),
        format!("`hotseat plan start --plan {id}` begins it today"),
    )
}

/// Says which plans are under way, where it could be another.
fn tell_others(context: &Context, bank: &Bank, progress: &PlanProgress, plan: &Plan) {
    let under_way = progress.under_way(&bank.plans).into_iter();
    let others = under_way.filter(|other| other.id != plan.id);
    let others: Vec<String> = others
        .map(|other| format!("`--plan {}`", other.id))
        .collect();
    if !others.is_empty() {
        context.terminal.say(&format!(
            "this is `{}`; under way too: {}",
            plan.id,
            others.join(", ")
        ));
    }
}
