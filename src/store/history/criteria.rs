//! Scores by criterion, added up by the database: years of them take no longer to show than days.

use std::cmp::Reverse;

use jiff::Timestamp;
use rusqlite::{Connection, Result, Row};
use uuid::Uuid;

use super::read::all;
use super::score_filter::{ASSESSMENTS, Condition, ScoreFilter, narrowed, parameters};
use super::values::{Count, Id, Instant};
use crate::domain::{CriterionScores, NEWEST, ScaledValue};

/// Every criterion that has a value, with what its figures need: of rater `self` and the first
/// pass, unless the filter asks for others.
pub(super) fn by_criterion(db: &Connection, filter: &ScoreFilter) -> Result<Vec<CriterionScores>> {
    let mut found = of_practice(db, filter)?;
    if filter.takes_assessments() {
        add_assessed(db, filter, &mut found)?;
    }
    Ok(found)
}

/// The same without assessments.
pub(super) fn of_practice(db: &Connection, filter: &ScoreFilter) -> Result<Vec<CriterionScores>> {
    let mut found = if filter.is_of_all() {
        kept_sums(db, filter)?
    } else {
        let mut conditions = filter.of_cards();
        conditions.extend(filter.of_sessions());
        let from = format!("{}{}", filter.practice(), narrowed(&conditions));
        sums(db, filter, &from, conditions)?
    };
    add_newest(db, filter, &mut found)?;
    Ok(found)
}

fn add_assessed(
    db: &Connection,
    filter: &ScoreFilter,
    found: &mut Vec<CriterionScores>,
) -> Result<()> {
    let conditions = filter.of_cards();
    let from = format!("{ASSESSMENTS}{}", narrowed(&conditions));
    for mut own in sums(db, filter, &from, conditions)? {
        let one = only(filter, &own);
        let conditions = one.of_cards();
        let from = format!("{ASSESSMENTS}{}", narrowed(&conditions));
        let assessed = newest(db, &one, &from, conditions)?;
        let known = found
            .iter_mut()
            .find(|known| (&known.rubric, &known.criterion) == (&own.rubric, &own.criterion));
        if let Some(known) = known {
            known.n += own.n;
            known.total += own.total;
            let mut both = newest_of_practice(db, &one)?;
            both.extend(assessed);
            // Stable: values of one card stay in their order.
            both.sort_by_key(|(at, id, _)| Reverse((*at, *id)));
            both.truncate(NEWEST);
            known.newest = oldest_first(both);
        } else {
            own.newest = oldest_first(assessed);
            found.push(own);
        }
    }
    Ok(())
}

/// Adds the newest values of practice to each. Those of a rubric mostly stand on its newest cards,
/// which are looked at once for all its criteria.
fn add_newest(db: &Connection, filter: &ScoreFilter, found: &mut [CriterionScores]) -> Result<()> {
    found.sort_by(|a, b| a.rubric.cmp(&b.rubric));
    for rubric in found.chunk_by_mut(|a, b| a.rubric == b.rubric) {
        if let [first, _, ..] = rubric {
            for (criterion, value) in of_newest_cards(db, filter, &first.rubric)? {
                let own = rubric.iter_mut().find(|own| own.criterion == criterion);
                if let Some(own) = own.filter(|own| own.newest.len() < NEWEST) {
                    own.newest.push(value);
                }
            }
        }
        for own in rubric {
            if own.newest.len() == NEWEST.min(own.n) {
                own.newest.reverse();
                continue;
            }
            let all = newest_of_practice(db, &only(filter, own))?;
            own.newest = oldest_first(all);
        }
    }
    Ok(())
}

/// The values of a rubric's newest cards that are the figures' own, newest first, each with its
/// criterion.
fn of_newest_cards(
    db: &Connection,
    filter: &ScoreFilter,
    rubric: &str,
) -> Result<Vec<(String, ScaledValue)>> {
    let cards = ScoreFilter {
        rubric: Some(rubric.to_owned()),
        ..filter.without_criterion()
    };
    let mut conditions = cards.of_cards();
    conditions.extend(cards.of_sessions());
    let sql = format!(
        "SELECT v.criterion, v.value, v.min, v.max
        FROM (
            SELECT c.session, c.id, c.at {cards} {narrowed} AND {COUNTED}
            ORDER BY c.at DESC, c.id DESC, c.session DESC LIMIT {NEWEST}) AS c
        CROSS JOIN scores AS v ON v.session = c.session AND v.card = c.id
        ORDER BY c.at DESC, c.id DESC, c.session DESC, v.position DESC",
        cards = cards.cards(),
        narrowed = narrowed(&conditions),
    );
    counted(&cards, &mut conditions);
    all(db, &sql, &parameters(&conditions)[..], |row| {
        Ok((row.get("criterion")?, scaled(row)?))
    })
}

