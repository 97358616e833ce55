//! `[[plan]]`: days of timed blocks, and what each day should leave behind.
//!
//! A block carries what its type asks for and nothing else, and the blocks of a part sum to it: a
//! plan that does not add up would only be noticed on the day.

use std::collections::HashSet;
use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use super::pack::{Body, Item, Reference, Sort};
use super::section::{Given, Slugs};
use crate::domain::{Activity, Block, CheckGroup, Deliverable, Evidence, Plan, PlanDay, PlanPart};
use crate::store::document::{Fields, Log, TITLE, Value};

/// What is known of a plan beside its value.
#[derive(Debug, Default)]
struct Seen {
    references: Vec<Reference>,
    /// The ids of blocks and deliverables, which are ticked off by the same words.
    ids: Given,
}

/// `[[plan]]`; one without a day would be no plan, so that is an error.
pub(super) fn plan(fields: &Fields<'_>, pack: &str, log: &mut Log) -> Item {
    let errors = log.errors();
    let id = fields.id(log);
    let title = fields.title(log);
    let about = fields.find("about").and_then(|value| value.text(log));
    let prerequisites = fields.texts("prerequisites", log);
    let mut seen = Seen::default();
    let mut days = Vec::new();
    for table in fields.tables("day", log) {
        days.extend(day(&table, &mut seen, log));
    }
    name_blocks(&mut days, &seen.ids);
    let value = (log.errors() == errors).then_some(()).and_then(|()| {
        Some(Plan {
            id: id.as_ref()?.get_ref().clone(),
            pack: pack.to_owned(),
            title: title?,
            about,
            prerequisites,
            days,
        })
    });
    Item {
        id,
        references: seen.references,
        body: Body::Plan { value },
    }
}

/// Gives an id to each block that has none. A given id is the author's, wherever it stands; the made
/// ones step aside.
fn name_blocks(days: &mut [PlanDay], given: &Given) {
    let mut slugs = Slugs::beside(given);
    let parts = days.iter_mut().flat_map(|day| &mut day.parts);
    let blocks = parts.flat_map(|part| &mut part.blocks);
    for block in blocks.filter(|block| block.id.is_empty()) {
        let base = block.activity.runs().or(block.title.as_deref());
        block.id = slugs.make(base.unwrap_or(block.activity.type_name()));
    }
}

fn day(fields: &Fields<'_>, seen: &mut Seen, log: &mut Log) -> Option<PlanDay> {
    let title = fields.title(log);
    let mut parts = Vec::new();
    for table in fields.tables("part", log) {
        parts.extend(part(&table, seen, log));
    }
    let mut deliverables = Vec::new();
    for table in fields.tables("deliverable", log) {
        deliverables.extend(deliverable(&table, seen, log));
    }
    Some(PlanDay {
        title: title?,
        parts,
        deliverables,
    })
}

fn part(fields: &Fields<'_>, seen: &mut Seen, log: &mut Log) -> Option<PlanPart> {
    let title = fields.title(log);
    let minutes = fields.need("minutes", log);
    let length = minutes.as_ref().and_then(|value| value.minutes(log));
    let tables = fields.tables("block", log);
    let mut blocks = Vec::new();
    for table in &tables {
        blocks.extend(block(table, seen, log));
    }
    // A block that could not be read has its problem already, and may be what is missing.
    if let (Some(minutes), Some(length)) = (minutes, length)
        && blocks.len() == tables.len()
        && !blocks.is_empty()
    {
        check_sum(&minutes.at, length, &blocks, log);
    }
    Some(PlanPart {
        title: title?,
        length: length?,
        blocks,
    })
}

