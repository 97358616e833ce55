//! One prompt over time: every answer to it.

use jiff::Timestamp;
use serde::Serialize;
use uuid::Uuid;

use super::super::practice::{PastSection, Practice};

/// One answer to a prompt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PromptTake<'a> {
    pub session: Uuid,
    /// From 1.
    pub answer: usize,
    pub at: Timestamp,
    /// The round's id.
    pub round: &'a str,
    pub budget_ms: u64,
    pub used_ms: u64,
    pub over_ms: u64,
    /// The mean of its scores, in percent of their scales; none where it has none.
    pub share: Option<u8>,
    /// Of all its sections together; none where any was not analysed.
    pub speaking_ms: Option<u64>,
    pub pauses: Option<u32>,
}

/// The answers of `practice` that are to `prompt`, oldest first.
pub fn takes<'a>(practice: &'a Practice, prompt: &str) -> Vec<PromptTake<'a>> {
    let answers = practice.answers.iter();
    let answers = answers.filter(|sat| sat.past.prompt == prompt);
    let takes = answers.filter_map(|sat| {
        let own = practice.sections.iter();
        let own =
            own.filter(|section| (section.session, section.answer) == (sat.session, sat.number));
        let own: Vec<&PastSection> = own.collect();
        let sum = |of: &dyn Fn(&PastSection) -> u64| {
            let all = own.iter();
            all.fold(0_u64, |sum, section| sum.saturating_add(of(section)))
        };
        let speech: Option<Vec<_>> = own.iter().map(|section| section.speech.as_ref()).collect();
        Some(PromptTake {
            session: sat.session,
            answer: sat.number,
            at: sat.past.at,
            round: &own.first()?.round,
            budget_ms: sum(&|section| section.budget_ms),
            used_ms: sum(&|section| section.used_ms),
            over_ms: sum(&|section| section.over_ms),
            share: sat.past.share,
            speaking_ms: speech
                .as_ref()
                .map(|all| all.iter().map(|speech| speech.speaking_ms).sum()),
            pauses: speech.map(|all| all.iter().map(|speech| speech.pauses).sum()),
        })
    });
    takes.collect()
}
