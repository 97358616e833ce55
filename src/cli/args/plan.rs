//! `plan` as it is typed.

use clap::{Args, Subcommand};
use jiff::civil::Date;

use super::super::values::Values;
use super::read::{one_of, scale};
use crate::domain::{DrawMode, MicChoice};

#[derive(Debug, Args)]
pub(in crate::cli) struct PlanArgs {
    /// Without one: `show`
    #[command(subcommand)]
    pub(in crate::cli) verb: Option<PlanVerb>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PlanVerb {
    /// The days of a plan, their blocks and what they should leave behind
    Show(ShowArgs),
    /// Begin a plan: its days get dates, and what you practise ticks its deliverables
    Start {
        /// The first day, YYYY-MM-DD; today without it
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Which plan
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
    },
    /// Do the next block: sit a round, rate yourself, study against the clock, write, tick off
    Next(Box<NextArgs>),
    /// Tick a block, a deliverable, or an item of a checklist
    Done {
        /// Its id, as `plan show --day N` has it; of a checklist BLOCK/NUMBER
        item: String,
        /// Which plan
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
    },
    /// Take a tick back
    Undo {
        /// Its id, as `plan show --day N` has it; of a checklist BLOCK/NUMBER
        item: String,
        /// Which plan
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
    },
    /// Read what you wrote in worksheets and noted while studying
    Notes(NotesArgs),
}

#[derive(Debug, Clone, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own, and any of them may go with any other"
)]
pub(in crate::cli) struct NextArgs {
    /// Not the next block but this one, by its id; the same as --block
    #[arg(value_name = "BLOCK")]
    pub(in crate::cli) named: Option<String>,
    #[arg(long, value_name = "ID", conflicts_with = "named")]
    pub(in crate::cli) block: Option<String>,
    /// Which plan, where several are under way; without it, the one that was started last
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) plan: Option<String>,
    /// Multiplies every time, also that of a study: 0.5 is twice as fast
    #[arg(long, value_name = "X", value_parser = scale, allow_negative_numbers = true)]
    pub(in crate::cli) scale: Option<f64>,
    /// What a round is heard with, as in `practice`
    #[arg(long, value_name = "MIC")]
    pub(in crate::cli) mic: Option<MicChoice>,
    /// How history bears on the draw of a round, as in `practice`
    #[arg(long, value_name = "MODE",
          value_parser = one_of(DrawMode::ALL.map(DrawMode::as_str), str::parse::<DrawMode>))]
    pub(in crate::cli) draw: Option<DrawMode>,
    /// Of the draw of a round
    #[arg(long, value_name = "N")]
    pub(in crate::cli) seed: Option<u64>,
    #[command(flatten)]
    pub(in crate::cli) values: Values,
    /// A line per event and no cursor that moves, as in `practice`
    #[arg(long)]
    pub(in crate::cli) plain: bool,
    /// Begin without waiting for Enter
    #[arg(long)]
    pub(in crate::cli) yes: bool,
    /// Do not ask for scores at the end of a round
    #[arg(long)]
    pub(in crate::cli) no_score: bool,
    /// Print what was done, and what comes next, as JSON at the end
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct NotesArgs {
    /// Of this block only, by its id
    pub(in crate::cli) block: Option<String>,
    /// Which plan; without it, the one that was started last
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) plan: Option<String>,
    /// Open them in your editor
    #[arg(long, requires = "block", conflicts_with = "json")]
    pub(in crate::cli) edit: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ShowArgs {
    /// Only this day, with all that is in it, from 1
    #[arg(long, value_name = "N")]
    pub(in crate::cli) day: Option<usize>,
    /// Which plan; without it, the one that was started last, or the first that the packs have
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) plan: Option<String>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
