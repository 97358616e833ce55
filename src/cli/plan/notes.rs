//! `plan notes`: what was written in worksheets and noted while studying, read back.

use serde::Serialize;

use super::super::args::NotesArgs;
use super::super::context::Context;
use super::super::editor::Closed;
use super::super::failure::unknown;
use super::sheet::{Owner, edit};
use super::{chosen, looked_up};
use crate::domain::{Activity, Bank, Place, Plan, PlanNote, PlanProgress, Sheet, TopicTime};
use crate::ui::text::words_ms;

/// What `--json` prints. Other programs read it: fields are only ever added.
#[derive(Serialize)]
struct Document<'a> {
    plan: &'a str,
    notes: Vec<NoteDocument<'a>>,
}

#[derive(Serialize)]
struct NoteDocument<'a> {
    block: &'a str,
    /// Null where the plan has the block no more.
    day: Option<usize>,
    #[serde(rename = "type")]
    type_name: Option<&'a str>,
    title: &'a str,
    at: jiff::Timestamp,
    /// All of it, as Markdown.
    text: &'a str,
    answers: Vec<AnswerDocument<'a>>,
    topics: &'a [TopicTime],
}

#[derive(Serialize)]
struct AnswerDocument<'a> {
    question: &'a str,
    /// Null where nothing was written.
    text: Option<String>,
}

pub(super) fn run(context: &Context, args: &NotesArgs) -> anyhow::Result<u8> {
    let bank = context.bank();
    let progress = looked_up(context)?.map(|(_, progress)| progress);
    let progress = progress.unwrap_or_default();
    let plan = chosen(&bank, &progress, args.plan.as_deref())?;
    let found = notes(plan, &progress);
    let block = args.block.as_deref();
    if let Some(id) = block
        && plan.place(id).is_none()
        && found.iter().all(|note| note.block != id)
    {
        let ids = plan.blocks().map(|block| block.id.as_str());
        return Err(unknown("block", id, ids, "hotseat plan show --day N"));
    }
    if let Some(place) = block.and_then(|id| plan.place(id)).filter(|_| args.edit) {
        return edited(context, &bank, plan, place);
    }
    let is_asked = |note: &&&PlanNote| block.is_none_or(|id| note.block == id);
    let notes: Vec<&PlanNote> = found.iter().filter(is_asked).copied().collect();
    if args.json {
        let notes = notes.into_iter().map(|note| document(plan, note));
        let notes = notes.collect();
        let plan = &plan.id;
        context.print_json(&Document { plan, notes })?;
        return Ok(0);
    }
    let pages = notes.iter().filter_map(|note| page(note, block.is_some()));
    let pages: Vec<String> = pages.collect();
    if pages.is_empty() {
        let id = block.unwrap_or("BLOCK");
        context.terminal.say(&format!(
            "nothing is written yet; `hotseat plan notes {id} --edit` opens your editor"
        ));
        return Ok(0);
    }
    context.print(&pages.join("\n"))?;
    Ok(0)
}

/// The last note of each block, in the plan's order; what belongs to none any more comes last.
fn notes<'p>(plan: &Plan, progress: &'p PlanProgress) -> Vec<&'p PlanNote> {
    let own = plan.blocks().map(|block| block.id.as_str());
    let gone = progress.gone(plan);
    let ids = own.chain(gone);
    ids.filter_map(|id| progress.note(&plan.id, id)).collect()
}

fn edited(context: &Context, bank: &Bank, plan: &Plan, place: Place<'_>) -> anyhow::Result<u8> {
    let mut history = context.history_as_it_is()?;
    let owner = Owner {
        plan: &plan.id,
        block: &place.block.id,
    };
    let sheet = Sheet {
        title: bank.title_of(place.block),
        questions: headings(place),
    };
    let written = edit(context, &mut history, owner, sheet)?;
    Ok(match written.closed {
        Closed::ByItself => 0,
        Closed::By(signal) => signal.exit_code(),
    })
}

/// What a block's notes are headed by.
fn headings(place: Place<'_>) -> &[String] {
    match &place.block.activity {
        Activity::Study(texts) | Activity::Worksheet(texts) => texts,
        Activity::Stories { slots, .. } => slots,
        Activity::Round(_) | Activity::Loop(_) | Activity::Assess(_) | Activity::Checklist(_) => {
            &[]
        }
    }
}

fn document<'a>(plan: &'a Plan, note: &'a PlanNote) -> NoteDocument<'a> {
    let place = plan.place(&note.block);
    let questions = place.map(headings).unwrap_or_default();
    let sheet = Sheet {
        title: &note.title,
        questions,
    };
    let answers = sheet.answers(&note.text).into_iter();
    NoteDocument {
        block: &note.block,
        day: place.map(|place| place.day),
        type_name: place.map(|place| place.block.activity.type_name()),
        title: &note.title,
        at: note.at,
        text: &note.text,
        answers: answers
            .map(|answer| AnswerDocument {
                question: answer.question,
                text: answer.text,
            })
            .collect(),
        topics: &note.topics,
    }
}

/// A note as Markdown; one without text only where it was asked for.
fn page(note: &PlanNote, is_asked: bool) -> Option<String> {
    if !note.text.is_empty() {
        return Some(note.text.clone());
    }
    let topics = note.topics.iter().filter(|topic| topic.used_ms > 0);
    let topics = topics.map(|topic| format!("- {}: {}", topic.topic, words_ms(topic.used_ms)));
    let topics: Vec<String> = topics.collect();
    let is_worth_it = is_asked && !topics.is_empty();
    is_worth_it.then(|| format!("# {}\n\n{}\n", note.title, topics.join("\n")))
}
