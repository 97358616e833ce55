//! `report` as it is typed.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ReportArgs {
    /// An id, a unique beginning of one, or `last`; without one, everything
    pub(in crate::cli) session: Option<String>,
    /// Open it in the browser
    #[arg(long)]
    pub(in crate::cli) open: bool,
    /// Where it goes [default: report.html in the session's folder, or in the home]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
    /// Put the recordings (as FLAC) and pictures into the page; by itself it links to them
    #[arg(long, requires = "session")]
    pub(in crate::cli) embed_audio: bool,
}
