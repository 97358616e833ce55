//! `assess` as it is typed.

use clap::Args;

use super::super::values::Values;

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct AssessArgs {
    /// The id of a rubric that is of no session, such as l7-baseline
    pub(in crate::cli) id: String,
    #[command(flatten)]
    pub(in crate::cli) values: Values,
    /// One change for next time
    #[arg(long, value_name = "TEXT", requires = "set")]
    pub(in crate::cli) next_time: Option<String>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
