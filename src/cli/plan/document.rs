//! A plan as `plan show --json` prints it. Other programs read it: fields are only ever added.

use std::time::Duration;

use jiff::civil::Date;
use serde::Serialize;

use crate::domain::{
    Activity, Bank, Block, CheckGroup, Deliverable, Evidence, Plan, PlanDay, PlanPart,
    PlanProgress, PlanStanding,
};

#[derive(Serialize)]
pub(super) struct Document<'a> {
    plan: &'a str,
    title: &'a str,
    pack: &'a str,
    about: Option<&'a str>,
    prerequisites: &'a [String],
    /// The day on which it was to begin; null before `plan start`.
    started_on: Option<Date>,
    /// Of all days.
    minutes: f64,
    days: Vec<DayDocument<'a>>,
    /// The block that `plan next` runs; null before `plan start`, and when all are done.
    next: Option<&'a str>,
    /// What is done or written, and in the plan no more.
    gone: Vec<&'a str>,
}

#[derive(Serialize)]
struct DayDocument<'a> {
    day: usize,
    /// Null before `plan start`.
    date: Option<Date>,
    title: &'a str,
    minutes: f64,
    parts: Vec<PartDocument<'a>>,
    deliverables: Vec<DeliverableDocument<'a>>,
}

#[derive(Serialize)]
struct PartDocument<'a> {
    title: &'a str,
    minutes: f64,
    blocks: Vec<BlockDocument<'a>>,
}

#[derive(Serialize)]
struct BlockDocument<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    type_name: &'a str,
    title: &'a str,
    minutes: f64,
    done: bool,
    /// What it runs; null where it runs nothing.
    #[serde(rename = "use")]
    runs: Option<&'a str>,
    topics: &'a [String],
    questions: &'a [String],
    items: Vec<GroupDocument<'a>>,
    /// The items of a checklist one by one.
    checks: Vec<CheckDocument<'a>>,
}

#[derive(Serialize)]
struct CheckDocument<'a> {
    id: String,
    number: usize,
    title: &'a str,
    done: bool,
}

/// Things to tick off, or slots for stories.
#[derive(Serialize)]
struct GroupDocument<'a> {
    title: Option<&'a str>,
    items: &'a [String],
}

#[derive(Serialize)]
struct DeliverableDocument<'a> {
    id: &'a str,
    title: &'a str,
    done: bool,
    /// What has shown it; null while nothing has.
    evidence: Option<&'a str>,
    /// What would show it; null where it is ticked by hand.
    shown_by: Option<EvidenceDocument<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum EvidenceDocument<'a> {
    Assess {
        assess: &'a str,
        each_area_mean_at_least: Option<f64>,
    },
    Stories {
        stories: usize,
    },
    Round {
        round: &'a str,
        within_minutes: Option<f64>,
    },
    Answers {
        answers: usize,
        rounds: &'a [String],
    },
}

/// The document of these days of a plan.
pub(super) fn document<'a>(
    plan: &'a Plan,
    bank: &'a Bank,
    standing: &'a PlanStanding,
    progress: &'a PlanProgress,
    days: impl IntoIterator<Item = (usize, &'a PlanDay)>,
) -> Document<'a> {
    let days = days.into_iter();
    let next = standing.next(plan).filter(|_| standing.has_begun());
    Document {
        plan: &plan.id,
        title: &plan.title,
        pack: &plan.pack,
        about: plan.about.as_deref(),
        prerequisites: &plan.prerequisites,
        started_on: progress.start(&plan.id).map(|start| start.on),
        minutes: minutes(plan.length()),
        days: days
            .map(|(number, day)| day_of(number, day, bank, standing))
            .collect(),
        next: next.map(|next| next.block.id.as_str()),
        gone: progress.gone(plan),
    }
}

fn day_of<'a>(
    number: usize,
    day: &'a PlanDay,
    bank: &'a Bank,
    standing: &'a PlanStanding,
) -> DayDocument<'a> {
    let parts = day.parts.iter();
    let deliverables = day.deliverables.iter();
    DayDocument {
        day: number,
        date: standing.date(number),
        title: &day.title,
        minutes: minutes(day.length()),
        parts: parts.map(|part| part_of(part, bank, standing)).collect(),
        deliverables: deliverables
            .map(|item| deliverable_of(item, standing))
            .collect(),
    }
}

fn part_of<'a>(part: &'a PlanPart, bank: &'a Bank, standing: &PlanStanding) -> PartDocument<'a> {
    let blocks = part.blocks.iter();
    PartDocument {
        title: &part.title,
        minutes: minutes(part.length),
        blocks: blocks
            .map(|block| block_of(block, bank, standing))
            .collect(),
    }
}

fn deliverable_of<'a>(
    item: &'a Deliverable,
    standing: &'a PlanStanding,
) -> DeliverableDocument<'a> {
    DeliverableDocument {
        id: &item.id,
        title: &item.title,
        done: standing.is_done(&item.id),
        evidence: standing.shown(&item.id),
        shown_by: item.evidence.as_ref().map(Into::into),
    }
}

fn block_of<'a>(block: &'a Block, bank: &'a Bank, standing: &PlanStanding) -> BlockDocument<'a> {
    let mut document = BlockDocument {
        id: &block.id,
        type_name: block.activity.type_name(),
        title: bank.title_of(block),
        minutes: minutes(block.length),
        done: standing.is_done(&block.id),
        runs: block.activity.runs(),
        topics: &[],
        questions: &[],
        items: Vec::new(),
        checks: block
            .checks()
            .into_iter()
            .map(|check| CheckDocument {
                done: standing.is_done(&check.id),
                number: check.number,
                title: check.text,
                id: check.id,
            })
            .collect(),
    };
    match &block.activity {
        Activity::Round(_) | Activity::Loop(_) | Activity::Assess(_) => {}
        Activity::Study(topics) => document.topics = topics,
        Activity::Worksheet(questions) => document.questions = questions,
        Activity::Checklist(groups) => document.items = groups.iter().map(Into::into).collect(),
        Activity::Stories { topics, slots } => {
            document.topics = topics;
            if !slots.is_empty() {
                document.items.push(GroupDocument {
                    title: None,
                    items: slots,
                });
            }
        }
    }
    document
}

impl<'a> From<&'a CheckGroup> for GroupDocument<'a> {
    fn from(group: &'a CheckGroup) -> Self {
        GroupDocument {
            title: group.title.as_deref(),
            items: &group.items,
        }
    }
}

impl<'a> From<&'a Evidence> for EvidenceDocument<'a> {
    fn from(evidence: &'a Evidence) -> Self {
        match evidence {
            Evidence::Assess {
                rubric,
                each_area_mean_at_least,
            } => EvidenceDocument::Assess {
                assess: rubric,
                each_area_mean_at_least: *each_area_mean_at_least,
            },
            Evidence::Stories(count) => EvidenceDocument::Stories { stories: *count },
            Evidence::Round { id, within } => EvidenceDocument::Round {
                round: id,
                within_minutes: within.map(minutes),
            },
            Evidence::Answers { count, rounds } => EvidenceDocument::Answers {
                answers: *count,
                rounds,
            },
        }
    }
}

fn minutes(time: Duration) -> f64 {
    time.as_secs_f64() / 60.0
}
