//! Stories, frameworks and prompts to test with.

use jiff::Timestamp;

use super::{Framework, FrameworkStep, Story, StoryPart};
use crate::domain::{Asked, Bank, Kind, Level, Prompt};

/// A story along the framework `f`, of which nothing more is known.
pub(super) fn story(id: &str) -> Story {
    Story {
        id: id.to_owned(),
        title: "A story".to_owned(),
        framework: "f".to_owned(),
        competencies: Vec::new(),
        people: None,
        teams: None,
        business_units: None,
        years: None,
        industry_influence: None,
        novelty: None,
        metrics: Vec::new(),
        parts: Vec::new(),
        changed_at: Timestamp::UNIX_EPOCH,
    }
}

/// The same with these headings, and what stands below them.
pub(super) fn told(story: Story, parts: &[(&str, &str)]) -> Story {
    let parts = parts.iter().map(|(heading, text)| StoryPart {
        heading: (*heading).to_owned(),
        text: (*text).to_owned(),
    });
    Story {
        parts: parts.collect(),
        ..story
    }
}

/// Two steps, `Start` and `End`, the second with the result.
pub(super) fn framework(id: &str) -> Framework {
    let step = |title: &str| FrameworkStep {
        title: title.to_owned(),
        ask: format!("{title}?"),
    };
    Framework {
        id: id.to_owned(),
        pack: "p".to_owned(),
        title: "Framework".to_owned(),
        prompt: None,
        slots: Vec::new(),
        steps: vec![step("Start"), step("End")],
        result: 1,
    }
}

/// Only these frameworks.
pub(super) fn bank(frameworks: &[&str]) -> Bank {
    Bank {
        frameworks: frameworks.iter().map(|id| framework(id)).collect(),
        ..Bank::default()
    }
}

/// A behavioral prompt.
pub(super) fn prompt(id: &str, competencies: &[&str]) -> Prompt {
    Prompt {
        id: id.to_owned(),
        pack: "p".to_owned(),
        kind: Kind::Behavioral,
        title: "A prompt".to_owned(),
        level: vec![Level::L7],
        competencies: competencies.iter().map(|name| (*name).to_owned()).collect(),
        asked: Asked::Drawn,
        ask: "Tell me.".to_owned(),
        round: None,
        sections: Vec::new(),
        follow_ups: Vec::new(),
        look_for: Vec::new(),
        pitfalls: Vec::new(),
        digest: String::new(),
    }
}
