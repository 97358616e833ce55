//! `stories` as it is typed.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum StoriesVerb {
    /// All stories: what they are, what they lack, when they were told last
    List {
        #[arg(long)]
        json: bool,
    },
    /// Begin a story: a file with every key explained, opened in your editor
    New {
        /// Its id, or its title
        #[arg(value_name = "ID or TITLE")]
        name: Vec<String>,
        /// The order in which it is told; without it you choose, or off a terminal it is `star`
        #[arg(long, value_name = "ID")]
        framework: Option<String>,
    },
    /// Open a story in your editor; off a terminal, say where it is
    Edit { id: String },
    /// What stories lack: criteria that they do not meet, parts that are not written, figures; and
    /// every problem of their files, with line and column
    Check {
        /// Which stories; without any, all of them
        #[arg(value_name = "ID")]
        ids: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    /// Which stories answer a prompt, or what all of them cover
    Match {
        /// The id of a prompt
        #[arg(required_unless_present = "matrix", conflicts_with = "matrix")]
        prompt: Option<String>,
        /// Hold all stories against all competencies and prompts
        #[arg(long)]
        matrix: bool,
        #[arg(long)]
        json: bool,
    },
    /// The five stories to have ready, each with what speaks for it
    Top {
        #[arg(long)]
        json: bool,
    },
}
