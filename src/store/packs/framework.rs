//! `[[framework]]`: the order in which a story is told.
//!
//! Its steps become headings of a file and cues on the screen, so no two of them may read the same.

use std::ops::Range;

use toml::Spanned;

use super::pack::{Body, Item, Reference, Sort};
use crate::domain::{Framework, FrameworkStep, Slot};
use crate::store::document::{CUE, Fields, Log, Value, quoted};

/// `[[framework]]`; one without a step would be no order, so that is an error.
pub(super) fn framework(fields: &Fields<'_>, pack: &str, log: &mut Log) -> Item {
    let errors = log.errors();
    let id = fields.id(log);
    let title = fields.title(log);
    let prompt = fields.find("prompt").and_then(|value| value.id(log));
    let slots = fields.find("slot");
    let slots = slots.map(|value| slots_of(&value, log));
    let steps = steps(&fields.tables("step", log), log);
    let result = fields.find("result");
    let result = result.and_then(|value| result_of(&value, steps.len(), log));
    let references = prompt.iter().map(|id| Reference::to(Sort::Prompt, id));
    let references = references.collect();
    let value = (log.errors() == errors).then_some(()).and_then(|()| {
        Some(Framework {
            id: id.as_ref()?.get_ref().clone(),
            pack: pack.to_owned(),
            title: title?,
            prompt: prompt.map(Spanned::into_inner),
            slots: slots.unwrap_or_default(),
            result: result.unwrap_or(steps.len().saturating_sub(1)),
            steps,
        })
    });
    Item {
        id,
        references,
        body: Body::Framework { value },
    }
}

fn slots_of(value: &Value<'_>, log: &mut Log) -> Vec<Slot> {
    let items = value.items(log);
    let slot = |item: &Value<'_>| item.word("unknown-slot", log)?.parse().ok();
    items.iter().filter_map(slot).collect()
}

fn steps(tables: &[Fields<'_>], log: &mut Log) -> Vec<FrameworkStep> {
    let mut steps: Vec<FrameworkStep> = Vec::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    for fields in tables {
        let value = fields.need("title", log);
        let title = value.as_ref().and_then(|value| value.text_within(CUE, log));
        let ask = fields.need("ask", log).and_then(|value| value.text(log));
        let (Some(value), Some(title)) = (value, title) else {
            continue;
        };
        let same = |step: &FrameworkStep| step.title.to_lowercase() == title.to_lowercase();
        if let Some(first) = steps.iter().position(same) {
            let message = format!("a second step is called {}", quoted(&title));
            let help = log.first_at(&places[first]);
            log.error("repeated-step", &value.at, message, help);
        }
        places.push(value.at);
        steps.push(FrameworkStep {
            title,
            ask: ask.unwrap_or_default(),
        });
    }
    steps
}

/// The index of the step that is meant.
fn result_of(value: &Value<'_>, steps: usize, log: &mut Log) -> Option<usize> {
    let number = usize::try_from(value.count(log)?).ok()?;
    if number > steps && steps > 0 {
        let message = format!("there is no step {number}");
        let help = format!("the steps are numbered 1 to {steps}");
        log.error("no-such-step", &value.at, message, help);
    }
    number.checked_sub(1)
}
