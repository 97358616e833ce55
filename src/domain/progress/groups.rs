//! Scores by what they were given for: rubrics, areas, competencies, prompts, rounds. Criteria of
//! different scales come together here, so each card counts once, in percent of its scales.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::str::FromStr;

use uuid::Uuid;

use super::super::bank::Bank;
use super::super::practice::{PastCard, PastScore};
use super::course::{Direction, NEWEST};
use super::figures::{Figures, mean};

/// What scores are brought together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Area,
    Rubric,
    Competency,
    Prompt,
    Round,
}

impl By {
    pub const ALL: [By; 5] = [By::Area, By::Rubric, By::Competency, By::Prompt, By::Round];

    pub const fn as_str(self) -> &'static str {
        match self {
            By::Area => "area",
            By::Rubric => "rubric",
            By::Competency => "competency",
            By::Prompt => "prompt",
            By::Round => "round",
        }
    }
}

impl FromStr for By {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = By::ALL.into_iter().find(|by| by.as_str() == word);
        found.ok_or_else(|| format!("`{word}` is nothing to bring scores together by"))
    }
}

/// One card's worth to a group.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupValue<'a> {
    pub card: &'a PastCard,
    /// The mean of its criteria, each in percent of its scale.
    pub percent: u8,
}

/// One group over time.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupProgress<'a> {
    /// Of an area, which two rubrics may call the same and mean by it something else; else none.
    pub rubric: Option<&'a str>,
    pub id: &'a str,
    /// Its id where the packs have no other name for it.
    pub title: &'a str,
    /// In percent.
    pub figures: Figures,
    /// None of fewer than five values.
    pub trend: Option<Direction>,
    /// The newest twenty at most that the figures are of, oldest first.
    pub newest: Vec<f64>,
    /// All there are, whoever gave them; oldest first.
    pub values: Vec<GroupValue<'a>>,
}

/// The groups of `scores`, which stand oldest first; figures are of cards that `counts`. Rubrics
/// and areas stand as in their packs, all else weakest first; ties by id.
pub fn groups<'a>(
    bank: &'a Bank,
    by: By,
    scores: &'a [PastScore],
    counts: impl Fn(&PastCard) -> bool,
) -> Vec<GroupProgress<'a>> {
    let mut values: HashMap<Key<'_>, Vec<GroupValue<'_>>> = HashMap::new();
    for (card, part, percent) in cards(bank, by, scores) {
        let rubric = (by == By::Area).then_some(&*card.rubric);
        for id in ids(by, card, part) {
            let own = values.entry((rubric, id)).or_default();
            own.push(GroupValue { card, percent });
        }
    }
    let known = values.into_iter();
    let mut all: Vec<_> = known
        .map(|(key, values)| group(title(bank, by, key), key, values, &counts))
        .collect();
    all.sort_by(|a, b| {
        let mean = |group: &GroupProgress<'_>| group.figures.mean.unwrap_or(f64::INFINITY);
        let (one, other) = ((a.rubric, a.id), (b.rubric, b.id));
        let places = place(bank, by, one).cmp(&place(bank, by, other));
        let weakest = || match by {
            By::Competency | By::Prompt | By::Round => mean(a).total_cmp(&mean(b)),
            By::Area | By::Rubric => Ordering::Equal,
        };
        places.then_with(weakest).then_with(|| one.cmp(&other))
    });
    all
}

/// The rubric of an area, and the group's id.
type Key<'a> = (Option<&'a str>, &'a str);

fn group<'a>(
    title: Option<&'a str>,
    (rubric, id): Key<'a>,
    values: Vec<GroupValue<'a>>,
    counts: impl Fn(&PastCard) -> bool,
) -> GroupProgress<'a> {
    let counted = values.iter().filter(|value| counts(value.card));
    let mut newest: Vec<f64> = counted.map(|value| f64::from(value.percent)).collect();
    let figures = Figures::of_all(&newest);
    newest.drain(..newest.len().saturating_sub(NEWEST));
    GroupProgress {
        rubric,
        id,
        title: title.unwrap_or(id),
        figures,
        trend: Direction::of(&newest),
        newest,
        values,
    }
}

/// Each card, or each area of each card, with its percent. What has no share is left out.
fn cards<'a>(bank: &'a Bank, by: By, scores: &'a [PastScore]) -> Vec<(&'a PastCard, &'a str, u8)> {
    let mut places: HashMap<(Option<Uuid>, Uuid, &str), usize> = HashMap::new();
    let mut found: Vec<(&PastCard, &str, Vec<f64>)> = Vec::new();
    for score in scores {
        let part = match by {
            By::Area => area(bank, score),
            By::Rubric | By::Competency | By::Prompt | By::Round => Some(""),
        };
        let (Some(part), Some(share)) = (part, score.scaled().share()) else {
            continue;
        };
        let key = (score.card.session, score.card.id, part);
        let place = *places.entry(key).or_insert_with(|| {
            found.push((&*score.card, part, Vec::new()));
            found.len() - 1
        });
        found[place].2.push(share * 100.0);
    }
    let found = found.into_iter();
    // A share is from 0 to 1, so its percent fits.
    found
        .filter_map(|(card, part, shares)| Some((card, part, mean(&shares)?.round() as u8)))
        .collect()
}

fn area<'a>(bank: &'a Bank, score: &PastScore) -> Option<&'a str> {
    let rubric = bank.rubric(&score.card.rubric)?;
    rubric.criterion(&score.criterion)?.area.as_deref()
}

/// The groups that a card is of; none where it belongs to no prompt or to no round.
fn ids<'a>(by: By, card: &'a PastCard, part: &'a str) -> Vec<&'a str> {
    match by {
        By::Area => vec![part],
        By::Rubric => vec![&card.rubric],
        By::Competency => card.competencies.iter().map(String::as_str).collect(),
        By::Prompt => card.prompt.iter().map(String::as_str).collect(),
        By::Round => card.round.iter().map(String::as_str).collect(),
    }
}

fn title<'a>(bank: &'a Bank, by: By, (rubric, id): Key<'_>) -> Option<&'a str> {
    match by {
        By::Area => {
            let mut areas = bank.rubric(rubric?)?.areas.iter();
            areas.find(|area| area.id == id).map(|area| &*area.title)
        }
        By::Rubric => bank.rubric(id).map(|rubric| &*rubric.title),
        By::Prompt => bank.prompt(id).map(|prompt| &*prompt.title),
        By::Round => bank.round(id).map(|round| &*round.title),
        By::Competency => None,
    }
}

/// Where the packs have a rubric, and an area in it; behind all others where they do not.
fn place(bank: &Bank, by: By, (rubric, id): Key<'_>) -> (usize, usize) {
    let of = |id: &str| bank.rubrics.iter().position(|rubric| rubric.id == id);
    let place = match by {
        By::Area => rubric.and_then(of).and_then(|rubric| {
            let mut areas = bank.rubrics[rubric].areas.iter();
            Some((rubric, areas.position(|area| area.id == id)?))
        }),
        By::Rubric => of(id).map(|rubric| (rubric, 0)),
        By::Competency | By::Prompt | By::Round => None,
    };
    place.unwrap_or((usize::MAX, usize::MAX))
}

#[cfg(test)]
mod tests;
