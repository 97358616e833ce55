//! What has come of each section so far, and how that reads in a session's record.

use std::time::Duration;

use uuid::Uuid;

use super::{Machine, Phase, Slot};
use crate::domain::record::{
    Answer, End, Mark, MarkSource, PrepRecord, PromptRef, SectionRecord, Status, UNLABELLED,
};
use crate::domain::script::{AnswerScript, SectionScript};

#[derive(Debug, Clone)]
pub(super) struct AnswerOutcome {
    pub(super) prep_used: Duration,
    pub(super) sections: Vec<SectionOutcome>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct SectionOutcome {
    /// From the session's start.
    pub(super) started: Option<Duration>,
    pub(super) ended: Option<(Duration, End)>,
    /// All of its pauses, once it is over.
    pub(super) paused: Duration,
    pub(super) marks: Vec<MarkOutcome>,
    /// Whether the machine was asleep in it.
    pub(super) slept: bool,
}

/// A mark; `at` counts from its section's start.
#[derive(Debug, Clone)]
pub(super) struct MarkOutcome {
    pub(super) id: Uuid,
    pub(super) at: Duration,
    pub(super) cue: Option<u32>,
    pub(super) label: Option<String>,
}

impl AnswerOutcome {
    pub(super) fn unreached(script: &AnswerScript) -> Self {
        AnswerOutcome {
            prep_used: Duration::ZERO,
            sections: vec![SectionOutcome::default(); script.sections.len()],
        }
    }
}

impl SectionOutcome {
    /// From its start to its end without its pauses; nothing before it is over.
    pub(super) fn used(&self) -> Duration {
        match (self.started, self.ended) {
            (Some(started), Some((ended, _))) => {
                ended.saturating_sub(started).saturating_sub(self.paused)
            }
            _ => Duration::ZERO,
        }
    }
}

impl Machine {
    /// The answers as they are kept, at `now`. What is not over counts as interrupted, so that a
    /// copy made on the way tells the truth should it turn out to be the last one.
    pub fn answers(&self, now: Duration) -> Vec<Answer> {
        let scripts = self.script.answers.iter().zip(&self.answers).enumerate();
        scripts
            .map(|(answer, (script, outcome))| Answer {
                prompt: PromptRef::from(&script.prompt),
                prep: PrepRecord {
                    budget_ms: millis(script.prep),
                    used_ms: millis(self.prep_used(answer, outcome, now)),
                },
                sections: script
                    .sections
                    .iter()
                    .zip(&outcome.sections)
                    .map(|(section, outcome)| self.section_record(section, outcome, now))
                    .collect(),
                scorecards: Vec::new(),
            })
            .collect()
    }

    fn prep_used(&self, answer: usize, outcome: &AnswerOutcome, now: Duration) -> Duration {
        if self.phase == (Phase::Preparation { answer }) {
            self.elapsed(now)
        } else {
            outcome.prep_used
        }
    }

    fn section_record(
        &self,
        script: &SectionScript,
        outcome: &SectionOutcome,
        now: Duration,
    ) -> SectionRecord {
        let (ended, end) = match (outcome.ended, self.phase) {
            (Some(ended), _) => ended,
            (
                None,
                Phase::Over {
                    status: Status::Stopped,
                },
            ) => (self.since, End::Stopped),
            (None, _) => (now, End::Interrupted),
        };
        let started = outcome.started.unwrap_or(ended);
        // Differences of rounded instants, so that sections which meet also meet in the record.
        let started_ms = millis(started);
        let lasted_ms = millis(ended).saturating_sub(started_ms);
        let paused_ms = millis(self.pauses_of(outcome, now)).min(lasted_ms);
        let used_ms = lasted_ms - paused_ms;
        let budget_ms = millis(script.budget);
        SectionRecord {
            role: script.role,
            id: script.id.clone(),
            title: script.title.clone(),
            ask: script.ask.clone(),
            cues: script.cues.clone(),
            budget_ms,
            min_ms: millis(script.min),
            started_ms,
            used_ms,
            over_ms: used_ms.saturating_sub(budget_ms),
            paused_ms,
            end,
            take: None,
            marks: outcome.marks.iter().map(MarkOutcome::record).collect(),
            speech: None,
        }
    }

    /// The pauses of a section, until `now` where it is on its way.
    fn pauses_of(&self, outcome: &SectionOutcome, now: Duration) -> Duration {
        match (outcome.started, outcome.ended) {
            (Some(_), None) => self.paused_until(now),
            _ => outcome.paused,
        }
    }

    /// The marks of a section so far, each as (time from its start, text).
    pub fn labels(&self, slot: Slot) -> Vec<(Duration, String)> {
        self.answers[slot.answer].sections[slot.section]
            .marks
            .iter()
            .map(|mark| {
                (
                    mark.at,
                    mark.label.clone().unwrap_or_else(|| UNLABELLED.to_owned()),
                )
            })
            .collect()
    }
}

impl MarkOutcome {
    fn record(&self) -> Mark {
        Mark {
            id: self.id,
            at_ms: millis(self.at),
            cue: self.cue,
            label: self.label.clone(),
            source: MarkSource::Live,
        }
    }
}

/// Whole milliseconds, rounded to the nearest.
fn millis(time: Duration) -> u64 {
    u64::try_from((time.as_nanos() + 500_000) / 1_000_000).unwrap_or(u64::MAX)
}
