//! Scorecards on a page: every criterion with what each pass gave it, side by side, and with what
//! such a value looks like.

use super::moment::moment;
use super::values::Made;
use crate::domain::{Bank, Criterion, Pass, Rubric, Scale, Score, Scorecard, judge_card};
use crate::ui::numbers;
use crate::ui::verdict;

/// The cards of one rubric by one rater.
#[derive(Debug)]
pub(super) struct CardView {
    pub(super) title: String,
    pub(super) about: String,
    pub(super) passes: Vec<PassView>,
    pub(super) criteria: Vec<CriterionView>,
    pub(super) retracted: Vec<String>,
}

#[derive(Debug)]
pub(super) struct PassView {
    pub(super) who: String,
    pub(super) verdict: Vec<String>,
    pub(super) next_time: Option<String>,
}

#[derive(Debug)]
pub(super) struct CriterionView {
    pub(super) title: String,
    pub(super) change: Option<String>,
    pub(super) given: Vec<GivenView>,
}

#[derive(Debug)]
pub(super) struct GivenView {
    pub(super) who: String,
    pub(super) dots: String,
    pub(super) value: String,
    pub(super) anchors: Vec<String>,
    pub(super) note: Option<String>,
}

/// All cards of an answer, or of a session, those of a rubric together.
pub(super) fn cards(bank: &Bank, cards: &[Scorecard], made: &Made) -> Vec<CardView> {
    let mut groups: Vec<Vec<&Scorecard>> = Vec::new();
    for card in cards {
        let key = |card: &Scorecard| (card.rubric.clone(), card.version, card.rater.clone());
        match groups.iter_mut().find(|group| key(group[0]) == key(card)) {
            Some(group) => group.push(card),
            None => groups.push(vec![card]),
        }
    }
    let views = groups.into_iter().map(|mut group| {
        group.sort_by_key(|card| card.at);
        view(bank, &group, made)
    });
    views.collect()
}

fn view(bank: &Bank, group: &[&Scorecard], made: &Made) -> CardView {
    let counting = |card: &&&Scorecard| !card.retracted;
    let valid: Vec<&Scorecard> = group.iter().filter(counting).copied().collect();
    // Anchors say what a value meant only where the rubric is the one it was given on.
    let known = valid.first().and_then(|card| judge_card(bank, card).ok());
    let rubric = known.map(|judgment| judgment.rubric);
    let first = group[0];
    let title = bank
        .rubric(&first.rubric)
        .map(|rubric| rubric.title.clone());
    let rater = if first.rater == "self" {
        String::new()
    } else {
        format!(", rated by {}", first.rater)
    };
    CardView {
        title: title.unwrap_or_else(|| first.rubric.clone()),
        about: format!("{} version {}{rater}", first.rubric, first.version),
        passes: valid.iter().map(|card| pass(bank, card, made)).collect(),
        criteria: criteria(rubric, &valid)
            .into_iter()
            .map(|id| criterion(rubric, &id, &valid, made))
            .collect(),
        retracted: group
            .iter()
            .filter(|card| card.retracted)
            .map(|card| {
                format!(
                    "The card of {} was taken back.",
                    moment(card.at, &made.zone)
                )
            })
            .collect(),
    }
}

fn pass_name(card: &Scorecard) -> &'static str {
    match card.pass {
        Pass::First => "First pass",
        Pass::Replay => "After listening",
    }
}

fn who(card: &Scorecard, made: &Made) -> String {
    format!("{} · {}", pass_name(card), moment(card.at, &made.zone))
}

fn pass(bank: &Bank, card: &Scorecard, made: &Made) -> PassView {
    PassView {
        who: who(card, made),
        verdict: verdict::sentences(bank, card),
        next_time: card.next_time.clone(),
    }
}

/// The criteria that any card has a value for: in the rubric's order, then in the cards'.
fn criteria(rubric: Option<&Rubric>, cards: &[&Scorecard]) -> Vec<String> {
    let known = rubric.into_iter().flat_map(|rubric| &rubric.criteria);
    let known = known.map(|criterion| &criterion.id);
    let given = || cards.iter().flat_map(|card| &card.values);
    let mut ids: Vec<String> = Vec::new();
    for id in known.chain(given().map(|score| &score.criterion)) {
        if !ids.contains(id) && given().any(|score| score.criterion == *id) {
            ids.push(id.clone());
        }
    }
    ids
}

