//! One table of a document, and the keys it may hold.
//!
//! Opening a table reports its unknown keys, asking for a key reports a missing one, both by the
//! table's shape: a reader that only says what it wants cannot forget either.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable};

use super::length::TITLE;
use super::problem::Log;
use super::shape::Shape;
use super::text::quoted;
use super::value::{Value, offer};

/// A table whose keys have been looked over.
#[derive(Debug, Clone)]
pub(in crate::store) struct Fields<'a> {
    table: &'a DeTable<'a>,
    shape: &'static Shape,
    /// Its header, or the whole of an inline table.
    pub(in crate::store) at: Range<usize>,
}

impl<'a> Fields<'a> {
    /// The whole document.
    pub(in crate::store) fn root(
        table: &'a DeTable<'a>,
        shape: &'static Shape,
        log: &mut Log,
    ) -> Self {
        Self::new(table, 0..0, shape, log)
    }

    /// A value that should be a table; unknown keys are reported here.
    pub(in crate::store) fn open(value: &Value<'a>, log: &mut Log) -> Option<Self> {
        let (Some(table), Some(shape)) = (value.data.as_table(), value.takes.shape()) else {
            value.wrong_type("a table", log);
            return None;
        };
        Some(Self::new(table, value.at.clone(), shape, log))
    }

    fn new(table: &'a DeTable<'a>, at: Range<usize>, shape: &'static Shape, log: &mut Log) -> Self {
        for key in table.keys() {
            let name = key.get_ref().as_ref();
            if shape.key(name).is_none() {
                let message = format!("{} is no key of {}", quoted(name), shape.what);
                let help = offer(name, shape.names());
                log.error("unknown-key", &key.span(), message, help);
            }
        }
        Self { table, shape, at }
    }

    pub(in crate::store) fn find(&self, key: &str) -> Option<Value<'a>> {
        let key = self.shape.key(key)?;
        self.table.get(key.name).map(|value| Value::new(key, value))
    }

    /// As `find`, and a key that the table needs and has not is reported at its header.
    pub(in crate::store) fn need(&self, key: &str, log: &mut Log) -> Option<Value<'a>> {
        let found = self.find(key);
        let known = self.shape.key(key);
        if found.is_none() && known.is_none_or(|key| key.is_needed) {
            let message = format!("{} needs `{key}`", self.shape.what);
            let written = known.and_then(|key| key.written);
            let help = match written {
                Some(written) => format!("add `{written}`"),
                None => format!("add `{key} = …`"),
            };
            log.error("missing-field", &self.at, message, help);
        }
        found
    }

    pub(in crate::store) fn id(&self, log: &mut Log) -> Option<Spanned<String>> {
        self.need("id", log)?.id(log)
    }

    pub(in crate::store) fn title(&self, log: &mut Log) -> Option<String> {
        self.need("title", log)?.text_within(TITLE, log)
    }

    pub(in crate::store) fn texts(&self, key: &str, log: &mut Log) -> Vec<String> {
        self.find(key)
            .map(|value| value.texts(log))
            .unwrap_or_default()
    }

    /// The ids in a list, each at its place.
    pub(in crate::store) fn ids(&self, key: &str, log: &mut Log) -> Vec<Spanned<String>> {
        let items = self.find(key).map(|value| value.items(log));
        let items = items.unwrap_or_default();
        items.iter().filter_map(|item| item.id(log)).collect()
    }

    /// The tables of `[[key]]`; none where it is missing.
    pub(in crate::store) fn tables(&self, key: &str, log: &mut Log) -> Vec<Fields<'a>> {
        let Some(value) = self.need(key, log) else {
            return Vec::new();
        };
        if value.data.is_table() {
            value.wrong_type("an array of tables", log);
            return Vec::new();
        }
        let items = value.items(log);
        let open = |item: &Value<'a>| Fields::open(item, log);
        items.iter().filter_map(open).collect()
    }

    /// Each key and its value, for tables whose keys are data.
    pub(in crate::store) fn entries(
        value: &Value<'a>,
        log: &mut Log,
    ) -> Vec<(Spanned<&'a str>, Value<'a>)> {
        let Some(table) = value.data.as_table() else {
            value.wrong_type("a table", log);
            return Vec::new();
        };
        let entry = |(key, item): (&'a Spanned<DeString<'a>>, _)| {
            let name: &str = key.get_ref();
            (Spanned::new(key.span(), name), value.item(item))
        };
        table.iter().map(entry).collect()
    }
}
