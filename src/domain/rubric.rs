//! What is scored: criteria on scales, and the card that holds one rater's values.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

/// The values that a criterion can take. Values are whole numbers on every scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// `min` to `max`, both included.
    Range { min: i64, max: i64 },
    /// No is 0, yes is 1.
    YesNo,
    /// How many of `of` answers showed it.
    Tally { of: i64 },
}

/// A value that cannot stand on a scale.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{value}` is not on the scale {scale}")]
pub struct ScaleError {
    pub value: String,
    pub scale: String,
}

impl Scale {
    pub fn min(self) -> i64 {
        match self {
            Scale::Range { min, .. } => min,
            Scale::YesNo | Scale::Tally { .. } => 0,
        }
    }

    pub fn max(self) -> i64 {
        match self {
            Scale::Range { max, .. } => max,
            Scale::YesNo => 1,
            Scale::Tally { of } => of,
        }
    }

    /// The scale of all of these criteria; none where they have several, or there are none.
    pub fn shared<'a>(criteria: impl IntoIterator<Item = &'a Criterion>) -> Option<Self> {
        let mut scales = criteria.into_iter().map(|criterion| criterion.scale);
        let first = scales.next()?;
        scales.all(|scale| scale == first).then_some(first)
    }

    /// Reads a value as a person or a script writes it: a number, or yes and no on a yes-no scale.
    pub fn parse(self, text: &str) -> Result<i64, ScaleError> {
        let off = || ScaleError {
            value: text.to_owned(),
            scale: self.to_string(),
        };
        let value = match (self, text.trim().to_ascii_lowercase().as_str()) {
            (Scale::YesNo, "y" | "yes") => 1,
            (Scale::YesNo, "n" | "no") => 0,
            (_, number) => number.parse().map_err(|_| off())?,
        };
        if (self.min()..=self.max()).contains(&value) {
            Ok(value)
        } else {
            Err(off())
        }
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scale::Range { min, max } => write!(f, "{min}-{max}"),
            Scale::YesNo => f.write_str("yes-no"),
            Scale::Tally { of } => write!(f, "0 to {of} of {of}"),
        }
    }
}

impl FromStr for Scale {
    type Err = ScaleError;

    /// Reads `A-B` with A below B, or `yes-no`.
    fn from_str(text: &str) -> Result<Self, ScaleError> {
        if text == "yes-no" {
            return Ok(Scale::YesNo);
        }
        text.split_once('-')
            .and_then(|(a, b)| Some((a.parse::<i64>().ok()?, b.parse::<i64>().ok()?)))
            .filter(|(min, max)| min < max)
            .map(|(min, max)| Scale::Range { min, max })
            .ok_or_else(|| ScaleError {
                value: text.to_owned(),
                scale: "`A-B` or `yes-no`".to_owned(),
            })
    }
}

/// What one scorecard is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    #[default]
    Answer,
    Session,
    Loop,
    /// Of no recording at all: a self-assessment.
    None,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    pub id: String,
    pub title: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    pub id: String,
    /// The id of its area; none where the rubric has no areas.
    pub area: Option<String>,
    pub title: String,
    pub scale: Scale,
    pub weight: f64,
    /// What a value looks like.
    pub anchors: BTreeMap<i64, String>,
    /// `RUBRIC/CRITERION` whose scores speak for this one.
    pub evidence: Vec<String>,
}

/// What one should be able to do when one is ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    pub text: String,
    /// What it stands under.
    pub group: Option<String>,
    /// The ids of the rubric's criteria that show it.
    pub shown_by: Vec<String>,
}

/// From which value a criterion counts as a strength, and up to which it needs work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bands {
    pub strength: f64,
    pub development: f64,
}

/// All that stand must hold.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct PassRules {
    pub total_at_least: Option<f64>,
    pub overall_mean_at_least: Option<f64>,
    pub each_area_mean_at_least: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Rubric {
    pub id: String,
    pub version: u32,
    pub pack: String,
    pub title: String,
    pub per: Per,
    pub areas: Vec<Area>,
    pub criteria: Vec<Criterion>,
    pub bands: Option<Bands>,
    pub pass: PassRules,
    pub next_steps: NextSteps,
    pub outcomes: Vec<Outcome>,
}

/// What to do after an assessment, in the words of its rubric.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct NextSteps {
    /// For those who are ready, and those whom only the whole keeps from it.
    pub ready: Vec<String>,
    pub not_yet: Vec<String>,
    /// Where there is more, whatever the verdict.
    pub deeper: Vec<String>,
}

impl Rubric {
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The one scale of all its criteria, if they have only one.
    pub fn scale(&self) -> Option<Scale> {
        Scale::shared(&self.criteria)
    }

    /// The sum of the highest values. A scale may reach as far as numbers do, so a sum stops where
    /// they end.
    pub fn highest_total(&self) -> i64 {
        let highest = self.criteria.iter().map(|criterion| criterion.scale.max());
        highest.fold(0, i64::saturating_add)
    }
}

