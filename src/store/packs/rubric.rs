//! `[[rubric]]`: what is scored, and on which scales.
//!
//! A rubric is whole in itself but for the evidence, which names criteria of other rubrics; so its
//! areas, criteria and anchors are checked here, and only the evidence goes on to `cross`.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use toml::Spanned;

use super::pack::{Body, Item, Reference, Sort};
use super::section::twice;
use crate::domain::{Area, Bands, Criterion, PassRules, Per, Rubric, Scale, is_id};
use crate::store::document::{Fields, Log, Value, offer, quoted};

pub(super) const PER: [(&str, Per); 4] = [
    ("answer", Per::Answer),
    ("session", Per::Session),
    ("loop", Per::Loop),
    ("none", Per::None),
];

/// The scale of a criterion that names none.
const FIVE: Scale = Scale::Range { min: 1, max: 5 };

/// `[[rubric]]`; one without a criterion could not be scored, so that is an error.
pub(super) fn rubric(fields: &Fields<'_>, pack: &str, log: &mut Log) -> Item {
    let errors = log.errors();
    let id = fields.id(log);
    let version = fields.find("version");
    let version = version.and_then(|value| value.count(log));
    let title = fields.title(log);
    let per = fields.find("per");
    let per = per.and_then(|value| value.word("unknown-per", log));
    let per = per.and_then(|word| PER.iter().find(|(name, _)| *name == word));
    let per = per.map(|(_, per)| *per);
    let (areas, area_ids) = areas(&fields.tables("area", log), log);

    let mut references = Vec::new();
    let mut criteria = Vec::new();
    let mut ids = HashSet::new();
    for table in fields.tables("criterion", log) {
        let id = table.id(log);
        if let Some(id) = &id
            && !ids.insert(id.get_ref().clone())
        {
            twice("criterion", id, log);
        }
        let rest = criterion(&table, &area_ids, &mut references, log);
        criteria.extend(id.zip(rest).map(|(id, rest)| Criterion {
            id: id.into_inner(),
            ..rest
        }));
    }
    let bands = fields.find("bands").and_then(|value| bands(&value, log));
    let pass = fields.find("pass").and_then(|value| pass(&value, log));

    let value = (log.errors() == errors).then_some(()).and_then(|()| {
        Some(Rubric {
            id: id.as_ref()?.get_ref().clone(),
            version: u32::try_from(version.unwrap_or(1)).ok()?,
            pack: pack.to_owned(),
            title: title?,
            per: per.unwrap_or_default(),
            areas,
            criteria,
            bands,
            pass: pass.unwrap_or_default(),
        })
    });
    let criteria = ids.into_iter().collect();
    Item {
        id,
        references,
        body: Body::Rubric { value, criteria },
    }
}

