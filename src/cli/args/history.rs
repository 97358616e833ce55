//! `history` and `progress` as they are typed.

use clap::Args;

use super::read::{Since, one_of, since};
use crate::domain::{By, Level, Pass};

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct HistoryArgs {
    /// Only this rubric
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) rubric: Option<String>,
    /// Only this area of a rubric
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) area: Option<String>,
    /// Only this criterion
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) criterion: Option<String>,
    /// Only answers to prompts that ask for this competency
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) competency: Option<String>,
    /// Only answers to this prompt
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) prompt: Option<String>,
    /// Only sessions of this round
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) round: Option<String>,
    /// Only answers to prompts for this level (L5 senior, L6 staff, L7 principal)
    #[arg(long, ignore_case = true, value_parser = one_of(Level::ALL.map(Level::as_str), str::parse::<Level>))]
    pub(in crate::cli) level: Option<Level>,
    /// Only this pass; the figures are its own then, and of the first one otherwise
    #[arg(long, value_parser = one_of(["first", "replay"], str::parse::<Pass>))]
    pub(in crate::cli) pass: Option<Pass>,
    /// Only scores given by NAME; the figures are theirs then, and your own (`self`) otherwise
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) rater: Option<String>,
    /// Only scores from this day on, YYYY-MM-DD, or of so many days, as in 30d
    #[arg(long, value_name = "DAY", value_parser = since)]
    pub(in crate::cli) since: Option<Since>,
    /// Bring scores together by this, in percent of their scales, with a value for each card: rubrics
    /// and areas as in their packs, all else weakest first. Without, each criterion has a line
    #[arg(long, value_name = "WHAT", value_parser = one_of(By::ALL.map(By::as_str), str::parse::<By>))]
    pub(in crate::cli) by: Option<By>,
    /// Count rehearsals too
    #[arg(long)]
    pub(in crate::cli) rehearsals: bool,
    /// Every score on a line of its own, as CSV
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) csv: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ProgressArgs {
    /// Only this prompt: every answer to it
    pub(in crate::cli) prompt: Option<String>,
    /// Judge readiness by this rubric, whose criteria name the scores that speak for them
    #[arg(long, value_name = "ID", conflicts_with = "prompt")]
    pub(in crate::cli) rubric: Option<String>,
    /// Everything, not only what stands out
    #[arg(long, conflicts_with = "prompt")]
    pub(in crate::cli) all: bool,
    /// Count rehearsals too
    #[arg(long)]
    pub(in crate::cli) rehearsals: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
