//! Sessions and progress from elsewhere: found, read, and their files carried into this home.
//!
//! What becomes of a copy in the history is decided by `domain::join` and kept by
//! [`Import`](super::Import); what belongs to the files is here. A file is safe in this home before
//! the history names it.

mod carry;
mod copying;
mod find;
mod longer;
mod named;
mod read;

pub use carry::{Carrier, Staged};
pub use find::{Found, Refusal, Source, find, recorded, strangers};
pub use read::read_ahead;
