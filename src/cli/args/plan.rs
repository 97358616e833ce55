//! `plan` as it is typed.

use clap::{Args, Subcommand};

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
}

#[derive(Debug, Clone, Default, Args)]
pub(in crate::cli) struct ShowArgs {
    /// Only this day, with all that is in it, from 1
    #[arg(long, value_name = "N")]
    pub(in crate::cli) day: Option<usize>,
    /// Which plan; without it, the first that the packs have
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) plan: Option<String>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
