//! What a candidate's history says to a draw: what was practised when, and how well.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::practice::SELF;
use super::progress::{ScaledValue, mean};
use super::rubric::{Score, Scorecard};

/// How many of the latest scored answers make up where a candidate stands in a competency.
const RECENT: usize = 5;

/// An answer given in earnest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastAnswer {
    /// The prompt's id.
    pub prompt: String,
    pub competencies: Vec<String>,
    /// When its session started.
    pub at: Timestamp,
    /// What it was worth, as [`PastAnswer::share_of`] says; none where it was never scored.
    pub share: Option<u8>,
}

impl PastAnswer {
    /// What an answer with these cards is worth: the mean over the candidate's own scores, each in
    /// percent of its scale. Of cards on the same rubric the newest counts: whoever scores again
    /// after listening knows better.
    pub fn share_of(cards: &[Scorecard]) -> Option<u8> {
        let own = || {
            cards
                .iter()
                .filter(|card| !card.retracted && card.rater == SELF)
        };
        let is_newest = |card: &&Scorecard| {
            let mut others = own().filter(|other| other.rubric == card.rubric);
            others.all(|other| (other.at, other.id) <= (card.at, card.id))
        };
        let scores = own().filter(is_newest).flat_map(|card| &card.values);
        let percents = scores.filter_map(|score| Some(scaled(score).share()? * 100.0));
        let percents: Vec<f64> = percents.collect();
        mean(&percents).map(|mean| mean.round() as u8)
    }
}

fn scaled(score: &Score) -> ScaledValue {
    ScaledValue {
        value: score.value,
        min: score.min,
        max: score.max,
    }
}

/// The last time a prompt was practised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastTime {
    pub at: Timestamp,
    /// What it scored then, in percent of the scales.
    pub share: Option<u8>,
}

/// Where a candidate stands in a competency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The mean of the latest scored answers, in percent of their scales.
    pub share: u8,
    /// Of how many answers.
    pub answers: usize,
}

/// Where answers leave a candidate that scored these percents, oldest first; none without any.
pub(super) fn standing(shares: &[u8]) -> Option<Standing> {
    let recent = &shares[shares.len().saturating_sub(RECENT)..];
    let sum: usize = recent.iter().copied().map(usize::from).sum();
    let share = (sum + recent.len() / 2).checked_div(recent.len())?;
    Some(Standing {
        share: share.min(100) as u8,
        answers: recent.len(),
    })
}

/// The history up to one instant, as a draw looks at it.
#[derive(Debug, Clone, Default)]
pub struct Past {
    now: Timestamp,
    prompts: HashMap<String, LastTime>,
    competencies: HashMap<String, Standing>,
    hidden: HashSet<String>,
}

impl Past {
    /// The history of `answers`, which stand oldest first, as it is `now`. What is `hidden` is
    /// never drawn.
    pub fn new(
        now: Timestamp,
        answers: impl IntoIterator<Item = PastAnswer>,
        hidden: HashSet<String>,
    ) -> Self {
        let mut prompts = HashMap::new();
        let mut scored: HashMap<String, Vec<u8>> = HashMap::new();
        for PastAnswer {
            prompt,
            competencies,
            at,
            share,
        } in answers
        {
            prompts.insert(prompt, LastTime { at, share });
            for (competency, share) in competencies.into_iter().zip(share.into_iter().cycle()) {
                scored.entry(competency).or_default().push(share);
            }
        }
        let stand = |(competency, shares): (String, Vec<u8>)| {
            standing(&shares).map(|standing| (competency, standing))
        };
        Past {
            now,
            prompts,
            competencies: scored.into_iter().filter_map(stand).collect(),
            hidden,
        }
    }

    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// When a prompt was practised last; none where it never was.
    pub fn last(&self, prompt: &str) -> Option<LastTime> {
        self.prompts.get(prompt).copied()
    }

    /// Where the candidate stands in a competency; none without a score.
    pub fn standing(&self, competency: &str) -> Option<Standing> {
        self.competencies.get(competency).copied()
    }

