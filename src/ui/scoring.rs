//! Asks a rubric, criterion by criterion, and returns what was answered.

use inquire::InquireError;

use super::asking;
use super::numbers;
use super::terminal::Terminal;
use super::text::{indented, sanitize};
use crate::domain::{Criterion, Prompt, Rubric, Scale, Score};

/// What was answered. What was given before an early end is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub values: Vec<Score>,
    pub next_time: Option<String>,
    pub ending: Ending,
}

/// How the asking ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything was asked.
    Through,
    /// By Esc: the rest can wait.
    Left,
    /// By Ctrl-C.
    Interrupted,
}

/// What somebody typed at a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Value { value: i64, note: Option<String> },
    Skip,
    Back,
}

/// What a strong answer to `prompt` shows, and where answers to it go wrong.
pub fn reveal(prompt: &Prompt, width: usize) -> String {
    let list = |title: &str, lines: &[String]| {
        let items: Vec<String> = lines
            .iter()
            .map(|line| {
                format!(
                    "  · {}",
                    indented(line, width.min(100), "    ").trim_start()
                )
            })
            .collect();
        format!("{title}\n{}", items.join("\n"))
    };
    let mut parts = Vec::new();
    if !prompt.look_for.is_empty() {
        parts.push(list("A strong answer shows", &prompt.look_for));
    }
    if !prompt.pitfalls.is_empty() {
        parts.push(list("Where answers go wrong", &prompt.pitfalls));
    }
    parts.join("\n\n")
}

/// Asks every criterion of `rubric`, then for one change for next time.
///
/// # Errors
/// When the terminal fails; not when the candidate gives up.
pub fn ask(terminal: Terminal, rubric: &Rubric) -> Result<Outcome, InquireError> {
    let mut given: Vec<Option<Score>> = vec![None; rubric.criteria.len()];
    let mut at = 0;
    while let Some(criterion) = rubric.criteria.get(at) {
        terminal.say_rendered(&question(rubric, criterion, at, terminal.width()));
        match ask_criterion(terminal, criterion, given[at].as_ref()) {
            Ok(Entry::Value { value, note }) => {
                given[at] = Some(Score {
                    criterion: criterion.id.clone(),
                    value,
                    min: criterion.scale.min(),
                    max: criterion.scale.max(),
                    note,
                });
                at += 1;
            }
            // What was given before stays, if anything was.
            Ok(Entry::Skip) => at += 1,
            Ok(Entry::Back) => at = at.saturating_sub(1),
            Err(error) => {
                return Ok(Outcome {
                    values: given.into_iter().flatten().collect(),
                    next_time: None,
                    ending: early(error)?,
                });
            }
        }
    }
    let values: Vec<Score> = given.into_iter().flatten().collect();
    let (next_time, ending) = if values.is_empty() {
        (None, Ending::Through)
    } else {
        ask_next_time(terminal)?
    };
    Ok(Outcome {
        values,
        next_time,
        ending,
    })
}

/// What a question that got no answer says about the asking.
fn early(error: InquireError) -> Result<Ending, InquireError> {
    match error {
        InquireError::OperationCanceled => Ok(Ending::Left),
        InquireError::OperationInterrupted => {
            // The question leaves its last line standing.
            let below = crossterm::terminal::Clear(crossterm::terminal::ClearType::FromCursorDown);
            let _ = crossterm::execute!(std::io::stderr(), below);
            Ok(Ending::Interrupted)
        }
        error => Err(error),
    }
}

fn ask_next_time(terminal: Terminal) -> Result<(Option<String>, Ending), InquireError> {
    let answer = asking::text(
        terminal,
        "One change for next time:",
        "Enter leaves it empty",
    );
    match answer {
        Ok(text) => Ok((worth_keeping(&text), Ending::Through)),
        Err(error) => Ok((None, early(error)?)),
    }
}

/// Asks until the answer means something. A wrong one is refused and forgotten: a field that still
/// holds it would have to be emptied by hand.
fn ask_criterion(
    terminal: Terminal,
    criterion: &Criterion,
    given: Option<&Score>,
) -> Result<Entry, InquireError> {
    let scale = criterion.scale;
    let label = format!("{} ({scale}):", sanitize(&criterion.title));
    let enter = given.map_or_else(
        || "Enter skips".to_owned(),
        |score| format!("Enter keeps {}", score.value),
    );
    let help = format!("a value, then a note if you like · {enter} · b goes back · Esc leaves");
    loop {
        let text = asking::text(terminal, &label, &help)?;
        match parse(scale, &text) {
            Ok(entry) => return Ok(entry),
            Err(error) => terminal.say(&error),
        }
    }
}

fn question(rubric: &Rubric, criterion: &Criterion, at: usize, width: usize) -> String {
    let area = criterion
        .area
        .as_ref()
        .and_then(|id| rubric.areas.iter().find(|area| area.id == *id))
        .map(|area| format!(" · {}", sanitize(&area.title)))
        .unwrap_or_default();
    let count = rubric.criteria.len();
    let mut lines = vec![format!(
        "\n{}/{count}{area} · {}",
        at + 1,
        sanitize(&criterion.title)
    )];
    for (value, anchor) in &criterion.anchors {
        let value = numbers::value(criterion.scale, *value);
        let text = indented(anchor, width.min(100), "      ");
        lines.push(format!("  {value:>3} {}", text.trim_start()));
    }
    lines.join("\n")
}

/// Reads `4`, `4 a note`, `yes`, nothing (skip) or `b` (back).
fn parse(scale: Scale, text: &str) -> Result<Entry, String> {
    let text = text.trim();
    let (value, note) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    match text {
        "" => Ok(Entry::Skip),
        "b" | "back" => Ok(Entry::Back),
        _ => match scale.parse(value) {
            Ok(value) => Ok(Entry::Value {
                value,
                note: worth_keeping(note),
            }),
            Err(error) => Err(error.to_string()),
        },
    }
}

/// The text, unless it is blank.
pub fn worth_keeping(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_a_value_with_a_note_or_one_of_two_words() {
        let five = Scale::Range { min: 1, max: 5 };
        let value = |value, note: Option<&str>| {
            Some(Entry::Value {
                value,
                note: note.map(str::to_owned),
            })
        };
        let cases = [
            (five, "4", value(4, None)),
            (
                five,
                " 4  too many details ",
                value(4, Some("too many details")),
            ),
            (five, "", Some(Entry::Skip)),
            (five, "b", Some(Entry::Back)),
            (five, "6", None),
            (five, "good", None),
            (Scale::YesNo, "y at last", value(1, Some("at last"))),
        ];
        for (scale, text, expected) in cases {
            assert_eq!(parse(scale, text).ok(), expected, "{text:?}");
        }
    }
}
