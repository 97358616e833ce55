//! Scores by criterion, added up by the database: years of them take no longer to show than days.

use rusqlite::{Connection, Result};

use super::read::all;
use super::score_filter::{ASSESSMENTS, Condition, ScoreFilter, narrowed, parameters};
use super::values::Count;
use crate::domain::{CriterionScores, NEWEST, ScaledValue};

/// Every criterion that has a value, with what its figures need: of rater `self` and the first
/// pass, unless the filter asks for others.
pub(super) fn by_criterion(db: &Connection, filter: &ScoreFilter) -> Result<Vec<CriterionScores>> {
    let mut conditions = filter.of_cards();
    conditions.extend(filter.of_sessions());
    let from = format!("{}{}", filter.practice(), narrowed(&conditions));
    let mut found = sums(db, filter, &from, conditions)?;
    for own in &mut found {
        let one = only(filter, own);
        let mut conditions = one.of_cards();
        conditions.extend(one.of_sessions());
        let from = format!("{}{}", one.practice(), narrowed(&conditions));
        own.newest = newest(db, &one, &from, conditions)?;
    }
    if filter.takes_assessments() {
        let conditions = filter.of_cards();
        let from = format!("{ASSESSMENTS}{}", narrowed(&conditions));
        for mut own in sums(db, filter, &from, conditions)? {
            let one = only(filter, &own);
            let conditions = one.of_cards();
            let from = format!("{ASSESSMENTS}{}", narrowed(&conditions));
            own.newest = newest(db, &one, &from, conditions)?;
            merge(&mut found, own);
        }
    }
    Ok(found)
}

/// No rubric is for assessments and for practice at once, unless somebody has changed it.
fn merge(found: &mut Vec<CriterionScores>, own: CriterionScores) {
    let same = |known: &&mut CriterionScores| {
        (&known.rubric, &known.criterion) == (&own.rubric, &own.criterion)
    };
    match found.iter_mut().find(same) {
        None => found.push(own),
        Some(known) => {
            known.n += own.n;
            known.total += own.total;
            known.newest.extend(own.newest);
            let old = known.newest.len().saturating_sub(NEWEST);
            known.newest.drain(..old);
        }
    }
}

fn sums<'f>(
    db: &Connection,
    filter: &'f ScoreFilter,
    from: &str,
    mut conditions: Vec<Condition<'f>>,
) -> Result<Vec<CriterionScores>> {
    let sql = format!(
        "SELECT c.rubric, v.criterion, COUNT(*) FILTER (WHERE {COUNTED}) AS n,
            TOTAL(v.value) FILTER (WHERE {COUNTED}) AS total
        {from} GROUP BY c.rubric, v.criterion"
    );
    counted(filter, &mut conditions);
    all(db, &sql, &parameters(&conditions)[..], |row| {
        Ok(CriterionScores {
            rubric: row.get("rubric")?,
            criterion: row.get("criterion")?,
            n: row.get::<_, Count<_>>("n")?.0,
            total: row.get("total")?,
            newest: Vec::new(),
        })
    })
}

/// The filter, for one criterion.
fn only(filter: &ScoreFilter, own: &CriterionScores) -> ScoreFilter {
    ScoreFilter {
        rubric: Some(own.rubric.clone()),
        criterion: Some(own.criterion.clone()),
        ..filter.clone()
    }
}

/// The newest values that are the figures' own, oldest first.
fn newest<'f>(
    db: &Connection,
    filter: &'f ScoreFilter,
    from: &str,
    mut conditions: Vec<Condition<'f>>,
) -> Result<Vec<ScaledValue>> {
    let sql = format!(
        "SELECT v.value, v.min, v.max {from} AND {COUNTED}
        ORDER BY c.at DESC, c.id DESC, v.position DESC LIMIT {NEWEST}"
    );
    counted(filter, &mut conditions);
    let mut values = all(db, &sql, &parameters(&conditions)[..], |row| {
        Ok(ScaledValue {
            value: row.get("value")?,
            min: row.get("min")?,
            max: row.get("max")?,
        })
    })?;
    values.reverse();
    Ok(values)
}

const COUNTED: &str = "c.rater = :who AND c.pass = :which";

fn counted<'f>(filter: &'f ScoreFilter, conditions: &mut Vec<Condition<'f>>) {
    let (who, which) = filter.counted();
    conditions.push((COUNTED, ":who", Box::new(who)));
    conditions.push((COUNTED, ":which", Box::new(which.as_str())));
}
