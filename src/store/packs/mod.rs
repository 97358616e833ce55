//! Packs: TOML files of prompts, rounds, loops, rubrics, plans and frameworks of stories, read into a [`Bank`](crate::domain::Bank).
//!
//! Every problem of a pack is reported at once, and all that is sound still loads.
//!
//! The way of a pack: `files` finds it (in the binary, in the home, on the command line), `pack`
//! and its neighbours read it on its own, `cross` holds all packs against each other, and `bank`
//! keeps what can be practised.

mod bank;
mod begin;
mod cross;
mod digest;
mod draws;
mod files;
mod fit;
mod framework;
mod load;
mod outcome;
mod pack;
mod plan;
mod prompt;
mod round;
mod rubric;
mod schema;
mod section;
mod shapes;
mod verdict;

#[cfg(test)]
mod tests;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

pub(super) use begin::create;
pub use begin::{Begun, begin};
pub(super) use digest::digest;
pub use load::{Loaded, check, load, load_measures};

/// Why packs could not be checked at all.
#[derive(Debug, Error)]
pub enum PackError {
    #[error("{} does not exist", path.display())]
    Missing { path: PathBuf },
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
}
