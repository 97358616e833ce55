//! `plan done` and `plan undo`: what of a plan is done.

use std::path::Path;

use super::super::context::Context;
use super::super::failure::{failure, unknown};
use super::chosen;
use crate::clock;
use crate::domain::{Bank, Plan, PlanItem, PlanProgress, PlanTick, overruling};
use crate::store::History;

pub(super) fn run(
    context: &Context,
    item: &str,
    id: Option<&str>,
    done: bool,
) -> anyhow::Result<u8> {
    let bank = context.bank();
    let mut history = context.history_as_it_is()?;
    let folder = context.home.progress()?;
    let progress = history.plans(&folder)?;
    let plan = chosen(&bank, &progress, id)?;
    let found = plan
        .item(item)
        .ok_or_else(|| no_such(&bank, &progress, plan, item))?;
    let (item, title) = match &found {
        PlanItem::Block(block) => (block.id.as_str(), bank.title_of(block)),
        PlanItem::Deliverable(item) => (item.id.as_str(), item.title.as_str()),
        PlanItem::Check(check) => (check.id.as_str(), check.text),
    };
    set(&mut history, &folder, &progress, (&plan.id, item), done)?;
    let state = if done { "done" } else { "open" };
    context.terminal.say(&format!("{state}: {title}"));
    Ok(0)
}

/// Keeps whether an item, of a plan, is done.
pub(super) fn set(
    history: &mut History,
    folder: &Path,
    progress: &PlanProgress,
    (plan, item): (&str, &str),
    done: bool,
) -> anyhow::Result<()> {
    let before = progress.tick(plan, item);
    let tick = PlanTick {
        plan: plan.to_owned(),
        item: item.to_owned(),
        done,
        at: overruling(before.map(|before| before.at), clock::wall()),
    };
    let said = PlanProgress {
        ticks: vec![tick],
        ..PlanProgress::default()
    };
    history.note_plans(&said, folder)?;
    Ok(())
}

fn no_such(bank: &Bank, progress: &PlanProgress, plan: &Plan, item: &str) -> anyhow::Error {
    let others = progress.under_way(&bank.plans).into_iter();
    let mut others = others.filter(|other| other.id != plan.id && other.item(item).is_some());
    if let Some(other) = others.next() {
        return failure(
            format!("`{item}` is no item of `{}`", plan.id),
            format!(
                "`{0}`, which is under way too, has it: `--plan {0}`",
                other.id
            ),
        );
    }
    let blocks = plan.blocks().map(|block| block.id.clone());
    let deliverables = plan.deliverables().map(|item| item.id.clone());
    let checks = plan.blocks().flat_map(|block| {
        let checks = block.checks().into_iter();
        checks.map(|check| check.id).collect::<Vec<_>>()
    });
    let ids: Vec<String> = blocks.chain(deliverables).chain(checks).collect();
    let ids = ids.iter().map(String::as_str);
    unknown(
        "block or deliverable",
        item,
        ids,
        "hotseat plan show --day N",
    )
}
