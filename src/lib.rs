//! hotseat: timed solo mock interviews in a terminal.
//!
//! - [`domain`]: the rules of prompts, rounds, draws, sessions and scores; pure.
//! - [`store`]: what outlives the process: the home folder, the history, `session.json`.

pub mod domain;
pub mod store;
