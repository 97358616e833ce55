//! `assess` as it is typed.

use clap::Args;

use super::super::values::Values;

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct AssessArgs {
    /// The id of a rubric that is of no session, such as l7-baseline
    #[arg(required_unless_present = "retract")]
    pub(in crate::cli) id: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) values: Values,
    /// One change for next time
    #[arg(long, value_name = "TEXT", requires = "set")]
    pub(in crate::cli) next_time: Option<String>,
    /// Take an assessment back; it stays on record and counts no more
    #[arg(long, value_name = "CARD", conflicts_with_all = ["id", "set", "json"])]
    pub(in crate::cli) retract: Option<uuid::Uuid>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
