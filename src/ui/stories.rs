//! Stories as listings: what there is, what each lacks, what it answers, and the five to have ready.

mod matrix;

use super::tables::table;
use super::text::{fit, hanging};
use crate::domain::{
    Framework, LastTime, Merit, MeritSeen, Prompt, Slot, SlotFilling, Story, StoryFit, StoryGap,
};

pub use matrix::matrix;

/// Longer lines are hard to read.
const WIDEST: usize = 100;

/// A story, and what else its line says.
#[derive(Debug)]
pub struct Row<'a> {
    pub story: &'a Story,
    pub framework: Option<&'a Framework>,
    /// When it was told last.
    pub last: Option<LastTime>,
}

/// All stories, a line for each.
pub fn rows(all: &[Row<'_>], width: usize) -> String {
    let line = |row: &Row<'_>| {
        let story = row.story;
        let gaps = row.framework.map(|framework| story.gaps(framework));
        let unwritten = gaps.unwrap_or_default();
        let unwritten = unwritten.iter().filter(|gap| gap.is_missing_part()).count();
        let written = match unwritten {
            0 => format!("{} words", story.words()),
            1 => "1 part missing".to_owned(),
            parts => format!("{parts} parts missing"),
        };
        let told = row.last.map_or_else(String::new, |last| {
            let day = last.at.to_zoned(jiff::tz::TimeZone::system()).date();
            match last.share {
                Some(share) => format!("{day}, {share} %"),
                None => day.to_string(),
            }
        });
        [
            story.id.clone(),
            story.title.clone(),
            format!("{} of 4", story.merits()),
            written,
            told,
        ]
    };
    let head = ["story", "title", "criteria", "written", "told"];
    table(width, head, all.iter().map(line).collect())
}

/// What a story meets and what it lacks: the four criteria, then the parts.
pub fn lacks(story: &Story, framework: Option<&Framework>, width: usize) -> String {
    let width = width.min(WIDEST);
    let title = framework.map_or(&story.framework, |framework| &framework.title);
    let head = format!("{} · {} · {title}", story.id, fit(&story.title, 60));
    let mut lines = vec![hanging(&head, width, "", "  ")];
    for merit in Merit::ALL {
        let (mark, what) = match merit.seen(story) {
            MeritSeen::Holds(what) => ("✓", what),
            MeritSeen::Missing(what) => ("✗", format!("wants {what}")),
        };
        let line = format!("{mark} {:<21}{what}", merit.title());
        lines.push(hanging(&line, width, "  ", "                         "));
    }
    let gaps = framework.map(|framework| story.gaps(framework));
    let gaps = gaps.unwrap_or_default();
    lines.extend(
        gaps.iter()
            .map(|gap| hanging(&lack(*gap), width, "  ", "    ")),
    );
    if gaps.is_empty() {
        lines.push(format!(
            "  ✓ every part is written, {} words",
            story.words()
        ));
    }
    lines.join("\n")
}

fn lack(gap: StoryGap<'_>) -> String {
    let title = &gap.step().title;
    let ask = &gap.step().ask;
    match gap {
        StoryGap::NoHeading(_) => format!("✗ no heading `## {title}`: {ask}"),
        StoryGap::Empty(_) => format!("✗ nothing below `## {title}`: {ask}"),
        StoryGap::NoFigure(_) => {
            format!("✗ no number in `## {title}`: how much, from what to what?")
        }
    }
}

/// The stories that answer a prompt, the best first.
pub fn answers(prompt: &Prompt, fits: &[StoryFit<'_>], width: usize) -> String {
    let width = width.min(WIDEST);
    let head = format!(
        "{}: {}",
        fit(&prompt.title, 60),
        prompt.competencies.join(", ")
    );
    let head = hanging(&head, width, "", "  ");
    if fits.is_empty() {
        return format!("{head}\n\nno story of yours answers it");
    }
    let row = |found: &StoryFit<'_>| {
        let why = reasons(
            found.by_framework,
            &found.shared,
            found.merits,
            found.is_whole,
        );
        [found.story.id.clone(), found.story.title.clone(), why]
    };
    let rows = fits.iter().map(row).collect();
    format!(
        "{head}\n\n{}",
        table(width, ["story", "title", "why"], rows)
    )
}

/// The five places, and what fills them.
pub fn five(
    slots: &[(Slot, Option<SlotFilling<'_>>)],
    frameworks: &[Framework],
    width: usize,
) -> String {
    let width = width.min(WIDEST);
    let row = |(slot, filling): &(Slot, Option<SlotFilling<'_>>)| {
        let title = slot.title().to_owned();
        match filling {
            None => [title, "none yet".to_owned(), made_for(*slot, frameworks)],
            Some(found) => [
                title,
                found.story.id.clone(),
                reasons(
                    found.by_framework,
                    &found.shared,
                    found.merits,
                    found.is_whole,
                ),
            ],
        }
    };
    let page = table(
        width,
        ["slot", "story", "why"],
        slots.iter().map(row).collect(),
    );
    if slots.iter().all(|(_, filling)| filling.is_some()) {
        return page;
    }
    format!("{page}\n\n`hotseat stories new --framework ID` begins one")
}

/// The frameworks whose stories would fill an empty slot.
fn made_for(slot: Slot, frameworks: &[Framework]) -> String {
    let made = frameworks
        .iter()
        .filter(|framework| framework.slots.contains(&slot));
    let made: Vec<&str> = made.map(|framework| framework.id.as_str()).collect();
    if made.is_empty() {
        return String::new();
    }
    format!("frameworks for it: {}", made.join(", "))
}

/// What speaks for a story.
fn reasons(by_framework: bool, shared: &[&str], merits: usize, is_whole: bool) -> String {
    let framework = by_framework.then(|| "made for it".to_owned());
    let shared = (!shared.is_empty()).then(|| shared.join(", "));
    let criteria = Some(format!("{merits} of 4 criteria"));
    let unwritten = (!is_whole).then(|| "parts missing".to_owned());
    let all = [framework, shared, criteria, unwritten];
    all.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
