//! What stands between indicatif and the terminal: of each picture only the rows that changed are
//! written, since over a slow line a whole picture ten times a second is seen to crawl.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use indicatif::TermLike;
use textwrap::core::display_width;

/// Rows as indicatif writes them, and as the terminal has them.
#[derive(Debug)]
pub(super) struct Canvas<W> {
    size: fn() -> (u16, u16),
    state: Mutex<State<W>>,
}

#[derive(Debug)]
struct State<W> {
    terminal: W,
    /// What is to be seen, from the first row of the picture on.
    rows: Vec<String>,
    /// How many columns of each are written: indicatif fills rows up with spaces, which are not
    /// kept.
    filled: Vec<usize>,
    /// Where indicatif is.
    row: usize,
    /// What the terminal has, as far as we know.
    shown: Vec<Option<String>>,
    /// Where its cursor is, always in the first column.
    cursor: usize,
    /// Pictures since the last whole one.
    pictures: u32,
}

/// A picture is written whole so often: somebody else may have written into it.
const WHOLE: u32 = 100;

impl<W: Write> Canvas<W> {
    /// A canvas that begins where the terminal's cursor is, in its first column; `size` is that of
    /// the terminal, in columns and rows.
    pub(super) fn new(terminal: W, size: fn() -> (u16, u16)) -> Self {
        Canvas {
            size,
            state: Mutex::new(State {
                terminal,
                rows: Vec::new(),
                filled: Vec::new(),
                row: 0,
                shown: Vec::new(),
                cursor: 0,
                pictures: 0,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W> State<W> {
    fn reach(&mut self) {
        let count = self.rows.len().max(self.row + 1);
        self.rows.resize(count, String::new());
        self.filled.resize(count, 0);
    }

    fn clear(&mut self) {
        self.reach();
        self.rows[self.row].clear();
        self.filled[self.row] = 0;
    }

    /// A terminal goes on in the next row only when something follows a full one.
    fn write(&mut self, text: &str, width: usize) {
        if text.is_empty() {
            return;
        }
        self.reach();
        if self.filled[self.row] >= width {
            self.row += 1;
            self.clear();
        }
        self.filled[self.row] += display_width(text);
        self.rows[self.row].push_str(text);
    }
}

impl<W: Write> State<W> {
    /// Brings the terminal to what was written, in one go.
    fn bring_up(&mut self) -> io::Result<()> {
        self.pictures += 1;
        if self.pictures.is_multiple_of(WHOLE) {
            self.shown.fill(None);
        }
        self.shown.resize(self.rows.len(), None);
        let mut out = String::new();
        for row in 0..self.rows.len() {
            let text = self.rows[row].trim_end_matches(' ');
            if self.shown[row].as_deref() == Some(text) {
                continue;
            }
            let text = text.to_owned();
            self.go(row, &mut out);
            // First, since behind a full row the cursor still stands on its last column.
            out.push_str("\x1b[2K");
            out.push_str(&text);
            out.push('\r');
            self.shown[row] = Some(text);
        }
        self.go(self.row, &mut out);
        self.terminal.write_all(out.as_bytes())?;
        self.terminal.flush()
    }

    fn go(&mut self, row: usize, out: &mut String) {
        use std::fmt::Write as _;
        if row < self.cursor {
            let _ = write!(out, "\x1b[{}A", self.cursor - row);
        }
        // A new line, and not a movement, makes room at the bottom.
        for _ in self.cursor..row {
            out.push_str("\r\n");
        }
        self.cursor = row;
    }
}

impl<W: Write + Send + std::fmt::Debug> TermLike for Canvas<W> {
    fn width(&self) -> u16 {
        (self.size)().0
    }

    fn height(&self) -> u16 {
        (self.size)().1
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        let mut state = self.state();
        state.row = state.row.saturating_sub(n);
        Ok(())
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        self.state().row += n;
        Ok(())
    }

    /// Rows are only ever written whole.
    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        let width = usize::from(self.width());
        let mut state = self.state();
        state.write(text, width);
        state.row += 1;
        Ok(())
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        let width = usize::from(self.width());
        let mut state = self.state();
        match text {
            "\r" => state.clear(),
            _ => state.write(text, width),
        }
        Ok(())
    }

    fn clear_line(&self) -> io::Result<()> {
        self.state().clear();
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        self.state().bring_up()
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;
    use std::sync::Arc;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const SIZE: (u16, u16) = (12, 6);

    #[derive(Debug, Clone, Default)]
    struct Tape(Arc<Mutex<Vec<u8>>>);

    impl Write for Tape {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no panic").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn nonzero(cells: u16) -> NonZero<u16> {
        NonZero::new(cells).expect("a terminal has cells")
    }

    /// As indicatif draws: over the rows of the picture before, each filled up to the edge.
    fn draw(canvas: &Canvas<Tape>, before: usize, rows: &[String]) {
        let width = usize::from(SIZE.0);
        let drawn = || -> io::Result<()> {
            canvas.move_cursor_up(before.saturating_sub(1))?;
            for row in 0..before {
                canvas.clear_line()?;
                if row + 1 != before {
                    canvas.move_cursor_down(1)?;
                }
            }
            canvas.move_cursor_up(before.saturating_sub(1))?;
            for row in rows {
                canvas.write_str(row)?;
                canvas.write_str(&" ".repeat(width - display_width(row)))?;
            }
            canvas.flush()
        };
        drawn().expect("a tape takes all");
    }

    fn picture() -> impl Strategy<Value = Vec<String>> {
        let row = prop_oneof![
            Just(String::new()),
            Just("é 你好".to_owned()),
            Just("\u{1b}[1mbold\u{1b}[0m".to_owned()),
            "[a-c ]{0,12}"
        ];
        vec(row, 0..6)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_terminal_shows_the_last_picture_whatever_came_before(
            above in 0_usize..6,
            pictures in vec(picture(), 1..150),
        ) {
            let tape = Tape::default();
            let mut terminal = vt100::Parser::new(nonzero(SIZE.1), nonzero(SIZE.0), 100);
            terminal.process("above\r\n".repeat(above).as_bytes());
            let canvas = Canvas::new(tape.clone(), || SIZE);
            let mut before = 0;
            for picture in &pictures {
                draw(&canvas, before, picture);
                before = picture.len();
                let written = std::mem::take(&mut *tape.0.lock().expect("no panic"));
                terminal.process(&written);
                let rows: Vec<String> = terminal.screen().rows(0, SIZE.0).collect();
                let plain = picture.iter().map(|row| {
                    row.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "").trim_end().to_owned()
                });
                let shown = rows.join("\n");
                let expected: Vec<String> = plain.collect();
                prop_assert!(shown.contains(&expected.join("\n")), "{expected:?} in {rows:?}");
            }
        }
    }

    #[test]
    fn only_rows_that_changed_are_written() {
        let tape = Tape::default();
        let canvas = Canvas::new(tape.clone(), || SIZE);
        let row = |text: &str| text.to_owned();
        draw(&canvas, 0, &[row("first"), row("second"), row("third")]);
        tape.0.lock().expect("no panic").clear();
        draw(&canvas, 3, &[row("first"), row("other"), row("third")]);
        let written = String::from_utf8(tape.0.lock().expect("no panic").clone()).expect("text");
        assert!(written.contains("other"), "{written:?}");
        assert!(
            !written.contains("first") && !written.contains("third"),
            "{written:?}"
        );
    }
}
