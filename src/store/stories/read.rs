//! A file read as a story, with every problem of it at its place.

use std::sync::Arc;

use jiff::Timestamp;
use toml::de::DeTable;

use super::body::parts;
use super::front::divide;
use super::shape::STORY;
use crate::domain::{Bank, Story, nearest};
use crate::store::document::{Fields, Log, Problem, TextFile, mend_within, offer, quoted};

/// `misnamed` is what is wrong with the file's name. No story where there is an error.
pub(super) fn read(
    id: &str,
    file: TextFile,
    misnamed: Option<(String, String)>,
    changed_at: Timestamp,
    bank: &Bank,
) -> (Option<Story>, Vec<Problem>) {
    let file = Arc::new(file);
    let mut log = Log::new(Arc::clone(&file));
    if log.flawed() {
        return (None, log.into_problems());
    }
    if let Some((message, help)) = misnamed {
        log.error("bad-id", &(0..0), message, help);
    }
    let Some(divided) = divide(&mut log) else {
        return (None, log.into_problems());
    };
    let (document, errors) = DeTable::parse_recoverable(&divided.front);
    let story = if errors.is_empty() {
        walk(id, document.get_ref(), bank, &mut log)
    } else {
        let mended = mend_within(divided.front.clone(), &mut log);
        let (document, _) = DeTable::parse_recoverable(&mended.text);
        let mut values = Log::new(Arc::clone(&file));
        walk(id, document.get_ref(), bank, &mut values);
        if mended.is_sound {
            log.adopt(values, |problem| !mended.echoes(problem, &file));
        }
        None
    };
    let story = story.filter(|_| log.errors() == 0).map(|story| Story {
        parts: parts(&file.text[divided.body..]),
        changed_at,
        ..story
    });
    (story, log.into_problems())
}

/// What the front matter says. None where something that is needed is missing.
fn walk<'a>(id: &str, front: &'a DeTable<'a>, bank: &Bank, log: &mut Log) -> Option<Story> {
    let fields = Fields::root(front, &STORY, log);
    let title = fields.title(log);
    let framework = fields
        .need("framework", log)
        .and_then(|value| value.id(log));
    if let Some(framework) = &framework
        && bank.framework(framework.get_ref()).is_none()
    {
        let ids = bank
            .frameworks
            .iter()
            .map(|framework| framework.id.as_str());
        let message = format!("there is no framework {}", quoted(framework.get_ref()));
        let help = offer(framework.get_ref(), ids);
        log.error("dangling-reference", &framework.span(), message, help);
    }
    let mut competencies = Vec::new();
    for name in fields.ids("competencies", log) {
        warn_of_unknown(name.get_ref(), &name.span(), bank, log);
        if !competencies.contains(name.get_ref()) {
            competencies.push(name.into_inner());
        }
    }
    let number = |key: &str, log: &mut Log| {
        let number = fields.find(key)?.count(log)?;
        u64::try_from(number).ok()
    };
    let (people, teams) = (number("people", log), number("teams", log));
    let business_units = number("business_units", log);
    let years = fields.find("years").and_then(|value| value.positive(log));
    let text = |key: &str, log: &mut Log| fields.find(key)?.text(log);
    let industry_influence = text("industry_influence", log);
    let novelty = text("novelty", log);
    let metrics = fields.texts("metrics", log);
    Some(Story {
        id: id.to_owned(),
        title: title?,
        framework: framework?.into_inner(),
        competencies,
        people,
        teams,
        business_units,
        years,
        industry_influence,
        novelty,
        metrics,
        parts: Vec::new(),
        changed_at: Timestamp::default(),
    })
}

/// A warning only: a story may show what no prompt asks for. More often it is a slip, and then no
/// prompt would find the story.
fn warn_of_unknown(name: &str, at: &std::ops::Range<usize>, bank: &Bank, log: &mut Log) {
    let known = bank.prompts.iter().flat_map(|prompt| &prompt.competencies);
    if known.clone().any(|known| known == name) {
        return;
    }
    let message = format!("no prompt asks for {}", quoted(name));
    let help = match nearest(name, known.map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`hotseat stories match --matrix` shows the words of all prompts".to_owned(),
    };
    log.warn("unknown-competency", at, message, help);
}
