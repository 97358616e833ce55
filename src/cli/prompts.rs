//! `prompts`: the bank.

use serde::Serialize;

use super::args::PromptsVerb;
use super::context::Context;
use super::documents::PromptDocument;
use super::failure::{check_competency, failure, unknown};
use crate::domain::{Narrow, Prompt};
use crate::store::{Problem, Severity, packs};
use crate::ui::tables::table;
use crate::ui::text::{fit, indented, words};

#[derive(Serialize)]
struct Listing<'a> {
    prompts: Vec<PromptDocument<'a>>,
}

#[derive(Serialize)]
struct Problems<'a> {
    problems: &'a [Problem],
}

pub(super) fn run(context: &Context, verb: &PromptsVerb) -> anyhow::Result<u8> {
    match verb {
        PromptsVerb::List {
            kind,
            level,
            competency,
            json,
        } => {
            let narrow = Narrow {
                kind: *kind,
                level: *level,
                competency: competency.clone(),
            };
            list(context, &narrow, *json)
        }
        PromptsVerb::Show { id, json } => show(context, id, *json),
        PromptsVerb::Check { paths, json } => check(context, paths, *json),
    }
}

fn list(context: &Context, narrow: &Narrow, json: bool) -> anyhow::Result<u8> {
    let bank = context.bank();
    check_competency(&bank, narrow.competency.as_deref())?;
    let prompts: Vec<&Prompt> = bank.prompts.iter().filter(|p| narrow.admits(p)).collect();
    if json {
        let prompts = prompts.into_iter().map(Into::into).collect();
        context.print_json(&Listing { prompts })?;
        return Ok(0);
    }
    let rows = prompts.iter().map(|prompt| {
        let levels: Vec<&str> = prompt.level.iter().map(|level| level.as_str()).collect();
        [
            prompt.id.clone(),
            prompt.kind.to_string(),
            levels.join(" "),
            prompt.title.clone(),
        ]
    });
    let head = ["prompt", "kind", "level", "title"];
    context.print(&table(context.terminal.width(), head, rows.collect()))?;
    Ok(0)
}

fn show(context: &Context, id: &str, json: bool) -> anyhow::Result<u8> {
    let bank = context.bank();
    let Some(prompt) = bank.prompt(id) else {
        let ids = bank.prompts.iter().map(|prompt| prompt.id.as_str());
        return Err(unknown("prompt", id, ids, "hotseat prompts list"));
    };
    if json {
        context.print_json(&PromptDocument::from(prompt))?;
    } else {
        context.print(&describe(prompt, context.terminal.width().min(100)))?;
    }
    Ok(0)
}

fn describe(prompt: &Prompt, width: usize) -> String {
    let levels: Vec<String> = prompt
        .level
        .iter()
        .map(|level| format!("{level} {}", level.title()))
        .collect();
    let mut parts = vec![
        format!(
            "{}\n{} · {} · {} · pack {}",
            fit(&prompt.title, width),
            prompt.kind,
            levels.join(", "),
            prompt.competencies.join(", "),
            prompt.pack
        ),
        indented(&prompt.ask, width, "  "),
    ];
    let sections: Vec<String> = prompt
        .sections
        .iter()
        .flat_map(|section| {
            let title = format!("  {} ({})", fit(&section.title, 60), words(section.budget));
            let cues = section
                .cues
                .iter()
                .map(|cue| format!("    · {}", fit(cue, width)));
            std::iter::once(title).chain(cues).collect::<Vec<_>>()
        })
        .collect();
    let lists = [
        ("Sections", sections),
        ("Follow-ups", bullets(&prompt.follow_ups, width)),
        ("A strong answer shows", bullets(&prompt.look_for, width)),
        ("Where answers go wrong", bullets(&prompt.pitfalls, width)),
    ];
    for (title, lines) in lists {
        if !lines.is_empty() {
            parts.push(format!("{title}\n{}", lines.join("\n")));
        }
    }
    parts.join("\n\n")
}

fn bullets(lines: &[String], width: usize) -> Vec<String> {
    lines
        .iter()
        .map(|line| format!("  · {}", indented(line, width, "    ").trim_start()))
        .collect()
}

fn check(context: &Context, paths: &[std::path::PathBuf], json: bool) -> anyhow::Result<u8> {
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