    /// All competencies with a score, in no order.
    pub fn standings(&self) -> impl Iterator<Item = (&str, Standing)> {
        let all = self.competencies.iter();
        all.map(|(competency, standing)| (competency.as_str(), *standing))
    }

    /// What no draw takes, in no order.
    pub fn hidden(&self) -> impl Iterator<Item = &str> {
        self.hidden.iter().map(String::as_str)
    }

    pub fn is_hidden(&self, prompt: &str) -> bool {
        self.hidden.contains(prompt)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::rubric::Pass;
    use super::*;

    fn answer(prompt: &str, second: i64, share: Option<u8>) -> PastAnswer {
        PastAnswer {
            prompt: prompt.to_owned(),
            competencies: vec!["ownership".to_owned()],
            at: Timestamp::from_second(second).unwrap(),
            share,
        }
    }

    fn past(answers: Vec<PastAnswer>) -> Past {
        Past::new(Timestamp::UNIX_EPOCH, answers, HashSet::new())
    }

    #[test]
    fn an_answer_is_worth_what_the_candidates_latest_cards_say() {
        let card = |id, rubric: &str, values: &[(i64, i64, i64)]| Scorecard {
            id: Uuid::from_u128(id),
            rubric: rubric.to_owned(),
            version: 1,
            rater: SELF.to_owned(),
            pass: Pass::First,
            at: Timestamp::UNIX_EPOCH,
            values: values
                .iter()
                .map(|&(value, min, max)| score(value, min, max))
                .collect(),
            next_time: None,
            retracted: false,
        };
        let coached = Scorecard {
            rater: "coach".to_owned(),
            ..card(9, "r", &[(1, 1, 5)])
        };
        let retracted = Scorecard {
            retracted: true,
            ..card(9, "r", &[(1, 1, 5)])
        };
        let earlier = Scorecard {
            at: Timestamp::from_second(-1).unwrap(),
            ..card(9, "r", &[(1, 1, 5)])
        };
        let worst = card(1, "r", &[(1, 1, 5)]);
        let best = card(2, "r", &[(5, 1, 5)]);
        let cases: [(&[Scorecard], Option<u8>); 10] = [
            (&[], None),
            (&[best.clone(), card(3, "s", &[])], Some(100)),
            // Two thirds up, and no way up at all.
            (&[card(1, "r", &[(2, 0, 3), (7, 7, 7)])], Some(67)),
            (&[card(1, "r", &[(7, 7, 7)])], None),
            (&[card(1, "r", &[(9, 1, 5), (i64::MIN, 1, 5)])], Some(50)),
            // Of one time the one with the later id.
            (&[worst.clone(), best.clone()], Some(100)),
            (&[best.clone(), worst, earlier], Some(100)),
            (&[best.clone(), card(1, "s", &[(1, 1, 5)])], Some(50)),
            (&[coached, best.clone()], Some(100)),
            (&[retracted], None),
        ];
        for (cards, expected) in cases {
            assert_eq!(PastAnswer::share_of(cards), expected, "{cards:?}");
        }
    }

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
    fn a_prompt_is_as_old_as_its_last_answer_scored_or_not() {
        let past = past(vec![answer("a", 1, Some(80)), answer("a", 2, None)]);
        let last = past.last("a").unwrap();
        assert_eq!((last.at.as_second(), last.share), (2, None));
        assert_eq!(past.last("b"), None);
    }

    #[test]
    fn a_competency_stands_at_the_mean_of_the_last_five_scored_answers() {
        let shares = [0, 50, 50, 50, 50, 75];
        let mut answers: Vec<PastAnswer> = shares.map(|share| answer("a", 1, Some(share))).into();
        answers.push(answer("a", 2, None));
        let standing = past(answers).standing("ownership").unwrap();
        assert_eq!((standing.share, standing.answers), (55, 5));
        let unscored = past(vec![answer("a", 1, None)]);
        assert_eq!(unscored.standing("ownership"), None);
    }
}
