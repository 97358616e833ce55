//! `[[rubric.outcome]]`: what one should be able to do when one is ready, and which criteria of the
//! rubric show it.

use super::section::Given;
use crate::domain::Outcome;
use crate::store::document::{Fields, Log, offer, quoted};

/// The sound outcomes. `criteria` are the ids of the rubric's criteria, also of those with a mistake.
pub(super) fn outcomes(tables: &[Fields<'_>], criteria: &Given, log: &mut Log) -> Vec<Outcome> {
    let outcomes = tables
        .iter()
        .filter_map(|fields| outcome(fields, criteria, log));
    outcomes.collect()
}

fn outcome(fields: &Fields<'_>, criteria: &Given, log: &mut Log) -> Option<Outcome> {
    let text = fields.need("text", log);
    let text = text.and_then(|value| value.text(log));
    let group = fields.find("group");
    let group = group.and_then(|value| value.text(log));
    let shown_by = fields.need("shown_by", log);
    let shown_by = shown_by.map(|value| value.items(log)).unwrap_or_default();
    let mut known = Vec::new();
    for item in &shown_by {
        let Some(id) = item.id(log) else { continue };
        if criteria.has(id.get_ref()) {
            known.push(id.into_inner());
        } else {
            let message = format!("the rubric has no criterion {}", quoted(id.get_ref()));
            let help = if log.is_full() {
                String::new()
            } else {
                offer(id.get_ref(), criteria.names())
            };
            log.error("dangling-reference", &id.span(), message, help);
        }
    }
    Some(Outcome {
        text: text?,
        group,
        shown_by: known,
    })
}
