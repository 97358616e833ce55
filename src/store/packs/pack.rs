//! One pack read on its own: its items, and what they say about each other and about other packs.

use std::path::Path;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::files::Layer;
use super::framework::framework;
use super::plan::plan;
use super::prompt::{PromptSeen, prompt};
use super::round::{PartSeen, day, round};
use super::rubric::rubric;
use super::section::Sections;
use super::shapes::{FORMAT, ROOT};
use crate::domain::{Framework, Loop, Plan, Round, Rubric, slug};
use crate::store::document::{Fields, Log, Mended, Problem, TITLE, TextFile, mend};

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    Prompt,
    Round,
    Loop,
    Rubric,
    Plan,
    Framework,
}

impl Sort {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Sort::Prompt => "prompt",
            Sort::Round => "round",
            Sort::Loop => "loop",
            Sort::Rubric => "rubric",
            Sort::Plan => "plan",
            Sort::Framework => "framework",
        }
    }
}

/// One id that an item names, and what should be there.
#[derive(Debug, Clone)]
pub(super) struct Reference {
    pub(super) to: Sort,
    pub(super) id: Spanned<String>,
    /// Of the rubric, where a criterion is meant.
    pub(super) criterion: Option<String>,
}

impl Reference {
    pub(super) fn to(sort: Sort, id: &Spanned<String>) -> Self {
        Self {
            to: sort,
            id: id.clone(),
            criterion: None,
        }
    }
}

/// What an item turned out to be. No value: it had a mistake and is left out of the bank, but
/// what could be read of it still takes part in the checks.
#[derive(Debug)]
pub(super) enum Body {
    Prompt {
        seen: PromptSeen,
        sections: Sections,
    },
    Round {
        value: Option<Round>,
        parts: Vec<PartSeen>,
    },
    Loop {
        value: Option<Loop>,
    },
    Rubric {
        value: Option<Rubric>,
        criteria: Vec<String>,
    },
    Plan {
        value: Option<Plan>,
    },
    Framework {
        value: Option<Framework>,
    },
}

#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: Option<Spanned<String>>,
    pub(super) references: Vec<Reference>,
    pub(super) body: Body,
}

impl Item {
    pub(super) fn sort(&self) -> Sort {
        match self.body {
            Body::Prompt { .. } => Sort::Prompt,
            Body::Round { .. } => Sort::Round,
            Body::Loop { .. } => Sort::Loop,
            Body::Rubric { .. } => Sort::Rubric,
            Body::Plan { .. } => Sort::Plan,
            Body::Framework { .. } => Sort::Framework,
        }
    }

    /// Keeps the item out of the bank.
    pub(super) fn leave_out(&mut self) {
        match &mut self.body {
            Body::Prompt { seen, .. } => seen.break_up(),
            Body::Round { value, .. } => *value = None,
            Body::Loop { value } => *value = None,
            Body::Rubric { value, .. } => *value = None,
            Body::Plan { value } => *value = None,
            Body::Framework { value } => *value = None,
        }
    }
}

/// A pack with what could be read of it, and its problems so far.
#[derive(Debug)]
pub(super) struct Pack {
    pub(super) layer: Layer,
    pub(super) id: Option<Spanned<String>>,
    pub(super) items: Vec<Item>,
    /// Its TOML is so broken that the items are what could be guessed. They can be referred to, lest
    /// one missing quote be reported all over the other packs, and count for nothing else.
    pub(super) guessed: bool,
    /// What is left of broken TOML.
    pub(super) mended: Option<Mended>,
    pub(super) log: Log,
}

impl Pack {
    pub(super) fn read(layer: Layer, file: TextFile) -> Self {
        let file = Arc::new(file);
        let mut log = Log::new(Arc::clone(&file));
        if log.flawed() {
            return Self::empty(layer, log);
        }
        let (document, errors) = DeTable::parse_recoverable(&file.text);
        if errors.is_empty() {
            return Self::walk(layer, document.get_ref(), log);
        }
        let mended = mend(&mut log);
        let (document, _) = DeTable::parse_recoverable(&mended.text);
        let pack = Self::walk(layer, document.get_ref(), Log::new(Arc::clone(&file)));
        Self::broken(pack, mended, log)
    }

