//! The report: sessions as pages that need nothing but themselves.
//!
//! Values in, HTML out. Templates lie beside the code that fills them and escape whatever is put
//! into them, so that a prompt, a note and a file's name stay text. The style and the scripts are
//! files of their own, which the page carries and its policy names by their digests.

mod cards;
mod charts;
mod frame;
mod heat;
mod listed;
mod moment;
mod overview;
mod player;
mod ready;
mod session;
mod trends;
mod values;
mod wave;

pub use frame::{OURS, Piece, pieces};
pub use listed::OlderSession;
pub use overview::everything;
pub use session::session;
pub use values::{
    AttachedFile, Everything, Listed, Made, SessionReport, Source, TakeFiles, answer_takes,
};
