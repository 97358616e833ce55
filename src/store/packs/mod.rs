//! Packs: TOML files of prompts, rounds, loops and rubrics, read into a [`Bank`](crate::domain::Bank).
//!
//! People write packs by hand, so one slip must cost neither the rest of the file nor a second run
//! to find the next slip: every problem is reported at once, each with its place, and all that is
//! sound still loads. That is why the documents are walked with their spans instead of being
//! deserialized, which would stop at the first error.
//!
//! The way of a pack: `files` finds it (in the binary, in the home, on the command line), `pack`
//! and its neighbours read it on its own, `cross` holds all packs against each other, and `bank`
//! keeps what can be practised.

mod bank;
mod cross;
mod digest;
mod fields;
mod file;
mod files;
mod load;
mod pack;
mod problem;
mod prompt;
mod round;
mod rubric;
mod section;
mod text;
mod value;

#[cfg(test)]
mod tests;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

pub use load::{Loaded, check, load};
pub use problem::{Problem, Severity};

/// Why packs could not be checked at all.
#[derive(Debug, Error)]
pub enum PackError {
    #[error("{} does not exist", path.display())]
    Missing { path: PathBuf },
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
}
