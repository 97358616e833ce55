//! The screen of a session as rows: what is asked, what is left, what is heard.

use std::time::Duration;

use unicode_width::UnicodeWidthStr;

use super::screen::Drawing;
use super::text::{clock, clock_up, fit, wrap};

/// How a row is meant; the screen turns it into a color where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Plain,
    Strong,
    Faint,
    /// Less than a fifth is left.
    Short,
    /// Less than a tenth is left.
    Last,
    Bad,
}

/// One line, or one bar.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    Text {
        text: String,
        tone: Tone,
    },
    Bar {
        label: String,
        /// Columns of the bar itself.
        width: usize,
        /// Used up, from 0 to 1.
        used: f64,
        tail: String,
        tone: Tone,
    },
}

/// A budget that runs out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Clock {
    pub label: String,
    pub left: Duration,
    /// Used beyond the budget.
    pub over: Duration,
    pub budget: Duration,
    /// Nothing ticks: the bar alone says how far it is.
    pub hidden: bool,
}

impl Clock {
    fn share_left(&self) -> f64 {
        if self.budget.is_zero() {
            0.0
        } else {
            self.left.as_secs_f64() / self.budget.as_secs_f64()
        }
    }

    fn tone(&self) -> Tone {
        match self.share_left() {
            share if share <= 0.1 => Tone::Last,
            share if share <= 0.2 => Tone::Short,
            _ => Tone::Plain,
        }
    }

    fn tail(&self) -> String {
        let budget = clock(self.budget);
        match (self.hidden, self.over.is_zero()) {
            (false, true) => format!("{} left of {budget}", clock(self.left)),
            (false, false) => format!("−{} over {budget}", clock_up(self.over)),
            (true, true) => format!("of {budget}"),
            (true, false) => format!("over {budget}"),
        }
    }
}

/// A session at one moment, as a candidate sees it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picture {
    /// Which round, which answer, which policy.
    pub title: String,
    /// Whether it is being recorded, and with what.
    pub recording: String,
    pub recording_tone: Tone,
    /// The question on the table.
    pub ask: String,
    pub section: Option<Clock>,
    /// Each cue with whether it has been ticked off.
    pub cues: Vec<(String, bool)>,
    pub answer: Option<Clock>,
    /// In dB relative to full scale.
    pub level: Option<f32>,
    /// What just happened or needs to be known, in words.
    pub notice: Option<(String, Tone)>,
    /// What can be pressed, with dots between; the last two matter most after the first.
    pub keys: String,
    /// What the keys do, each in a few words, in place of cues, answer and level.
    pub panel: Vec<String>,
}

impl Drawing for Picture {
    /// Where they are too many, what matters least goes first, and the question is shortened last;
    /// the section's clock and the keys always show.
    fn rows(&self, width: usize, height: usize) -> Vec<Row> {
        /// Lines of the question that are worth giving up something else for.
        const QUESTION: usize = 3;
        let width = width.max(20);
        let question = self.ask_rows(width, usize::MAX).len().min(QUESTION);
        // One line stays free below, where the cursor rests.
        let room = height.saturating_sub(1);
        let shown = Density::ALL
            .into_iter()
            .map(|density| (density, self.frame(width, density)))
            .find(|(_, (above, below))| above.len() + question + below.len() <= room)
            .unwrap_or_else(|| (Density::Bare, self.frame(width, Density::Bare)));
        let (_, (mut rows, below)) = shown;
        let left = room.saturating_sub(rows.len() + below.len()).max(1);
        rows.extend(self.ask_rows(width, left));
        rows.extend(below);
        rows
    }
}

impl Picture {
    /// What stands above and below the question.
    fn frame(&self, width: usize, density: Density) -> (Vec<Row>, Vec<Row>) {
        let airy = density == Density::Full;
        let mut above = self.header(width);
        let mut below = Vec::new();
        if airy {
            above.push(blank());
            below.push(blank());
        }
        if let Some(section) = &self.section {
            below.extend(bar(section, width));
        }
        if self.panel.is_empty() {
            below.extend(self.cue_rows(width, density));
            if let Some(answer) = self.answer.as_ref().filter(|_| density <= Density::Dense) {
                below.extend(bar(answer, width));
            }
            if let Some(level) = self.level.filter(|_| density <= Density::Dense) {
                below.push(level_row(level, width));
            }
        } else {
            below.extend(self.panel_rows(width, density));
        }
        if let Some((notice, tone)) = &self.notice {
            below.push(text(&fit(notice, width - 1), *tone));
        } else if airy {
            below.push(blank());
        }
        below.push(text(&key_line(&self.keys, width - 1), Tone::Faint));
        (above, below)
    }

    fn header(&self, width: usize) -> Vec<Row> {
        let free = width.saturating_sub(self.title.width() + self.recording.width() + 2);
        let title = text(&fit(&self.title, width - 1), Tone::Faint);
        let recording = |line: String| text(&fit(&line, width - 1), self.recording_tone);
        if self.recording.is_empty() {
            vec![title]
        } else if free >= 2 {
            let gap = " ".repeat(free);
            vec![recording(format!("{}{gap}{}", self.title, self.recording))]
        } else {
            vec![title, recording(self.recording.clone())]
        }
    }

