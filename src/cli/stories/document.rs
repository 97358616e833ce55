//! Stories as `--json` prints them. Other programs read it: fields are only ever added.

use std::path::Path;

use serde::Serialize;

use crate::domain::{
    Bank, Coverage, LastTime, Merit, MeritSeen, Prompt, Slot, SlotFilling, Story, StoryFit,
    StoryGap,
};
use crate::store::Problem;
use crate::store::stories::StoryFile;

#[derive(Serialize)]
pub(super) struct ListDocument<'a> {
    pub(super) stories: Vec<Listed<'a>>,
    /// Files that are no stories.
    pub(super) broken: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    framework: &'a str,
    competencies: &'a [String],
    people: Option<u64>,
    teams: Option<u64>,
    business_units: Option<u64>,
    years: Option<f64>,
    industry_influence: Option<&'a str>,
    novelty: Option<&'a str>,
    metrics: &'a [String],
    words: usize,
    criteria: Vec<Criterion>,
    gaps: Vec<GapDocument<'a>>,
    path: String,
    /// When it was told last; null where it never was.
    told_at: Option<jiff::Timestamp>,
    /// What it scored then, in percent of the scales.
    told_share: Option<u8>,
}

/// One of the four criteria.
#[derive(Serialize)]
struct Criterion {
    criterion: &'static str,
    title: &'static str,
    holds: bool,
    /// What speaks for it.
    because: Option<String>,
    /// What would have to be there.
    missing: Option<String>,
}

#[derive(Serialize)]
struct GapDocument<'a> {
    step: &'a str,
    /// `no-heading`, `empty` or `no-figure`.
    gap: &'static str,
}

impl<'a> Listed<'a> {
    pub(super) fn new(
        story: &'a Story,
        path: &Path,
        last: Option<LastTime>,
        bank: &'a Bank,
    ) -> Self {
        Listed {
            id: &story.id,
            title: &story.title,
            framework: &story.framework,
            competencies: &story.competencies,
            people: story.people,
            teams: story.teams,
            business_units: story.business_units,
            years: story.years,
            industry_influence: story.industry_influence.as_deref(),
            novelty: story.novelty.as_deref(),
            metrics: &story.metrics,
            words: story.words(),
            criteria: criteria(story),
            gaps: gaps(story, bank),
            path: path.display().to_string(),
            told_at: last.map(|last| last.at),
            told_share: last.and_then(|last| last.share),
        }
    }
}

fn criteria(story: &Story) -> Vec<Criterion> {
    let criteria = Merit::ALL.map(|merit| {
        let (because, missing) = match merit.seen(story) {
            MeritSeen::Holds(what) => (Some(what), None),
            MeritSeen::Missing(what) => (None, Some(what)),
        };
        Criterion {
            criterion: merit.as_str(),
            title: merit.title(),
            holds: because.is_some(),
            because,
            missing,
        }
    });
    criteria.into()
}

fn gaps<'a>(story: &Story, bank: &'a Bank) -> Vec<GapDocument<'a>> {
    let framework = bank.framework(&story.framework);
    let gaps = framework.map(|framework| story.gaps(framework));
    let gaps = gaps.unwrap_or_default().into_iter();
    gaps.map(|gap| GapDocument {
        step: &gap.step().title,
        gap: match gap {
            StoryGap::NoHeading(_) => "no-heading",
            StoryGap::Empty(_) => "empty",
            StoryGap::NoFigure(_) => "no-figure",
        },
    })
    .collect()
}

#[derive(Serialize)]
pub(super) struct CheckDocument<'a> {
    pub(super) stories: Vec<Checked<'a>>,
}

#[derive(Serialize)]
pub(super) struct Checked<'a> {
    id: &'a str,
    broken: bool,
    problems: &'a [Problem],
    /// Empty where it is broken, and so are the gaps.
    criteria: Vec<Criterion>,
    gaps: Vec<GapDocument<'a>>,
}

