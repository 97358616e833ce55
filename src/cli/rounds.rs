//! `rounds`: the shapes of interviews.

use std::time::Duration;

use serde::Serialize;

use super::args::RoundsVerb;
use super::context::Context;
use super::documents::RoundDocument;
use super::failure::unknown;
use crate::domain::{Bank, Part, Round, ScoreWhen, Source};
use crate::ui::tables::table;
use crate::ui::text::{fit, words};

#[derive(Serialize)]
struct Listing<'a> {
    rounds: Vec<RoundDocument<'a>>,
}

pub(super) fn run(context: &Context, verb: &RoundsVerb) -> anyhow::Result<u8> {
    let bank = context.bank();
    match verb {
        RoundsVerb::List { json } => list(context, &bank, *json),
        RoundsVerb::Show { id, json } => {
            let Some(round) = bank.round(id) else {
                let ids = bank.rounds.iter().map(|round| round.id.as_str());
                return Err(unknown("round", id, ids, "hotseat rounds list"));
            };
            if *json {
                context.print_json(&RoundDocument::new(round, round.length(&bank)))?;
            } else {
                context.print(&describe(&bank, round))?;
            }
            Ok(0)
        }
    }
}

fn list(context: &Context, bank: &Bank, json: bool) -> anyhow::Result<u8> {
    if json {
        let rounds = bank.rounds.iter();
        let rounds = rounds
            .map(|round| RoundDocument::new(round, round.length(bank)))
            .collect();
        context.print_json(&Listing { rounds })?;
        return Ok(0);
    }
    let rows = bank.rounds.iter().map(|round| {
        let prompts: usize = round.parts.iter().map(|part| part.source.count()).sum();
        [
            round.id.clone(),
            words(round.length(bank)),
            prompts.to_string(),
            round.policy.to_string(),
            round.title.clone(),
        ]
    });
    let head = ["round", "length", "prompts", "policy", "title"];
    context.print(&table(context.terminal.width(), head, rows.collect()))?;
    Ok(0)
}

fn describe(bank: &Bank, round: &Round) -> String {
    let mut lines = vec![format!(
        "{}\n{} · {} · {} · scored on {}{} · pack {}",
        fit(&round.title, 80),
        round.id,
        words(round.length(bank)),
        round.policy,
        round.rubrics.join(", "),
        match round.score_when {
            ScoreWhen::End => "",
            ScoreWhen::Answer => " after each answer",
        },
        round.pack
    )];
    for part in &round.parts {
        lines.push(String::new());
        lines.extend(describe_part(part));
    }
    lines.join("\n")
}

fn describe_part(part: &Part) -> Vec<String> {
    let mut lines = vec![match &part.source {
        Source::Prompts(ids) => format!("  asks {}", ids.join(", ")),
        Source::Draw { narrow, count } => format!("  draws {count} of {narrow}"),
    }];
    if !part.prep.is_zero() {
        lines.push(format!("  preparation, {}", words(part.prep)));
    }
    for section in &part.sections {
        let least = match section.min {
            Duration::ZERO => String::new(),
            min => format!(", {} at least", words(min)),
        };
        lines.push(format!(
            "  {}, {}{least}",
            fit(&section.title, 60),
            words(section.budget)
        ));
        lines.extend(
            section
                .cues
                .iter()
                .map(|cue| format!("    · {}", fit(cue, 90))),
        );
    }
    if part.sections.is_empty() {
        lines.push("  the prompt's own sections".to_owned());
    }
    if part.follow_ups > 0 {
        let budget = words(part.follow_up_budget);
        lines.push(format!("  {} follow-up(s), {budget} each", part.follow_ups));
    }
    if !part.break_after.is_zero() {
        lines.push(format!("  break, {}", words(part.break_after)));
    }
    lines
}
