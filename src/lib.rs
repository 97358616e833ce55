//! hotseat: timed solo mock interviews in a terminal.
//!
//! - [`domain`]: the rules of prompts, rounds, draws, sessions and scores; pure.
//! - [`store`]: what outlives the process: packs.

pub mod domain;
pub mod store;
