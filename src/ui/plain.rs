//! A session as one line per event: for a log, a pipe, or a screen reader.

use super::text::{words, words_ms};
use crate::domain::session::{Effect, Machine, Phase, Slot};
use crate::domain::{End, Role, Status};

/// The lines that tell of `effect`, after `machine` has taken it.
pub fn lines(machine: &Machine, effect: &Effect) -> Vec<String> {
    match effect {
        Effect::Entered(phase) => entered(machine, *phase),
        Effect::Warn { left, .. } => vec![format!("{} left", words(*left))],
        Effect::Ended { slot, end } => vec![ended(machine, *slot, *end)],
        Effect::Marked { slot, cue } => vec![marked(machine, *slot, *cue)],
        Effect::Finished(_) | Effect::Cut { .. } | Effect::Save => Vec::new(),
    }
}

fn entered(machine: &Machine, phase: Phase) -> Vec<String> {
    match phase {
        Phase::Ready => Vec::new(),
        Phase::Preparation { answer } => {
            let prep = machine.script().answers[answer].prep;
            let mut lines = question(machine, answer);
            lines.push(format!("prepare: {}", words(prep)));
            lines
        }
        Phase::Reading { slot } => {
            let section = machine.section(slot);
            let ask = section.ask.as_deref().unwrap_or_default();
            let lead = words(section.lead);
            vec![format!(
                "{}, in {lead}: {ask}",
                section.title.to_lowercase()
            )]
        }
        Phase::Speaking { slot } => {
            let section = machine.section(slot);
            let script = &machine.script().answers[slot.answer];
            let mut lines = Vec::new();
            if slot.section == 0 && script.prep.is_zero() {
                lines = question(machine, slot.answer);
            }
            let total = script
                .sections
                .iter()
                .filter(|s| s.role == Role::Section)
                .count();
            let budget = words(section.budget);
            lines.push(match section.role {
                Role::FollowUp => format!("answer the {}: {budget}", section.title.to_lowercase()),
                Role::Section => {
                    let number = slot.section + 1;
                    format!("section {number} of {total}: {}, {budget}", section.title)
                }
            });
            lines
        }
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
    let used =
        machine.answers(std::time::Duration::ZERO)[slot.answer].sections[slot.section].used_ms;
    let how = match end {
        End::TimeUp => "time is up",
        End::Next => "finished early",
        End::Stopped => "stopped",
        End::Interrupted => "interrupted",
    };
    format!("{}: {how} after {}", section.title, words_ms(used))
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
