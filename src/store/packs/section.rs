//! Sections, which stand in prompts and in the parts of rounds.
//!
//! A section's id names its take on disk and joins a prompt's cues to a round's section, so each
//! list must come out with ids that are there, well formed and different.

use std::collections::HashSet;
use std::time::Duration;

use toml::Spanned;

use crate::domain::{Section, slug};
use crate::store::document::{Fields, Log, Shape};

pub(super) const SECTION: Shape = Shape {
    what: "a section",
    keys: &["id", "title", "minutes", "min_minutes", "cues"],
};

/// The sound ones of a list of sections, each with an id that is unique in the list.
pub(super) fn sections(tables: &[Fields<'_>], log: &mut Log) -> Vec<Section> {
    let mut given: HashSet<String> = HashSet::new();
    let mut drafts = Vec::new();
    for fields in tables {
        let id = fields.find("id").and_then(|id| id.id(log));
        if let Some(id) = &id
            && !given.insert(id.get_ref().clone())
        {
            twice("section", id, log);
        }
        let title = fields.title(log);
        let budget = fields.need("minutes", log).and_then(|m| m.minutes(log));
        let min = minimum(fields, budget, log);
        let cues = fields.texts("cues", log);
        if let (Some(title), Some(budget)) = (title, budget) {
            let id = id.map(Spanned::into_inner);
            drafts.push((id, title, [budget, min], cues));
        }
    }
    // A given id is the author's, wherever it stands; the made ones step aside.
    let mut taken = given;
    let named = |(id, title, times, cues): (Option<String>, String, [Duration; 2], _)| Section {
        id: id.unwrap_or_else(|| free_slug(&title, &mut taken)),
        title,
        budget: times[0],
        min: times[1],
        cues,
    };
    drafts.into_iter().map(named).collect()
}

/// The shortest that a section may be; nobody could keep to one that is longer than its time.
fn minimum(fields: &Fields<'_>, budget: Option<Duration>, log: &mut Log) -> Duration {
    let Some(value) = fields.find("min_minutes") else {
        return Duration::ZERO;
    };
    let min = value.minutes_or_none(log).unwrap_or_default();
    if budget.is_some_and(|budget| budget < min) {
        let message = "the minimum is longer than the section";
        let help = "make `min_minutes` at most `minutes`".to_owned();
        log.error("bad-minutes", &value.at, message, Some(help));
    }
    min
}

/// An id from a title that is not taken yet: `answer`, then `answer-2`.
fn free_slug(title: &str, taken: &mut HashSet<String>) -> String {
    let base = slug(title);
    let mut id = base.clone();
    let mut n = 1;
    while !taken.insert(id.clone()) {
        n += 1;
        id = format!("{base}-{n}");
    }
    id
}

/// Reports an id that stands a second time in its list.
pub(super) fn twice(what: &str, id: &Spanned<String>, log: &mut Log) {
    let message = format!("a second {what} has the id `{}`", id.get_ref());
    log.error("duplicate-id", &id.span(), message, None);
}
