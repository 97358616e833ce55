//! The command line as it is typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::values::Values;
use crate::domain::{DrawMode, Kind, Level, MicChoice, Narrow, Pass};
pub(in crate::cli) use assess::AssessArgs;
pub(in crate::cli) use history::{HistoryArgs, ProgressArgs};
pub(in crate::cli) use import::{ImportArgs, PruneArgs};
pub(in crate::cli) use plan::{NextArgs, NotesArgs, PlanArgs, PlanVerb, ShowArgs};
pub(in crate::cli) use practice::{AgainArgs, PracticeArgs, SittingArgs};
pub(in crate::cli) use prompts::{ListArgs, PromptsVerb};
pub(in crate::cli) use read::Since;
use read::{minutes, one_of, pause_ms};
pub(in crate::cli) use replay::ReplayArgs;
pub(in crate::cli) use report::ReportArgs;
pub(in crate::cli) use stories::StoriesVerb;

mod assess;
mod history;
mod import;
mod plan;
mod practice;
mod prompts;
mod read;
mod replay;
mod report;
mod stories;

/// Sit timed mock interviews alone: draw a prompt, answer aloud against the clock, record it,
/// score it, hear it back, and watch your scores move.
#[derive(Debug, Parser)]
#[command(name = "hotseat", version, about, propagate_version = true)]
pub(in crate::cli) struct Cli {
    /// The folder that holds your packs, recordings and history
    #[arg(long, global = true, value_name = "DIR")]
    pub(in crate::cli) home: Option<PathBuf>,
    #[command(subcommand)]
    pub(in crate::cli) verb: Option<Verb>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Verb {
    /// Sit a session: a round, a loop of rounds, or a single prompt
    Practice(PracticeArgs),
    /// Sit an earlier session again: the same round, prompts and follow-ups
    Again(AgainArgs),
    /// Draw prompts and print them, without a session
    Draw(DrawArgs),
    /// The bank of prompts
    #[command(subcommand)]
    Prompts(PromptsVerb),
    /// The shapes of interviews
    #[command(subcommand)]
    Rounds(RoundsVerb),
    /// Days of several rounds
    #[command(subcommand)]
    Loops(LoopsVerb),
    /// What answers are scored on
    #[command(subcommand)]
    Rubrics(RubricsVerb),
    /// Past sessions
    #[command(subcommand)]
    Sessions(SessionsVerb),
    /// Hear the takes of a session
    Replay(ReplayArgs),
    /// Score a session, or score it again
    Score(ScoreArgs),
    /// Rate yourself on a rubric, and see what that comes to
    Assess(AssessArgs),
    /// Days of timed blocks, and what they should leave behind
    Plan(PlanArgs),
    /// Your own stories, and what they cover
    #[command(subcommand)]
    Stories(StoriesVerb),
    /// Your scores over time, by rubric and criterion
    History(HistoryArgs),
    /// Whether you are ready, where your scores are going, and what to sit next
    Progress(ProgressArgs),
    /// A session, or everything, as one page to look at or hand on
    Report(ReportArgs),
    /// Microphones
    #[command(subcommand)]
    Mic(MicVerb),
    /// What is set, and where
    #[command(subcommand)]
    Settings(SettingsVerb),
    /// Take in the sessions and the progress of another home, or of files
    Import(ImportArgs),
    /// Finish sessions that were cut short; also done by itself
    Recover,
    /// Everything that can go wrong before an interview
    Doctor {
        /// auto, or a microphone's id or part of its name [default: `mic` in hotseat.toml, else
        /// auto]
        #[arg(long, value_name = "MIC")]
        mic: Option<MicChoice>,
        #[arg(long)]
        json: bool,
    },
    /// What a shell needs to complete a command line
    Completions { shell: clap_complete::Shell },
    /// The manual's page
    Man {
        /// Write a page for each verb into this folder, and print none
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
}

/// Which prompts may be drawn.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct NarrowArgs {
    /// Only prompts of this kind
    #[arg(long, value_parser = one_of(Kind::ALL.map(Kind::as_str), str::parse::<Kind>))]
    pub(in crate::cli) kind: Option<Kind>,
    /// Only prompts for this level (L5 senior, L6 staff, L7 principal)
    #[arg(long, ignore_case = true, value_parser = one_of(Level::ALL.map(Level::as_str), str::parse::<Level>))]
    pub(in crate::cli) level: Option<Level>,
    /// Only prompts that ask for this competency
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) competency: Option<String>,
    /// How history bears on the draw [default: `draw` in hotseat.toml, else fresh]
    #[arg(long, value_name = "MODE",
          value_parser = one_of(DrawMode::ALL.map(DrawMode::as_str), str::parse::<DrawMode>))]
    pub(in crate::cli) draw: Option<DrawMode>,
    /// The same seed, bank and history give the same draw
    #[arg(long, value_name = "N")]
    pub(in crate::cli) seed: Option<u64>,
    /// How many prompts
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub(in crate::cli) count: Option<u64>,
    /// Only as much as fits into so many minutes
    #[arg(long, value_name = "N", value_parser = minutes, allow_negative_numbers = true)]
    pub(in crate::cli) minutes: Option<std::time::Duration>,
}

