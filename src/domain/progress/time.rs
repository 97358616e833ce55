//! Time discipline: what sections used of their budgets.
//!
//! Only sections that came to an end count: one that was stopped or interrupted says nothing about
//! whoever sat it. Under a strict clock nobody can be over, so what the clock cut off is told
//! beside what ran over.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::super::practice::PastSection;
use super::super::record::{End, Role};
use super::course::{Course, NEWEST};

/// Stands for all follow-ups of a round, which have no name of their own.
const FOLLOW_UPS: &str = "follow-ups";

/// One section of a round over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionTime<'a> {
    /// The round's id.
    pub round: &'a str,
    /// Its id; `follow-ups` for all of them together.
    pub section: &'a str,
    pub title: &'a str,
    pub n: usize,
    /// The mean of what was used, as a share of the budget.
    pub share: f64,
    /// Whether the share rises or falls; none of fewer than five.
    pub course: Option<Course>,
    /// How many ran over their budget.
    pub over: usize,
    /// All overtime together.
    pub over_ms: u64,
    /// How many were ended by the clock.
    pub cut: usize,
    /// How many ended before their minimum.
    pub under_min: usize,
    /// The newest twenty at most, oldest first.
    pub values: Vec<TimePoint>,
}

/// One section as it was sat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TimePoint {
    pub at: Timestamp,
    pub session: Uuid,
    /// From 1.
    pub answer: usize,
    pub budget_ms: u64,
    pub used_ms: u64,
    pub over_ms: u64,
}

impl TimePoint {
    /// What was used, as a share of the budget.
    pub fn share(&self) -> f64 {
        self.used_ms as f64 / (self.budget_ms as f64).max(1.0)
    }
}

impl SectionTime<'_> {
    /// How far the use of time is from the budget on average, as a share of it.
    pub fn astray(&self) -> f64 {
        (self.share - 1.0).abs()
    }
}

/// Every section with a budget that came to an end: those with the most overtime first, then those
/// whose time is furthest from their budgets. `sections` stand oldest first.
pub fn sections(sections: &[PastSection]) -> Vec<SectionTime<'_>> {
    let mut keys: Vec<(&str, &str)> = Vec::new();
    let mut groups: Vec<Vec<&PastSection>> = Vec::new();
    let mut places: HashMap<(&str, &str), usize> = HashMap::new();
    for section in sections.iter().filter(|section| counts(section)) {
        let key = (section.round.as_str(), name(section));
        let place = *places.entry(key).or_insert_with(|| {
            keys.push(key);
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[place].push(section);
    }
    let mut all: Vec<SectionTime<'_>> = keys
        .into_iter()
        .zip(&groups)
        .filter_map(|((round, section), group)| line(round, section, group))
        .collect();
    all.sort_by(|a, b| {
        let over = b.over_ms.cmp(&a.over_ms);
        over.then(b.astray().total_cmp(&a.astray()))
    });
    all
}

fn counts(section: &PastSection) -> bool {
    section.budget_ms > 0 && matches!(section.end, End::TimeUp | End::Next)
}

fn name(section: &PastSection) -> &str {
    match section.role {
        Role::Section => &section.id,
        Role::FollowUp => FOLLOW_UPS,
    }
}

fn line<'a>(round: &'a str, name: &'a str, group: &[&'a PastSection]) -> Option<SectionTime<'a>> {
    let points: Vec<TimePoint> = group.iter().map(|section| point(section)).collect();
    let shares: Vec<f64> = points.iter().map(TimePoint::share).collect();
    let newest = group.last()?;
    let count = |is: &dyn Fn(&PastSection) -> bool| {
        let all = group.iter();
        all.filter(|section| is(section)).count()
    };
    Some(SectionTime {
        round,
        section: name,
        title: match newest.role {
            Role::Section => &newest.title,
            Role::FollowUp => "Follow-ups",
        },
        n: group.len(),
        share: super::figures::mean(&shares)?,
        course: Course::of(&shares),
        over: count(&|section| section.over_ms > 0),
        over_ms: group
            .iter()
            .fold(0, |sum, section| sum.saturating_add(section.over_ms)),
        cut: count(&|section| section.end == End::TimeUp),
        under_min: count(&|section| section.used_ms < section.min_ms),
        values: points[points.len().saturating_sub(NEWEST)..].to_vec(),
    })
}

fn point(section: &PastSection) -> TimePoint {
    TimePoint {
        at: section.at,
        session: section.session,
        answer: section.answer,
        budget_ms: section.budget_ms,
        used_ms: section.used_ms,
        over_ms: section.over_ms,
    }
}
