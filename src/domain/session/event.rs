//! What a session is in, what happens to it, and what must happen then.

use std::time::Duration;

use uuid::Uuid;

use crate::domain::record::{End, Status};

/// Which section of which answer, both from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    pub answer: usize,
    pub section: usize,
}

/// Where a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The clock has not started.
    Ready,
    /// A question is being spoken: the prompt's before all else of the answer, a follow-up's before
    /// the time to read it. No clock runs; not recorded.
    Asking {
        slot: Slot,
    },
    /// Before an answer; not recorded.
    Preparation {
        answer: usize,
    },
    /// Time to read a follow-up; not recorded.
    Reading {
        slot: Slot,
    },
    /// Recorded.
    Speaking {
        slot: Slot,
    },
    /// Between two answers, to score the first of them. No clock runs; not recorded.
    Scoring {
        answer: usize,
    },
    /// After an answer; not recorded.
    Break {
        answer: usize,
    },
    Over {
        status: Status,
    },
}

/// What happens to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// The candidate begins. Only this starts the clock.
    Start,
    /// Time has passed.
    Tick,
    /// The candidate has finished early.
    Next,
    /// The candidate notes this moment.
    Mark { id: Uuid },
    /// The candidate ticks off a cue, by its number from 1.
    Cue { id: Uuid, number: u32 },
    /// The candidate pauses, or goes on after a pause. `id` is for the mark at its place.
    Pause { id: Uuid },
    /// The question of `slot` has been spoken.
    Asked { slot: Slot },
    /// There is no voice any more. The session goes on in text.
    Voiceless,
    /// The machine was asleep, and the clock with it.
    Slept,
    /// `q` or a signal.
    Stop,
}

/// What must happen now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Effect {
    /// The take on its way, if any, ends at `at`; the one of `next`, if any, begins there.
    Cut { at: Duration, next: Option<Slot> },
    /// What is heard from `at` on is of no take, until it goes on.
    Paused { at: Duration },
    /// The take on its way, if any, goes on at `at`.
    Resumed { at: Duration },
    /// The screen has something new to show.
    Entered(Phase),
    /// A section is over, and how.
    Ended { slot: Slot, end: End },
    /// Time is running out: tell it once, in words.
    Warn { slot: Slot, left: Duration },
    /// What the section has is used up, and it goes on: at the cost of `from`, if of any section.
    /// Told once more when that one has nothing left and the next one pays.
    Overtime { slot: Slot, from: Option<Slot> },
    /// A mark was set.
    Marked { slot: Slot, cue: Option<u32> },
    /// What has been said so far should be put on disk.
    Save,
    /// Nothing more will come.
    Finished(Status),
}
