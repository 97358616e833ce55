//! What is kept of a session. Its JSON form is `session.json`, which other programs read: fields
//! are only ever added within a schema version.

mod take;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::delivery::PAUSE_MS;
use super::draw::DrawMode;
use super::prompt::{Kind, Level, Prompt};
use super::round::Policy;
use super::rubric::Scorecard;
pub use take::{Continuation, Gap, GapCause, Take};

/// The version of `session.json` that this program writes.
pub const SCHEMA: u32 = 1;

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Completed,
    /// By `q` or a signal.
    Stopped,
    /// Not ended at all. A session on its way says so too, so that a crash leaves the truth behind.
    Interrupted,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Completed => "completed",
            Status::Stopped => "stopped",
            Status::Interrupted => "interrupted",
        }
    }
}

/// How a section ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// What it had was used up: its budget, or, under `borrow`, all of the answer. Of a section for
    /// which nothing was left, too.
    TimeUp,
    /// The candidate moved on, early or after overtime.
    Next,
    Stopped,
    Interrupted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    Section,
    FollowUp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MicKind {
    Device,
    File,
    Tone,
    None,
}

/// What the session heard with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mic {
    pub kind: MicKind,
    pub host: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
    /// In hertz.
    pub sample_rate: Option<u32>,
    pub channels: Option<u16>,
}

