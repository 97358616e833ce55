//! A question that is drawn where it stands: what may be chosen, the line that is typed, what the
//! keys do. Each key draws it anew in its own place.

use std::io::{self, Write as _};

use anstyle::Style;
use crossterm::QueueableCommand as _;
use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::terminal::{Clear, ClearType};
use unicode_width::UnicodeWidthStr;

use super::super::terminal::Terminal;
use super::super::text::fit;
use super::super::typed::Typed;

/// One look of a question. All of it is sanitized, but for what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    /// Above the line; a row that is meant now is strong.
    pub(super) rows: Vec<(String, bool)>,
    pub(super) label: String,
    pub(super) typed: Typed,
    /// Below the line.
    pub(super) help: String,
}

/// The question as it stands on the terminal.
#[derive(Debug)]
pub(super) struct Form {
    terminal: Terminal,
    /// How many rows stand above the line; none before it was drawn.
    above: Option<usize>,
}

impl Form {
    pub(super) fn new(terminal: Terminal) -> Self {
        Form {
            terminal,
            above: None,
        }
    }

    pub(super) fn draw(&mut self, look: &Look) -> io::Result<()> {
        let (width, height) = (self.terminal.width(), self.terminal.height());
        let mut err = io::stderr().lock();
        // What is higher than the terminal cannot be drawn again: its upper end is out of reach.
        let fits = look.rows.len() + 2 < height;
        let mut above = 0;
        match self.above {
            Some(rows) => {
                err.queue(MoveToColumn(0))?;
                if rows > 0 {
                    err.queue(MoveUp(u16::try_from(rows).unwrap_or(u16::MAX)))?;
                }
                err.queue(Clear(ClearType::FromCursorDown))?;
            }
            None if !fits => {
                for (row, _) in &look.rows {
                    write!(err, "{row}\r\n")?;
                }
            }
            None => {}
        }
        if fits {
            for (row, is_meant) in &look.rows {
                let style = if *is_meant {
                    Style::new().bold()
                } else {
                    Style::new()
                };
                write!(err, "{}\r\n", self.terminal.paint(style, row))?;
            }
            above = look.rows.len();
        }
        let (label, typed) = line(&look.label, &look.typed, width);
        let label = self.terminal.paint(Style::new().bold(), &label);
        let faint = Style::new().dimmed();
        let help = self.terminal.paint(faint, &fit(&look.help, width - 1));
        write!(err, "\r\n{help}")?;
        err.queue(MoveUp(1))?;
        err.queue(MoveToColumn(0))?;
        // Last: the cursor stays behind it, however wide the terminal makes it.
        write!(err, "{label}{typed}")?;
        self.above = Some(above);
        err.flush()
    }

    /// The same below: where it stands by now nobody knows.
    pub(super) fn start_over(&mut self) -> io::Result<()> {
        self.above = None;
        leave()
    }
}

/// Leaves what was asked and answered standing, and the cursor below it.
pub(super) fn leave() -> io::Result<()> {
    let mut err = io::stderr().lock();
    write!(err, "\r\n")?;
    err.queue(Clear(ClearType::FromCursorDown))?;
    err.flush()
}

/// The label and what is typed, as they fit.
fn line(label: &str, typed: &Typed, width: usize) -> (String, String) {
    /// Columns for what is typed, whatever the label.
    const TYPED: usize = 20;
    let room = width.saturating_sub(1);
    let label = fit(label, room.saturating_sub(TYPED).max(room / 2));
    let room = room.saturating_sub(label.width() + 1).max(2);
    (format!("{label} "), typed.shown(room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_line_that_is_too_long_the_end_shows() {
        let long = "x".repeat(90) + "y";
        let cases = [
            ("Impact (1-5):", "4", 80, "Impact (1-5): 4"),
            ("Impact (1-5):", "4 too long", 20, "Impact (… …too long"),
            ("Impact (1-5):", &long, 20, "Impact (… …xxxxxxxy"),
            ("Impact (1-5):", &long, 30, "Impact (1-5): …xxxxxxxxxxxxxy"),
        ];
        for (label, typed, width, expected) in cases {
            let (label, typed) = line(label, &Typed::from(typed.to_owned()), width);
            assert_eq!(format!("{label}{typed}"), expected);
            assert!(expected.width() < width, "{expected:?}");
        }
    }
}