fn scaled(row: &Row<'_>) -> Result<ScaledValue> {
    Ok(ScaledValue {
        value: row.get("value")?,
        min: row.get("min")?,
        max: row.get("max")?,
    })
}

/// What the database keeps added up, where nothing but rubric and criterion narrows.
fn kept_sums(db: &Connection, filter: &ScoreFilter) -> Result<Vec<CriterionScores>> {
    let sql = "SELECT rubric, criterion, n, total FROM criterion_sums
        WHERE given > 0 AND (?1 IS NULL OR rubric = ?1) AND (?2 IS NULL OR criterion = ?2)";
    all(db, sql, (&filter.rubric, &filter.criterion), sum)
}

fn sum(row: &Row<'_>) -> Result<CriterionScores> {
    Ok(CriterionScores {
        rubric: row.get("rubric")?,
        criterion: row.get("criterion")?,
        n: row.get::<_, Count<_>>("n")?.0,
        total: row.get("total")?,
        newest: Vec::new(),
    })
}

fn sums<'f>(
    db: &Connection,
    filter: &'f ScoreFilter,
    from: &str,
    mut conditions: Vec<Condition<'f>>,
) -> Result<Vec<CriterionScores>> {
    // The `+` keeps SQLite from going through all cards for the sake of their groups.
    let sql = format!(
        "SELECT c.rubric, v.criterion, COUNT(*) FILTER (WHERE {COUNTED}) AS n,
            TOTAL(v.value) FILTER (WHERE {COUNTED}) AS total
        {from} GROUP BY +c.rubric, v.criterion"
    );
    counted(filter, &mut conditions);
    all(db, &sql, &parameters(&conditions)[..], sum)
}

/// The filter, for one criterion.
fn only(filter: &ScoreFilter, own: &CriterionScores) -> ScoreFilter {
    ScoreFilter {
        rubric: Some(own.rubric.clone()),
        criterion: Some(own.criterion.clone()),
        ..filter.clone()
    }
}

/// A value with its card's time and id.
type Dated = (Timestamp, Uuid, ScaledValue);

fn oldest_first(newest: Vec<Dated>) -> Vec<ScaledValue> {
    let values = newest.into_iter().rev();
    values.map(|(.., value)| value).collect()
}

/// As [`newest`], of practice alone.
fn newest_of_practice(db: &Connection, filter: &ScoreFilter) -> Result<Vec<Dated>> {
    let mut conditions = filter.of_cards();
    conditions.extend(filter.of_sessions());
    let from = format!("{}{}", filter.practice(), narrowed(&conditions));
    newest(db, filter, &from, conditions)
}

/// The newest values that are the figures' own, newest first.
fn newest<'f>(
    db: &Connection,
    filter: &'f ScoreFilter,
    from: &str,
    mut conditions: Vec<Condition<'f>>,
) -> Result<Vec<Dated>> {
    let sql = format!(
        "SELECT c.at, c.id, v.value, v.min, v.max {from} AND {COUNTED}
        ORDER BY c.at DESC, c.id DESC, v.position DESC LIMIT {NEWEST}"
    );
    counted(filter, &mut conditions);
    all(db, &sql, &parameters(&conditions)[..], |row| {
        let at = row.get::<_, Instant>("at")?.0;
        let id = row.get::<_, Id>("id")?.0;
        Ok((at, id, scaled(row)?))
    })
}

const COUNTED: &str = "c.rater = :who AND c.pass = :which";

fn counted<'f>(filter: &'f ScoreFilter, conditions: &mut Vec<Condition<'f>>) {
    let (who, which) = filter.counted();
    conditions.push((COUNTED, ":who", Box::new(who)));
    conditions.push((COUNTED, ":which", Box::new(which.as_str())));
}