/// Whether a scorecard is the first for its answer, rubric and rater, or a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pass {
    First,
    Replay,
}

impl Pass {
    pub fn as_str(self) -> &'static str {
        match self {
            Pass::First => "first",
            Pass::Replay => "replay",
        }
    }
}

impl FromStr for Pass {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "first" => Ok(Pass::First),
            "replay" => Ok(Pass::Replay),
            other => Err(format!("`{other}` is no pass")),
        }
    }
}

/// The value given to one criterion. `min` and `max` keep it readable if the rubric changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub criterion: String,
    pub value: i64,
    pub min: i64,
    pub max: i64,
    pub note: Option<String>,
}

/// The values one rater gave at one time. Never changed afterwards, only retracted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scorecard {
    pub id: Uuid,
    pub rubric: String,
    pub version: u32,
    pub rater: String,
    pub pass: Pass,
    pub at: Timestamp,
    pub values: Vec<Score>,
    pub next_time: Option<String>,
    #[serde(default)]
    pub retracted: bool,
}

impl Scorecard {
    /// The pass that a new card for `rubric` by `rater` belongs to, beside the cards there are.
    pub fn pass_after(cards: &[Scorecard], rubric: &str, rater: &str) -> Pass {
        let earlier =
            |card: &Scorecard| card.rubric == rubric && card.rater == rater && !card.retracted;
        if cards.iter().any(earlier) {
            Pass::Replay
        } else {
            Pass::First
        }
    }

    /// What this card counts as beside all `cards` of the same answer, itself among them. Two
    /// machines may each have given a first pass before they knew of each other: the earlier one is
    /// it, or an answer would count twice.
    pub fn counts_as(&self, cards: &[Scorecard]) -> Pass {
        let is_rival = |other: &Scorecard| {
            other.pass == Pass::First
                && !other.retracted
                && (&other.rubric, &other.rater) == (&self.rubric, &self.rater)
        };
        let is_earlier = |other: &&Scorecard| (other.at, other.id) < (self.at, self.id);
        let is_late = !self.retracted && cards.iter().filter(is_earlier).any(is_rival);
        if is_late { Pass::Replay } else { self.pass }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_takes_what_stands_on_it_and_nothing_else() {
        let five = Scale::Range { min: 1, max: 5 };
        let six = Scale::Tally { of: 6 };
        let cases = [
            (five, "1", Some(1)),
            (five, "5", Some(5)),
            (five, " 3 ", Some(3)),
            (five, "0", None),
            (five, "6", None),
            (five, "3.5", None),
            (five, "yes", None),
            (five, "", None),
            (Scale::YesNo, "yes", Some(1)),
            (Scale::YesNo, "N", Some(0)),
            (Scale::YesNo, "1", Some(1)),
            (Scale::YesNo, "2", None),
            (six, "0", Some(0)),
            (six, "6", Some(6)),
            (six, "7", None),
            (six, "-1", None),
        ];
        for (scale, text, expected) in cases {
            assert_eq!(scale.parse(text).ok(), expected, "{scale}: {text:?}");
        }
    }

    fn card(number: u128, rubric: &str, pass: Pass, hour: u8) -> Scorecard {
        Scorecard {
            id: Uuid::from_u128(number),
            rubric: rubric.to_owned(),
            version: 1,
            rater: "self".to_owned(),
            pass,
            at: format!("2026-11-22T{hour:02}:00:00Z").parse().unwrap(),
            values: vec![],
            next_time: None,
            retracted: false,
        }
    }

    #[test]
    fn of_two_first_passes_the_earlier_one_counts_until_it_is_taken_back() {
        use Pass::{First, Replay};
        let mut cards = vec![
            card(3, "a", First, 9),
            card(2, "a", First, 8),
            card(1, "a", First, 8),
            card(4, "b", First, 9),
            card(5, "a", Replay, 7),
            Scorecard {
                rater: "coach".to_owned(),
                ..card(6, "a", First, 9)
            },
        ];
        let counted = |cards: &[Scorecard]| -> Vec<_> {
            cards.iter().map(|card| card.counts_as(cards)).collect()
        };
        let expected = [Replay, Replay, First, First, Replay, First];
        assert_eq!(counted(&cards), expected);
        cards[2].retracted = true;
        let expected = [Replay, First, First, First, Replay, First];
        assert_eq!(counted(&cards), expected);
    }

    #[test]
    fn a_scale_is_read_from_a_pack() {
        let cases = [
            ("1-5", Some(Scale::Range { min: 1, max: 5 })),
            ("0-10", Some(Scale::Range { min: 0, max: 10 })),
            ("yes-no", Some(Scale::YesNo)),
            ("5-1", None),
            ("3-3", None),
            ("high", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse().ok(), expected, "{text:?}");
        }
    }
}
