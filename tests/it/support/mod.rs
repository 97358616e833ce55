//! What the tests need of the world: a home of their own, a microphone that hears what the test
//! plays, a terminal that can be read, and the source as tokens.

pub(crate) mod browser;
pub(crate) mod devices;
pub(crate) mod disk;
pub(crate) mod home;
pub(crate) mod kept;
pub(crate) mod markdown;
pub(crate) mod parts;
pub(crate) mod process;
pub(crate) mod pty;
pub(crate) mod room;
pub(crate) mod session;
pub(crate) mod shape;
pub(crate) mod signal;
pub(crate) mod sitting;
pub(crate) mod source;
pub(crate) mod story;
pub(crate) mod svg;
pub(crate) mod unfinished;
pub(crate) mod wait;
pub(crate) mod wav;
pub(crate) mod witness;
