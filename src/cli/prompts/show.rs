//! `prompts show`: one prompt.

use super::super::context::Context;
use super::super::documents::ListedDocument;
use super::named;
use crate::domain::Prompt;
use crate::ui::text::{fit, indented, words};

pub(super) fn run(context: &Context, id: &str, json: bool) -> anyhow::Result<u8> {
    let bank = context.bank();
    let prompt = named(&bank, id)?;
    let past = context.past_or_warning("whether it is hidden is not known");
    if json {
        let hidden = past.map(|past| past.is_hidden(&prompt.id));
        context.print_json(&ListedDocument::new(prompt, hidden))?;
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
            "{}\n{} · {} · {} · {} · pack {}",
            fit(&prompt.title, width),
            prompt.id,
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
