//! From the state of a session to the picture of it.

use std::time::Duration;

use crate::domain::session::{Machine, Phase, Slot};
use crate::domain::{Mic, MicKind, Role};
use crate::ui::countdown::{Clock, Picture, Tone};
use crate::ui::text::words;

/// What the machine does not know.
#[derive(Debug, Clone, Default)]
pub(super) struct Surroundings {
    pub(super) round: String,
    pub(super) microphone: String,
    pub(super) has_microphone: bool,
    pub(super) microphone_gone: bool,
    pub(super) disk_full: bool,
    pub(super) level: Option<f32>,
    pub(super) notice: Option<(String, Tone)>,
}

/// What the microphone is called on the screen.
pub(in crate::cli) fn microphone_name(mic: &Mic) -> String {
    let kilohertz = mic
        .sample_rate
        .map(|rate| format!("  {} kHz", f64::from(rate) / 1000.0))
        .unwrap_or_default();
    match mic.kind {
        MicKind::None => "clock only".to_owned(),
        MicKind::Tone => format!("built-in tone{kilohertz}"),
        MicKind::File | MicKind::Device => {
            let name = mic.name.as_deref().unwrap_or("microphone");
            format!("{name}{kilohertz}")
        }
    }
}

pub(super) fn ready(machine: &Machine, around: &Surroundings, wait: &str) -> Picture {
    let length = words(machine.script().planned());
    let answers = machine.script().answers.len();
    let prompts = if answers == 1 {
        "1 prompt".to_owned()
    } else {
        format!("{answers} prompts")
    };
    Picture {
        title: around.round.clone(),
        recording: around.microphone.clone(),
        ask: format!(
            "{prompts}, {length} in all. Find your seat, say a few words, watch the level."
        ),
        level: around.level,
        notice: around.notice.clone(),
        keys: wait.to_owned(),
        ..Picture::default()
    }
}

pub(super) fn running(machine: &Machine, now: Duration, around: &Surroundings) -> Picture {
    let view = machine.view(now);
    let (answer, slot) = place(view.phase);
    let script = &machine.script().answers[answer];
    let clock = |label: String| Clock {
        label,
        left: view.left,
        budget: view.budget,
    };
    let mut picture = Picture {
        title: format!(
            "{} · {} of {} · {}",
            around.round,
            answer + 1,
            machine.script().answers.len(),
            machine.script().policy
        ),
        ask: script.prompt.ask.clone(),
        notice: around.notice.clone(),
        ..Picture::default()
    };
    let section = slot.map(|slot| machine.section(slot));
    if let Some(ask) = section.and_then(|section| section.ask.as_ref()) {
        picture.ask.clone_from(ask);
    }
    match view.phase {
        Phase::Preparation { .. } => {
            picture.section = Some(clock("preparation".to_owned()));
            "n begin the answer · q stop".clone_into(&mut picture.keys);
        }
        Phase::Reading { .. } => {
            picture.section = Some(clock("read the follow-up".to_owned()));
            "n begin to answer · q stop".clone_into(&mut picture.keys);
        }
        Phase::Break { .. } => {
            picture.section = Some(clock("break".to_owned()));
            "n go on · q stop".clone_into(&mut picture.keys);
        }
        Phase::Speaking { slot } => {
            let section = machine.section(slot);
            picture.section = Some(clock(label(machine, slot)));
            picture.answer = view
                .answer
                .filter(|answer| answer.budget != view.budget)
                .map(|answer| Clock {
                    label: "whole answer".to_owned(),
                    left: answer.left,
                    budget: answer.budget,
                });
            picture.cues = (1..)
                .zip(&section.cues)
                .map(|(number, cue)| (cue.clone(), view.ticked.contains(&number)))
                .collect();
            picture.level = around.level;
            let cues = match section.cues.len().min(9) {
                0 => String::new(),
                1 => " · 1 cue".to_owned(),
                last => format!(" · 1-{last} cue"),
            };
            picture.keys = format!("n next · m mark{cues} · q stop");
            recording(&mut picture, around);
        }
        Phase::Ready | Phase::Over { .. } => {}
    }
    picture
}

fn recording(picture: &mut Picture, around: &Surroundings) {
    (picture.recording, picture.recording_tone) = if !around.has_microphone {
        (around.microphone.clone(), Tone::Plain)
    } else if around.microphone_gone {
        ("○ microphone gone".to_owned(), Tone::Bad)
    } else if around.disk_full {
        ("○ disk full".to_owned(), Tone::Bad)
    } else {
        (format!("● REC  {}", around.microphone), Tone::Plain)
    };
}

fn label(machine: &Machine, slot: Slot) -> String {
    let section = machine.section(slot);
    let sections = &machine.script().answers[slot.answer].sections;
    let total = sections
        .iter()
        .filter(|section| section.role == Role::Section)
        .count();
    match (section.role, total) {
        (Role::FollowUp, _) | (Role::Section, 1) => section.title.clone(),
        (Role::Section, total) => format!("{}/{total} {}", slot.section + 1, section.title),
    }
}

fn place(phase: Phase) -> (usize, Option<Slot>) {
    match phase {
        Phase::Preparation { answer } | Phase::Break { answer } => (answer, None),
        Phase::Reading { slot } | Phase::Speaking { slot } => (slot.answer, Some(slot)),
        Phase::Ready | Phase::Over { .. } => (0, None),
    }
}
