//! A line as it is typed: letters as people see them, however many characters each is made of.
//!
//! Whoever types a letter of three characters takes it back with one key, and a letter that is two
//! columns wide is never drawn across the end of a row.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::text::sanitize;

/// What has been typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Typed {
    text: String,
    /// Whether the last letter had no room: then what belongs to it has none either.
    is_full: bool,
}

impl From<String> for Typed {
    fn from(text: String) -> Self {
        Typed {
            text,
            is_full: false,
        }
    }
}

impl Typed {
    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Adds a letter, or what belongs to one.
    pub fn push(&mut self, c: char) {
        if !c.is_control() {
            self.text.push(c);
        }
    }

    /// As [`Typed::push`], as long as the line has `most` letters at most. What belongs to the last of
    /// them still comes to it.
    pub fn push_within(&mut self, c: char, most: usize) {
        let before = self.text.len();
        if !self.is_full {
            self.push(c);
        }
        if self.text.graphemes(true).nth(most).is_some() {
            self.text.truncate(before);
            self.is_full = true;
        }
    }

    /// Takes back the last letter, and returns it.
    pub fn take_back(&mut self) -> Option<String> {
        self.is_full = false;
        let (from, _) = self.text.grapheme_indices(true).next_back()?;
        Some(self.text.split_off(from))
    }

    /// As much of its end as fits into so many columns: that is where somebody types.
    pub fn shown(&self, columns: usize) -> String {
        let mut letters = Vec::new();
        let mut width = 0;
        let mut is_cut = false;
        for letter in self.text.graphemes(true).rev() {
            let letter = sanitize(letter);
            let wide = at_most(&letter);
            if width + wide > columns {
                is_cut = true;
                break;
            }
            width += wide;
            letters.push(letter);
        }
        if is_cut {
            // The ellipsis takes a column too.
            while width + 1 > columns {
                let Some(letter) = letters.pop() else {
                    break;
                };
                width -= at_most(&letter);
            }
        }
        let cut = if is_cut && columns > 0 { "…" } else { "" };
        letters.reverse();
        format!("{cut}{}", letters.concat())
    }
}

/// The columns that a letter takes on the terminal that gives it most: some know that several
/// characters are one letter, and some give each its own.
fn at_most(letter: &str) -> usize {
    letter.width().max(one_by_one(letter))
}

/// The columns where each character has its own, as on terminals that do not move the cursor.
pub(super) fn one_by_one(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Typed {
        let mut typed = Typed::default();
        for c in text.chars() {
            typed.push(c);
        }
        typed
    }

    /// An e with an accent of its own, a flag, a family, a thumb with a skin.
    const LETTERS: [&str; 7] = ["x", "語", "한", "e\u{301}", "🇩🇪", "👩‍👩‍👧", "👍🏽"];

    #[test]
    fn one_key_takes_back_one_letter() {
        for letter in LETTERS {
            let mut line = typed(&format!("say {letter}"));
            assert_eq!(line.take_back().as_deref(), Some(letter));
            assert_eq!(line.text(), "say ");
        }
        assert_eq!(Typed::default().take_back(), None);
    }

    #[test]
    fn what_is_no_text_is_not_taken() {
        let line = typed("a\u{1b}[31m\u{7}\tb");
        assert_eq!(line.text(), "a[31mb");
    }

    #[test]
    fn a_line_takes_so_many_letters_each_of_them_whole() {
        for letter in LETTERS {
            let mut line = Typed::default();
            for c in letter.repeat(5).chars() {
                line.push_within(c, 3);
            }
            assert_eq!(line.text(), letter.repeat(3));
        }
    }

    #[test]
    fn of_a_line_that_is_too_long_the_end_shows() {
        for (text, columns, expected) in [
            ("", 5, ""),
            ("12345", 5, "12345"),
            ("123456", 5, "…3456"),
            ("日本語", 6, "日本語"),
            // Half a letter would stand in the column that stays free.
            ("日本語", 5, "…本語"),
            ("日本語", 4, "…語"),
            ("xe\u{301}e\u{301}", 2, "…e\u{301}"),
            ("語", 1, "…"),
            ("語", 0, ""),
            // Nothing that acts on a terminal is shown.
            ("a\u{202e}b", 5, "ab"),
        ] {
            assert_eq!(
                typed(text).shown(columns),
                expected,
                "{text:?} in {columns}"
            );
        }
    }

    #[test]
    fn no_letter_goes_beyond_its_columns_on_any_terminal() {
        for letter in LETTERS {
            let line = typed(&format!("so {}", letter.repeat(30)));
            for columns in 0..40 {
                let shown = line.shown(columns);
                assert!(shown.width() <= columns, "{shown:?} in {columns}");
                assert!(one_by_one(&shown) <= columns, "{shown:?} in {columns}");
            }
        }
    }
}
