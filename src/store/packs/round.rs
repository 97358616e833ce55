//! `[[round]]` and `[[loop]]`: the shape of an interview, and of a day of them.
//!
//! Whether the ids in them lead anywhere is left to `cross`; here they are only collected, each
//! with its place, also from a round that has a mistake elsewhere.

use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use super::pack::{Body, Item, Reference, Sort};
use super::prompt::{kind, level};
use super::section::{Given, Sections, sections};
use crate::domain::{Loop, LoopRound, Narrow, Part, Policy, Round, ScoreWhen, Source};
use crate::store::document::{Fields, Log, Value};

/// The budget of a follow-up where the round names none.
const FOLLOW_UP: Duration = Duration::from_mins(2);

/// What a part asks, for the checks against other packs.
#[derive(Debug, Clone)]
pub(super) enum Asks {
    These(Vec<String>),
    Draw {
        narrow: Narrow,
        count: usize,
        /// The whole draw, and its count or again the draw.
        at: Range<usize>,
        count_at: Range<usize>,
    },
    /// What it asks could not be read, or only by half.
    Unknown,
}

/// A part as far as it could be read.
#[derive(Debug, Clone)]
pub(super) struct PartSeen {
    pub(super) asks: Asks,
    pub(super) sections: Sections,
}

/// What a round refers to, for the checks against other packs.
#[derive(Debug, Default)]
struct Outward {
    references: Vec<Reference>,
    parts: Vec<PartSeen>,
}

/// `[[round]]`; one without a part could not be sat, so that is an error.
pub(super) fn round(fields: &Fields<'_>, pack: &str, log: &mut Log) -> Item {
    let errors = log.errors();
    let id = fields.id(log);
    let title = fields.title(log);
    let policy = fields.find("policy");
    let policy = policy.and_then(|value| value.word("unknown-policy", log));
    let policy = policy.and_then(|word| word.parse::<Policy>().ok());
    let score_when = fields.find("score_when");
    let score_when = score_when.and_then(|value| value.word("unknown-score-when", log));
    let score_when = score_when.and_then(|word| word.parse::<ScoreWhen>().ok());
    let rubrics = fields.ids("rubrics", log);
    let mut given = Given::default();
    let mut outward = Outward::default();
    for rubric in &rubrics {
        // The same card would be asked for twice.
        given.note("rubric of the round", rubric, log);
        outward.references.push(Reference::to(Sort::Rubric, rubric));
    }
    let tables = fields.tables("part", log);
    // Every part is read, so that a mistake in the first hides none in the second.
    let part = |table: &Fields<'_>| part(table, &mut outward, log);
    let parts: Vec<Part> = tables.iter().filter_map(part).collect();

    let value = (log.errors() == errors).then_some(()).and_then(|()| {
        Some(Round {
            id: id.as_ref()?.get_ref().clone(),
            pack: pack.to_owned(),
            title: title?,
            policy: policy.unwrap_or_default(),
            score_when: score_when.unwrap_or_default(),
            rubrics: rubrics.into_iter().map(Spanned::into_inner).collect(),
            parts,
        })
    });
    Item {
        id,
        references: outward.references,
        body: Body::Round {
            value,
            parts: outward.parts,
        },
    }
}