impl NarrowArgs {
    pub(in crate::cli) fn narrow(&self) -> Narrow {
        Narrow {
            kind: self.kind,
            level: self.level,
            competency: self.competency.clone(),
        }
    }

    pub(in crate::cli) fn count(&self) -> Option<usize> {
        self.count.and_then(|count| usize::try_from(count).ok())
    }

    pub(in crate::cli) fn time(&self) -> Option<std::time::Duration> {
        self.minutes
    }

    /// Whether anything is said that asks for single prompts rather than for a round.
    pub(in crate::cli) fn asks_for_prompts(&self) -> bool {
        self.narrow() != Narrow::default() || self.count.is_some() || self.minutes.is_some()
    }
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct DrawArgs {
    #[command(flatten)]
    pub(in crate::cli) narrow: NarrowArgs,
    /// Say why each one was drawn
    #[arg(long)]
    pub(in crate::cli) explain: bool,
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RoundsVerb {
    /// All rounds
    List {
        #[arg(long)]
        json: bool,
    },
    /// One round, section by section
    Show {
        id: String,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum LoopsVerb {
    /// All loops
    List {
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum RubricsVerb {
    /// All rubrics
    List {
        #[arg(long)]
        json: bool,
    },
    /// One rubric, with its anchors
    Show {
        id: String,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SessionsVerb {
    /// All sessions, newest first
    List {
        #[arg(long)]
        json: bool,
    },
    /// One session: times, takes, scores
    Show {
        /// An id, a unique beginning of one, or `last`
        #[arg(default_value = "last")]
        id: String,
        #[arg(long)]
        json: bool,
    },
    /// Measure the delivery from the recordings: speaking time, pauses, loudness, clipping
    Analyse {
        /// An id, a unique beginning of one, or `last`
        #[arg(default_value = "last")]
        id: String,
        /// From how many seconds on silence within speech is a pause [default: as it is set]
        #[arg(long, value_name = "SECONDS", value_parser = pause_ms)]
        pause: Option<u64>,
    },
    /// Let a session count nowhere, as a rehearsal; its recordings and scores are kept
    Discard {
        /// An id, a unique beginning of one, or `last`
        id: String,
        /// Let it count again
        #[arg(long)]
        undo: bool,
    },
    /// Keep a file with a session: a photo of the whiteboard, notes
    Attach {
        /// An id, a unique beginning of one, or `last`
        id: String,
        /// It is copied, and stays where it is
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Make one archive of a session to send to somebody: its report, recordings and record
    Export {
        /// An id, a unique beginning of one, or `last`
        #[arg(default_value = "last")]
        id: String,
        /// A zip; nothing is overwritten [default: the name of the session's folder, here]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Delete recordings of long ago, and keep what is known of their sessions
    Prune(PruneArgs),
    /// Delete a session, its recordings and its scores
    Delete {
        /// An id, a unique beginning of one, or `last`
        id: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct ScoreArgs {
    /// An id, a unique beginning of one, or `last`
    #[arg(default_value = "last")]
    pub(in crate::cli) session: String,
    /// Only this answer, from 1
    #[arg(long, value_name = "N")]
    pub(in crate::cli) answer: Option<usize>,
    /// On this rubric
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) rubric: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) values: Values,
    /// One change for next time
    #[arg(long, value_name = "TEXT", requires = "set")]
    pub(in crate::cli) next_time: Option<String>,
    /// Which pass the scores belong to; by itself the first one is `first`
    #[arg(long, value_parser = one_of(["first", "replay"], str::parse::<Pass>))]
    pub(in crate::cli) pass: Option<Pass>,
    /// Take a scorecard back; it stays on record and counts no more
    #[arg(long, value_name = "CARD", conflicts_with_all = ["set", "rubric", "answer"])]
    pub(in crate::cli) retract: Option<uuid::Uuid>,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum MicVerb {
    /// Microphones by name
    List {
        #[arg(long)]
        json: bool,
    },
    /// Listen for five seconds, and say whether the microphone is fit
    Test {
        /// auto, or a microphone's id or part of its name [default: `mic` in hotseat.toml, else
        /// auto]
        mic: Option<MicChoice>,
    },
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum SettingsVerb {
    /// Every setting, its value, and where it comes from
    Show {
        #[arg(long)]
        json: bool,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }
}