    fn ask_rows(&self, width: usize, room: usize) -> Vec<Row> {
        question(&self.ask, width, room)
    }

    fn panel_rows(&self, width: usize, density: Density) -> Vec<Row> {
        let mut lines = packed(&self.panel, width);
        match density {
            Density::Bare => lines.clear(),
            Density::Scarce => lines.truncate(3),
            Density::Full | Density::Dense => {}
        }
        lines
    }

    fn cue_rows(&self, width: usize, density: Density) -> Vec<Row> {
        let cues: Vec<String> = self
            .cues
            .iter()
            .zip(1..)
            .map(|((cue, ticked), number)| {
                let mark = if *ticked { "✓" } else { "·" };
                format!("{number} {mark} {cue}")
            })
            .collect();
        let mut lines = packed(&cues, width);
        match density {
            Density::Bare => lines.clear(),
            _ if cues.is_empty() => lines.clear(),
            Density::Scarce => lines.truncate(1),
            Density::Full | Density::Dense => {}
        }
        lines
    }
}

/// A question in no more than `room` lines.
pub(super) fn question(ask: &str, width: usize, room: usize) -> Vec<Row> {
    // Long lines are hard to read, however wide the terminal is.
    let mut lines = wrap(ask, (width - 2).min(100));
    if lines.len() > room {
        lines.truncate(room);
        if let Some(last) = lines.last_mut() {
            *last = fit(&format!("{last} …"), width - 2);
        }
    }
    lines.iter().map(|line| text(line, Tone::Strong)).collect()
}

/// As many items on a line as fit, each of them on one line.
pub(super) fn packed(items: &[String], width: usize) -> Vec<Row> {
    const INDENT: usize = 4;
    let longest = width.saturating_sub(INDENT + 1);
    // Stands together when the line is wrapped.
    let items = items
        .iter()
        .map(|item| fit(item, longest).replace(' ', "\u{a0}"));
    let lines = wrap(&items.collect::<Vec<_>>().join("   "), longest);
    lines
        .iter()
        .map(|line| {
            let line = line.replace('\u{a0}', " ");
            text(&format!("{:INDENT$}{line}", ""), Tone::Plain)
        })
        .collect()
}

/// The keys in one line. Where there is no room for all of them, those in front of the last two go.
pub(super) fn key_line(keys: &str, width: usize) -> String {
    const BETWEEN: &str = " · ";
    let mut keys: Vec<&str> = keys.split(BETWEEN).collect();
    while keys.len() > 3 && keys.join(BETWEEN).width() > width {
        keys.remove(keys.len() - 3);
    }
    fit(&keys.join(BETWEEN), width)
}

/// How much is shown; every step leaves out more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Density {
    /// With empty lines in between.
    Full,
    Dense,
    /// Without the answer's clock and the level, with one line of cues.
    Scarce,
    /// The section's clock alone.
    Bare,
}

impl Density {
    const ALL: [Density; 4] = [
        Density::Full,
        Density::Dense,
        Density::Scarce,
        Density::Bare,
    ];
}

pub(super) fn text(text: &str, tone: Tone) -> Row {
    Row::Text {
        text: text.to_owned(),
        tone,
    }
}

pub(super) fn blank() -> Row {
    text("", Tone::Plain)
}

/// A clock as a bar; on a narrow terminal over two lines, on a very narrow one without the bar.
fn bar(clock: &Clock, width: usize) -> Vec<Row> {
    const SHORTEST: usize = 10;
    let tail = clock.tail();
    let label_width = (width / 3).clamp(12, 30);
    let beside = width.saturating_sub(label_width + tail.width() + 4);
    let row = |label: String, width: usize| Row::Bar {
        label,
        width,
        used: 1.0 - clock.share_left(),
        tail: tail.clone(),
        tone: clock.tone(),
    };
    if beside >= SHORTEST {
        let label = fit(&clock.label, label_width);
        let pad = " ".repeat(label_width - label.width());
        return vec![row(format!("{label}{pad}"), beside)];
    }
    let label = text(&fit(&clock.label, width - 1), Tone::Plain);
    let below = width.saturating_sub(tail.width() + 4);
    if below >= SHORTEST {
        vec![label, row(String::new(), below)]
    } else {
        vec![label, text(&fit(&tail, width - 1), clock.tone())]
    }
}

/// A meter from −60 dB to full scale.
fn level_row(dbfs: f32, width: usize) -> Row {
    const QUIETEST: f32 = -60.0;
    let label_width = (width / 3).clamp(8, 30);
    let columns = width.saturating_sub(label_width + 11).clamp(3, 40);
    let share = ((dbfs - QUIETEST) / -QUIETEST).clamp(0.0, 1.0);
    let filled = (share * columns as f32).round() as usize;
    let meter = format!("{}{}", "▮".repeat(filled), "▯".repeat(columns - filled));
    let value = if dbfs <= -100.0 {
        "silent".to_owned()
    } else {
        format!("{dbfs:.0} dB").replace('-', "−")
    };
    let tone = if dbfs > -1.0 { Tone::Bad } else { Tone::Faint };
    text(&format!("{:label_width$} {meter} {value}", "level"), tone)
}

#[cfg(test)]
mod tests;
