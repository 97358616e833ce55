//! TOML that people write by hand: packs, the settings, and the front matter of stories.
//!
//! One slip must cost neither the rest of the file nor a second run to find the next slip, so a
//! document is walked with its spans instead of being deserialized, which would stop at the first
//! error: every problem is reported at once, each with its place. What a file may hold is not said
//! here but by those who read it.

mod fields;
mod file;
mod length;
mod problem;
mod shape;
mod statement;
mod syntax;
mod text;
mod value;

pub(super) use fields::Fields;
pub(super) use file::{Flaw, TextFile, read};
pub(super) use length::{ASK, CUE, TITLE};
pub(super) use problem::Log;
pub use problem::{Problem, Severity};
pub(super) use shape::{Key, Shape, Takes};
pub(super) use syntax::{Mended, mend, mend_within, way_out};
pub(super) use text::{quoted, visible};
pub(super) use value::{LONGEST as LONGEST_TIME, MOST, Value, offer};

#[cfg(test)]
pub(super) use {file::LARGEST, text::is_hidden};
