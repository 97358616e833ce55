//! `prompts` as it is typed.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::read::one_of;
use crate::domain::{Kind, Level, Narrow};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PromptsVerb {
    /// All prompts
    List(ListArgs),
    /// One prompt, with everything that belongs to it
    Show {
        id: String,
        #[arg(long)]
        json: bool,
    },
    /// Every problem of packs, with file, line and column
    Check {
        /// Pack files or folders; without any, all packs there are
        paths: Vec<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// Keep a prompt out of every draw
    Hide { id: String },
    /// Let a prompt into draws again
    Unhide { id: String },
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ListArgs {
    /// Only prompts of this kind
    #[arg(long, value_parser = one_of(Kind::ALL.map(Kind::as_str), str::parse::<Kind>))]
    kind: Option<Kind>,
    /// Only prompts for this level (L5 senior, L6 staff, L7 principal)
    #[arg(long, ignore_case = true, value_parser = one_of(Level::ALL.map(Level::as_str), str::parse::<Level>))]
    level: Option<Level>,
    /// Only prompts that ask for this competency
    #[arg(long, value_name = "ID")]
    competency: Option<String>,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

impl ListArgs {
    pub(in crate::cli) fn narrow(&self) -> Narrow {
        Narrow {
            kind: self.kind,
            level: self.level,
            competency: self.competency.clone(),
        }
    }
}
