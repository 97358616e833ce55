//! Scores that are asked for between two answers: for as long as that takes no clock runs, and no
//! take is open. Those of the last answer are asked for when the session is over.

use std::time::Duration;

use super::{Machine, SectionOutcome};

/// Shorter than this is nothing in a record, which counts in milliseconds.
const SAID: Duration = Duration::from_millis(1);

impl Machine {
    /// The same session, in which nobody is asked for scores on the way.
    #[must_use]
    pub fn unscored(self) -> Self {
        Machine {
            scored: false,
            ..self
        }
    }

    /// How many answers, from the first on, need not be asked about any more when the session is
    /// over.
    pub fn asked_about(&self) -> usize {
        self.asked
    }

    /// Whether scores are asked for between `answer` and the next one. Where nothing was said there
    /// is nothing to score.
    pub(super) fn is_scored_after(&self, answer: usize) -> bool {
        let is_last = answer + 1 >= self.script.answers.len();
        let used = self.answers[answer].sections.iter();
        let mut used = used.map(SectionOutcome::used);
        self.scored && !is_last && used.any(|used| used >= SAID)
    }
}
