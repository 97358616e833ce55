//! Readiness on the page of everything: the verdict, and where each criterion stands.

use super::charts::standing;
use super::trends::or_none;
use crate::domain::{CriterionStanding, Readiness};
use crate::ui::numbers::mean;
use crate::ui::progress::verdict;

#[derive(Debug)]
pub(super) struct ReadyView {
    pub(super) title: String,
    pub(super) verdict: String,
    pub(super) areas: Vec<AreaView>,
    pub(super) sit: Vec<(String, String)>,
}

#[derive(Debug)]
pub(super) struct AreaView {
    pub(super) title: String,
    pub(super) mean: String,
    pub(super) rows: Vec<StandingRow>,
}

#[derive(Debug)]
pub(super) struct StandingRow {
    pub(super) title: String,
    pub(super) chart: String,
    pub(super) value: String,
    pub(super) n: String,
    pub(super) assessed: String,
}

pub(super) fn ready(known: &Readiness<'_>) -> ReadyView {
    let mut areas: Vec<AreaView> = known
        .areas
        .iter()
        .map(|area| AreaView {
            title: area.area.title.clone(),
            mean: area.mean.map_or_else(
                || "no mean yet".to_owned(),
                |value| format!("mean {}", mean(value)),
            ),
            rows: known
                .criteria
                .iter()
                .filter(|own| own.criterion.area.as_ref() == Some(&area.area.id))
                .map(standing_row)
                .collect(),
        })
        .collect();
    let without = known.criteria.iter();
    let without = without.filter(|own| own.criterion.area.is_none());
    let rows: Vec<StandingRow> = without.map(standing_row).collect();
    if !rows.is_empty() {
        areas.push(AreaView {
            title: String::new(),
            mean: String::new(),
            rows,
        });
    }
    let title = |id: &&str| {
        let found = known.rubric.criterion(id);
        found.map_or_else(|| (*id).to_owned(), |known| known.title.clone())
    };
    ReadyView {
        title: known.rubric.title.clone(),
        verdict: verdict(known),
        areas,
        sit: known
            .sit
            .iter()
            .map(|sit| {
                let titles: Vec<String> = sit.criteria.iter().map(title).collect();
                let command = format!("hotseat {}", sit.command());
                (
                    command,
                    format!("{} ×, for {}", sit.times, titles.join(", ")),
                )
            })
            .collect(),
    }
}

fn standing_row(known: &CriterionStanding<'_>) -> StandingRow {
    let scale = known.criterion.scale;
    StandingRow {
        title: known.criterion.title.clone(),
        chart: standing((scale.min(), scale.max()), known.value, known.assessed),
        value: or_none(known.value, mean),
        n: match known.missing {
            0 => known.n.to_string(),
            more => format!("{}, {more} more", known.n),
        },
        assessed: known
            .assessed
            .map_or_else(|| "-".to_owned(), |value| value.to_string()),
    }
}
