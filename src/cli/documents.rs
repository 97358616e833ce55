//! The listings as `--json` prints them. Other programs read them: fields are only ever added.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::{
    Bands, Kind, Level, Loop, Narrow, NextSteps, Part, PassRules, Per, Policy, Prompt, Round,
    Rubric, Scale, ScoreWhen, Section, Source,
};

#[derive(Serialize)]
pub(super) struct PromptDocument<'a> {
    id: &'a str,
    kind: Kind,
    title: &'a str,
    ask: &'a str,
    level: &'a [Level],
    competencies: &'a [String],
    pack: &'a str,
    round: Option<&'a str>,
    sections: Vec<SectionDocument<'a>>,
    follow_ups: &'a [String],
    look_for: &'a [String],
    pitfalls: &'a [String],
}

/// A prompt where it is listed or shown.
#[derive(Serialize)]
pub(super) struct ListedDocument<'a> {
    #[serde(flatten)]
    prompt: PromptDocument<'a>,
    /// Null where the history cannot be read.
    hidden: Option<bool>,
}

#[derive(Serialize)]
pub(super) struct SectionDocument<'a> {
    id: &'a str,
    title: &'a str,
    minutes: f64,
    min_minutes: f64,
    cues: &'a [String],
}

#[derive(Serialize)]
pub(super) struct RoundDocument<'a> {
    id: &'a str,
    title: &'a str,
    pack: &'a str,
    policy: Policy,
    score_when: ScoreWhen,
    /// The first of them.
    rubric: Option<&'a str>,
    rubrics: &'a [String],
    minutes: f64,
    /// Of all parts.
    follow_ups: usize,
    parts: Vec<PartDocument<'a>>,
}

#[derive(Serialize)]
struct PartDocument<'a> {
    prep_minutes: f64,
    break_minutes: f64,
    draw: Option<DrawDocument<'a>>,
    prompts: Option<&'a [String]>,
    sections: Vec<SectionDocument<'a>>,
    follow_ups: usize,
    follow_up_minutes: f64,
}

#[derive(Serialize)]
struct DrawDocument<'a> {
    kind: Option<Kind>,
    level: Option<Level>,
    competency: Option<&'a str>,
    count: usize,
}

#[derive(Serialize)]
pub(super) struct LoopDocument<'a> {
    id: &'a str,
    title: &'a str,
    pack: &'a str,
    minutes: f64,
    rounds: Vec<LoopRoundDocument<'a>>,
}

#[derive(Serialize)]
struct LoopRoundDocument<'a> {
    round: &'a str,
    break_minutes: f64,
}

#[derive(Serialize)]
pub(super) struct RubricDocument<'a> {
    id: &'a str,
    version: u32,
    title: &'a str,
    pack: &'a str,
    per: Per,
    areas: Vec<AreaDocument<'a>>,
    criteria: Vec<CriterionDocument<'a>>,
    bands: Option<Bands>,
    pass: PassRules,
    next_steps: &'a NextSteps,
}

#[derive(Serialize)]
struct AreaDocument<'a> {
    id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct CriterionDocument<'a> {
    id: &'a str,
    area: Option<&'a str>,
    title: &'a str,
    scale: String,
    min: i64,
    max: i64,
    weight: f64,
    anchors: &'a BTreeMap<i64, String>,
}

fn minutes(time: std::time::Duration) -> f64 {
    time.as_secs_f64() / 60.0
}

impl<'a> From<&'a Section> for SectionDocument<'a> {
    fn from(section: &'a Section) -> Self {
        SectionDocument {
            id: &section.id,
            title: &section.title,
            minutes: minutes(section.budget),
            min_minutes: minutes(section.min),
            cues: &section.cues,
        }
    }
}

impl<'a> From<&'a Prompt> for PromptDocument<'a> {
    fn from(prompt: &'a Prompt) -> Self {
        PromptDocument {
            id: &prompt.id,
            kind: prompt.kind,
            title: &prompt.title,
            ask: &prompt.ask,
            level: &prompt.level,
            competencies: &prompt.competencies,
            pack: &prompt.pack,
            round: prompt.round.as_deref(),
            sections: prompt.sections.iter().map(Into::into).collect(),
            follow_ups: &prompt.follow_ups,
            look_for: &prompt.look_for,
            pitfalls: &prompt.pitfalls,
        }
    }
}

impl<'a> ListedDocument<'a> {
    pub(super) fn new(prompt: &'a Prompt, hidden: Option<bool>) -> Self {
        let prompt = prompt.into();
        ListedDocument { prompt, hidden }
    }
}

impl<'a> RoundDocument<'a> {
    /// `length` is all of the round, breaks included.
    pub(super) fn new(round: &'a Round, length: std::time::Duration) -> Self {
        RoundDocument {
            id: &round.id,
            title: &round.title,
            pack: &round.pack,
            policy: round.policy,
            score_when: round.score_when,
            rubric: round.rubrics.first().map(String::as_str),
            rubrics: &round.rubrics,
            minutes: minutes(length),
            follow_ups: round
                .parts
                .iter()
                .map(|part| part.follow_ups * part.source.count())
                .sum(),
            parts: round.parts.iter().map(Into::into).collect(),
        }
    }
}

impl<'a> From<&'a Part> for PartDocument<'a> {
    fn from(part: &'a Part) -> Self {
        let (draw, prompts) = match &part.source {
            Source::Prompts(ids) => (None, Some(ids.as_slice())),
            Source::Draw { narrow, count } => (Some(draw(narrow, *count)), None),
        };
        PartDocument {
            prep_minutes: minutes(part.prep),
            break_minutes: minutes(part.break_after),
            draw,
            prompts,
            sections: part.sections.iter().map(Into::into).collect(),
            follow_ups: part.follow_ups,
            follow_up_minutes: minutes(part.follow_up_budget),
        }
    }
}

fn draw(narrow: &Narrow, count: usize) -> DrawDocument<'_> {
    DrawDocument {
        kind: narrow.kind,
        level: narrow.level,
        competency: narrow.competency.as_deref(),
        count,
    }
}

impl<'a> LoopDocument<'a> {
    /// `length` is all of the loop, breaks included.
    pub(super) fn new(loop_: &'a Loop, length: std::time::Duration) -> Self {
        let rounds = loop_.rounds.iter().map(|round| LoopRoundDocument {
            round: &round.round,
            break_minutes: minutes(round.break_after),
        });
        LoopDocument {
            id: &loop_.id,
            title: &loop_.title,
            pack: &loop_.pack,
            minutes: minutes(length),
            rounds: rounds.collect(),
        }
    }
}

impl<'a> From<&'a Rubric> for RubricDocument<'a> {
    fn from(rubric: &'a Rubric) -> Self {
        let areas = rubric.areas.iter().map(|area| AreaDocument {
            id: &area.id,
            title: &area.title,
        });
        let criteria = rubric.criteria.iter().map(|criterion| CriterionDocument {
            id: &criterion.id,
            area: criterion.area.as_deref(),
            title: &criterion.title,
            scale: match criterion.scale {
                Scale::Tally { .. } => "tally".to_owned(),
                other => other.to_string(),
            },
            min: criterion.scale.min(),
            max: criterion.scale.max(),
            weight: criterion.weight,
            anchors: &criterion.anchors,
        });
        RubricDocument {
            id: &rubric.id,
            version: rubric.version,
            title: &rubric.title,
            pack: &rubric.pack,
            per: rubric.per,
            areas: areas.collect(),
            criteria: criteria.collect(),
            bands: rubric.bands,
            pass: rubric.pass,
            next_steps: &rubric.next_steps,
        }
    }
}
