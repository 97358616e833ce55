//! `prompts` as it is typed.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::read::{id, one_of};
use crate::domain::{Kind, Level, Narrow, PromptFilter};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum PromptsVerb {
    /// The prompts that match, or all
    List(ListArgs),
    /// One prompt, with everything that belongs to it
    Show {
        id: String,
        /// Tell what a strong answer shows, although you have not answered yet
        #[arg(long)]
        answers: bool,
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
    /// Begin a pack of your own, in which every key is explained
    New {
        /// What the pack is called: an id
        #[arg(default_value = "mine", value_parser = id)]
        name: String,
    },
    /// Keep a prompt out of every draw
    Hide { id: String },
    /// Let a prompt into draws again
    Unhide { id: String },
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ListArgs {
    /// Only prompts in which each of these words occurs; what a strong answer shows is not searched
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    /// Only prompts of this kind
    #[arg(long, value_parser = one_of(Kind::ALL.map(Kind::as_str), str::parse::<Kind>))]
    kind: Option<Kind>,
    /// Only prompts for this level (L5 senior, L6 staff, L7 principal)
    #[arg(long, ignore_case = true, value_parser = one_of(Level::ALL.map(Level::as_str), str::parse::<Level>))]
    level: Option<Level>,
    /// Only prompts that ask for this competency
    #[arg(long, value_name = "ID")]
    competency: Option<String>,
    /// Only prompts of this pack
    #[arg(long, value_name = "ID")]
    pack: Option<String>,
    /// Only prompts whose natural round this is
    #[arg(long, value_name = "ID")]
    round: Option<String>,
    /// Only prompts that are hidden
    #[arg(long)]
    hidden: bool,
    /// Only prompts that you never practised
    #[arg(long)]
    unseen: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

impl ListArgs {
    pub(in crate::cli) fn filter(&self) -> PromptFilter {
        PromptFilter {
            narrow: Narrow {
                kind: self.kind,
                level: self.level,
                competency: self.competency.clone(),
            },
            pack: self.pack.clone(),
            round: self.round.clone(),
            text: self.text.join(" "),
            hidden: self.hidden,
            unseen: self.unseen,
        }
    }
}
