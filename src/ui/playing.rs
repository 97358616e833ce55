//! The screen of a player as rows: what is asked, the answer as one line, and where in it one is.

use std::sync::Arc;
use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use super::countdown::{Row, Tone, blank, key_line, packed, question, text};
use super::screen::Drawing;
use super::text::{clock_up, fit, words_ms};
use super::typed::Typed;
use super::waveform::waveform;
use crate::domain::Swing;
use crate::domain::playback::Told;

/// Something on the line, at a share of it from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sign {
    Mark(f64),
    Cue(f64),
    /// From here to there.
    Pause(f64, f64),
}

/// An answer at one moment, as it is heard.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Playing {
    pub title: String,
    /// Whether it plays, how fast, how loud.
    pub state: String,
    pub state_tone: Tone,
    pub ask: String,
    /// What is heard: which section, of how many.
    pub section: String,
    /// Where in the section, and how long it is.
    pub section_time: (Duration, Duration),
    /// Where in the answer, and how long it is.
    pub time: (Duration, Duration),
    /// Where the sections begin, from 0 to 1, and what they are called.
    pub sections: Vec<(f64, String)>,
    pub signs: Vec<Sign>,
    pub wave: Arc<Vec<Option<Swing>>>,
    pub notice: Option<(String, Tone)>,
    /// What is being typed, in place of the notice.
    pub typed: Option<Typed>,
    pub keys: String,
    /// What the keys do, in place of the line.
    pub panel: Vec<String>,
}

impl Playing {
    fn share(&self) -> f64 {
        let (at, length) = self.time;
        if length.is_zero() {
            0.0
        } else {
            (at.as_secs_f64() / length.as_secs_f64()).clamp(0.0, 1.0)
        }
    }

    fn header(&self, width: usize) -> Vec<Row> {
        beside(&self.title, &self.state, width, self.state_tone)
    }

    /// The answer as one line, and below it where one is.
    fn line(&self, width: usize) -> Vec<Row> {
        let columns = width - 2;
        let indented = |line: &str, tone| text(&format!(" {line}"), tone);
        let mut rows = Vec::new();
        if self.sections.len() > 1 {
            rows.push(indented(&ruler(&self.sections, columns), Tone::Faint));
        }
        rows.push(indented(&waveform(&self.wave, columns), Tone::Plain));
        let signs = signs(&self.signs, self.share(), columns);
        rows.push(indented(&signs, Tone::Strong));
        rows
    }

    fn last_rows(&self, width: usize) -> Vec<Row> {
        let said = match (&self.typed, &self.notice) {
            (Some(typed), _) => {
                /// The words around it, and the column that stays free.
                const AROUND: usize = 9;
                let shown = typed.shown(width.saturating_sub(AROUND));
                text(&format!("label: {shown}▏"), Tone::Strong)
            }
            (None, Some((notice, tone))) => text(&fit(notice, width - 1), *tone),
            (None, None) => blank(),
        };
        vec![said, text(&key_line(&self.keys, width - 1), Tone::Faint)]
    }
}

impl Drawing for Playing {
    /// Where they are too many, empty lines go first and then most of the question; the line, the
    /// position and the keys always show.
    fn rows(&self, width: usize, height: usize) -> Vec<Row> {
        let width = width.max(20);
        let mut above = self.header(width);
        let mut below = beside(&self.section, &times(self.section_time), width, Tone::Plain);
        if self.panel.is_empty() {
            below.extend(self.line(width));
        } else {
            below.extend(packed(&self.panel, width));
        }
        below.extend(beside(
            "",
            &format!("in all {}", times(self.time)),
            width,
            Tone::Plain,
        ));
        below.extend(self.last_rows(width));
        // One line stays free below, where the cursor rests.
        let room = height.saturating_sub(1);
        let asked = question(&self.ask, width, usize::MAX).len();
        if above.len() + asked + below.len() + 2 <= room {
            above.push(blank());
            below.insert(0, blank());
        }
        let left = room.saturating_sub(above.len() + below.len()).max(1);
        above.extend(question(&self.ask, width, left));
        above.extend(below);
        above
    }
}

fn times((at, length): (Duration, Duration)) -> String {
    format!("{} of {}", clock_up(at), clock_up(length))
}

/// Two texts at the two ends of a line; on two lines where they do not fit.
fn beside(left: &str, right: &str, width: usize, tone: Tone) -> Vec<Row> {
    let room = (width - 1).saturating_sub(right.width());
    if left.width() + 2 > room && !left.is_empty() && room < width / 2 {
        return vec![
            text(&fit(left, width - 1), tone),
            text(&fit(right, width - 1), tone),
        ];
    }
    let left = fit(left, room.saturating_sub(2));
    let gap = " ".repeat(room.saturating_sub(left.width()));
    vec![text(&fit(&format!("{left}{gap}{right}"), width - 1), tone)]
}

fn column(share: f64, columns: usize) -> usize {
    ((share * columns as f64) as usize).min(columns.saturating_sub(1))
}

/// Where each section begins, with as much of its name as fits.
fn ruler(sections: &[(f64, String)], columns: usize) -> String {
    let mut line = String::new();
    for (n, (share, name)) in sections.iter().enumerate() {
        let begin = column(*share, columns);
        let end = sections
            .get(n + 1)
            .map_or(columns, |(next, _)| column(*next, columns));
        // One that is too short to be seen gives way.
        let Some(room) = end.checked_sub(begin).filter(|room| *room > 0) else {
            continue;
        };
        let gap = begin.saturating_sub(line.width());
        line.push_str(&" ".repeat(gap));
        let name = match room {
            0..=3 => String::new(),
            _ => fit(name, room - 2),
        };
        line.push('│');
        line.push_str(&name);
    }
    line
}

/// What lies where; the place itself covers everything, marks cover pauses.
fn signs(signs: &[Sign], here: f64, columns: usize) -> String {
    let mut line = vec![' '; columns];
    let mut put = |share: f64, sign: char| {
        if let Some(place) = line.get_mut(column(share, columns)) {
            *place = sign;
        }
    };
    for sign in signs {
        if let Sign::Pause(from, to) = sign {
            let (first, last) = (column(*from, columns), column(*to, columns));
            (first..=last).for_each(|n| put((n as f64 + 0.5) / columns as f64, '╌'));
        }
    }
    for sign in signs {
        match sign {
            Sign::Cue(at) => put(*at, '✓'),
            Sign::Mark(at) => put(*at, '▾'),
            Sign::Pause(..) => {}
        }
    }
    put(here, '▲');
    line.into_iter().collect::<String>().trim_end().to_owned()
}

/// What the rules have to tell, in words.
pub fn told(told: &Told) -> String {
    match told {
        Told::Pause {
            number,
            of,
            length_ms,
        } => {
            let length = words_ms(*length_ms);
            match (number, of) {
                (1, 1) => format!("the only pause: {length}"),
                (1, of) => format!("the longest pause of {of}: {length}"),
                (number, of) => format!("pause {number} of {of} by length: {length}"),
            }
        }
        Told::NoPause => "no pause in this answer".to_owned(),
        Told::StillListening => "looking for the longest pause".to_owned(),
        Told::NoMark => "no mark there".to_owned(),
        Told::LastSection => "this is the last section".to_owned(),
        Told::Speed(speed) => format!("speed {speed}×"),
        Told::Volume(volume) => format!("volume {volume}"),
        Told::Skipping(true) => "pauses are skipped".to_owned(),
        Told::Skipping(false) => "pauses are heard".to_owned(),
    }
}

#[cfg(test)]
mod tests;
