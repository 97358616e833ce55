//! `practice` and `again` as they are typed.

use clap::Args;

use super::NarrowArgs;
use super::read::{one_of, scale};
use crate::domain::{ClockFace, MicChoice, Policy};

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct PracticeArgs {
    /// The id of a round, of a loop of rounds, or of a prompt; or `story:ID`, a story of yours
    #[arg(value_name = "ROUND, LOOP, PROMPT or story:ID")]
    pub(in crate::cli) target: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) narrow: NarrowArgs,
    /// Go on with the loop that was left today
    #[arg(long, conflicts_with_all = ["kind", "level", "competency", "count", "minutes", "seed"])]
    pub(in crate::cli) resume: bool,
    #[command(flatten)]
    pub(in crate::cli) sitting: SittingArgs,
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct AgainArgs {
    /// An id, a unique beginning of one, or `last`
    #[arg(default_value = "last")]
    pub(in crate::cli) session: String,
    #[command(flatten)]
    pub(in crate::cli) sitting: SittingArgs,
}

/// How a session is sat, whatever it asks.
#[derive(Debug, Clone, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own, and any of them may go with any other"
)]
pub(in crate::cli) struct SittingArgs {
    /// Multiplies every time: 0.5 is twice as fast
    #[arg(long, value_name = "X", value_parser = scale, allow_negative_numbers = true)]
    pub(in crate::cli) scale: Option<f64>,
    /// Follow-ups per answer, instead of the round's own number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(in crate::cli) follow_ups: Option<u64>,
    /// What happens when a section's time is used up, instead of the round's own policy
    #[arg(long, value_name = "POLICY",
          value_parser = one_of(Policy::ALL.map(Policy::as_str), str::parse::<Policy>))]
    pub(in crate::cli) policy: Option<Policy>,
    /// Begin with the clock shown or hidden [default: `clock` in hotseat.toml, else shown]
    #[arg(long, value_name = "HOW",
          value_parser = one_of(ClockFace::ALL.map(ClockFace::as_str), str::parse::<ClockFace>))]
    pub(in crate::cli) clock: Option<ClockFace>,
    /// `auto`, `none` (clock only), `tone`, `file:PATH`, or a microphone's id or part of its name
    /// [default: `mic` in hotseat.toml, else auto]
    #[arg(long, value_name = "MIC")]
    pub(in crate::cli) mic: Option<MicChoice>,
    /// Speak each question before its clock starts: by PROGRAM, which gets the text as its one
    /// argument, else by the one that is set, by `espeak-ng` or by `say`; `none` speaks nothing
    /// [default: `[voice]` in your own settings]
    #[arg(long, value_name = "PROGRAM", num_args = 0..=1, require_equals = true,
          default_missing_value = "")]
    pub(in crate::cli) voice: Option<String>,
    /// A line per event and no cursor that moves, for a screen reader; so it is by itself where
    /// ACCESSIBLE is 1 or TERM is dumb
    #[arg(long)]
    pub(in crate::cli) plain: bool,
    /// Begin after 3-2-1 instead of waiting for Enter
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    /// Do not ask for scores at the end
    #[arg(long)]
    pub(in crate::cli) no_score: bool,
    /// Print the session as JSON at the end
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

impl SittingArgs {
    pub(in crate::cli) fn follow_ups(&self) -> Option<usize> {
        self.follow_ups.and_then(|n| usize::try_from(n).ok())
    }
}
