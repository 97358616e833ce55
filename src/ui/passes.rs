//! Two passes over the same answer, side by side.

use super::numbers;
use super::tables::table;
use crate::domain::{Rubric, Scorecard};

/// What was given first and what after listening, criterion by criterion, in at most `width` columns.
pub fn side_by_side(
    rubric: &Rubric,
    first: &Scorecard,
    replay: &Scorecard,
    width: usize,
) -> String {
    let value = |card: &Scorecard, id: &str| {
        let found = card.values.iter().find(|score| score.criterion == id);
        found.map(|score| score.value)
    };
    let rows = rubric.criteria.iter().filter_map(|criterion| {
        let (before, after) = (value(first, &criterion.id), value(replay, &criterion.id));
        before.or(after)?;
        let shown = |value: Option<i64>| {
            value.map_or_else(
                || "–".to_owned(),
                |value| numbers::value(criterion.scale, value),
            )
        };
        let change = match before.zip(after).map(|(before, after)| after - before) {
            Some(0) => "same".to_owned(),
            Some(change) => format!("{change:+}").replace('-', "−"),
            None => String::new(),
        };
        Some([criterion.title.clone(), shown(before), shown(after), change])
    });
    let head = ["criterion", "first", "replay", "change"];
    table(width, head, rows.collect())
}

/// What was given first, in one line.
pub fn given_first(rubric: &Rubric, first: &Scorecard) -> String {
    let values = first.values.iter().filter_map(|score| {
        let criterion = rubric.criterion(&score.criterion)?;
        let value = numbers::value(criterion.scale, score.value);
        Some(format!("{} {value}", criterion.title))
    });
    format!("given first: {}", values.collect::<Vec<_>>().join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Pass;
    use crate::ui::samples::{card, talk};

    #[test]
    fn both_passes_stand_beside_each_other() {
        let rubric = talk();
        let first = card(&rubric, &[Some(4), Some(3), None, Some(2)]);
        let replay = Scorecard {
            pass: Pass::Replay,
            ..card(&rubric, &[Some(2), Some(3), Some(5), Some(4)])
        };
        insta::assert_snapshot!(side_by_side(&rubric, &first, &replay, 80));
        insta::assert_snapshot!(given_first(&rubric, &first));
    }
}
