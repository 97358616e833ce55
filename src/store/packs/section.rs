//! Sections, which stand in prompts and in the parts of rounds.
//!
//! A section's id names its take on disk and joins a prompt's cues to a round's section, so each
//! list must come out with ids that are there, well formed and different.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use crate::domain::{Section, slug};
use crate::store::document::{CUE, Fields, Log};

/// A section, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) section: Section,
    /// Its id, or the title that its id was made from.
    pub(super) at: Range<usize>,
    pub(super) minutes: Range<usize>,
}

/// The sound ones of a list of sections, each with an id that is unique in the list.
#[derive(Debug, Clone, Default)]
pub(super) struct Sections {
    pub(super) list: Vec<Placed>,
    /// Whether none had a mistake.
    pub(super) are_sound: bool,
}

impl Sections {
    pub(super) fn bare(&self) -> Vec<Section> {
        let bare = |placed: &Placed| placed.section.clone();
        self.list.iter().map(bare).collect()
    }
}

pub(super) fn sections(tables: &[Fields<'_>], log: &mut Log) -> Sections {
    let errors = log.errors();
    let mut given = Given::default();
    let mut drafts = Vec::new();
    for fields in tables {
        let id = fields.find("id").and_then(|id| id.id(log));
        if let Some(id) = &id {
            given.note("section", id, log);
        }
        let title = fields.title(log);
        let minutes = fields.need("minutes", log);
        let budget = minutes.as_ref().and_then(|minutes| minutes.minutes(log));
        let min = minimum(fields, budget, log);
        let cues = fields.find("cues");
        let cues = cues.map(|value| value.texts_within(CUE, log));
        let at = id.as_ref().map(Spanned::span);
        let at = at.or_else(|| Some(fields.find("title")?.at));
        let Some((title, budget)) = title.zip(budget) else {
            continue;
        };
        drafts.push(Placed {
            section: Section {
                // Empty for now: every given id has to be known before one is made.
                id: id.map(Spanned::into_inner).unwrap_or_default(),
                title,
                budget,
                min,
                cues: cues.unwrap_or_default(),
            },
            at: at.unwrap_or_else(|| fields.at.clone()),
            minutes: minutes.map_or_else(|| fields.at.clone(), |minutes| minutes.at),
        });
    }
    // A given id is the author's, wherever it stands; the made ones step aside.
    let mut slugs = Slugs::beside(&given);
    for Placed { section, .. } in &mut drafts {
        if section.id.is_empty() {
            section.id = slugs.make(&section.title);
        }
    }
    Sections {
        list: drafts,
        are_sound: log.errors() == errors,
    }
}

/// The shortest that a section may be; nobody could keep to one that is longer than its time.
fn minimum(fields: &Fields<'_>, budget: Option<Duration>, log: &mut Log) -> Duration {
    let Some(value) = fields.find("min_minutes") else {
        return Duration::ZERO;
    };
    let min = value.minutes(log).unwrap_or_default();
    if budget.is_some_and(|budget| budget < min) {
        let message = "the minimum is longer than the section";
        let help = "make `min_minutes` at most `minutes`";
        log.error("bad-minimum", &value.at, message, help);
    }
    min
}

/// Makes ids from titles that are not taken yet: `answer`, then `answer-2`.
pub(super) struct Slugs {
    taken: HashSet<String>,
    /// How often each was made.
    numbers: HashMap<String, usize>,
}

impl Slugs {
    /// None of them is one that was given.
    pub(super) fn beside(given: &Given) -> Self {
        Self {
            taken: given.names().map(str::to_owned).collect(),
            numbers: HashMap::new(),
        }
    }

    pub(super) fn make(&mut self, title: &str) -> String {
        let base = slug(title);
        let number = self.numbers.entry(base.clone()).or_insert(0);
        loop {
            *number += 1;
            let id = match *number {
                1 => base.clone(),
                n => format!("{base}-{n}"),
            };
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The ids of a list so far, in their order, each at its first place.
#[derive(Debug, Default)]
pub(super) struct Given {
    ids: Vec<Spanned<String>>,
    numbers: HashMap<String, usize>,
}

impl Given {
    /// Notes an id, and reports one that stands there for a second time.
    pub(super) fn note(&mut self, what: &str, id: &Spanned<String>, log: &mut Log) {
        match self.numbers.entry(id.get_ref().clone()) {
            Entry::Vacant(free) => {
                free.insert(self.ids.len());
                self.ids.push(id.clone());
            }
            Entry::Occupied(taken) => {
                let message = format!("a second {what} has the id `{}`", id.get_ref());
                let help = log.first_at(&self.ids[*taken.get()].span());
                log.error("duplicate-id", &id.span(), message, help);
            }
        }
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.numbers.contains_key(id)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Spanned<String>> + Clone {
        self.ids.iter()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.iter().map(|id| id.get_ref().as_str())
    }
}
