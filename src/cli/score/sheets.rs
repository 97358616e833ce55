//! What there is to score of a session: each rubric with what it is about.

use super::super::failure::unknown;
use crate::domain::{Bank, Pass, Per, Rubric, Session};

/// What of a session is to be scored. What is empty does not narrow.
#[derive(Debug, Default)]
pub(in crate::cli) struct Which {
    /// From 0.
    pub(in crate::cli) answer: Option<usize>,
    /// How many answers, from the first on, were asked about already.
    pub(in crate::cli) after: usize,
    /// Leaves out what is scored once per session.
    pub(in crate::cli) answers_only: bool,
    pub(in crate::cli) rubric: Option<String>,
    pub(in crate::cli) pass: Option<Pass>,
}

/// One rubric on one answer, or on the session as a whole.
pub(in crate::cli) struct Sheet<'a> {
    pub(super) rubric: &'a Rubric,
    /// From 0; none for the session as a whole.
    pub(in crate::cli) answer: Option<usize>,
}

/// The rubrics of the session's round, each on what it is about.
pub(super) fn sheets<'a>(
    bank: &'a Bank,
    session: &Session,
    which: &Which,
) -> anyhow::Result<Vec<Sheet<'a>>> {
    let ids: Vec<&String> = match &which.rubric {
        Some(id) => vec![id],
        None => session.rubrics.iter().collect(),
    };
    let mut sheets = Vec::new();
    for id in ids {
        let Some(rubric) = bank.rubric(id) else {
            if which.rubric.is_none() {
                continue;
            }
            let known = bank.rubrics.iter().map(|rubric| rubric.id.as_str());
            return Err(unknown("rubric", id, known, "hotseat rubrics list"));
        };
        match rubric.per {
            Per::Answer => {
                let spoken = (0..session.answers.len()).filter(|index| {
                    let sections = &session.answers[*index].sections;
                    which.answer.is_none_or(|wanted| wanted == *index)
                        && *index >= which.after
                        && sections.iter().any(|section| section.used_ms > 0)
                });
                sheets.extend(spoken.map(|index| Sheet {
                    rubric,
                    answer: Some(index),
                }));
            }
            Per::Session if !which.answers_only => sheets.push(Sheet {
                rubric,
                answer: None,
            }),
            // A loop is scored at its end, and an assessment is of no session: only by name.
            Per::Loop | Per::None if which.rubric.is_some() => sheets.push(Sheet {
                rubric,
                answer: None,
            }),
            Per::Session | Per::Loop | Per::None => {}
        }
    }
    sheets.sort_by_key(|sheet| sheet.answer.unwrap_or(usize::MAX));
    Ok(sheets)
}