fn criterion(
    rubric: Option<&Rubric>,
    id: &str,
    cards: &[&Scorecard],
    made: &Made,
) -> CriterionView {
    let known = rubric.and_then(|rubric| rubric.criterion(id));
    // Two passes are told apart by their names.
    let whose = |card: &Scorecard| {
        if cards.len() > 2 {
            who(card, made)
        } else {
            pass_name(card).to_owned()
        }
    };
    let scores: Vec<(&Scorecard, &Score)> = cards
        .iter()
        .filter_map(|card| {
            let score = card.values.iter().find(|score| score.criterion == id)?;
            Some((*card, score))
        })
        .collect();
    CriterionView {
        title: known.map_or_else(|| id.to_owned(), |known| known.title.clone()),
        change: change(&scores),
        given: scores
            .iter()
            .map(|(card, score)| GivenView {
                who: whose(card),
                dots: dots(score),
                value: value_of(known, score),
                anchors: known
                    .map(|known| anchors(known, score.value))
                    .unwrap_or_default(),
                note: score.note.clone(),
            })
            .collect(),
    }
}

/// By how much the last pass differs from the first.
fn change(scores: &[(&Scorecard, &Score)]) -> Option<String> {
    let ((_, first), (_, last)) = (scores.first()?, scores.last()?);
    if scores.len() < 2 {
        return None;
    }
    Some(match last.value.saturating_sub(first.value) {
        0 => "the same after listening".to_owned(),
        up if up > 0 => format!("{up} more after listening"),
        down => format!("{} less after listening", down.unsigned_abs()),
    })
}

/// A value on a scale that is short enough to be counted at a glance.
fn dots(score: &Score) -> String {
    const MOST: i64 = 10;
    if score.min == 0 && score.max == 1 || score.max > MOST || score.min < 0 {
        return String::new();
    }
    let filled = score.value.clamp(0, score.max) as usize;
    "●".repeat(filled) + &"○".repeat(score.max as usize - filled)
}

/// What was given, as it is said.
pub(super) fn value_of(criterion: Option<&Criterion>, score: &Score) -> String {
    match criterion.map(|criterion| criterion.scale) {
        Some(Scale::YesNo) => numbers::value(Scale::YesNo, score.value),
        _ => format!("{} of {}", score.value, score.max),
    }
}

/// What the value looks like; where the rubric does not say, what its neighbours do.
fn anchors(criterion: &Criterion, value: i64) -> Vec<String> {
    if let Some(anchor) = criterion.anchors.get(&value) {
        return vec![anchor.clone()];
    }
    let below = criterion.anchors.range(..value).next_back();
    let above = criterion.anchors.range(value..).next();
    let told = |(at, anchor): (&i64, &String)| {
        format!("{}: {anchor}", numbers::value(criterion.scale, *at))
    };
    below.into_iter().chain(above).map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(value: i64, min: i64, max: i64) -> Score {
        Score {
            criterion: "c".to_owned(),
            value,
            min,
            max,
            note: None,
        }
    }

    #[test]
    fn a_value_is_drawn_where_it_can_be_counted() {
        let cases = [
            (score(4, 1, 5), "●●●●○"),
            (score(0, 0, 3), "○○○"),
            (score(1, 0, 1), ""),
            (score(70, 0, 100), ""),
            (score(-1, -2, 2), ""),
            // What others wrote may lie off its own scale.
            (score(9, 1, 5), "●●●●●"),
        ];
        for (score, expected) in cases {
            assert_eq!(dots(&score), expected, "{score:?}");
        }
    }

    #[test]
    fn a_value_without_an_anchor_is_told_by_its_neighbours() {
        let criterion = Criterion {
            id: "c".to_owned(),
            area: None,
            title: "C".to_owned(),
            scale: Scale::Range { min: 1, max: 5 },
            weight: 1.0,
            anchors: [(1, "poor"), (3, "fair"), (5, "good")]
                .map(|(at, text)| (at, text.to_owned()))
                .into(),
            evidence: vec![],
        };
        let cases: [(i64, &[&str]); 3] = [
            (3, &["fair"]),
            (4, &["3: fair", "5: good"]),
            (2, &["1: poor", "3: fair"]),
        ];
        for (value, expected) in cases {
            assert_eq!(anchors(&criterion, value), expected);
        }
    }
}
