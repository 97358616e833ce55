//! `plan done` and `plan undo`: what of a plan is done.

use super::super::context::Context;
use super::super::failure::unknown;
use super::chosen;
use crate::clock;
use crate::domain::{PlanProgress, PlanTick};

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
    let blocks = plan.blocks();
    let blocks = blocks.map(|block| (block.id.as_str(), bank.title_of(block)));
    let deliverables = plan.deliverables();
    let deliverables = deliverables.map(|item| (item.id.as_str(), item.title.as_str()));
    let titles: Vec<(&str, &str)> = blocks.chain(deliverables).collect();
    let Some((_, title)) = titles.iter().find(|(known, _)| *known == item) else {
        let ids = titles.iter().map(|(known, _)| *known);
        let listing = "hotseat plan show --day N";
        return Err(unknown("block or deliverable", item, ids, listing));
    };
    let before = progress.tick(&plan.id, item);
    let now = clock::wall();
    let tick = PlanTick {
        plan: plan.id.clone(),
        item: item.to_owned(),
        done,
        // A word from a machine whose clock is ahead must not outlive this one.
        at: before.map_or(now, |before| now.max(before.at)),
    };
    let said = PlanProgress {
        starts: Vec::new(),
        ticks: vec![tick],
    };
    history.note_plans(&said, &folder)?;
    let state = if done { "done" } else { "open" };
    context.terminal.say(&format!("{state}: {title}"));
    Ok(0)
}
