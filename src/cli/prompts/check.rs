//! `prompts check`: every problem of packs.

use std::path::PathBuf;

use serde::Serialize;

use super::super::context::Context;
use super::super::failure::failure;
use crate::store::{Problem, Severity, packs};

#[derive(Serialize)]
struct Problems<'a> {
    problems: &'a [Problem],
}

pub(super) fn run(context: &Context, paths: &[PathBuf], json: bool) -> anyhow::Result<u8> {
    let problems = packs::check(paths, Some(&context.home.prompts()))
        .map_err(|error| failure(error.to_string(), "name a pack file or a folder of packs"))?;
    let failed = problems
        .iter()
        .any(|problem| problem.severity == Severity::Error);
    if json {
        context.print_json(&Problems {
            problems: &problems,
        })?;
    } else {
        let color = context.terminal.has_color();
        for problem in &problems {
            context
                .terminal
                .say_rendered(&format!("{}\n", problem.render(color)));
        }
        let verdict = match problems.len() {
            0 => "no problems".to_owned(),
            1 => "1 problem".to_owned(),
            count => format!("{count} problems"),
        };
        context.print(&verdict)?;
    }
    Ok(u8::from(failed))
}
