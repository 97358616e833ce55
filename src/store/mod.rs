//! What outlives the process.
//!
//! Files and rows on one side, [`domain`](crate::domain) values on the other; nothing here knows a
//! terminal or a microphone.

pub mod packs;
