//! `plan start`: on which day a plan begins.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::context::Context;
use super::chosen;
use crate::clock;
use crate::domain::{PlanProgress, PlanStart, overruling};

pub(super) fn run(context: &Context, on: Option<Date>, id: Option<&str>) -> anyhow::Result<u8> {
    let bank = context.bank();
    let mut history = context.history_as_it_is()?;
    let folder = context.home.progress()?;
    let progress = history.plans(&folder)?;
    let plan = chosen(&bank, &progress, id)?;
    let now = clock::wall();
    let on = on.unwrap_or_else(|| now.to_zoned(TimeZone::system()).date());
    let last = progress.current().map(|start| start.at);
    let start = PlanStart {
        plan: plan.id.clone(),
        on,
        at: overruling(last, now),
    };
    let said = PlanProgress {
        starts: vec![start],
        ..PlanProgress::default()
    };
    history.note_plans(&said, &folder)?;
    let begins = match progress.start(&plan.id) {
        Some(before) if before.on != on => format!("begins on {on} now, not on {}", before.on),
        _ => format!("begins on {on}"),
    };
    context.terminal.say(&format!(
        "{} {begins}; `hotseat plan show` has its days",
        plan.title
    ));
    if let Some(other) = progress.current().filter(|other| other.plan != plan.id) {
        context.terminal.say(&format!(
            "`{}`, which was under way, is kept: `--plan {0}` names it",
            other.plan
        ));
    }
    Ok(0)
}
