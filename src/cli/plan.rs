//! `plan`: days of timed blocks, and what they should leave behind.

use std::time::Duration;

use serde::Serialize;

use super::args::{PlanArgs, PlanVerb, ShowArgs};
use super::context::Context;
use super::failure::{failure, unknown};
use crate::domain::{
    Activity, Bank, Block, CheckGroup, Deliverable, Evidence, Plan, PlanDay, PlanPart,
};
use crate::ui::plan::{day, overview};

#[derive(Serialize)]
struct Document<'a> {
    plan: &'a str,
    title: &'a str,
    pack: &'a str,
    about: Option<&'a str>,
    prerequisites: &'a [String],
    /// Of all days.
    minutes: f64,
    days: Vec<DayDocument<'a>>,
}

#[derive(Serialize)]
struct DayDocument<'a> {
    day: usize,
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
    },
}

pub(super) fn run(context: &Context, args: &PlanArgs) -> anyhow::Result<u8> {
    match &args.verb {
        Some(PlanVerb::Show(args)) => show(context, args),
        None => show(context, &ShowArgs::default()),
    }
}

fn show(context: &Context, args: &ShowArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let plan = chosen(&bank, args.plan.as_deref())?;
    let width = context.terminal.width();
    let Some(number) = args.day else {
        if args.json {
            context.print_json(&document(plan, &bank, numbered(plan)))?;
        } else {
            let mut page = overview(plan, &bank, width);
            if args.plan.is_none() {
                page.extend(others(&bank, plan));
            }
            context.print(&page)?;
        }
        return Ok(0);
    };
    let mut days = numbered(plan);
    let Some((_, only)) = days.find(|(found, _)| *found == number) else {
        return Err(failure(
            format!("`{}` has no day {number}", plan.id),
            format!("its days are 1 to {}", plan.days.len()),
        ));
    };
    if args.json {
        context.print_json(&document(plan, &bank, [(number, only)]))?;
    } else {
        context.print(&day(plan, number, only, &bank, width))?;
    }
    Ok(0)
}

fn numbered(plan: &Plan) -> impl Iterator<Item = (usize, &PlanDay)> {
    (1..).zip(&plan.days)
}

fn chosen<'b>(bank: &'b Bank, id: Option<&str>) -> anyhow::Result<&'b Plan> {
    let Some(id) = id else {
        return bank.plans.first().ok_or_else(|| {
            failure(
                "no pack has a plan",
                "`hotseat prompts check` says why, if one should",
            )
        });
    };
    bank.plan(id).ok_or_else(|| {
        let ids = bank.plans.iter().map(|plan| plan.id.as_str());
        unknown("plan", id, ids, "hotseat plan show")
    })
}

/// A line about the plans that are not shown, so that they can be found.
fn others(bank: &Bank, shown: &Plan) -> Option<String> {
    let others = bank.plans.iter().filter(|plan| plan.id != shown.id);
    let ids: Vec<String> = others.map(|plan| format!("--plan {}", plan.id)).collect();
    (!ids.is_empty()).then(|| format!("\nOther plans: {}", ids.join(", ")))
}

fn document<'a>(
    plan: &'a Plan,
    bank: &'a Bank,
    days: impl IntoIterator<Item = (usize, &'a PlanDay)>,
) -> Document<'a> {
    let days = days.into_iter();
    Document {
        plan: &plan.id,
        title: &plan.title,
        pack: &plan.pack,
        about: plan.about.as_deref(),
        prerequisites: &plan.prerequisites,
        minutes: minutes(plan.length()),
        days: days
            .map(|(number, day)| DayDocument {
                day: number,
                title: &day.title,
                minutes: minutes(day.length()),
                parts: day.parts.iter().map(|part| part_of(part, bank)).collect(),
                deliverables: day.deliverables.iter().map(Into::into).collect(),
            })
            .collect(),
    }
}

fn part_of<'a>(part: &'a PlanPart, bank: &'a Bank) -> PartDocument<'a> {
    let blocks = part.blocks.iter();
    PartDocument {
        title: &part.title,
        minutes: minutes(part.length),
        blocks: blocks.map(|block| block_of(block, bank)).collect(),
    }
}

fn block_of<'a>(block: &'a Block, bank: &'a Bank) -> BlockDocument<'a> {
    let mut document = BlockDocument {
        id: &block.id,
        type_name: block.activity.type_name(),
        title: bank.title_of(block),
        minutes: minutes(block.length),
        done: false,
        runs: block.activity.runs(),
        topics: &[],
        questions: &[],
        items: Vec::new(),
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

impl<'a> From<&'a Deliverable> for DeliverableDocument<'a> {
    fn from(item: &'a Deliverable) -> Self {
        DeliverableDocument {
            id: &item.id,
            title: &item.title,
            done: false,
            evidence: None,
            shown_by: item.evidence.as_ref().map(Into::into),
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
            Evidence::Answers(count) => EvidenceDocument::Answers { answers: *count },
        }
    }
}

fn minutes(time: Duration) -> f64 {
    time.as_secs_f64() / 60.0
}
