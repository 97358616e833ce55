//! One value of a document, read as what its key wants; what does not fit is reported at its place.

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::{Range, RangeInclusive};
use std::str::FromStr;
use std::time::Duration;

use toml::Spanned;
use toml::de::DeValue;

use super::length::{LINE, Room};
use super::problem::Log;
use super::shape::{Key, Takes};
use super::text::{escape_of, is_hidden, is_plain, quoted, shown};
use crate::domain::{is_id, nearest};

/// The most prompts, follow-ups or tallied answers: far beyond any day, and small enough that
/// no sum of times overflows.
pub(in crate::store) const MOST: i64 = 1000;

/// The longest stretch of time, in minutes: a day.
pub(in crate::store) const LONGEST: f64 = 24.0 * 60.0;

/// A value, what it is called in messages, and where it stands.
#[derive(Debug, Clone)]
pub(in crate::store) struct Value<'a> {
    name: &'static str,
    /// Whether it stands in the list of that name.
    is_item: bool,
    /// What to write instead, for a problem that says no way out of its own.
    help: Option<&'static str>,
    pub(super) takes: Takes,
    pub(in crate::store) data: &'a DeValue<'a>,
    pub(in crate::store) at: Range<usize>,
}

impl<'a> Value<'a> {
    pub(in crate::store) fn new(key: &'static Key, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self {
            name: key.name,
            is_item: false,
            help: None,
            takes: key.takes,
            data: value.get_ref(),
            at: value.span(),
        }
    }

    /// The value, with what its key takes as the way out of its problems.
    pub(in crate::store) fn or_rather(self, help: &'static str) -> Self {
        let help = Some(help);
        Self { help, ..self }
    }

    /// A value in this one, which is an array, or a table whose keys are data.
    pub(in crate::store) fn item(&self, value: &'a Spanned<DeValue<'a>>) -> Self {
        Self {
            name: self.name,
            is_item: true,
            help: self.help,
            takes: self.takes.item(),
            data: value.get_ref(),
            at: value.span(),
        }
    }

    fn called(&self) -> String {
        let of = if self.is_item { "an item of " } else { "" };
        format!("{of}`{}`", self.name)
    }

    pub(in crate::store) fn wrong_type(&self, wanted: &str, log: &mut Log) {
        let found = article(self.data.type_str());
        let message = format!("{} is {found} where {wanted} belongs", self.called());
        let help = self.help.unwrap_or(match wanted {
            "a string" => "text stands in quotes: `\"…\"`",
            "an array" => "a list stands in brackets: `[…]`",
            "a table" => "a table stands in braces, `{ … }`, or has a header, `[…]`",
            "an array of tables" => "an array of tables has double brackets: `[[…]]`",
            _ => "a number stands without quotes",
        });
        log.error("wrong-type", &self.at, message, help);
    }

    fn string(&self, log: &mut Log) -> Option<&'a str> {
        let text = self.data.as_str();
        if text.is_none() {
            self.wrong_type("a string", log);
        }
        text
    }

    /// Text that says something, in a line or two.
    pub(in crate::store) fn text(&self, log: &mut Log) -> Option<String> {
        self.text_within(LINE, log)
    }

    /// Text that says something, without what is hidden in it, and warned of where it is too long.
    /// Line ends become `\n`, so that the same pack has the same digests whatever system it was
    /// saved on.
    pub(in crate::store) fn text_within(&self, room: Room, log: &mut Log) -> Option<String> {
        let text = self.string(log)?;
        let text = if is_plain(text) {
            Cow::Borrowed(text)
        } else {
            let text = text.replace("\r\n", "\n");
            if let Some(hidden) = text.trim().chars().find(|c| is_hidden(*c)) {
                self.warn_of_hidden(hidden, log);
            }
            Cow::Owned(shown(&text))
        };
        let text = text.trim();
        if text.is_empty() {
            let message = format!("{} is empty", self.called());
            let help = "write something that can be seen";
            log.error("empty-text", &self.at, message, help);
            return None;
        }
        let most = room.most;
        let length = if text.len() > most {
            text.chars().count()
        } else {
            0
        };
        if length > most {
            let message = format!("{} has {length} characters, {most} at most", self.called());
            log.warn("long-text", &self.at, message, room.why);
        }
        Some(text.to_owned())
    }

    /// A warning only: what is left of the text is what a person would have seen of it.
    fn warn_of_hidden(&self, hidden: char, log: &mut Log) {
        let message = format!(
            "{} holds the hidden character U+{:04X}",
            self.called(),
            u32::from(hidden)
        );
        let help = "remove it: text shows without it";
        log.warn("hidden-character", &self.find(hidden, log), message, help);
    }

    /// Where a character of the value stands, as itself or as an escape.
    fn find(&self, c: char, log: &Log) -> Range<usize> {
        let source = log.file().text.get(self.at.clone()).unwrap_or_default();
        let itself = source.find(c).map(|at| at..at + c.len_utf8());
        itself
            .or_else(|| escape_of(c, source))
            .map_or(self.at.clone(), |found| {
                self.at.start + found.start..self.at.start + found.end
            })
    }

    pub(in crate::store) fn id(&self, log: &mut Log) -> Option<Spanned<String>> {
        let id = self.string(log)?;
        if is_id(id) {
            return Some(Spanned::new(self.at.clone(), id.to_owned()));
        }
        let message = format!("{} is not an id", quoted(id));
        let help = "an id is 1 to 64 lower-case letters, digits and dashes";
        log.error("bad-id", &self.at, message, help);
        None
    }

    /// The items of an array, each under the array's name. Where there have to be some, having none
    /// is an error.
    pub(in crate::store) fn items(&self, log: &mut Log) -> Vec<Value<'a>> {
        let Some(array) = self.data.as_array() else {
            self.wrong_type("an array", log);
            return Vec::new();
        };
        if array.len() < self.takes.least() {
            let message = format!("`{}` is an empty list", self.name);
            let help = "name one at least";
            log.error("empty-list", &self.at, message, help);
        }
        array.iter().map(|item| self.item(item)).collect()
    }

    pub(in crate::store) fn texts(&self, log: &mut Log) -> Vec<String> {
        self.texts_within(LINE, log)
    }

    pub(in crate::store) fn texts_within(&self, room: Room, log: &mut Log) -> Vec<String> {
        let items = self.items(log);
        let text = |item: &Value<'_>| item.text_within(room, log);
        items.iter().filter_map(text).collect()
    }

    /// One of the words that it takes.
    pub(in crate::store) fn word(&self, code: &'static str, log: &mut Log) -> Option<&'static str> {
        let text = self.string(log)?;
        let words = self.takes.words();
        let found = words.iter().find(|word| **word == text);
        if found.is_none() {
            let message = format!("unknown {} {}", self.name, quoted(text));
            log.error(code, &self.at, message, offer(text, words.iter().copied()));
        }
        found.copied()
    }

    /// Yes or no.
    pub(in crate::store) fn switch(&self, log: &mut Log) -> Option<bool> {
        let switch = self.data.as_bool();
        if switch.is_none() {
            self.wrong_type("true or false", log);
        }
        switch
    }

    /// Text that can be read as something, or says itself why not.
    pub(in crate::store) fn parsed<T>(&self, code: &'static str, log: &mut Log) -> Option<T>
    where
        T: FromStr<Err = String>,
    {
        let parsed = self.string(log)?.parse();
        let told = parsed.map_err(|why: String| {
            let help = self.help.unwrap_or("write something else");
            log.error(code, &self.at, why, help);
        });
        told.ok()
    }

    /// A finite number, whole or not.
    pub(in crate::store) fn number(&self, log: &mut Log) -> Option<f64> {
        let number = self.amount("a number", log)?;
        if number.is_finite() {
            return Some(number);
        }
        self.out_of("bad-number", "a finite number", log);
        None
    }

    /// What a number amounts to; not a number where it is none that a computer can hold.
    fn amount(&self, wanted: &str, log: &mut Log) -> Option<f64> {
        match self.data {
            DeValue::Integer(_) => Some(self.whole().map_or(f64::NAN, |whole| whole as f64)),
            DeValue::Float(float) => Some(float.as_str().parse().unwrap_or(f64::NAN)),
            _ => {
                self.wrong_type(wanted, log);
                None
            }
        }
    }

    /// A number above 0.
    pub(in crate::store) fn positive(&self, log: &mut Log) -> Option<f64> {
        let number = self.number(log)?;
        if number > 0.0 {
            return Some(number);
        }
        self.out_of("bad-number", "above 0", log);
        None
    }

    /// Minutes to the millisecond, none of them only where it takes that.
    pub(in crate::store) fn minutes(&self, log: &mut Log) -> Option<Duration> {
        let (least_ms, wanted) = match self.takes {
            Takes::MinutesOrNone => (0, "0 or more"),
            _ => (1, "above 0"),
        };
        let ms = Some(self.amount("a number of minutes", log)?)
            .filter(|minutes| (0.0..=LONGEST).contains(minutes))
            .map(|minutes| (minutes * 60_000.0).round() as u64)
            .filter(|ms| *ms >= least_ms);
        if ms.is_none() {
            let wanted = format!("{wanted} and at most {LONGEST}");
            self.out_of("bad-minutes", &wanted, log);
        }
        ms.map(Duration::from_millis)
    }

    /// Seconds to the millisecond, within bounds.
    pub(in crate::store) fn millis_in(
        &self,
        bounds: &RangeInclusive<u64>,
        log: &mut Log,
    ) -> Option<u64> {
        let seconds = self.amount("a number of seconds", log)?;
        let ms = Some((seconds * 1000.0).round())
            .filter(|ms| (*bounds.start() as f64..=*bounds.end() as f64).contains(ms));
        if ms.is_none() {
            let seconds = |ms: u64| ms as f64 / 1000.0;
            let (from, to) = (seconds(*bounds.start()), seconds(*bounds.end()));
            self.out_of("bad-number", &format!("{from} to {to}"), log);
        }
        ms.map(|ms| ms as u64)
    }

    /// How many there are of something.
    pub(in crate::store) fn count(&self, log: &mut Log) -> Option<i64> {
        self.whole_in("bad-count", log)
    }

    /// A whole number of those that it takes.
    pub(in crate::store) fn whole_in(&self, code: &'static str, log: &mut Log) -> Option<i64> {
        self.need_whole(log)?;
        let range = self.takes.range();
        let whole = self.whole().filter(|whole| range.contains(whole));
        if whole.is_none() {
            let wanted = format!("{} to {}", range.start(), range.end());
            self.out_of(code, &wanted, log);
        }
        whole
    }

    /// One of two whole numbers.
    pub(in crate::store) fn either<T: Copy>(
        &self,
        code: &'static str,
        choice: [(i64, T); 2],
        log: &mut Log,
    ) -> Option<T> {
        self.need_whole(log)?;
        let whole = self.whole();
        let found = choice.iter().find(|(number, _)| Some(*number) == whole);
        if found.is_none() {
            let [(one, _), (other, _)] = choice;
            self.out_of(code, &format!("{one} or {other}"), log);
        }
        found.map(|(_, value)| *value)
    }

    fn need_whole(&self, log: &mut Log) -> Option<()> {
        if self.data.is_integer() {
            return Some(());
        }
        self.wrong_type("a whole number", log);
        None
    }

    fn whole(&self) -> Option<i64> {
        let whole = self.data.as_integer()?;
        i64::from_str_radix(whole.as_str(), whole.radix()).ok()
    }

    fn out_of(&self, code: &'static str, wanted: &str, log: &mut Log) {
        let found: &dyn Display = match self.data {
            DeValue::Integer(whole) => whole,
            DeValue::Float(float) => float,
            _ => &"it",
        };
        let message = format!("{} must be {wanted}, not {found}", self.called());
        let help = match code {
            "bad-minutes" => "minutes may be fractions, such as `1.5`",
            _ => "write a number in these bounds",
        };
        log.error(code, &self.at, message, self.help.unwrap_or(help));
    }
}

/// The nearest of the names, or all of them where none is near and they are few.
pub(in crate::store) fn offer<'n>(
    wanted: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> String {
    const MOST: usize = 12;
    if let Some(name) = nearest(wanted, names.clone()) {
        return format!("did you mean `{name}`?");
    }
    let more = names.clone().skip(MOST).count();
    let names: Vec<String> = names.take(MOST).map(|name| format!("`{name}`")).collect();
    match &names[..] {
        [] => "there are none".to_owned(),
        [only] => format!("there is only {only}"),
        some if more > 0 => format!("there are {}, and {more} more", some.join(", ")),
        all => format!("there are {}", all.join(", ")),
    }
}

fn article(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}
