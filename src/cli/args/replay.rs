//! `replay` as it is typed.

use std::time::Duration;

use clap::Args;

use super::read::position;
use crate::domain::playback::Speed;

#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(in crate::cli) struct ReplayArgs {
    /// An id, a unique beginning of one, or `last`; with --compare, a prompt's id
    #[arg(default_value = "last")]
    pub(in crate::cli) session: String,
    /// Only this answer, from 1
    #[arg(long, value_name = "N")]
    pub(in crate::cli) answer: Option<usize>,
    /// Begin with this section of the answer, from 1
    #[arg(long, value_name = "N")]
    pub(in crate::cli) section: Option<usize>,
    /// Where to begin, counted from there, MM:SS
    #[arg(long, value_name = "MM:SS", value_parser = position)]
    pub(in crate::cli) from: Option<Duration>,
    /// How fast, from 0.75 to 2.5, at the same pitch
    #[arg(long, value_name = "X", default_value = "1")]
    pub(in crate::cli) speed: Speed,
    /// Leave out what is silent for long
    #[arg(long)]
    pub(in crate::cli) skip_pauses: bool,
    /// A speaker's id or part of its name [default: the system's]
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) speaker: Option<String>,
    /// Hide what was scored before until it is scored again
    #[arg(long)]
    pub(in crate::cli) blind: bool,
    /// Hear one prompt on several days in turn, section by section
    #[arg(long, conflicts_with_all = ["answer", "section", "from"])]
    pub(in crate::cli) compare: bool,
    /// One line per section, and no cursor that moves
    #[arg(long)]
    pub(in crate::cli) plain: bool,
}

impl ReplayArgs {
    /// All of a session, from its beginning.
    pub(in crate::cli) fn of(session: uuid::Uuid) -> Self {
        ReplayArgs {
            session: session.to_string(),
            answer: None,
            section: None,
            from: None,
            speed: Speed::AS_SAID,
            skip_pauses: false,
            speaker: None,
            blind: false,
            compare: false,
            plain: false,
        }
    }
}
