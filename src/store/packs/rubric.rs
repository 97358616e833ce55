//! `[[rubric]]`: what is scored, and on which scales.
//!
//! A rubric is whole in itself but for the evidence, which names criteria of other rubrics; so its
//! areas, criteria and anchors are checked here, and only the evidence goes on to `cross`.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use toml::Spanned;

use super::outcome::outcomes;
use super::pack::{Body, Item, Reference, Sort};
use super::section::Given;
use super::verdict::{Belongs, Point, bands_of, pass_of};
use crate::domain::{Area, Criterion, Per, Rubric, Scale, is_id};
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
    let mut points = Vec::new();
    let mut criteria = Vec::new();
    let mut ids = Given::default();
    for table in fields.tables("criterion", log) {
        let id = table.id(log);
        if let Some(id) = &id {
            ids.note("criterion", id, log);
        }
        points.push(point(&table, &area_ids, log));
        let rest = points
            .last()
            .and_then(|point| criterion(&table, point, &mut references, log));
        criteria.extend(id.zip(rest).map(|(id, rest)| Criterion {
            id: id.into_inner(),
            ..rest
        }));
    }
    warn_of_empty_areas(&area_ids, &points, log);
    let outcomes = outcomes(&fields.tables("outcome", log), &ids, log);
    let bands = fields.find("bands");
    let bands = bands.and_then(|value| bands_of(&value, &points, log));
    let pass = fields.find("pass");
    let pass = pass.and_then(|value| pass_of(&value, &points, log));

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
            outcomes,
        })
    });
    let criteria = ids.names().map(str::to_owned).collect();
    Item {
        id,
        references,
        body: Body::Rubric { value, criteria },
    }
}

