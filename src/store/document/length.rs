//! How long text may be before whoever reads it, or hears it, is lost.
//!
//! More is no error: it is shown all the same, wrapped or cut.

/// So many characters, and why not more.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Room {
    pub(super) most: usize,
    pub(super) why: &'static str,
}

/// What an interviewer asks. A thousand characters take a minute to say, and are what a screen of
/// 80 columns holds beside the clock.
pub(in crate::store) const ASK: Room = Room {
    most: 1000,
    why: "nobody listens to a question for longer than a minute",
};

/// The width of a terminal, and of a line in a listing.
pub(in crate::store) const TITLE: Room = Room {
    most: 80,
    why: "a title stands on one line",
};

/// Cues stand beside each other, and are read while speaking.
pub(in crate::store) const CUE: Room = Room {
    most: 60,
    why: "a cue is read at a glance, while speaking",
};

/// Any other line, such as a follow-up or an anchor: some fifty words.
pub(in crate::store) const LINE: Room = Room {
    most: 300,
    why: "make two of it, or say less",
};
