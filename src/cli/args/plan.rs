//! `plan` as it is typed.

use clap::{Args, Subcommand};
use jiff::civil::Date;

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
    /// Tick a block or a deliverable
    Done {
        /// Its id, as `plan show --day N` has it
        item: String,
        /// Which plan
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
    },
    /// Take a tick back
    Undo {
        /// Its id, as `plan show --day N` has it
        item: String,
        /// Which plan
        #[arg(long, value_name = "ID")]
        plan: Option<String>,
    },
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
