//! The rules of practice: prompts, rounds, draws, sessions, scores, trends.
//!
//! Everything here is pure. Time comes in as an argument, randomness as a seed, history as values;
//! what should happen in the world goes out as data. Nothing in this folder knows a file, a clock,
//! a terminal, a device or SQL, so every rule can be tested as a table.

mod bank;
mod day;
mod defaults;
mod delivery;
mod draw;
mod filter;
mod join;
mod ledger;
mod mic_choice;
mod name;
mod outline;
mod past;
mod plan;
mod plausible;
pub mod playback;
mod practice;
mod progress;
mod prompt;
mod readiness;
mod record;
mod recovery;
mod round;
mod rubric;
mod script;
pub mod session;
mod story;
mod study;
mod suggest;
mod take_format;
mod verdict;
mod waveform;
mod word;

pub use bank::Bank;
pub use day::{NextRound, ResumeError, SatRound, resume, round_after, round_seed};
pub use defaults::{ClockFace, Defaults, VoiceDefaults, voice};
pub use delivery::{
    FAINTEST_DBFS, FRAME_MS, Heard, HeardFrame, PAUSE_MS, PAUSE_RANGE_MS, RESTED_FRAMES,
    SILENT_DBFS, VOICE, delivery,
};
pub use draw::{DrawMode, DrawRequest, Drawn, Narrow, Reason, Room, draw};
pub use filter::PromptFilter;
pub use join::{is_same_file, join, join_cards, join_files, settled};
pub use ledger::had_ms;
pub use mic_choice::MicChoice;
pub use name::{ID_FORM, is_id, nearest, slug};
pub use outline::asked_in;
pub use past::{LastTime, Past, PastAnswer, Standing};
pub use plan::{
    Activity, Block, Check, CheckGroup, Deliverable, Evidence, Place, Plan, PlanDay, PlanItem,
    PlanNote, PlanPart, PlanProgress, PlanStanding, PlanStart, PlanTick, Practised, Sheet,
    SheetAnswer, TopicTime,
};
pub use plausible::{implausible, implausible_card};
pub use practice::{PastCard, PastScore, PastSection, Practice, SELF, SatAnswer};
#[cfg(test)]
pub use progress::by_criterion;
pub use progress::{
    By, Calendar, Calibration, CompetencyProgress, Course, CriterionProgress, CriterionScores,
    DeliveryFigure, DeliveryProgress, Direction, Figures, GroupProgress, GroupValue, LEAST,
    LOOKED_AT, NEWEST, Progress, PromptTake, ScaledValue, SectionTime, TimePoint, WeekStanding,
    Weeks, calendar, calibration, competencies, criteria, groups, sections, slope, takes, weeks,
};
pub use prompt::{Asked, Kind, Level, Prompt, Section};
pub use readiness::{
    AreaStanding, Assessed, CriterionStanding, OutcomeStanding, Readiness, ReadinessRule,
    ReadinessRules, ReadinessShortfall, SitVerb, ToSit, can_tell_readiness, readiness_rubric,
};
pub use record::{
    Answer, Articulation, Attachment, Continuation, End, Gap, GapCause, LoopRef, Mark, MarkSource,
    Mic, MicKind, Pause, PrepRecord, PromptRef, Role, RoundRef, SCHEMA, SectionRecord, Session,
    Speech, Status, Take,
};
pub use recovery::{complete, continuation_name, gather, take_name};
pub use round::{Loop, LoopRound, Part, Policy, Round, ScoreWhen, Source};
pub use rubric::{
    Area, Bands, Criterion, NextSteps, Outcome, Pass, PassRules, Per, Rubric, Scale, ScaleError,
    Score, Scorecard,
};
pub use script::{AnswerScript, Script, ScriptError, SectionScript, Sitting};
pub use story::{
    Coverage, CoveredCompetency, CoveredPrompt, Framework, FrameworkStep, LONGEST_STORY_ID, Merit,
    MeritSeen, STORY_TARGET, Slot, SlotFilling, Story, StoryFit, StoryGap, StoryLoad, StoryPart,
    coverage, fill_slots, stories_for, story_prompt_id, story_told,
};
pub use study::{Study, StudyEffect, StudyEvent, StudyView};
pub use suggest::{Begun, Suggestion, suggest, weakest_score};
pub use take_format::{Bits, Channels, TakeFormat};
pub use verdict::{
    AreaChange, AreaMean, Change, CriterionChange, Given, Judgment, MeasuredRule, Rule, Shortfall,
    Unjudged, Verdict, change, judge, judge_card, next_steps, shortfalls, training,
};
pub use waveform::Swing;
pub use word::overruling;
