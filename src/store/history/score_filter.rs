//! Which scores are asked for, as conditions of SQL: only what is asked for is looked at.

use jiff::Timestamp;
use rusqlite::ToSql;

use super::values::{Instant, Word};
use crate::domain::{Level, Pass, SELF};

/// Which scores are asked for. What is empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoreFilter {
    pub rubric: Option<String>,
    pub criterion: Option<String>,
    pub rater: Option<String>,
    pub pass: Option<Pass>,
    /// Given at this time or later.
    pub since: Option<Timestamp>,
    /// The round's id. Assessments belong to no round, so this and what follows leave them out.
    pub round: Option<String>,
    /// The prompt's id. Cards of a whole session belong to no prompt, so this and what follows
    /// leave them out.
    pub prompt: Option<String>,
    pub level: Option<Level>,
    pub competency: Option<String>,
    /// Whether rehearsals count too.
    pub rehearsals: bool,
}

/// A condition, the name of its parameter, and that.
pub(super) type Condition<'f> = (&'static str, &'static str, Box<dyn ToSql + 'f>);

impl ScoreFilter {
    pub(super) fn is_of_answers(&self) -> bool {
        self.prompt.is_some() || self.level.is_some() || self.competency.is_some()
    }

    /// Whether it admits every score that counts, of all criteria or of some.
    pub(super) fn is_of_all(&self) -> bool {
        let known = ScoreFilter {
            rubric: self.rubric.clone(),
            criterion: self.criterion.clone(),
            ..ScoreFilter::default()
        };
        *self == known
    }

    /// The same for all values of a card.
    pub(super) fn without_criterion(&self) -> Self {
        ScoreFilter {
            criterion: None,
            ..self.clone()
        }
    }

    pub(super) fn takes_assessments(&self) -> bool {
        self.round.is_none() && !self.is_of_answers()
    }

    /// What narrows cards and their values, `c` and `v`.
    pub(super) fn of_cards(&self) -> Vec<Condition<'_>> {
        let mut found: Vec<Condition<'_>> = Vec::new();
        if let Some(rubric) = &self.rubric {
            found.push(("c.rubric = :rubric", ":rubric", Box::new(rubric)));
        }
        if let Some(criterion) = &self.criterion {
            found.push((
                "v.criterion = :criterion",
                ":criterion",
                Box::new(criterion),
            ));
        }
        if let Some(rater) = &self.rater {
            found.push(("c.rater = :rater", ":rater", Box::new(rater)));
        }
        if let Some(pass) = self.pass {
            found.push(("c.pass = :pass", ":pass", Box::new(pass.as_str())));
        }
        if let Some(since) = self.since {
            found.push(("c.at >= :since", ":since", Box::new(Instant(since))));
        }
        found
    }

    /// What narrows sessions and answers, `s` and `a`.
    pub(super) fn of_sessions(&self) -> Vec<Condition<'_>> {
        let mut found: Vec<Condition<'_>> = Vec::new();
        if let Some(round) = &self.round {
            found.push(("s.round_id = :round", ":round", Box::new(round)));
        }
        if let Some(prompt) = &self.prompt {
            found.push(("a.prompt_id = :prompt", ":prompt", Box::new(prompt)));
        }
        if let Some(level) = self.level {
            const LEVEL: &str = ":level IN (SELECT value FROM json_each(a.level))";
            found.push((LEVEL, ":level", Box::new(Word(level))));
        }
        if let Some(competency) = &self.competency {
            const COMPETENCY: &str = ":competency IN (SELECT value FROM json_each(a.competencies))";
            found.push((COMPETENCY, ":competency", Box::new(competency)));
        }
        found
    }

    /// Values of practice, `v`, their cards, `c`, and sessions, `s`, that count. Answers, `a`, are
    /// only looked at where something of theirs is asked for. Cards come first: they are found by
    /// rubric and in the order of time, which SQLite, left to itself, may not see.
    pub(super) fn practice(&self) -> String {
        self.from("CROSS JOIN scores AS v ON v.session = c.session AND v.card = c.id")
    }

    /// The same without the values.
    pub(super) fn cards(&self) -> String {
        self.from("")
    }

    fn from(&self, values: &str) -> String {
        let answers = if self.is_of_answers() {
            "CROSS JOIN answers AS a ON a.session = c.session AND a.number = c.answer"
        } else {
            ""
        };
        let rehearsals = rehearsals(self.rehearsals);
        format!(
            "FROM scorecards AS c {values}
            CROSS JOIN sessions AS s ON s.id = c.session {answers}
            WHERE NOT c.retracted {rehearsals}"
        )
    }

    /// Whose values, and of which pass, are the figures' own.
    pub(super) fn counted(&self) -> (&str, Pass) {
        let rater = self.rater.as_deref().unwrap_or(SELF);
        (rater, self.pass.unwrap_or(Pass::First))
    }
}

/// Assessed values, `v`, and their cards, `c`, that count.
pub(super) const ASSESSMENTS: &str =
    "FROM assessments AS c JOIN assessment_scores AS v ON v.card = c.id WHERE NOT c.retracted";

/// `AND` each of them.
pub(super) fn narrowed(conditions: &[Condition<'_>]) -> String {
    let clauses = conditions
        .iter()
        .map(|(clause, ..)| format!(" AND {clause}"));
    clauses.collect()
}

pub(super) fn parameters<'p>(
    conditions: &'p [Condition<'_>],
) -> Vec<(&'static str, &'p dyn ToSql)> {
    let named = conditions.iter();
    named
        .map(|(_, name, value)| (*name, &**value as &dyn ToSql))
        .collect()
}

pub(super) fn rehearsals(count: bool) -> &'static str {
    if count { "" } else { "AND NOT s.rehearsal" }
}