/// The sound areas, and every id that a criterion may name, also of an area with a mistake.
fn areas(tables: &[Fields<'_>], log: &mut Log) -> (Vec<Area>, Vec<String>) {
    let mut areas = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    for fields in tables {
        let id = fields.id(log);
        let title = fields.title(log);
        let Some(id) = id else { continue };
        if ids.contains(id.get_ref()) {
            twice("area", &id, log);
        }
        ids.push(id.get_ref().clone());
        areas.extend(title.map(|title| Area {
            id: id.into_inner(),
            title,
        }));
    }
    (areas, ids)
}

/// All of a criterion but its id.
fn criterion(
    fields: &Fields<'_>,
    areas: &[String],
    references: &mut Vec<Reference>,
    log: &mut Log,
) -> Option<Criterion> {
    let area = fields.find("area").and_then(|value| value.id(log));
    if let Some(area) = &area
        && !areas.contains(area.get_ref())
    {
        let message = format!("the rubric has no area {}", quoted(area.get_ref()));
        let help =
            (!areas.is_empty()).then(|| offer(area.get_ref(), areas.iter().map(String::as_str)));
        log.error("dangling-reference", &area.span(), message, help);
    }
    let title = fields.title(log);
    let scale = match fields.find("scale") {
        Some(value) => scale(&value, log),
        None => Some(FIVE),
    };
    let weight = fields.find("weight").and_then(|value| value.positive(log));
    let anchors = fields.find("anchors");
    let anchors = anchors.map(|value| self::anchors(&value, scale, log));
    let mut evidence = Vec::new();
    if let Some(value) = fields.find("evidence") {
        for item in value.items(log) {
            evidence.extend(self::evidence(&item, references, log));
        }
    }
    Some(Criterion {
        id: String::new(),
        area: area.map(Spanned::into_inner),
        title: title?,
        scale: scale?,
        weight: weight.unwrap_or(1.0),
        anchors: anchors.unwrap_or_default(),
        evidence,
    })
}

/// `"A-B"`, `"yes-no"`, or a table with a tally.
fn scale(value: &Value<'_>, log: &mut Log) -> Option<Scale> {
    if value.data.is_table() {
        let fields = Fields::open(value, log)?;
        let of = fields.need("tally", log)?.count(log)?;
        return Some(Scale::Tally { of });
    }
    let Some(text) = value.data.as_str() else {
        value.wrong_type("a scale", Some(SCALES.to_owned()), log);
        return None;
    };
    let scale = text.parse().ok();
    if scale.is_none() {
        let message = format!("{} is no scale", quoted(text));
        log.error("unknown-scale", &value.at, message, Some(SCALES.to_owned()));
    }
    scale
}

const SCALES: &str = "a scale is \"A-B\" with A below B, \"yes-no\", or { tally = N }";

/// Anchors by value; a yes-no scale takes `yes` and `no` as well as 1 and 0.
fn anchors(value: &Value<'_>, scale: Option<Scale>, log: &mut Log) -> BTreeMap<i64, String> {
    let mut anchors = BTreeMap::new();
    for (key, item) in Fields::entries(value, log) {
        let text = item.text(log);
        let point = match scale {
            Some(scale) => scale.parse(key.get_ref()).ok(),
            // Its scale had the problem; nothing can be said about what stands on it.
            None => continue,
        };
        let Some(point) = point else {
            off_scale(key.get_ref(), scale, &key.span(), log);
            continue;
        };
        if let Some(text) = text
            && anchors.insert(point, text).is_some()
        {
            let message = format!("a second anchor stands at {point}");
            log.error("duplicate-id", &key.span(), message, None);
        }
    }
    anchors
}

fn off_scale(key: &str, scale: Option<Scale>, at: &Range<usize>, log: &mut Log) {
    let scale = scale.map_or_else(String::new, |scale| format!(" {scale}"));
    let message = format!("the anchor {} is not on the scale{scale}", quoted(key));
    log.error("off-scale", at, message, None);
}

/// `RUBRIC/CRITERION`, noted as a reference.
fn evidence(item: &Value<'_>, references: &mut Vec<Reference>, log: &mut Log) -> Option<String> {
    let text = item.text(log)?;
    let ends = text.split_once('/');
    let Some((rubric, criterion)) = ends.filter(|(a, b)| is_id(a) && is_id(b)) else {
        let message = format!("{} is not of the form RUBRIC/CRITERION", quoted(&text));
        log.error("bad-id", &item.at, message, None);
        return None;
    };
    references.push(Reference {
        to: Sort::Rubric,
        id: Spanned::new(item.at.clone(), rubric.to_owned()),
        criterion: Some(criterion.to_owned()),
    });
    Some(text)
}

/// Where a strength begins and where work is needed; between the two lies the ordinary.
fn bands(value: &Value<'_>, log: &mut Log) -> Option<Bands> {
    let fields = Fields::open(value, log)?;
    let strength = fields.need("strength", log).and_then(|v| v.number(log));
    let low = fields.need("development", log);
    let at = low.as_ref().map(|low| low.at.clone());
    let development = low.and_then(|v| v.number(log));
    let bands = Bands {
        strength: strength?,
        development: development?,
    };
    if bands.development >= bands.strength {
        let message = "`development` must lie below `strength`";
        log.error("bad-number", &at?, message, None);
    }
    Some(bands)
}

/// The rules to pass by. None at all is allowed: such a rubric has no verdict.
fn pass(value: &Value<'_>, log: &mut Log) -> Option<PassRules> {
    let fields = Fields::open(value, log)?;
    let mut rule = |key| fields.find(key).and_then(|value| value.number(log));
    Some(PassRules {
        total_at_least: rule("total_at_least"),
        overall_mean_at_least: rule("overall_mean_at_least"),
        each_area_mean_at_least: rule("each_area_mean_at_least"),
    })
}
