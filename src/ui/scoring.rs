//! Asks a rubric, criterion by criterion, and returns what was answered.

mod field;
mod form;

use std::io;

use inquire::InquireError;

use super::asking;
use super::keys::Key;
use super::numbers;
use super::terminal::Terminal;
use super::text::{indented, sanitize};
use crate::domain::{Criterion, Prompt, Rubric, Score};
use field::{Entry, Field, Press, parse};
use form::{Form, Look, leave};

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
    /// By Ctrl-C, or from outside.
    Interrupted,
}

/// Where the next key comes from.
type Keys<'a> = &'a mut dyn FnMut() -> Key;

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

/// Asks every criterion of `rubric`, then for one change for next time. The terminal hands over its
/// keys one by one, and `keys` waits for the next. A terminal that fails is one that was closed.
pub fn ask(terminal: Terminal, rubric: &Rubric, keys: &mut dyn FnMut() -> Key) -> Outcome {
    let mut given: Vec<Option<Score>> = vec![None; rubric.criteria.len()];
    let mut at = 0;
    while let Some(criterion) = rubric.criteria.get(at) {
        let question = Question {
            rubric,
            criterion,
            at,
            given: given[at].as_ref(),
        };
        match question
            .ask(terminal, keys)
            .unwrap_or(Err(Ending::Interrupted))
        {
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
            Err(ending) => {
                return Outcome {
                    values: given.into_iter().flatten().collect(),
                    next_time: None,
                    ending,
                };
            }
        }
    }
    let values: Vec<Score> = given.into_iter().flatten().collect();
    let (next_time, ending) = if values.is_empty() {
        (None, Ending::Through)
    } else {
        ask_next_time(terminal, keys).unwrap_or((None, Ending::Interrupted))
    };
    Outcome {
        values,
        next_time,
        ending,
    }
}

/// A criterion as it is asked about.
struct Question<'a> {
    rubric: &'a Rubric,
    criterion: &'a Criterion,
    /// Its place, from 0.
    at: usize,
    given: Option<&'a Score>,
}