    /// A pack whose TOML is broken. Nothing of it is practised, lest half a prompt be taken for a
    /// whole one.
    fn broken(mut pack: Self, mended: Mended, mut log: Log) -> Self {
        pack.items.iter_mut().for_each(Item::leave_out);
        if mended.is_sound {
            let file = log.shared_file();
            log.adopt(pack.log, |problem| !mended.echoes(problem, &file));
        }
        Self {
            guessed: !mended.is_sound,
            mended: Some(mended),
            log,
            ..pack
        }
    }

    fn empty(layer: Layer, log: Log) -> Self {
        Self {
            layer,
            id: None,
            items: Vec::new(),
            guessed: true,
            mended: None,
            log,
        }
    }

    fn walk<'a>(layer: Layer, document: &'a DeTable<'a>, mut log: Log) -> Self {
        let log_mut = &mut log;
        let root = Fields::root(document, &ROOT, log_mut);
        let format = format_is_known(&root, log_mut);
        let id = head(&root, log_mut);
        let name = match &id {
            Some(id) => id.get_ref().clone(),
            // The items need some pack to belong to.
            None => slug(&stem(&log_mut.file().name)),
        };
        let mut items = Vec::new();
        let prompts = root.tables("prompt", log_mut);
        items.reserve(prompts.len());
        for table in prompts {
            items.push(prompt(&table, &name, log_mut));
        }
        for table in root.tables("round", log_mut) {
            items.push(round(&table, &name, log_mut));
        }
        for table in root.tables("loop", log_mut) {
            items.push(day(&table, &name, log_mut));
        }
        for table in root.tables("rubric", log_mut) {
            items.push(rubric(&table, &name, log_mut));
        }
        for table in root.tables("plan", log_mut) {
            items.push(plan(&table, &name, log_mut));
        }
        for table in root.tables("framework", log_mut) {
            items.push(framework(&table, &name, log_mut));
        }
        if !format {
            // Keys of another format may mean something else, so nothing of it is practised.
            items.iter_mut().for_each(Item::leave_out);
        }
        Self {
            layer,
            id,
            items,
            guessed: false,
            mended: None,
            log,
        }
    }

    /// Whether all of the item around an offset could be read.
    pub(super) fn is_whole_at(&self, offset: usize) -> bool {
        let lost = |mended: &Mended| mended.has_lost(offset);
        !self.mended.as_ref().is_some_and(lost)
    }

    /// Whether an id may stand in what could not be read.
    pub(super) fn may_have(&self, id: &str) -> bool {
        let text = &self.log.file().text;
        let mentions = |mended: &Mended| mended.mentions(text, id);
        self.mended.as_ref().is_some_and(mentions)
    }

    /// Whether all of its items are there.
    pub(super) fn is_complete(&self) -> bool {
        let text = &self.log.file().text;
        let lost = |mended: &Mended| mended.has_lost_tables(text);
        !self.mended.as_ref().is_some_and(lost)
    }

    /// Its problems, and its items.
    pub(super) fn split(self) -> (Vec<Problem>, Vec<Item>) {
        (self.log.into_problems(), self.items)
    }
}

/// Whether the format is one this program reads; a missing version is taken for the known one.
fn format_is_known(root: &Fields<'_>, log: &mut Log) -> bool {
    let Some(value) = root.need("format_version", log) else {
        return true;
    };
    let Some(version) = value.data.as_integer() else {
        value.wrong_type("a whole number", log);
        return false;
    };
    if i64::from_str_radix(version.as_str(), version.radix()) == Ok(FORMAT) {
        return true;
    }
    let message = format!("this program reads format {FORMAT}, not {version}");
    let help = format!("write `format_version = {FORMAT}`, or read it with a newer hotseat");
    log.error("format-version", &value.at, message, help);
    false
}

fn head(root: &Fields<'_>, log: &mut Log) -> Option<Spanned<String>> {
    let value = root.need("pack", log)?;
    let fields = Fields::open(&value, log)?;
    let id = fields.id(log);
    // Shown nowhere yet, and checked all the same: text is data.
    if let Some(title) = fields.find("title") {
        title.text_within(TITLE, log);
    }
    id
}

fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}
