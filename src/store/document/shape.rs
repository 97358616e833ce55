//! What the tables of a document may hold: one list of keys, which the reader of a file goes by as
//! well as the schema that editors are given.

use std::ops::RangeInclusive;

/// What sort of table it is, and the keys it knows.
#[derive(Debug)]
pub(in crate::store) struct Shape {
    /// With its article: "a prompt".
    pub(in crate::store) what: &'static str,
    pub(in crate::store) keys: &'static [Key],
    /// The keys of which it has exactly one, if there are such.
    pub(in crate::store) one_of: &'static [&'static str],
}

impl Shape {
    pub(in crate::store) const fn new(what: &'static str, keys: &'static [Key]) -> Self {
        Self {
            what,
            keys,
            one_of: &[],
        }
    }

    pub(in crate::store) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(in crate::store) fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.keys.iter().map(|key| key.name)
    }
}

/// One key of a table.
#[derive(Debug)]
pub(in crate::store) struct Key {
    pub(in crate::store) name: &'static str,
    pub(in crate::store) takes: Takes,
    /// Whether a table without it has a problem.
    pub(in crate::store) is_needed: bool,
    /// What it is for, as an editor shows it.
    pub(in crate::store) about: &'static str,
    /// How it is best written, where that is not behind an equals sign: what to add where it is
    /// missing.
    pub(super) written: Option<&'static str>,
}

impl Key {
    pub(in crate::store) const fn needed(
        name: &'static str,
        takes: Takes,
        about: &'static str,
    ) -> Self {
        Self {
            name,
            takes,
            is_needed: true,
            about,
            written: None,
        }
    }

    pub(in crate::store) const fn optional(
        name: &'static str,
        takes: Takes,
        about: &'static str,
    ) -> Self {
        Self {
            is_needed: false,
            ..Self::needed(name, takes, about)
        }
    }

    pub(in crate::store) const fn written(self, written: &'static str) -> Self {
        let written = Some(written);
        Self { written, ..self }
    }
}

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) enum Takes {
    /// What nobody reads yet.
    Anything,
    /// Text that says something.
    Text,
    /// Text of a form that a regular expression describes.
    Form(&'static str),
    Id,
    /// One of a closed set of words.
    Word(fn() -> Vec<&'static str>),
    /// Yes or no.
    Switch,
    /// A whole number, from and up to.
    Whole(i64, i64),
    Number,
    /// A number above 0.
    Positive,
    /// Minutes above 0, up to a day.
    Minutes,
    /// Minutes that may be 0.
    MinutesOrNone,
    /// A list of such, so many at least.
    List(&'static Takes, usize),
    Table(&'static Shape),
    /// A table whose keys are data.
    Entries(&'static Takes),
    Either(&'static Takes, &'static Takes),
}

// Whoever asks for what a key does not take gets what nothing fits: a problem is told, and none is
// passed over.
impl Takes {
    /// What an item takes, of a list or of a table whose keys are data.
    pub(super) fn item(self) -> Takes {
        match self {
            Takes::List(item, _) | Takes::Entries(item) => *item,
            _ => Takes::Anything,
        }
    }

    /// How many items there have to be.
    pub(super) fn least(self) -> usize {
        match self {
            Takes::List(_, least) => least,
            _ => 0,
        }
    }

    pub(super) fn words(self) -> Vec<&'static str> {
        match self {
            Takes::Word(words) => words(),
            Takes::Either(one, other) => [one.words(), other.words()].concat(),
            _ => Vec::new(),
        }
    }

    pub(super) fn range(self) -> RangeInclusive<i64> {
        match self {
            Takes::Whole(from, to) => from..=to,
            Takes::Either(one, other) if one.range().is_empty() => other.range(),
            Takes::Either(one, _) => one.range(),
            _ => RangeInclusive::new(1, 0),
        }
    }

    pub(in crate::store) fn shape(self) -> Option<&'static Shape> {
        match self {
            Takes::Table(shape) => Some(shape),
            Takes::Either(one, other) => one.shape().or_else(|| other.shape()),
            _ => None,
        }
    }
}
