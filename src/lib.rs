//! hotseat: timed solo mock interviews in a terminal.
//!
//! - [`domain`]: the rules of prompts, rounds, draws, sessions and scores; pure.

pub mod domain;
