//! `rubrics`: what answers are scored on.

use serde::Serialize;

use super::args::RubricsVerb;
use super::context::Context;
use super::documents::RubricDocument;
use super::failure::unknown;
use crate::domain::{Criterion, Rubric};
use crate::ui::tables::table;
use crate::ui::text::{fit, indented};

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
                    rubric.criteria.len().to_string(),
                    rubric.title.clone(),
                ]
            });
            let head = ["rubric", "criteria", "title"];
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
                context.print(&describe(rubric, context.terminal.width().min(100)))?;
            }
        }
    }
    Ok(0)
}

fn describe(rubric: &Rubric, width: usize) -> String {
    let head = format!(
        "{}\n{} · version {}",
        fit(&rubric.title, width),
        rubric.id,
        rubric.version
    );
    let areas = rubric.areas.iter().map(|area| {
        let title = fit(&area.title, width);
        let own = |criterion: &&Criterion| criterion.area.as_deref() == Some(area.id.as_str());
        group(&title, rubric.criteria.iter().filter(own), width)
    });
    let loose = rubric
        .criteria
        .iter()
        .filter(|criterion| criterion.area.is_none());
    let mut parts = vec![head];
    parts.extend(areas);
    parts.push(group("", loose, width));
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}

fn group<'a>(title: &str, criteria: impl Iterator<Item = &'a Criterion>, width: usize) -> String {
    let criteria: Vec<String> = criteria
        .map(|criterion| {
            let title = fit(&criterion.title, width);
            let mut lines = vec![format!(
                "  {} · {title} ({})",
                criterion.id, criterion.scale
            )];
            for (value, anchor) in &criterion.anchors {
                let text = indented(anchor, width, "        ");
                lines.push(format!("    {value:>2}  {}", text.trim_start()));
            }
            lines.join("\n")
        })
        .collect();
    match (criteria.is_empty(), title) {
        (true, _) => String::new(),
        (false, "") => criteria.join("\n"),
        (false, title) => format!("{title}\n{}", criteria.join("\n")),
    }
}