/// None where it cannot be told which prompts are meant; all of its keys are looked at anyway.
fn part(fields: &Fields<'_>, outward: &mut Outward, log: &mut Log) -> Option<Part> {
    let (source, asks) = match (fields.find("prompts"), fields.find("draw")) {
        (Some(prompts), None) => these(&prompts, outward, log),
        (None, Some(value)) => draw(&value, log),
        (None, None) => {
            let message = "a part needs either `prompts` or `draw`";
            let help = "name some, `prompts = [\"…\"]`, or draw some, `draw = { count = 1 }`";
            log.error("prompts-or-draw", &fields.at, message, help);
            (None, Asks::Unknown)
        }
        (Some(prompts), Some(value)) => {
            let message = "a part has either `prompts` or `draw`, not both";
            let help = "make two parts of it";
            // Whichever was written later is the one too many.
            let second = prompts.at.start.max(value.at.start);
            let at = if second == value.at.start {
                value.at.clone()
            } else {
                prompts.at.clone()
            };
            log.error("prompts-or-draw", &at, message, help);
            these(&prompts, outward, log);
            let (source, _) = draw(&value, log);
            (source, Asks::Unknown)
        }
    };
    let time = |key, log: &mut Log| fields.find(key).and_then(|v| v.minutes(log));
    let prep = time("prep_minutes", log);
    let sections = sections(&fields.tables("sections", log), log);
    let follow_ups = fields.find("follow_ups");
    let follow_ups = follow_ups.and_then(|value| value.count(log));
    let budget = fields.find("follow_up_minutes");
    let budget = budget.and_then(|value| value.minutes(log));
    let break_after = time("break_minutes", log);
    let bare = sections.bare();
    outward.parts.push(PartSeen { asks, sections });
    Some(Part {
        source: source?,
        prep: prep.unwrap_or_default(),
        sections: bare,
        follow_ups: follow_ups.unwrap_or_default() as usize,
        follow_up_budget: budget.unwrap_or(FOLLOW_UP),
        break_after: break_after.unwrap_or_default(),
    })
}

/// Prompts by name.
fn these(value: &Value<'_>, outward: &mut Outward, log: &mut Log) -> (Option<Source>, Asks) {
    let items = value.items(log);
    let ids: Vec<_> = items.iter().filter_map(|item| item.id(log)).collect();
    let references = ids.iter().map(|id| Reference::to(Sort::Prompt, id));
    outward.references.extend(references);
    let ids: Vec<String> = ids.into_iter().map(Spanned::into_inner).collect();
    let asks = if ids.len() == items.len() && !ids.is_empty() {
        Asks::These(ids.clone())
    } else {
        Asks::Unknown
    };
    ((!ids.is_empty()).then_some(Source::Prompts(ids)), asks)
}

/// Prompts by what they are about; one of them, unless a count is given.
fn draw(value: &Value<'_>, log: &mut Log) -> (Option<Source>, Asks) {
    let errors = log.errors();
    let Some(fields) = Fields::open(value, log) else {
        return (None, Asks::Unknown);
    };
    let narrow = Narrow {
        kind: fields.find("kind").and_then(|value| kind(&value, log)),
        level: fields.find("level").and_then(|value| level(&value, log)),
        competency: fields.find("competency").and_then(|value| value.text(log)),
    };
    let count = fields.find("count");
    let count_at = count.as_ref().map_or(&value.at, |count| &count.at).clone();
    let count = count.map_or(Some(1), |value| value.count(log));
    let Some(count) = count.map(|count| count as usize) else {
        return (None, Asks::Unknown);
    };
    // A half-read draw would match too much or too little: it had its problem already.
    let asks = if log.errors() == errors {
        Asks::Draw {
            narrow: narrow.clone(),
            count,
            at: value.at.clone(),
            count_at,
        }
    } else {
        Asks::Unknown
    };
    (Some(Source::Draw { narrow, count }), asks)
}

/// `[[loop]]`, under a name that Rust leaves free.
pub(super) fn day(fields: &Fields<'_>, pack: &str, log: &mut Log) -> Item {
    let errors = log.errors();
    let id = fields.id(log);
    let title = fields.title(log);
    let mut references = Vec::new();
    let mut rounds = Vec::new();
    for table in fields.tables("rounds", log) {
        let round = table.need("round", log).and_then(|value| value.id(log));
        let break_after = table.find("break_minutes");
        let break_after = break_after.and_then(|value| value.minutes(log));
        if let Some(round) = round {
            references.push(Reference::to(Sort::Round, &round));
            rounds.push(LoopRound {
                round: round.into_inner(),
                break_after: break_after.unwrap_or_default(),
            });
        }
    }
    let value = (log.errors() == errors).then_some(()).and_then(|()| {
        Some(Loop {
            id: id.as_ref()?.get_ref().clone(),
            pack: pack.to_owned(),
            title: title?,
            rounds,
        })
    });
    Item {
        id,
        references,
        body: Body::Loop { value },
    }
}
