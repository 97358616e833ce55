//! A line that is typed, with a value in front that can be chosen with the arrows too.

use super::super::keys::Key;
use super::super::numbers;
use super::super::typed::Typed;
use super::worth_keeping;
use crate::domain::Scale;

/// What somebody enters at a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    Value { value: i64, note: Option<String> },
    Skip,
    Back,
}

/// What a key has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Press {
    /// It means nothing here.
    Nothing,
    Changed,
    Enter,
    /// To the criterion before.
    Back,
    /// Asks no more.
    Leave,
    Interrupt,
    /// What stands on the terminal may stand elsewhere now.
    Resize,
}

/// What has been typed so far.
#[derive(Debug, Default)]
pub(super) struct Field {
    line: Typed,
    /// Whether what stands in front came from an arrow: a note that follows is no part of it.
    chosen: bool,
}

impl Field {
    pub(super) fn line(&self) -> &Typed {
        &self.line
    }

    pub(super) fn text(&self) -> &str {
        self.line.text()
    }

    /// Takes a key. `scale` is none where there is no value in front; `given` is what the arrows
    /// begin from.
    pub(super) fn press(&mut self, key: Key, scale: Option<Scale>, given: Option<i64>) -> Press {
        match (key, scale) {
            (Key::Enter, _) => return Press::Enter,
            (Key::Escape, _) => return Press::Leave,
            (Key::Done, _) if self.line.is_empty() => return Press::Leave,
            (Key::Interrupt | Key::Gone, _) => return Press::Interrupt,
            (Key::Resize, _) => return Press::Resize,
            (Key::Left, Some(_)) if self.line.is_empty() => return Press::Back,
            (Key::Up, Some(scale)) => self.choose(scale, given, Way::Up),
            (Key::Down, Some(scale)) => self.choose(scale, given, Way::Down),
            (Key::Backspace, _) if self.line.take_back().is_some() => self.chosen = false,
            (Key::Space, _) => self.add(' '),
            (Key::Char(c), _) => self.add(c),
            _ => return Press::Nothing,
        }
        Press::Changed
    }

    fn add(&mut self, c: char) {
        if std::mem::take(&mut self.chosen) && c != ' ' {
            self.line.push(' ');
        }
        self.line.push(c);
    }

    /// The value that stands in front, if one does.
    pub(super) fn value(&self, scale: Scale) -> Option<i64> {
        scale.parse(self.text().split_whitespace().next()?).ok()
    }

    /// Puts the next value in front, in the order in which they are listed: the lowest on top.
    fn choose(&mut self, scale: Scale, given: Option<i64>, way: Way) {
        let now = self.value(scale).or(given);
        let next = match (now, way) {
            (None, Way::Down) => scale.min(),
            (None, Way::Up) => scale.max(),
            (Some(value), Way::Down) => value.saturating_add(1).min(scale.max()),
            (Some(value), Way::Up) => value.saturating_sub(1).max(scale.min()),
        };
        let note = match self.value(scale) {
            Some(_) => self.text().split_once(char::is_whitespace),
            // Whatever it is, it is not to be lost.
            None => Some(("", self.text())),
        };
        let note = note.and_then(|(_, note)| worth_keeping(note));
        self.chosen = note.is_none();
        let value = numbers::value(scale, next);
        self.line = Typed::from(match note {
            Some(note) => format!("{value} {note}"),
            None => value,
        });
    }
}

#[derive(Debug, Clone, Copy)]
enum Way {
    Up,
    Down,
}

/// Reads `4`, `4 a note`, `yes`, nothing (skip) or `b` (back).
pub(super) fn parse(scale: Scale, text: &str) -> Result<Entry, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    const FIVE: Scale = Scale::Range { min: 1, max: 5 };

    #[test]
    fn an_entry_is_a_value_with_a_note_or_one_of_two_words() {
        let value = |value, note: Option<&str>| {
            Some(Entry::Value {
                value,
                note: note.map(str::to_owned),
            })
        };
        let cases = [
            (FIVE, "4", value(4, None)),
            (
                FIVE,
                " 4  too many details ",
                value(4, Some("too many details")),
            ),
            (FIVE, "", Some(Entry::Skip)),
            (FIVE, "b", Some(Entry::Back)),
            (FIVE, "6", None),
            (FIVE, "good", None),
            (Scale::YesNo, "y at last", value(1, Some("at last"))),
        ];
        for (scale, text, expected) in cases {
            assert_eq!(parse(scale, text).ok(), expected, "{text:?}");
        }
    }

    /// What stands in the field after these keys: `^` and `v` are the arrows, `<` takes back.
    fn typed(scale: Scale, given: Option<i64>, keys: &str) -> String {
        let mut field = Field::default();
        for c in keys.chars() {
            let key = match c {
                '^' => Key::Up,
                'v' => Key::Down,
                '<' => Key::Backspace,
                ' ' => Key::Space,
                c => Key::Char(c),
            };
            field.press(key, Some(scale), given);
        }
        field.text().to_owned()
    }

    #[test]
    fn a_value_is_typed_or_chosen_and_a_note_follows_it() {
        let tally = Scale::Tally { of: 6 };
        let cases = [
            (FIVE, None, "4 too long", "4 too long"),
            (FIVE, None, "v", "1"),
            (FIVE, None, "^", "5"),
            (FIVE, None, "vvvvvvvv", "5"),
            (FIVE, None, "4^", "3"),
            (FIVE, Some(3), "v", "4"),
            (FIVE, Some(3), "^^^^", "1"),
            // A note is typed at once, and stays with the value that is chosen after it.
            (FIVE, None, "vvtoo long", "2 too long"),
            (FIVE, None, "vv 2 nd", "2 2 nd"),
            (FIVE, None, "2 too longv", "3 too long"),
            (FIVE, None, "too longv", "1 too long"),
            (FIVE, None, "v<<4", "4"),
            (Scale::YesNo, None, "v", "no"),
            (Scale::YesNo, None, "vvat last", "yes at last"),
            (tally, None, "^", "6"),
        ];
        for (scale, given, keys, expected) in cases {
            assert_eq!(typed(scale, given, keys), expected, "{keys:?}");
        }
    }

    #[test]
    fn a_key_that_would_lose_what_is_typed_does_nothing() {
        let mut field = Field::default();
        let mut press = |key| field.press(key, Some(FIVE), None);
        assert_eq!(press(Key::Left), Press::Back);
        assert_eq!(press(Key::Done), Press::Leave);
        assert_eq!(press(Key::Backspace), Press::Nothing);
        assert_eq!(press(Key::Char('4')), Press::Changed);
        assert_eq!(press(Key::Left), Press::Nothing);
        assert_eq!(press(Key::Done), Press::Nothing);
        assert_eq!(press(Key::Escape), Press::Leave);
        assert_eq!(press(Key::Gone), Press::Interrupt);
        // Where there is no value, there are no arrows.
        let mut text = Field::default();
        for key in [Key::Up, Key::Down, Key::Left] {
            assert_eq!(text.press(key, None, None), Press::Nothing, "{key:?}");
        }
    }
}