impl Mic {
    /// The clock alone.
    pub fn none() -> Self {
        Mic {
            kind: MicKind::None,
            host: None,
            id: None,
            name: None,
            sample_rate: None,
            channels: None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundRef {
    pub id: String,
    pub title: String,
    pub pack: String,
}

/// Which sitting of which loop a session belongs to; `index` counts from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoopRef {
    pub id: String,
    pub run: Uuid,
    pub index: u32,
}

/// The prompt as it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptRef {
    pub id: String,
    pub kind: Kind,
    pub title: String,
    pub ask: String,
    pub competencies: Vec<String>,
    pub level: Vec<Level>,
    pub pack: String,
    pub digest: String,
}

impl From<&Prompt> for PromptRef {
    fn from(prompt: &Prompt) -> Self {
        PromptRef {
            id: prompt.id.clone(),
            kind: prompt.kind,
            title: prompt.title.clone(),
            ask: prompt.ask.clone(),
            competencies: prompt.competencies.clone(),
            level: prompt.level.clone(),
            pack: prompt.pack.clone(),
            digest: prompt.digest.clone(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrepRecord {
    pub budget_ms: u64,
    pub used_ms: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkSource {
    Live,
    Replay,
}

/// A moment noted. `at_ms` counts from the start of its section; `cue` from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub id: Uuid,
    pub at_ms: u64,
    pub cue: Option<u32>,
    pub label: Option<String>,
    #[serde(rename = "while")]
    pub source: MarkSource,
}

impl Mark {
    /// What it is called where it stands without its section.
    pub fn text(&self) -> &str {
        self.label.as_deref().unwrap_or(UNLABELLED)
    }
}

/// A mark that nobody has given a name.
pub(super) const UNLABELLED: &str = "mark";

/// Silence between two stretches of speech. `at_ms` counts from the start of its take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub at_ms: u64,
    pub length_ms: u64,
}

/// What was measured of the delivery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Speech {
    pub speaking_ms: u64,
    /// None where nobody was heard.
    pub first_word_ms: Option<u64>,
    /// How many.
    pub pauses: u32,
    pub longest_pause_ms: u64,
    /// Integrated; none where it was too short or too quiet to have one.
    pub loudness_lufs: Option<f64>,
    /// True peak; none of digital silence.
    pub peak_dbfs: Option<f64>,
    /// Frames at full scale.
    pub clipped_frames: u64,
    /// The share of the take in which nobody spoke, from 0 to 1; none of an empty one.
    #[serde(default)]
    pub silence: Option<f64>,
    /// The level of the room; none where it is digital silence.
    #[serde(default)]
    pub noise_dbfs: Option<f64>,
    /// The pauses themselves, in order.
    #[serde(default)]
    pub pause_list: Vec<Pause>,
    /// From this length on silence was one.
    #[serde(default = "usual_pause_ms")]
    pub pause_ms: u64,
    /// None where too little was spoken.
    #[serde(default)]
    pub articulation: Option<Articulation>,
}

/// How fast somebody spoke, in nuclei of syllables per second of speaking.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Articulation {
    pub per_second: f64,
    /// The same from the first word to the last in three parts of the same length; none where next
    /// to nothing was spoken in one.
    pub thirds: [Option<f64>; 3],
}

/// Before it could be set.
fn usual_pause_ms() -> u64 {
    PAUSE_MS
}

/// A section or follow-up as it was sat. `started_ms` counts from the session's start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SectionRecord {
    pub role: Role,
    pub id: String,
    pub title: String,
    /// The question of a follow-up.
    pub ask: Option<String>,
    /// What there was to cover.
    #[serde(default)]
    pub cues: Vec<String>,
    pub budget_ms: u64,
    /// Whoever ends it before this has been too short; 0 where nothing is too short.
    #[serde(default)]
    pub min_ms: u64,
    pub started_ms: u64,
    /// Without its pauses, so as long as its take.
    pub used_ms: u64,
    /// Beyond the budget, whatever the policy has made of that.
    pub over_ms: u64,
    pub paused_ms: u64,
    pub end: End,
    pub take: Option<Take>,
    pub marks: Vec<Mark>,
    pub speech: Option<Speech>,
}

impl SectionRecord {
    /// By how much it ended before its minimum; none where a stop or a crash ended it.
    pub fn under_min_ms(&self) -> Option<u64> {
        let ended = matches!(self.end, End::TimeUp | End::Next);
        let short = self.min_ms.saturating_sub(self.used_ms);
        (ended && short > 0).then_some(short)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub prompt: PromptRef,
    pub prep: PrepRecord,
    pub sections: Vec<SectionRecord>,
    pub scorecards: Vec<Scorecard>,
}

impl Answer {
    /// Of all its sections together.
    pub fn used_ms(&self) -> u64 {
        self.sections
            .iter()
            .fold(0, |sum, section| sum.saturating_add(section.used_ms))
    }
}

/// A file kept with a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    pub path: String,
    pub at: Timestamp,
}

/// One sitting of a round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub schema: u32,
    pub id: Uuid,
    pub started_at: Timestamp,
    /// IANA name; `UTC` where the system does not say.
    pub time_zone: String,
    pub ended_at: Option<Timestamp>,
    pub status: Status,
    pub rehearsal: bool,
    /// When it was last said by hand whether it is one; none where nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rehearsal_at: Option<Timestamp>,
    pub round: RoundRef,
    #[serde(rename = "loop")]
    pub loop_: Option<LoopRef>,
    pub seed: u64,
    pub draw: DrawMode,
    pub policy: Policy,
    pub scale: f64,
    /// Ids of the rubrics that the round is scored on.
    #[serde(default)]
    pub rubrics: Vec<String>,
    pub mic: Mic,
    pub answers: Vec<Answer>,
    pub scorecards: Vec<Scorecard>,
    pub attachments: Vec<Attachment>,
}

impl Session {
    pub fn budget_ms(&self) -> u64 {
        self.sections().map(|section| section.budget_ms).sum()
    }

    pub fn used_ms(&self) -> u64 {
        self.sections().map(|section| section.used_ms).sum()
    }

    /// Whether it was stopped so soon that somebody may rather throw it out than score it: less was
    /// said than a minute, at the session's pace.
    pub fn is_botched_start(&self) -> bool {
        let minute = 60_000.0 * self.scale;
        self.status == Status::Stopped && (self.used_ms() as f64) < minute
    }

    fn sections(&self) -> impl Iterator<Item = &SectionRecord> {
        self.answers.iter().flat_map(|answer| &answer.sections)
    }

    /// Whether any card that counts has been given.
    pub fn is_scored(&self) -> bool {
        self.answers
            .iter()
            .flat_map(|answer| &answer.scorecards)
            .chain(&self.scorecards)
            .any(|card| !card.retracted)
    }
}
