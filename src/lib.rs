//! hotseat: timed solo mock interviews in a terminal.
//!
//! - [`domain`]: the rules of prompts, rounds, draws, sessions and scores; pure.
//! - [`audio`]: microphone to WAV and back.
//! - [`store`]: what outlives the process: packs, the home folder, the settings, the history,
//!   `session.json`.
//! - [`ui`]: what the candidate sees.
//! - [`cli`]: one verb per file; the only place where two of them meet.
//! - [`clock`]: the one clock; everything else is handed the time.

pub mod audio;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod store;
pub mod ui;
