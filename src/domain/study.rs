//! Topics studied one after another, in a time that they share.
//!
//! Like a session this is a machine: an event and an instant in, effects out. Instants count from
//! the start. A topic ends at the instant at which its share is used up, however late anybody looks;
//! what is saved on one is shared among those that are left.

use std::time::Duration;

use super::plan::TopicTime;

/// Something that happens to a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StudyEvent {
    Tick,
    /// This topic is through.
    Next,
    /// Pauses, or goes on.
    Pause,
    /// The rest can wait.
    Stop,
}

/// What should be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StudyEffect {
    Began {
        topic: usize,
        budget: Duration,
    },
    Ended {
        topic: usize,
        /// Before its time was up.
        early: bool,
    },
    Paused,
    Resumed,
    /// All topics are through, or it was stopped.
    Over {
        through: bool,
    },
}

/// What a screen needs to know at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudyView {
    pub topic: usize,
    pub left: Duration,
    pub budget: Duration,
    pub whole_left: Duration,
    pub whole: Duration,
    /// For how long.
    pub paused: Option<Duration>,
}

/// A study on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Study {
    topics: Vec<TopicTime>,
    /// For the topics that were open at the start.
    length: Duration,
    current: usize,
    /// When the current topic began.
    since: Duration,
    budget: Duration,
    /// Of the whole, when the current topic began.
    left: Duration,
    paused: Duration,
    paused_at: Option<Duration>,
    is_over: bool,
}

impl Study {
    /// A study of `topics` within `length`, going on where one was left `before`, in which topics
    /// are known by their text. A study that is through is begun anew.
    pub fn new(topics: &[String], length: Duration, before: &[TopicTime]) -> Self {
        let known = |topic: &String| before.iter().find(|known| known.topic == *topic);
        let is_left = topics
            .iter()
            .any(|topic| known(topic).is_none_or(|k| !k.through));
        let topics: Vec<TopicTime> = topics
            .iter()
            .map(|topic| match known(topic).filter(|_| is_left) {
                Some(known) => known.clone(),
                None => TopicTime {
                    topic: topic.clone(),
                    used_ms: 0,
                    through: false,
                },
            })
            .collect();
        let used = topics.iter().map(|topic| topic.used_ms).sum();
        let left = length.saturating_sub(Duration::from_millis(used));
        // A topic that was added when the time was used up has its share all the same.
        let length = if left.is_zero() {
            let open = topics.iter().filter(|topic| !topic.through).count();
            let share = length / u32::try_from(topics.len().max(1)).unwrap_or(u32::MAX);
            share * u32::try_from(open).unwrap_or(u32::MAX)
        } else {
            left
        };
        Study {
            topics,
            length,
            current: 0,
            since: Duration::ZERO,
            budget: Duration::ZERO,
            left: length,
            paused: Duration::ZERO,
            paused_at: None,
            is_over: false,
        }
    }

    /// Begins with the first topic that is not through, at the instant zero.
    pub fn start(&mut self) -> Vec<StudyEffect> {
        let mut effects = Vec::new();
        self.begin(Duration::ZERO, &mut effects);
        effects
    }

    /// When something happens by itself.
    pub fn deadline(&self) -> Option<Duration> {
        let runs = !self.is_over && self.paused_at.is_none();
        runs.then(|| self.since + self.paused + self.budget)
    }

    /// Fires all that was due before `now`, each at its own instant, and then the event.
    pub fn handle(&mut self, event: StudyEvent, now: Duration) -> Vec<StudyEffect> {
        let mut effects = Vec::new();
        while let Some(due) = self.deadline().filter(|due| *due <= now) {
            self.end(due, false, &mut effects);
            self.begin(due, &mut effects);
        }
        if self.is_over {
            return effects;
        }
        match event {
            StudyEvent::Tick => {}
            StudyEvent::Next => {
                self.end(now, true, &mut effects);
                self.begin(now, &mut effects);
            }
            StudyEvent::Pause => self.pause(now, &mut effects),
            StudyEvent::Stop => {
                self.use_up(now);
                self.is_over = true;
                effects.push(StudyEffect::Over { through: false });
            }
        }
        effects
    }

    pub fn view(&self, now: Duration) -> StudyView {
        let elapsed = self.elapsed(now);
        StudyView {
            topic: self.current,
            left: self.budget.saturating_sub(elapsed),
            budget: self.budget,
            whole_left: self.left.saturating_sub(elapsed),
            whole: self.length,
            paused: self.paused_at.map(|at| now.saturating_sub(at)),
        }
    }

    /// The topics with the time that each has had when `now` it is; of the current one too.
    pub fn topics(&self, now: Duration) -> Vec<TopicTime> {
        let mut study = self.clone();
        if !self.is_over {
            study.use_up(now);
        }
        study.topics
    }

    pub fn is_over(&self) -> bool {
        self.is_over
    }

    fn begin(&mut self, now: Duration, effects: &mut Vec<StudyEffect>) {
        let open = self.topics.iter().filter(|topic| !topic.through).count();
        let Some(next) = self.topics.iter().position(|topic| !topic.through) else {
            self.is_over = true;
            effects.push(StudyEffect::Over { through: true });
            return;
        };
        self.current = next;
        self.since = now;
        self.paused = Duration::ZERO;
        self.paused_at = None;
        self.budget = self.left / u32::try_from(open).unwrap_or(u32::MAX);
        effects.push(StudyEffect::Began {
            topic: next,
            budget: self.budget,
        });
    }

    fn end(&mut self, now: Duration, early: bool, effects: &mut Vec<StudyEffect>) {
        self.use_up(now);
        self.topics[self.current].through = true;
        let topic = self.current;
        effects.push(StudyEffect::Ended { topic, early });
    }

    /// Takes what the topic has had off the whole.
    fn use_up(&mut self, now: Duration) {
        let elapsed = self.elapsed(now);
        self.left = self.left.saturating_sub(elapsed);
        if let Some(topic) = self.topics.get_mut(self.current) {
            let elapsed = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
            topic.used_ms = topic.used_ms.saturating_add(elapsed);
        }
    }

    fn pause(&mut self, now: Duration, effects: &mut Vec<StudyEffect>) {
        if let Some(at) = self.paused_at.take() {
            self.paused += now.saturating_sub(at);
            effects.push(StudyEffect::Resumed);
        } else {
            self.paused_at = Some(now);
            effects.push(StudyEffect::Paused);
        }
    }

    /// What the topic has had, without pauses.
    fn elapsed(&self, now: Duration) -> Duration {
        let until = self.paused_at.unwrap_or(now);
        until.saturating_sub(self.since + self.paused)
    }
}

#[cfg(test)]
mod tests;
