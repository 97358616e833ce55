//! Whether a prompt's own sections fit its natural round.
//!
//! Where both have sections, the round's fix titles and minutes, and the prompt's only bring their
//! cues, joined by id. An author who writes both means them to agree; where they do not, part of what
//! was written is never seen, so each disagreement is warned of at the prompt.

use std::collections::HashMap;
use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use super::cross::Finding;
use super::pack::{Body, Item};
use super::round::{Asks, PartSeen};
use super::section::Placed;
use crate::domain::{Section, asked_in};
use crate::store::document::offer;

/// What the sections of a prompt and of its round, which has these parts, say differently; so many
/// at most with the section that may have been meant.
pub(super) fn misfits(
    pack: usize,
    prompt: &Item,
    round: &Spanned<String>,
    parts: &[PartSeen],
    most_helped: usize,
) -> Vec<Finding> {
    let Some((own, shape)) = both(prompt, parts) else {
        return Vec::new();
    };
    let warning =
        |code, at: &Range<usize>, message, help| Finding::warning(pack, code, at, message, help);
    let name = round.get_ref();
    let by_id: HashMap<&str, &Section> = shape
        .iter()
        .map(|placed| (placed.section.id.as_str(), &placed.section))
        .collect();
    let mut findings: Vec<Finding> = Vec::new();
    for Placed {
        section,
        at,
        minutes,
    } in own
    {
        let id = &section.id;
        let Some(same) = by_id.get(id.as_str()) else {
            let message = format!("the round `{name}` has no section `{id}`: it is never shown");
            let ids = shape.iter().map(|placed| placed.section.id.as_str());
            let help = if findings.len() < most_helped {
                offer(id, ids)
            } else {
                "give it an id that a section of the round has".to_owned()
            };
            findings.push(warning("section-not-in-round", at, message, help));
            continue;
        };
        if same.budget != section.budget {
            let (here, there) = (in_minutes(section.budget), in_minutes(same.budget));
            let message = format!("`{id}` has {here} here and {there} in the round `{name}`");
            let help = "the round decides; let both say the same".to_owned();
            findings.push(warning("section-minutes", minutes, message, help));
        }
    }
    let (here, there) = (total(own), total(shape));
    if here != there {
        let (here, there) = (in_minutes(here), in_minutes(there));
        let message =
            format!("the sections sum to {here}, and those of the round `{name}` to {there}");
        let help = "the round decides; let both say the same".to_owned();
        findings.push(warning("section-sum", &round.span(), message, help));
    }
    findings
}

/// The prompt's own sections and those that its round gives it, where there are both and neither has
/// a mistake.
fn both<'i>(prompt: &'i Item, parts: &'i [PartSeen]) -> Option<(&'i [Placed], &'i [Placed])> {
    let Body::Prompt { seen, sections } = &prompt.body else {
        return None;
    };
    let id = prompt.id.as_ref().map(Spanned::get_ref);
    let asks = |part: &PartSeen| match &part.asks {
        Asks::These(ids) => id.is_some_and(|id| ids.contains(id)),
        Asks::Draw { narrow, .. } => seen.facets().may_match(narrow),
        Asks::Unknown => true,
    };
    let part = asked_in(parts, asks)?;
    let known = !matches!(part.asks, Asks::Unknown);
    let sound = sections.are_sound && part.sections.are_sound;
    let full = !sections.list.is_empty() && !part.sections.list.is_empty();
    (known && sound && full).then_some((&sections.list, &part.sections.list))
}

fn total(sections: &[Placed]) -> Duration {
    sections.iter().map(|placed| placed.section.budget).sum()
}

/// As it would be written in a pack, with its unit.
fn in_minutes(time: Duration) -> String {
    format!("{} min", time.as_millis() as f64 / 60_000.0)
}