impl<'a> Checked<'a> {
    pub(super) fn new(file: &'a StoryFile, bank: &'a Bank) -> Self {
        let story = file.story.as_ref();
        Checked {
            id: &file.name,
            broken: file.is_broken(),
            problems: &file.problems,
            criteria: story.map(criteria).unwrap_or_default(),
            gaps: story.map(|story| gaps(story, bank)).unwrap_or_default(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct MatchDocument<'a> {
    prompt: &'a str,
    title: &'a str,
    competencies: &'a [String],
    /// The best first.
    stories: Vec<FitDocument<'a>>,
}

#[derive(Serialize)]
struct FitDocument<'a> {
    story: &'a str,
    title: &'a str,
    /// Whether its framework is that of the prompt.
    by_framework: bool,
    shared: &'a [&'a str],
    /// How many of the four it meets.
    criteria: usize,
    whole: bool,
}

impl<'a> MatchDocument<'a> {
    pub(super) fn new(prompt: &'a Prompt, fits: &'a [StoryFit<'a>]) -> Self {
        let stories = fits.iter().map(|fit| FitDocument {
            story: &fit.story.id,
            title: &fit.story.title,
            by_framework: fit.by_framework,
            shared: &fit.shared,
            criteria: fit.merits,
            whole: fit.is_whole,
        });
        MatchDocument {
            prompt: &prompt.id,
            title: &prompt.title,
            competencies: &prompt.competencies,
            stories: stories.collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct MatrixDocument<'a> {
    stories: Vec<LoadDocument<'a>>,
    competencies: Vec<CompetencyDocument<'a>>,
    prompts: Vec<PromptDocument<'a>>,
    uncovered: Uncovered<'a>,
    overused: Vec<&'a str>,
}

#[derive(Serialize)]
struct LoadDocument<'a> {
    story: &'a str,
    competencies: &'a [String],
    /// How many prompts it answers.
    answers: usize,
    /// Those that no other story answers as well.
    best_for: &'a [&'a str],
    overused: bool,
}

#[derive(Serialize)]
struct CompetencyDocument<'a> {
    competency: &'a str,
    /// How many prompts ask for it.
    prompts: usize,
    stories: &'a [&'a str],
}

#[derive(Serialize)]
struct PromptDocument<'a> {
    prompt: &'a str,
    title: &'a str,
    /// The best first.
    stories: &'a [&'a str],
    /// The one that answers it better than all others; null where none does.
    best: Option<&'a str>,
}

/// What no story is there for.
#[derive(Serialize)]
struct Uncovered<'a> {
    competencies: Vec<&'a str>,
    prompts: Vec<&'a str>,
}

impl<'a> MatrixDocument<'a> {
    pub(super) fn new(found: &'a Coverage<'a>) -> Self {
        let loads = found.loads.iter();
        let competencies = found.competencies.iter();
        let prompts = found.prompts.iter();
        let bare = competencies
            .clone()
            .filter(|covered| covered.stories.is_empty());
        let unanswered = prompts.clone().filter(|covered| covered.stories.is_empty());
        let overused = loads.clone().filter(|load| load.is_overused);
        MatrixDocument {
            uncovered: Uncovered {
                competencies: bare.map(|covered| covered.name).collect(),
                prompts: unanswered
                    .map(|covered| covered.prompt.id.as_str())
                    .collect(),
            },
            overused: overused.map(|load| load.story.id.as_str()).collect(),
            stories: loads
                .map(|load| LoadDocument {
                    story: &load.story.id,
                    competencies: &load.story.competencies,
                    answers: load.answers,
                    best_for: &load.best_for,
                    overused: load.is_overused,
                })
                .collect(),
            competencies: competencies
                .map(|covered| CompetencyDocument {
                    competency: covered.name,
                    prompts: covered.prompts,
                    stories: &covered.stories,
                })
                .collect(),
            prompts: prompts
                .map(|covered| PromptDocument {
                    prompt: &covered.prompt.id,
                    title: &covered.prompt.title,
                    stories: &covered.stories,
                    best: covered.best,
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct TopDocument<'a> {
    slots: Vec<SlotDocument<'a>>,
    /// Slots that no story fills.
    empty: Vec<&'static str>,
}

#[derive(Serialize)]
struct SlotDocument<'a> {
    slot: &'static str,
    title: &'static str,
    /// Null where no story fills it, and then the rest is empty.
    story: Option<&'a str>,
    by_framework: bool,
    shared: &'a [&'a str],
    /// How many of the four it meets.
    criteria: usize,
    whole: bool,
}

impl<'a> TopDocument<'a> {
    pub(super) fn new(slots: &'a [(Slot, Option<SlotFilling<'a>>)]) -> Self {
        let empty = slots.iter().filter(|(_, filling)| filling.is_none());
        let slots = slots.iter().map(|(slot, filling)| {
            let filling = filling.as_ref();
            SlotDocument {
                slot: slot.as_str(),
                title: slot.title(),
                story: filling.map(|filling| filling.story.id.as_str()),
                by_framework: filling.is_some_and(|filling| filling.by_framework),
                shared: filling
                    .map(|filling| &filling.shared[..])
                    .unwrap_or_default(),
                criteria: filling.map_or(0, |filling| filling.merits),
                whole: filling.is_some_and(|filling| filling.is_whole),
            }
        });
        TopDocument {
            slots: slots.collect(),
            empty: empty.map(|(slot, _)| slot.as_str()).collect(),
        }
    }
}
