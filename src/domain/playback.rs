//! An answer as it is heard: its takes as one line, with sections, marks and pauses on it.
//!
//! Places on the line are frames, so that they are exact; what the record says in milliseconds is
//! turned into frames here and nowhere else.

mod controls;
mod speed;

use std::cmp::Reverse;
use std::ops::Range;

use super::record::{Mark, Pause};
pub use controls::{Command, Controls, Effect, Told};
pub use speed::{Speed, Volume};

/// Whoever asks for what came before, and is no further behind its beginning than this, means the one
/// before that.
const GRACE_MS: u64 = 1_500;

/// So much is heard before a pause that somebody goes to, or nobody would know where it is.
const LEAD_MS: u64 = 1_000;

/// So much of a pause stays at either end where pauses are skipped: words that touch each other are
/// hard to follow.
const BREATH_MS: u64 = 250;

/// One section as it is heard.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Passage {
    /// What is shown together: the sections of an answer, or one section on several days.
    pub group: usize,
    /// Of the answer and section, from 1.
    pub number: (usize, usize),
    pub title: String,
    pub ask: String,
    /// How long its take is.
    pub frames: u64,
    pub marks: Vec<Mark>,
    /// None until the take was listened to.
    pub pauses: Option<Vec<Pause>>,
}

/// Takes one after another.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Frames in a second.
    rate: u32,
    passages: Vec<Passage>,
    /// Where each passage begins, and after them where the last one ends.
    starts: Vec<u64>,
}

/// A pause on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    pub at: Range<u64>,
    /// Whose passage it lies in.
    pub passage: usize,
    pub length_ms: u64,
}

impl Line {
    pub fn new(rate: u32, passages: Vec<Passage>) -> Line {
        let mut starts = vec![0];
        let mut at = 0;
        for passage in &passages {
            at += passage.frames;
            starts.push(at);
        }
        Line {
            rate: rate.max(1),
            passages,
            starts,
        }
    }

    pub fn rate(&self) -> u32 {
        self.rate
    }

    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// To add what has become known since.
    pub fn passage_mut(&mut self, index: usize) -> Option<&mut Passage> {
        self.passages.get_mut(index)
    }

    /// Where the last passage ends.
    pub fn end(&self) -> u64 {
        self.starts.last().copied().unwrap_or(0)
    }

    /// Where a passage lies.
    pub fn span(&self, passage: usize) -> Range<u64> {
        let edge = |index: usize| self.starts.get(index).copied().unwrap_or(self.end());
        edge(passage)..edge(passage + 1)
    }

    /// The passage that is heard at `at`; after the end, the last one.
    pub fn passage_at(&self, at: u64) -> usize {
        let begun = self.starts.partition_point(|start| *start <= at);
        begun
            .saturating_sub(1)
            .min(self.passages.len().saturating_sub(1))
    }

    /// Everything that belongs together with a passage.
    pub fn group(&self, passage: usize) -> Range<usize> {
        let group = self.passages.get(passage).map(|passage| passage.group);
        let own = |index: &usize| self.passages.get(*index).map(|p| p.group) == group;
        let first = (0..=passage).rev().take_while(own).last();
        let last = (passage..self.passages.len()).take_while(own).last();
        first.unwrap_or(0)..last.map_or(0, |last| last + 1)
    }

    /// Where a group of passages lies.
    pub fn group_span(&self, group: &Range<usize>) -> Range<u64> {
        let end = group
            .end
            .checked_sub(1)
            .map_or(0, |last| self.span(last).end);
        self.span(group.start).start..end
    }

    pub fn frames_of(&self, millis: u64) -> u64 {
        let thousandths = millis.saturating_mul(self.rate.into());
        thousandths.saturating_add(500) / 1_000
    }

    pub fn millis_of(&self, frames: u64) -> u64 {
        (frames * 1_000 + u64::from(self.rate) / 2) / u64::from(self.rate)
    }

    /// Where the moment `millis` after a passage's beginning lies, inside that passage.
    pub fn frame_at(&self, passage: usize, millis: u64) -> u64 {
        let span = self.span(passage);
        (span.start + self.frames_of(millis)).min(span.end.saturating_sub(1).max(span.start))
    }

    /// The passage at `at`, and how long after its beginning that is.
    pub fn moment(&self, at: u64) -> (usize, u64) {
        let passage = self.passage_at(at);
        let inside = at.saturating_sub(self.span(passage).start);
        (passage, self.millis_of(inside))
    }

    /// All marks in their order, with the passages that they lie in.
    pub fn marks(&self) -> Vec<(u64, usize, &Mark)> {
        let mut all: Vec<(u64, usize, &Mark)> = Vec::new();
        for (index, passage) in self.passages.iter().enumerate() {
            let marks = passage.marks.iter();
            all.extend(marks.map(|mark| (self.frame_at(index, mark.at_ms), index, mark)));
        }
        all.sort_by_key(|(at, ..)| *at);
        all
    }

    /// The pauses of a group that are known, in their order.
    pub fn silences(&self, group: Range<usize>) -> Vec<Silence> {
        let mut all = Vec::new();
        for index in group {
            let pauses = self.passages.get(index).and_then(|p| p.pauses.as_ref());
            all.extend(pauses.into_iter().flatten().map(|pause| Silence {
                at: self.frame_at(index, pause.at_ms)
                    ..self.frame_at(index, pause.at_ms + pause.length_ms),
                passage: index,
                length_ms: pause.length_ms,
            }));
        }
        all
    }

    /// The same, the longest one first; of equal ones the earlier.
    fn longest_first(&self, group: Range<usize>) -> Vec<Silence> {
        let mut all = self.silences(group);
        all.sort_by_key(|silence| Reverse(silence.length_ms));
        all
    }

    /// What is left out where pauses are skipped.
    pub fn skips(&self) -> Vec<Range<u64>> {
        let breath = self.frames_of(BREATH_MS);
        let all = self.silences(0..self.passages.len()).into_iter();
        all.map(|silence| silence.at.start + breath..silence.at.end.saturating_sub(breath))
            .filter(|skip| skip.start < skip.end)
            .collect()
    }

    fn next_section(&self, at: u64) -> Option<u64> {
        let inner = self.starts.get(..self.passages.len())?;
        inner.iter().copied().find(|start| *start > at)
    }

    fn previous_section(&self, at: u64) -> u64 {
        let before = at.saturating_sub(self.frames_of(GRACE_MS));
        let current = self.span(self.passage_at(at)).start;
        if current < before || current == 0 {
            return current;
        }
        let current = self.passage_at(at);
        self.span(current.saturating_sub(1)).start
    }

    fn next_mark(&self, at: u64) -> Option<u64> {
        let mut marks = self.marks().into_iter().map(|(frame, ..)| frame);
        marks.find(|mark| *mark > at)
    }

    fn previous_mark(&self, at: u64) -> Option<u64> {
        let before = at.saturating_sub(self.frames_of(GRACE_MS));
        let mut marks = self.marks().into_iter().rev().map(|(frame, ..)| frame);
        marks.find(|mark| *mark < before)
    }
}

#[cfg(test)]
mod tests;
