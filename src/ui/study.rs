//! A study as a picture, and as lines.

use super::countdown::{Clock, Picture, Tone};
use super::text::{clock_up, words};
use crate::domain::{StudyEffect, StudyView, TopicTime};

/// What `q` asks.
pub const ASK: &str = "Stop here? q again stops, any other key goes on.";

/// What can be pressed.
pub const KEY_LINE: &str = "n next topic · space pause · ? keys · q stop";

/// What each key does.
pub const KEYS: [&str; 4] = [
    "n ends the topic; what is left of its time goes to the others",
    "space pauses the clock, and goes on",
    "q stops, and keeps how far you are",
    "Ctrl-C stops at once, and keeps it too",
];

/// What a study does not know of itself.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    pub title: String,
    pub topics: &'a [String],
    /// What the keys do is on the screen until another is pressed.
    pub explains_keys: bool,
    /// `q` was pressed once.
    pub asks_to_stop: bool,
}

/// The screen at one moment.
pub fn picture(view: &StudyView, topics: &[TopicTime], shown: &Shown<'_>) -> Picture {
    let count = shown.topics.len();
    let number = view.topic + 1;
    let clock = |label: String, left, budget| Clock {
        label,
        left,
        budget,
        ..Clock::default()
    };
    let paused = view.paused.map(|paused| {
        let text = format!("paused for {}", clock_up(paused));
        (text, Tone::Short)
    });
    let asked = shown.asks_to_stop.then(|| (ASK.to_owned(), Tone::Short));
    let topic = topics
        .iter()
        .map(|topic| (topic.topic.clone(), topic.through));
    let panel = if shown.explains_keys {
        KEYS.map(str::to_owned).to_vec()
    } else {
        Vec::new()
    };
    Picture {
        title: format!("{} · topic {number} of {count}", shown.title),
        ask: shown.topics.get(view.topic).cloned().unwrap_or_default(),
        section: Some(clock("this topic".to_owned(), view.left, view.budget)),
        cues: topic.collect(),
        answer: Some(clock("whole block".to_owned(), view.whole_left, view.whole)),
        notice: asked.or(paused),
        keys: KEY_LINE.to_owned(),
        panel,
        ..Picture::default()
    }
}

/// What happened, in a line.
pub fn line(effect: &StudyEffect, topics: &[String]) -> String {
    let count = topics.len();
    let named = |topic: usize| topics.get(topic).map_or("", String::as_str);
    match effect {
        StudyEffect::Began { topic, budget } => {
            let (number, text) = (topic + 1, named(*topic));
            format!("topic {number} of {count}: {text}, {}", words(*budget))
        }
        StudyEffect::Ended { topic, early: true } => format!("through: {}", named(*topic)),
        StudyEffect::Ended { topic, .. } => format!("time is up: {}", named(*topic)),
        StudyEffect::Paused => "paused".to_owned(),
        StudyEffect::Resumed => "going on".to_owned(),
        StudyEffect::Over { through: true } => "all topics are through".to_owned(),
        StudyEffect::Over { through: false } => "stopped; how far you are is kept".to_owned(),
    }
}

/// How much time there is, when somebody asks.
pub fn time(view: &StudyView) -> String {
    let left = words(view.left);
    match view.paused {
        Some(_) => format!("paused, {left} left"),
        None => format!("{left} left"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::countdown::Row;
    use super::super::screen::Drawing as _;
    use super::*;
    use crate::domain::{Study, StudyEvent};

    fn rows(study: &Study, at: u64, shown: &Shown<'_>) -> String {
        let now = Duration::from_secs(at);
        let picture = picture(&study.view(now), &study.topics(now), shown);
        let rows = picture.rows(80, 24).into_iter();
        let text = rows.map(|row| match row {
            Row::Text { text, .. } => text,
            Row::Bar { label, tail, .. } => format!("{label} ━━ {tail}"),
        });
        text.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_study_shows_its_topic_the_others_and_both_clocks() {
        let topics = ["Events as contracts", "Tenants", "Versions"].map(str::to_owned);
        let mut study = Study::new(&topics, Duration::from_mins(15), &[]);
        study.start();
        study.handle(StudyEvent::Next, Duration::from_mins(1));
        let mut shown = Shown {
            title: "Day 2 · Platforms".to_owned(),
            topics: &topics,
            explains_keys: false,
            asks_to_stop: false,
        };
        let running = rows(&study, 90, &shown);
        study.handle(StudyEvent::Pause, Duration::from_secs(100));
        let paused = rows(&study, 130, &shown);
        shown.explains_keys = true;
        shown.asks_to_stop = true;
        let keys = rows(&study, 130, &shown);
        insta::assert_snapshot!([running, paused, keys].join("\n----\n"));
    }
}
