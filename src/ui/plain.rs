//! A session as one line per event: for a log, a pipe, or a screen reader.

use std::time::Duration;

use super::ledger::under_minimum;
use super::overtime;
use super::text::{words, words_ms};
use crate::domain::session::{Effect, Machine, Phase, Slot, View};
use crate::domain::{End, Role, Status};

/// What goes on while no clock runs.
pub const ASKING: &str = "the question is being spoken";

/// What goes on between two answers, once the first of them is scored.
pub const WAITING: &str = "no clock runs until the next question";

/// The lines that tell of `effect`, after `machine` has taken it.
pub fn lines(machine: &Machine, effect: &Effect) -> Vec<String> {
    match effect {
        Effect::Entered(phase) => entered(machine, *phase),
        Effect::Warn { slot, left } => vec![overtime::warning(machine, *slot, *left)],
        Effect::Overtime { slot, from } => vec![overtime::used_up(machine, *slot, *from)],
        Effect::Paused { .. } => vec!["paused".to_owned()],
        Effect::Resumed { .. } => vec!["going on".to_owned()],
        Effect::Ended { slot, end } => vec![ended(machine, *slot, *end)],
        Effect::Marked { slot, cue } => vec![marked(machine, *slot, *cue)],
        Effect::Finished(_) | Effect::Cut { .. } | Effect::Save => Vec::new(),
    }
}

fn entered(machine: &Machine, phase: Phase) -> Vec<String> {
    match phase {
        Phase::Ready => Vec::new(),
        Phase::Asking { slot } if slot.section == 0 => question(machine, slot.answer),
        Phase::Asking { slot } => {
            let title = machine.section(slot).title.to_lowercase();
            vec![format!("{title}: {}", machine.question(slot))]
        }
        Phase::Preparation { answer } => {
            let prep = machine.script().answers[answer].prep;
            let mut lines = unspoken(machine, answer);
            lines.push(format!("prepare: {}", words(prep)));
            lines
        }
        Phase::Reading { slot } => {
            let section = machine.section(slot);
            let ask = section.ask.as_deref().unwrap_or_default();
            let lead = words(section.lead);
            let title = section.title.to_lowercase();
            if machine.is_voiced() {
                return vec![format!("{title}, in {lead}")];
            }
            vec![format!("{title}, in {lead}: {ask}")]
        }
        Phase::Speaking { slot } => {
            let section = machine.section(slot);
            let script = &machine.script().answers[slot.answer];
            let mut lines = Vec::new();
            if slot.section == 0 && script.prep.is_zero() {
                lines = unspoken(machine, slot.answer);
            }
            let total = script
                .sections
                .iter()
                .filter(|s| s.role == Role::Section)
                .count();
            let budget = time_for(machine, slot);
            lines.push(match section.role {
                Role::FollowUp => format!("answer the {}: {budget}", section.title.to_lowercase()),
                Role::Section => {
                    let number = slot.section + 1;
                    format!("section {number} of {total}: {}, {budget}", section.title)
                }
            });
            lines
        }
        Phase::Scoring { .. } => vec!["scores of this answer".to_owned()],
        Phase::Break { answer } => {
            let length = words(machine.script().answers[answer].break_after);
            vec![format!("break: {length}")]
        }
        Phase::Over { status } => vec![match status {
            Status::Completed => "session completed".to_owned(),
            Status::Stopped | Status::Interrupted => "session stopped".to_owned(),
        }],
    }
}

/// How much time there is, when somebody asks.
pub fn time(view: &View) -> String {
    match view.phase {
        Phase::Asking { .. } => return ASKING.to_owned(),
        Phase::Scoring { .. } => return WAITING.to_owned(),
        _ => {}
    }
    let clock = if view.over.is_zero() {
        format!("{} left", words(view.left))
    } else {
        format!("{} over", words(view.over))
    };
    match view.paused {
        Some(_) => format!("paused, {clock}"),
        None => clock,
    }
}

/// The cues of a section, each with the key that ticks it off.
pub fn cues(machine: &Machine, slot: Slot) -> Vec<String> {
    let cues = &machine.section(slot).cues;
    let lines = (1..)
        .zip(cues)
        .map(|(number, cue)| format!("cue {number}: {cue}"));
    lines.collect()
}

/// What a section has: its budget, or what has become of it.
fn time_for(machine: &Machine, slot: Slot) -> String {
    let (has, budget) = (machine.time_for(slot), machine.section(slot).budget);
    if has == budget {
        words(budget)
    } else {
        format!("{} instead of {}", words(has), words(budget))
    }
}

/// The question, where it has not been told already while it was spoken.
fn unspoken(machine: &Machine, answer: usize) -> Vec<String> {
    if machine.is_voiced() {
        Vec::new()
    } else {
        question(machine, answer)
    }
}

fn question(machine: &Machine, answer: usize) -> Vec<String> {
    let answers = &machine.script().answers;
    let prompt = &answers[answer].prompt;
    vec![
        format!(
            "prompt {} of {}: {}",
            answer + 1,
            answers.len(),
            prompt.title
        ),
        prompt.ask.clone(),
    ]
}

fn ended(machine: &Machine, slot: Slot, end: End) -> String {
    let section = machine.section(slot);
    let answers = machine.answers(Duration::ZERO);
    let record = &answers[slot.answer].sections[slot.section];
    let how = match end {
        End::TimeUp if record.used_ms == 0 => {
            return format!("{}: no time is left for it", section.title);
        }
        End::TimeUp => "time is up",
        End::Next if record.over_ms > 0 => "finished",
        End::Next => "finished early",
        End::Stopped => "stopped",
        End::Interrupted => "interrupted",
    };
    let over = record.over_ms;
    let paused = record.paused_ms;
    let parts = [
        Some(format!("{how} after {}", words_ms(record.used_ms))),
        (over > 0).then(|| format!("{} over", words_ms(over))),
        (paused > 0).then(|| format!("paused for {}", words_ms(paused))),
        under_minimum(record),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("{}: {}", section.title, parts.join(", "))
}

fn marked(machine: &Machine, slot: Slot, cue: Option<u32>) -> String {
    let text = cue
        .and_then(|number| usize::try_from(number).ok()?.checked_sub(1))
        .and_then(|index| machine.section(slot).cues.get(index));
    match text {
        Some(text) => format!("covered: {text}"),
        None => "marked".to_owned(),
    }
}
