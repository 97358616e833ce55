//! Questions: a text, a yes or no, one of several, a line. Where the terminal is to be used plainly, each is
//! a line that is read as it is typed, choices are numbered, and the cursor goes nowhere else.

use std::io::{self, Write as _};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use inquire::{Confirm, InquireError, Select, Text};

use super::keys::{Key, Reader};
use super::terminal::Terminal;
use super::text::sanitize;
use super::typed::{Typed, one_by_one};

/// Asks for a text, which may be empty. `help` says what may be typed.
///
/// # Errors
/// As [`confirm`].
pub fn text(terminal: Terminal, label: &str, help: &str) -> Result<String, InquireError> {
    if terminal.is_plain() {
        terminal.say(help);
        return line(&sanitize(label));
    }
    Text::new(label).with_help_message(help).prompt()
}

/// Asks for a yes; Enter alone is no.
///
/// # Errors
/// Esc is `OperationCanceled`, Ctrl-C is `OperationInterrupted`; else the terminal failed.
pub fn confirm(terminal: Terminal, question: &str) -> Result<bool, InquireError> {
    let question = sanitize(question);
    if !terminal.is_plain() {
        return Confirm::new(&question).with_default(false).prompt();
    }
    loop {
        match &*line(&format!("{question} y or n, Enter is n:"))?.to_lowercase() {
            "y" | "yes" => return Ok(true),
            "" | "n" | "no" => return Ok(false),
            other => terminal.say(&format!("`{other}` is neither y nor n")),
        }
    }
}

/// Waits for Enter. `label` says what it does; Esc and `q` leave.
///
/// # Errors
/// As [`confirm`].
pub fn enter(terminal: Terminal, label: &str) -> Result<(), InquireError> {
    terminal.say(label);
    enable_raw_mode()?;
    let pressed = pressed_enter();
    disable_raw_mode()?;
    pressed
}

fn pressed_enter() -> Result<(), InquireError> {
    let mut reader = Reader::new()?;
    loop {
        match next(&mut reader) {
            Key::Enter => return Ok(()),
            Key::Interrupt | Key::Gone => return Err(InquireError::OperationInterrupted),
            Key::Escape | Key::Char('q') => return Err(InquireError::OperationCanceled),
            _ => {}
        }
    }
}

fn next(reader: &mut Reader) -> Key {
    loop {
        if let Some(key) = reader.key_within(Duration::MAX) {
            return key;
        }
    }
}

/// Asks for one of `lines`, and returns its index.
///
/// # Errors
/// As [`confirm`].
pub fn choose(
    terminal: Terminal,
    question: &str,
    lines: Vec<String>,
) -> Result<usize, InquireError> {
    const PAGE: usize = 12;
    if !terminal.is_plain() {
        let chosen = Select::new(question, lines).with_page_size(PAGE);
        return Ok(chosen.raw_prompt()?.index);
    }
    let count = lines.len();
    for (number, text) in (1..).zip(&lines) {
        terminal.say(&format!("{number} {text}"));
    }
    loop {
        let typed = line(&format!("{question} 1 to {count}, Esc leaves:"))?;
        match typed.parse::<usize>() {
            Ok(number @ 1..) if number <= count => return Ok(number - 1),
            _ => terminal.say(&format!("`{typed}` is no number from 1 to {count}")),
        }
    }
}

/// One line as it is typed: letters are echoed, and the last one can be taken back.
fn line(label: &str) -> Result<String, InquireError> {
    let mut reader = Reader::new()?;
    enable_raw_mode()?;
    let typed = line_from(label, &mut || Ok(next(&mut reader)));
    disable_raw_mode()?;
    typed
}

/// As [`line`], of keys that come from elsewhere.
pub(super) fn line_from(
    label: &str,
    next: &mut dyn FnMut() -> io::Result<Key>,
) -> Result<String, InquireError> {
    let mut err = io::stderr();
    write!(err, "{label} ")?;
    err.flush()?;
    let typed = typed(&mut err, next);
    write!(err, "\r\n")?;
    Ok(typed?.trim().to_owned())
}

fn typed(
    err: &mut impl io::Write,
    next: &mut dyn FnMut() -> io::Result<Key>,
) -> Result<String, InquireError> {
    let mut typed = Typed::default();
    loop {
        match next()? {
            Key::Interrupt | Key::Gone => return Err(InquireError::OperationInterrupted),
            Key::Done if typed.is_empty() => return Err(InquireError::OperationCanceled),
            Key::Escape => return Err(InquireError::OperationCanceled),
            Key::Enter => return Ok(typed.text().to_owned()),
            Key::Backspace => {
                let letter = typed.take_back().unwrap_or_default();
                let columns = one_by_one(&sanitize(&letter));
                write!(err, "{}", "\u{8} \u{8}".repeat(columns))?;
            }
            Key::Space => {
                typed.push(' ');
                write!(err, " ")?;
            }
            Key::Char(c) if !c.is_control() => {
                typed.push(c);
                write!(err, "{}", sanitize(&c.to_string()))?;
            }
            _ => {}
        }
        err.flush()?;
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;

    #[test]
    fn a_letter_that_is_taken_back_takes_its_columns_along() {
        for (keys, kept) in [
            ("語<a", "a"),
            ("日本語<<x", "日x"),
            ("e\u{301}<i", "i"),
            ("so e\u{301}<<<", "s"),
            // As wide as it is shown, which is without what joins the three.
            ("so 👩‍👩‍👧<it is", "so it is"),
            ("<<ok", "ok"),
        ] {
            let mut keys = keys.chars().chain(['\r']).map(|c| match c {
                '<' => Key::Backspace,
                ' ' => Key::Space,
                '\r' => Key::Enter,
                c => Key::Char(c),
            });
            let mut bytes = Vec::new();
            let mut next = || Ok(keys.next().unwrap_or(Key::Gone));
            let typed = typed(&mut bytes, &mut next).unwrap();
            assert_eq!(typed, kept);
            let size = |n| NonZeroU16::new(n).unwrap();
            let mut terminal = vt100::Parser::new(size(2), size(40), 0);
            terminal.process(&bytes);
            assert_eq!(terminal.screen().contents().trim_end(), kept);
        }
    }
}
