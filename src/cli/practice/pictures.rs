//! From the state of a session to the picture of it.

mod keys;

use std::time::Duration;

use crate::domain::session::{Machine, Phase, Slot, View};
use crate::domain::{Mic, MicKind, Role};
use crate::ui::countdown::{Clock, Picture, Tone};
use crate::ui::overtime;
use crate::ui::plain;
use crate::ui::text::{clock_up, words};
pub(super) use keys::keys;

/// What the machine does not know.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own, and any of them may go with any other"
)]
pub(super) struct Surroundings {
    pub(super) round: String,
    pub(super) microphone: String,
    pub(super) has_microphone: bool,
    pub(super) microphone_gone: bool,
    pub(super) disk_full: bool,
    pub(super) level: Option<f32>,
    pub(super) notice: Option<(String, Tone)>,
    pub(super) clock_hidden: bool,
    /// What the keys do is on the screen until another is pressed.
    pub(super) explains_keys: bool,
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
            "{prompts}, {length} in all. Find your seat{}.",
            if around.has_microphone {
                ", say a few words, watch the level"
            } else {
                ""
            }
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
        over: view.over,
        budget: view.budget,
        hidden: around.clock_hidden,
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
        notice: notice(machine, &view, around),
        ..Picture::default()
    };
    let section = slot.map(|slot| machine.section(slot));
    if let Some(ask) = section.and_then(|section| section.ask.as_ref()) {
        picture.ask.clone_from(ask);
    }
    match view.phase {
        // There is nothing to count.
        Phase::Asking { .. } | Phase::Ready | Phase::Over { .. } => {}
        Phase::Scoring { .. } => {
            // Neither question: the one has been answered, and the other would be prepared for.
            "The next question comes when you are ready.".clone_into(&mut picture.ask);
            picture.level = around.level;
        }
        Phase::Preparation { .. } => {
            picture.section = Some(clock("preparation".to_owned()));
        }
        Phase::Reading { .. } => {
            picture.section = Some(clock("read the follow-up".to_owned()));
        }
        Phase::Break { .. } => {
            picture.section = Some(clock("break".to_owned()));
        }
        Phase::Speaking { slot } => {
            let section = machine.section(slot);
            picture.section = Some(clock(label(machine, slot)));
            picture.answer = view
                .answer
                .filter(|_| has_siblings(machine, slot))
                .map(|answer| Clock {
                    label: "whole answer".to_owned(),
                    left: answer.left,
                    over: answer.over,
                    budget: answer.budget,
                    hidden: around.clock_hidden,
                });
            picture.cues = (1..)
                .zip(&section.cues)
                .map(|(number, cue)| (cue.clone(), view.ticked.contains(&number)))
                .collect();
            picture.level = around.level;
            recording(&mut picture, &view, around);
        }
    }
    (picture.keys, picture.panel) = keys(machine, &view, around.explains_keys);
    picture
}

/// What just happened, or else what goes on.
fn notice(machine: &Machine, view: &View, around: &Surroundings) -> Option<(String, Tone)> {
    let paused = || match (view.paused?, around.clock_hidden) {
        (_, true) => Some("paused".to_owned()),
        (paused, false) => Some(format!("paused for {}", clock_up(paused))),
    };
    let goes_on = || match paused() {
        Some(text) => Some((text, Tone::Short)),
        None if matches!(view.phase, Phase::Asking { .. }) => {
            Some((plain::ASKING.to_owned(), Tone::Plain))
        }
        None if matches!(view.phase, Phase::Scoring { .. }) => {
            Some((plain::WAITING.to_owned(), Tone::Plain))
        }
        None => Some((
            overtime::running(machine, view, !around.clock_hidden)?,
            Tone::Last,
        )),
    };
    around.notice.clone().or_else(goes_on)
}

/// Whether the answer has other sections than this one.
fn has_siblings(machine: &Machine, slot: Slot) -> bool {
    let sections = &machine.script().answers[slot.answer].sections;
    let own = sections.iter().filter(|s| s.role == Role::Section);
    own.count() > 1
}

fn recording(picture: &mut Picture, view: &View, around: &Surroundings) {
    (picture.recording, picture.recording_tone) = if !around.has_microphone {
        (around.microphone.clone(), Tone::Plain)
    } else if view.paused.is_some() {
        (format!("○ PAUSED  {}", around.microphone), Tone::Short)
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
        Phase::Preparation { answer } | Phase::Scoring { answer } | Phase::Break { answer } => {
            (answer, None)
        }
        Phase::Asking { slot } | Phase::Reading { slot } | Phase::Speaking { slot } => {
            (slot.answer, Some(slot))
        }
        Phase::Ready | Phase::Over { .. } => (0, None),
    }
}