impl Question<'_> {
    /// Asks until the answer means something. A wrong one is refused and forgotten: a field that
    /// still holds it would have to be emptied by hand.
    fn ask(&self, terminal: Terminal, keys: Keys<'_>) -> io::Result<Result<Entry, Ending>> {
        if terminal.is_plain() {
            return self.ask_plainly(terminal, keys);
        }
        let mut form = Form::new(terminal);
        let mut field = Field::default();
        let mut refused = None;
        let entry = loop {
            form.draw(&self.look(&field, refused.as_deref(), terminal.width()))?;
            let (scale, given) = (self.criterion.scale, self.given.map(|score| score.value));
            match field.press(keys(), Some(scale), given) {
                Press::Nothing => {}
                Press::Changed => refused = None,
                Press::Enter => match parse(scale, field.text()) {
                    Ok(entry) => break Ok(entry),
                    Err(error) => {
                        refused = Some(error);
                        field = Field::default();
                    }
                },
                Press::Back => break Ok(Entry::Back),
                Press::Leave => break Err(Ending::Left),
                Press::Interrupt => break Err(Ending::Interrupted),
                Press::Resize => form.start_over()?,
            }
        };
        leave()?;
        Ok(entry)
    }

    fn ask_plainly(&self, terminal: Terminal, keys: Keys<'_>) -> io::Result<Result<Entry, Ending>> {
        let rows = self.rows(false, None, terminal.width());
        let rows: Vec<String> = rows.into_iter().map(|(row, _)| row).collect();
        terminal.say_rendered(&rows.join("\n"));
        loop {
            terminal.say(&self.help("a value, then a note if you like"));
            let text = match typed_plainly(&self.label(), keys)? {
                Ok(text) => text,
                Err(ending) => return Ok(Err(ending)),
            };
            match parse(self.criterion.scale, &text) {
                Ok(entry) => return Ok(Ok(entry)),
                Err(error) => terminal.say(&error),
            }
        }
    }

    fn label(&self) -> String {
        let criterion = self.criterion;
        format!("{} ({}):", sanitize(&criterion.title), criterion.scale)
    }

    fn help(&self, how: &str) -> String {
        let enter = self.given.map_or_else(
            || "Enter skips".to_owned(),
            |score| {
                let value = numbers::value(self.criterion.scale, score.value);
                format!("Enter keeps {value}")
            },
        );
        let back = if how.contains('↑') { "←" } else { "b" };
        format!("{how} · {enter} · {back} goes back · Esc leaves")
    }

    fn look(&self, field: &Field, refused: Option<&str>, width: usize) -> Look {
        let chosen = field.value(self.criterion.scale);
        let chosen = chosen.or(self.given.map(|score| score.value));
        Look {
            // No row reaches the last column, behind which some terminals go on below.
            rows: self.rows(true, chosen, width.saturating_sub(1)),
            label: self.label(),
            typed: field.line().clone(),
            help: match (refused, field.value(self.criterion.scale)) {
                (Some(refused), _) => refused.to_owned(),
                (None, Some(value)) => {
                    let value = numbers::value(self.criterion.scale, value);
                    format!("Enter gives {value} · a note may stand behind it · Esc leaves")
                }
                (None, None) => self.help("↑ ↓ or a value, then a note"),
            },
        }
    }

    /// The criterion and its anchors. Where a value is `choosable`, every value has a row unless
    /// they are too many, and the chosen one is marked.
    fn rows(&self, choosable: bool, chosen: Option<i64>, width: usize) -> Vec<(String, bool)> {
        /// Of which each has a row though it may have no anchor.
        const FEW: i64 = 7;
        let Question {
            rubric, criterion, ..
        } = self;
        let area = criterion
            .area
            .as_ref()
            .and_then(|id| rubric.areas.iter().find(|area| area.id == *id))
            .map(|area| format!(" · {}", sanitize(&area.title)))
            .unwrap_or_default();
        let (number, count) = (self.at + 1, rubric.criteria.len());
        let title = sanitize(&criterion.title);
        let heading = format!("{number}/{count}{area} · {title}");
        let mut rows = vec![(String::new(), false)];
        let heading = indented(&heading, width.min(100), "");
        rows.extend(heading.lines().map(|line| (line.to_owned(), false)));
        let (scale, anchors) = (criterion.scale, &criterion.anchors);
        let few = scale.max().saturating_sub(scale.min()) < FEW;
        let values: Vec<i64> = if choosable && few && !anchors.is_empty() {
            (scale.min()..=scale.max()).collect()
        } else {
            anchors.keys().copied().collect()
        };
        for value in values {
            let is_meant = chosen == Some(value);
            let mark = if is_meant { "›" } else { " " };
            let text = anchors.get(&value).map_or("", String::as_str);
            let text = indented(text, width.min(100), "      ");
            let value = numbers::value(scale, value);
            let marked = format!("{mark} {value}");
            let row = format!("{marked:>5} {}", text.trim_start());
            let lines = row
                .lines()
                .map(|line| (line.trim_end().to_owned(), is_meant));
            rows.extend(lines);
        }
        rows
    }
}

/// A line as it is typed, on a terminal that is used plainly.
fn typed_plainly(label: &str, keys: Keys<'_>) -> io::Result<Result<String, Ending>> {
    match asking::line_from(label, &mut || Ok(keys())) {
        Ok(text) => Ok(Ok(text)),
        Err(InquireError::OperationCanceled) => Ok(Err(Ending::Left)),
        Err(InquireError::OperationInterrupted) => Ok(Err(Ending::Interrupted)),
        Err(InquireError::IO(error)) => Err(error),
        Err(error) => Err(io::Error::other(error)),
    }
}

fn ask_next_time(terminal: Terminal, keys: Keys<'_>) -> io::Result<(Option<String>, Ending)> {
    const LABEL: &str = "One change for next time:";
    const HELP: &str = "Enter leaves it empty";
    if terminal.is_plain() {
        terminal.say(HELP);
        return Ok(match typed_plainly(LABEL, keys)? {
            Ok(text) => (worth_keeping(&text), Ending::Through),
            Err(ending) => (None, ending),
        });
    }
    let mut form = Form::new(terminal);
    let mut field = Field::default();
    let ending = loop {
        form.draw(&Look {
            rows: vec![(String::new(), false)],
            label: LABEL.to_owned(),
            typed: field.line().clone(),
            help: HELP.to_owned(),
        })?;
        match field.press(keys(), None, None) {
            Press::Enter => break Ending::Through,
            Press::Leave => break Ending::Left,
            Press::Interrupt => break Ending::Interrupted,
            Press::Resize => form.start_over()?,
            Press::Nothing | Press::Changed | Press::Back => {}
        }
    };
    leave()?;
    let text = worth_keeping(field.text()).filter(|_| ending == Ending::Through);
    Ok((text, ending))
}

/// The text, unless it is blank.
pub fn worth_keeping(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
