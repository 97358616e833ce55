//! What a candidate's history says to a draw: what was practised when, and how well.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

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
    /// The mean of its scores, in percent of their scales; none where it was never scored.
    pub share: Option<u8>,
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
