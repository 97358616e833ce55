//! `rubrics`: what answers are scored on.

use serde::Serialize;

use super::args::RubricsVerb;
use super::context::Context;
use super::documents::RubricDocument;
use super::failure::unknown;
use crate::ui::rubric::{describe, scored};
use crate::ui::tables::table;

#[derive(Serialize)]
struct Listing<'a> {
    rubrics: Vec<RubricDocument<'a>>,
}

pub(super) fn run(context: &Context, verb: &RubricsVerb) -> anyhow::Result<u8> {
    let bank = context.bank();
    match verb {
        RubricsVerb::List { json: true } => {
            let rubrics = bank.rubrics.iter().map(Into::into).collect();
            context.print_json(&Listing { rubrics })?;
        }
        RubricsVerb::List { json: false } => {
            let rows = bank.rubrics.iter().map(|rubric| {
                [
                    rubric.id.clone(),
                    scored(rubric.per).to_owned(),
                    rubric.criteria.len().to_string(),
                    rubric.title.clone(),
                ]
            });
            let head = ["rubric", "scored", "criteria", "title"];
            context.print(&table(context.terminal.width(), head, rows.collect()))?;
        }
        RubricsVerb::Show { id, json } => {
            let Some(rubric) = bank.rubric(id) else {
                let ids = bank.rubrics.iter().map(|rubric| rubric.id.as_str());
                return Err(unknown("rubric", id, ids, "hotseat rubrics list"));
            };
            if *json {
                context.print_json(&RubricDocument::from(rubric))?;
            } else {
                context.print(&describe(rubric, context.terminal.width()))?;
            }
        }
    }
    Ok(0)
}