/// The sound areas, and every id that a criterion may name, also of an area with a mistake.
fn areas(tables: &[Fields<'_>], log: &mut Log) -> (Vec<Area>, Given) {
    let mut areas = Vec::new();
    let mut ids = Given::default();
    for fields in tables {
        let id = fields.id(log);
        let title = fields.title(log);
        let Some(id) = id else { continue };
        ids.note("area", &id, log);
        areas.extend(title.map(|title| Area {
            id: id.into_inner(),
            title,
        }));
    }
    (areas, ids)
}

/// What can be scored on a criterion, and for which area.
fn point(fields: &Fields<'_>, areas: &Given, log: &mut Log) -> Point {
    let area = match fields.find("area") {
        None => Belongs::Nowhere,
        Some(value) => area(&value, areas, log).map_or(Belongs::Unknown, Belongs::To),
    };
    let scale = match fields.find("scale") {
        Some(value) => scale(&value, log),
        None => Some(FIVE),
    };
    let weight = fields.find("weight");
    let weight = weight.map_or(Some(1.0), |value| value.positive(log));
    Point {
        area,
        scale,
        weight,
    }
}

/// An area of the rubric.
fn area(value: &Value<'_>, areas: &Given, log: &mut Log) -> Option<String> {
    let area = value.id(log)?;
    if areas.has(area.get_ref()) {
        return Some(area.into_inner());
    }
    let message = format!("the rubric has no area {}", quoted(area.get_ref()));
    let help = if areas.names().next().is_some() && !log.is_full() {
        offer(area.get_ref(), areas.names())
    } else {
        "an area is a table of its own: `[[rubric.area]]`".to_owned()
    };
    log.error("dangling-reference", &area.span(), message, help);
    None
}

/// All of a criterion but its id.
fn criterion(
    fields: &Fields<'_>,
    point: &Point,
    references: &mut Vec<Reference>,
    log: &mut Log,
) -> Option<Criterion> {
    let title = fields.title(log);
    let anchors = fields.find("anchors");
    let anchors = anchors.map(|value| self::anchors(&value, point.scale, log));
    let mut evidence = Vec::new();
    if let Some(value) = fields.find("evidence") {
        for item in value.items(log) {
            evidence.extend(self::evidence(&item, references, log));
        }
    }
    Some(Criterion {
        id: String::new(),
        area: match &point.area {
            Belongs::To(area) => Some(area.clone()),
            Belongs::Nowhere | Belongs::Unknown => None,
        },
        title: title?,
        scale: point.scale?,
        weight: point.weight?,
        anchors: anchors.unwrap_or_default(),
        evidence,
    })
}

/// Warns of areas that nothing is scored for, unless some criterion could be meant for one of them.
fn warn_of_empty_areas(areas: &Given, points: &[Point], log: &mut Log) {
    let mut used = HashSet::new();
    for point in points {
        match &point.area {
            Belongs::To(area) => {
                used.insert(area);
            }
            Belongs::Nowhere => {}
            Belongs::Unknown => return,
        }
    }
    for area in areas.iter() {
        if !used.contains(area.get_ref()) {
            let message = format!("no criterion belongs to the area `{}`", area.get_ref());
            let help = format!("give one `area = \"{}\"`", area.get_ref());
            log.warn("empty-area", &area.span(), message, help);
        }
    }
}

/// `"A-B"`, `"yes-no"`, or a table with a tally.
fn scale(value: &Value<'_>, log: &mut Log) -> Option<Scale> {
    if value.data.is_table() {
        let fields = Fields::open(value, log)?;
        let of = fields.need("tally", log)?.count(log)?;
        return Some(Scale::Tally { of });
    }
    let Some(text) = value.data.as_str() else {
        value.clone().or_rather(SCALES).wrong_type("a scale", log);
        return None;
    };
    let scale = text.parse().ok();
    if scale.is_none() {
        let message = format!("{} is no scale", quoted(text));
        log.error("unknown-scale", &value.at, message, SCALES);
    }
    scale
}

const SCALES: &str = "a scale is \"A-B\" with A below B, \"yes-no\", or { tally = N }";

/// Anchors by value; a yes-no scale takes `yes` and `no` as well as 1 and 0.
fn anchors(value: &Value<'_>, scale: Option<Scale>, log: &mut Log) -> BTreeMap<i64, String> {
    let mut anchors = BTreeMap::new();
    let mut places: BTreeMap<i64, Range<usize>> = BTreeMap::new();
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
        if let Some(first) = places.get(&point) {
            let message = format!("a second anchor stands at {point}");
            let help = log.first_at(first);
            log.error("duplicate-id", &key.span(), message, help);
        }
        places.entry(point).or_insert(key.span());
        anchors.extend(text.map(|text| (point, text)));
    }
    anchors
}

fn off_scale(key: &str, scale: Option<Scale>, at: &Range<usize>, log: &mut Log) {
    let named = scale.map_or_else(String::new, |scale| format!(" {scale}"));
    let message = format!("the anchor {} is not on the scale{named}", quoted(key));
    let help = match scale {
        Some(Scale::YesNo) => "the anchors are `yes` and `no`".to_owned(),
        Some(scale) => format!("the anchors go from {} to {}", scale.min(), scale.max()),
        None => SCALES.to_owned(),
    };
    log.error("off-scale", at, message, help);
}

/// `RUBRIC/CRITERION`, noted as a reference.
fn evidence(item: &Value<'_>, references: &mut Vec<Reference>, log: &mut Log) -> Option<String> {
    let text = item.text(log)?;
    let ends = text.split_once('/');
    let Some((rubric, criterion)) = ends.filter(|(a, b)| is_id(a) && is_id(b)) else {
        let message = format!("{} is not of the form RUBRIC/CRITERION", quoted(&text));
        let help = "`hotseat rubrics show RUBRIC` shows the criteria of one";
        log.error("bad-id", &item.at, message, help);
        return None;
    };
    references.push(Reference {
        to: Sort::Rubric,
        id: Spanned::new(item.at.clone(), rubric.to_owned()),
        criterion: Some(criterion.to_owned()),
    });
    Some(text)
}
