//! What the candidate sees.
//!
//! Views are pure: they take domain values and return strings or rows. One handle prints them,
//! through one filter, so that no text from a pack, a file or a device can do anything to the
//! terminal.

pub mod asking;
pub mod assessment;
mod canvas;
pub mod charts;
pub mod countdown;
pub mod delivery;
pub mod gauge;
pub mod history;
pub mod keys;
pub mod ledger;
pub mod losses;
pub mod numbers;
pub mod overtime;
pub mod passes;
pub mod plain;
pub mod plan;
pub mod playing;
pub mod progress;
pub mod prompt;
pub mod report;
pub mod rubric;
#[cfg(test)]
mod samples;
pub mod scoring;
pub mod screen;
pub mod stories;
pub mod study;
pub mod summary;
pub mod tables;
pub mod teller;
pub mod terminal;
pub mod text;
pub mod typed;
pub mod verdict;
pub mod waveform;
