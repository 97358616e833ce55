//! `import` and `sessions prune` as they are typed.

use std::path::PathBuf;

use clap::Args;
use jiff::SignedDuration;

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ImportArgs {
    /// A home, its recordings or progress, a session's folder, or a file of these
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Take in the records alone: no recordings, labels and attached files
    #[arg(long)]
    pub(in crate::cli) no_audio: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct PruneArgs {
    /// Delete recordings; scores, times and attached files are kept
    #[arg(long, required = true)]
    pub(in crate::cli) audio: bool,
    /// Of sessions that began so long ago: 90d, 12w
    #[arg(long, required = true, value_name = "AGE", value_parser = age)]
    pub(in crate::cli) older_than: SignedDuration,
    /// Only say what would be deleted
    #[arg(long, conflicts_with = "yes")]
    pub(in crate::cli) dry_run: bool,
    /// Do not ask
    #[arg(long)]
    pub(in crate::cli) yes: bool,
}

/// Days as `90d`, weeks as `12w`; a hundred years at most.
fn age(text: &str) -> Result<SignedDuration, String> {
    let days = match text.split_at_checked(text.len().saturating_sub(1)) {
        Some((number, "d")) => number.parse::<u32>().ok(),
        Some((number, "w")) => number.parse::<u32>().ok().and_then(|n| n.checked_mul(7)),
        _ => None,
    };
    days.filter(|days| *days <= 36_525)
        .map(|days| SignedDuration::from_hours(24 * i64::from(days)))
        .ok_or_else(|| "it has to be days or weeks, as 90d or 12w".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_in_days_or_weeks() {
        let cases = [
            ("90d", Some(90)),
            ("0d", Some(0)),
            ("2w", Some(14)),
            ("36525d", Some(36_525)),
            ("36526d", None),
            ("4294967295w", None),
            ("90", None),
            ("d", None),
            ("", None),
            ("-1d", None),
            ("1.5d", None),
            ("9é", None),
        ];
        for (text, days) in cases {
            let read = age(text).ok().map(|age| age.as_hours() / 24);
            assert_eq!(read, days, "{text:?}");
        }
    }
}