fn check_sum(at: &Range<usize>, length: Duration, blocks: &[Block], log: &mut Log) {
    let sum: Duration = blocks.iter().map(|block| block.length).sum();
    if sum == length {
        return;
    }
    let in_minutes = |time: Duration| time.as_millis() as f64 / 60_000.0;
    let message = format!(
        "the part has {} min, and its blocks sum to {}",
        in_minutes(length),
        in_minutes(sum)
    );
    let help = "let the blocks fill the part, or write what they sum to";
    log.error("block-sum", at, message, help);
}

fn block(fields: &Fields<'_>, seen: &mut Seen, log: &mut Log) -> Option<Block> {
    let id = fields.find("id").and_then(|value| value.id(log));
    if let Some(id) = &id {
        seen.ids.note("item of the plan", id, log);
    }
    let type_name = fields.need("type", log);
    let type_name = type_name.and_then(|value| value.word("unknown-type", log));
    let title = fields.find("title");
    let title = title.map(|value| value.text_within(TITLE, log));
    let length = fields.need("minutes", log);
    let length = length.and_then(|value| value.minutes(log));
    let content = Content {
        runs: fields.find("use").and_then(|value| value.id(log)),
        topics: fields.texts("topics", log),
        questions: fields.texts("questions", log),
        items: fields.find("items").map(|value| items(&value, log)),
    };
    let type_name = type_name?;
    check_keys(fields, type_name, title.is_some(), log);
    let activity = content.activity(type_name, &mut seen.references)?;
    Some(Block {
        id: id.map(Spanned::into_inner).unwrap_or_default(),
        title: title.flatten(),
        length: length?,
        activity,
    })
}

/// What a block may carry, as far as it could be read.
struct Content {
    runs: Option<Spanned<String>>,
    topics: Vec<String>,
    questions: Vec<String>,
    items: Option<Vec<CheckGroup>>,
}

impl Content {
    /// None where what the type asks for is not there.
    fn activity(self, type_name: &str, references: &mut Vec<Reference>) -> Option<Activity> {
        let items = self.items.unwrap_or_default();
        let mut runs = |sort: Sort| {
            let id = self.runs.as_ref()?;
            references.push(match sort {
                Sort::Rubric => Reference::to_assessment(id),
                sort => Reference::to(sort, id),
            });
            Some(id.get_ref().clone())
        };
        Some(match type_name {
            "round" => Activity::Round(runs(Sort::Round)?),
            "loop" => Activity::Loop(runs(Sort::Loop)?),
            "assess" => Activity::Assess(runs(Sort::Rubric)?),
            "study" => Activity::Study(self.topics),
            "worksheet" => Activity::Worksheet(self.questions),
            "checklist" => Activity::Checklist(items),
            _ => Activity::Stories {
                topics: self.topics,
                slots: items.into_iter().flat_map(|group| group.items).collect(),
            },
        })
    }
}

/// The keys that a type of block must have, and those that it may have besides.
fn keys_of(type_name: &str) -> (&'static [&'static str], &'static [&'static str]) {
    match type_name {
        "round" | "loop" | "assess" => (&["use"], &[]),
        "study" => (&["title", "topics"], &[]),
        "worksheet" => (&["title", "questions"], &[]),
        "checklist" => (&["title", "items"], &[]),
        _ => (&["title"], &["topics", "items"]),
    }
}

fn check_keys(fields: &Fields<'_>, type_name: &str, has_title: bool, log: &mut Log) {
    let (needed, optional) = keys_of(type_name);
    for key in needed {
        let is_there = match *key {
            "title" => has_title,
            key => fields.find(key).is_some(),
        };
        if !is_there {
            let message = format!("a block of type `{type_name}` needs `{key}`");
            log.error(
                "block-keys",
                &fields.at,
                message,
                format!("add `{key} = …`"),
            );
        }
    }
    for key in ["use", "topics", "questions", "items"] {
        if let Some(value) = fields.find(key)
            && !needed.contains(&key)
            && !optional.contains(&key)
        {
            let message = format!("a block of type `{type_name}` has no `{key}`");
            let help = "take it out, or make a block of its own for it";
            log.error("block-keys", &value.at, message, help);
        }
    }
}

