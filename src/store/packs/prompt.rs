//! `[[prompt]]`: one question.
//!
//! The only item with facets: draws look for prompts by kind, level and competency, and a prompt
//! that misses its title is still one that a draw would have found.

use std::collections::HashMap;
use std::mem;
use std::ops::Range;

use toml::Spanned;

use super::digest::digest;
use super::pack::{Body, Item, Reference, Sort};
use super::section::sections;
use crate::domain::{Asked, Kind, Level, Narrow, Prompt};
use crate::store::document::{ASK, Fields, Log, Value};

/// What a draw narrows by. What could not be read is none, and no reason to leave it out: the
/// author has one problem, and a draw that finds no prompt would be a second.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facets<'p> {
    kind: Option<Kind>,
    asked: Asked,
    level: Option<&'p [Level]>,
    pub(super) competencies: Option<&'p [String]>,
}

impl Facets<'_> {
    /// Whether a draw could find the prompt, as far as it could be read.
    pub(super) fn may_match(&self, narrow: &Narrow) -> bool {
        let kind = narrow.kind.zip(self.kind).is_none_or(|(a, b)| a == b);
        let level = narrow.level.zip(self.level);
        let competency = narrow.competency.as_ref().zip(self.competencies);
        let is_drawn = self.asked == Asked::Drawn;
        is_drawn
            && kind
            && level.is_none_or(|(wanted, all)| all.contains(&wanted))
            && competency.is_none_or(|(wanted, all)| all.contains(wanted))
    }
}

/// What could be read of a prompt that cannot be asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Remains {
    kind: Option<Kind>,
    asked: Asked,
    level: Option<Vec<Level>>,
    competencies: Option<Vec<String>>,
}

/// A prompt, or what is left of one.
#[derive(Debug)]
pub(super) enum PromptSeen {
    Whole(Box<Prompt>),
    Broken(Remains),
}

impl PromptSeen {
    pub(super) fn facets(&self) -> Facets<'_> {
        match self {
            PromptSeen::Whole(prompt) => Facets {
                kind: Some(prompt.kind),
                asked: prompt.asked,
                level: Some(&prompt.level),
                competencies: Some(&prompt.competencies),
            },
            PromptSeen::Broken(remains) => Facets {
                kind: remains.kind,
                asked: remains.asked,
                level: remains.level.as_deref(),
                competencies: remains.competencies.as_deref(),
            },
        }
    }

    /// Takes the prompt away, and leaves what draws look for.
    pub(super) fn break_up(&mut self) {
        if let Some(prompt) = self.take() {
            *self = PromptSeen::Broken(Remains {
                kind: Some(prompt.kind),
                asked: prompt.asked,
                level: Some(prompt.level),
                competencies: Some(prompt.competencies),
            });
        }
    }

    /// The prompt, if it is whole. Nothing is left of it.
    pub(super) fn take(&mut self) -> Option<Prompt> {
        match mem::replace(self, PromptSeen::Broken(Remains::default())) {
            PromptSeen::Whole(prompt) => Some(*prompt),
            broken @ PromptSeen::Broken(_) => {
                *self = broken;
                None
            }
        }
    }
}

/// `[[prompt]]`; an empty list of competencies says that it trains none in particular.
pub(super) fn prompt(fields: &Fields<'_>, pack: &str, log: &mut Log) -> Item {
    let errors = log.errors();
    let id = fields.id(log);
    let kind = fields.need("kind", log).and_then(|value| kind(&value, log));
    let title = fields.title(log);
    let level = fields.need("level", log).and_then(|v| levels(&v, log));
    let competencies = fields.need("competencies", log).map(|v| v.texts(log));
    let ask = fields.need("ask", log);
    let ask = ask.and_then(|value| value.text_within(ASK, log));
    let asked = fields.find("asked");
    let asked = asked.and_then(|value| value.word("unknown-asked", log)?.parse().ok());
    let asked: Asked = asked.unwrap_or_default();
    let round = fields.find("round").and_then(|value| value.id(log));
    let sections = sections(&fields.tables("section", log), log);
    let follow_ups = fields.texts("follow_ups", log);
    let look_for = fields.texts("look_for", log);
    let pitfalls = fields.texts("pitfalls", log);
    warn_of_repeated_lines(fields, log);

    let references = round.iter().map(|round| Reference::to(Sort::Round, round));
    let references = references.collect();
    let seen = match (&id, kind, title, level, competencies, ask) {
        (Some(id), Some(kind), Some(title), Some(level), Some(competencies), Some(ask))
            if log.errors() == errors =>
        {
            let id = id.get_ref().clone();
            let bare = sections.bare();
            PromptSeen::Whole(Box::new(Prompt {
                pack: pack.to_owned(),
                kind,
                title,
                level,
                competencies,
                asked,
                round: round.map(Spanned::into_inner),
                digest: digest(&id, &ask, &bare, &follow_ups),
                id,
                ask,
                sections: bare,
                follow_ups,
                look_for,
                pitfalls,
            }))
        }
        (_, kind, _, level, competencies, _) => PromptSeen::Broken(Remains {
            kind,
            asked,
            level,
            competencies,
        }),
    };
    Item {
        id,
        references,
        body: Body::Prompt { seen, sections },
    }
}

/// Warns of a line that stands twice in a prompt: one of the two is left over from copying.
fn warn_of_repeated_lines(fields: &Fields<'_>, log: &mut Log) {
    let mut seen: HashMap<&str, Range<usize>> = HashMap::new();
    let lists = ["follow_ups", "look_for", "pitfalls"].map(|key| fields.find(key));
    let lists = lists
        .iter()
        .flatten()
        .filter_map(|list| list.data.as_array());
    for line in lists.flat_map(|list| list.iter()) {
        let Some(text) = line.get_ref().as_str().map(str::trim) else {
            continue;
        };
        match seen.get(text) {
            // Empty ones are reported as what they are.
            Some(first) if !text.is_empty() => {
                let help = log.first_at(first);
                let message = "this line stands in the prompt twice";
                log.warn("repeated-line", &line.span(), message, help);
            }
            Some(_) => {}
            None => {
                seen.insert(text, line.span());
            }
        }
    }
}

pub(super) fn kind(value: &Value<'_>, log: &mut Log) -> Option<Kind> {
    value.word("unknown-kind", log)?.parse().ok()
}

pub(super) fn level(value: &Value<'_>, log: &mut Log) -> Option<Level> {
    value.word("unknown-level", log)?.parse().ok()
}

fn levels(value: &Value<'_>, log: &mut Log) -> Option<Vec<Level>> {
    let items = value.items(log);
    let levels: Vec<_> = items.iter().filter_map(|item| level(item, log)).collect();
    // A list with an unreadable level might hold any, so it narrows nothing.
    (!items.is_empty() && levels.len() == items.len()).then_some(levels)
}
