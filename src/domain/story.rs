//! A story: one experience of the user's own, told along a framework, and what makes it worth telling.

mod coverage;
mod gaps;
mod merit;
mod slot;
mod telling;

use jiff::Timestamp;

pub use coverage::{
    Coverage, CoveredCompetency, CoveredPrompt, StoryFit, StoryLoad, coverage, stories_for,
};
pub use gaps::StoryGap;
pub use merit::{Merit, MeritSeen};
pub use slot::{Slot, SlotFilling, fill_slots};
pub use telling::{LONGEST_STORY_ID, STORY_TARGET, story_prompt_id, story_told};

/// The order in which an experience is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    pub id: String,
    /// The id of the pack it comes from.
    pub pack: String,
    pub title: String,
    /// The prompt whose round, follow-ups and advice a story along it takes.
    pub prompt: Option<String>,
    /// The places among the best five that such a story may take.
    pub slots: Vec<Slot>,
    pub steps: Vec<FrameworkStep>,
    /// Which step tells what came of it, by its index.
    pub result: usize,
}

/// One step of a framework; the heading that it has in a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkStep {
    pub title: String,
    /// What it answers.
    pub ask: String,
}

impl Framework {
    /// The step that tells what came of it.
    pub fn result_step(&self) -> Option<&FrameworkStep> {
        self.steps.get(self.result)
    }
}

/// One experience. Of what is optional, none means that the file does not say it.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The name of its file.
    pub id: String,
    pub title: String,
    /// The id of its framework.
    pub framework: String,
    /// What it shows, each once.
    pub competencies: Vec<String>,
    /// Whose work it changed.
    pub people: Option<u64>,
    pub teams: Option<u64>,
    pub business_units: Option<u64>,
    pub years: Option<f64>,
    pub industry_influence: Option<String>,
    pub novelty: Option<String>,
    /// What it changed, each in a line.
    pub metrics: Vec<String>,
    pub parts: Vec<StoryPart>,
    /// When its file was last written.
    pub changed_at: Timestamp,
}

/// What stands below one heading of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryPart {
    pub heading: String,
    /// Without comments; empty where nothing is written yet.
    pub text: String,
}

impl Story {
    /// What is written for a step; none where it has no heading.
    pub fn part(&self, step: &FrameworkStep) -> Option<&StoryPart> {
        let mut parts = self.parts.iter();
        parts.find(|part| is_same_heading(&part.heading, &step.title))
    }

    /// Words that are written, under all headings.
    pub fn words(&self) -> usize {
        let texts = self.parts.iter().map(|part| &part.text);
        texts.map(|text| text.split_whitespace().count()).sum()
    }
}

/// Whether two headings are the same to a reader, whatever their case, spacing and last mark.
fn is_same_heading(a: &str, b: &str) -> bool {
    let plain = |text: &str| {
        let words = text.trim_end_matches([':', '.', '#', ' ']);
        let words = words.split_whitespace().collect::<Vec<_>>();
        words.join(" ").to_lowercase()
    };
    plain(a) == plain(b)
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