/// Plain items, and groups of them; what stands plainly between two groups is a group without a
/// title.
fn items(value: &Value<'_>, log: &mut Log) -> Vec<CheckGroup> {
    let mut groups: Vec<CheckGroup> = Vec::new();
    for item in value.items(log) {
        if item.data.is_table() {
            let Some(fields) = Fields::open(&item, log) else {
                continue;
            };
            let title = fields.title(log);
            let items = fields.need("items", log);
            let items = items.map(|items| items.texts(log)).unwrap_or_default();
            groups.push(CheckGroup { title, items });
            continue;
        }
        let Some(text) = item.text(log) else { continue };
        match groups.last_mut() {
            Some(last) if last.title.is_none() => last.items.push(text),
            _ => groups.push(CheckGroup {
                title: None,
                items: vec![text],
            }),
        }
    }
    groups
}

fn deliverable(fields: &Fields<'_>, seen: &mut Seen, log: &mut Log) -> Option<Deliverable> {
    let id = fields.id(log);
    if let Some(id) = &id {
        seen.ids.note("item of the plan", id, log);
    }
    let title = fields.title(log);
    let evidence = fields.find("evidence");
    let evidence = evidence.and_then(|value| evidence_of(&value, &mut seen.references, log));
    Some(Deliverable {
        id: id?.into_inner(),
        title: title?,
        evidence,
    })
}

/// The keys that each sort of evidence may have besides.
const BESIDES: [(&str, &str); 3] = [
    ("each_area_mean_at_least", "assess"),
    ("within_minutes", "round"),
    ("rounds", "answers"),
];

fn evidence_of(
    value: &Value<'_>,
    references: &mut Vec<Reference>,
    log: &mut Log,
) -> Option<Evidence> {
    let fields = Fields::open(value, log)?;
    let sorts: HashSet<&str> = ["assess", "stories", "round", "answers"]
        .into_iter()
        .filter(|key| fields.find(key).is_some())
        .collect();
    if sorts.len() != 1 {
        let message = "evidence is one of `assess`, `stories`, `round` and `answers`";
        let help = "write one of them; without evidence a deliverable is ticked by hand";
        log.error("plan-evidence", &fields.at, message, help);
    }
    for (key, beside) in BESIDES {
        if let Some(value) = fields.find(key)
            && !sorts.contains(beside)
        {
            let message = format!("`{key}` stands beside `{beside}` only");
            log.error("plan-evidence", &value.at, message, "take it out");
        }
    }
    let mut named = |key, sort, log: &mut Log| {
        let id = fields.find(key)?.id(log)?;
        references.push(match sort {
            Sort::Rubric => Reference::to_assessment(&id),
            sort => Reference::to(sort, &id),
        });
        Some(id.into_inner())
    };
    let rubric = named("assess", Sort::Rubric, log);
    let round = named("round", Sort::Round, log);
    let rounds = fields.ids("rounds", log);
    references.extend(rounds.iter().map(|id| Reference::to(Sort::Round, id)));
    let count = |key, log: &mut Log| fields.find(key).and_then(|value| value.count(log));
    let stories = count("stories", log);
    let answers = count("answers", log);
    let mean = fields.find("each_area_mean_at_least");
    let mean = mean.and_then(|value| value.number(log));
    let within = fields.find("within_minutes");
    let within = within.and_then(|value| value.minutes(log));
    let assess = rubric.map(|rubric| Evidence::Assess {
        rubric,
        each_area_mean_at_least: mean,
    });
    assess
        .or_else(|| round.map(|id| Evidence::Round { id, within }))
        .or_else(|| stories.map(|count| Evidence::Stories(count as usize)))
        .or_else(|| {
            Some(Evidence::Answers {
                count: answers? as usize,
                rounds: rounds.into_iter().map(Spanned::into_inner).collect(),
            })
        })
}
