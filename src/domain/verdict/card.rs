//! A scorecard, judged by the rubric that it was given on; by no other, since a value means what
//! its rubric said when it was given.

use thiserror::Error;

use super::super::bank::Bank;
use super::super::rubric::{Rubric, Scorecard};
use super::{Judgment, judge};

/// Why a card cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unjudged {
    #[error("no pack has the rubric `{rubric}` any more")]
    Gone { rubric: String },
    #[error("it was given on version {then} of `{rubric}`, and the packs have version {now}")]
    OtherVersion { rubric: String, then: u32, now: u32 },
    /// Somebody changed a rubric and left its version as it was.
    #[error("the scales of `{rubric}` have changed since it was given")]
    OtherScales { rubric: String },
}

/// Judges a card by the rubric of its id and version.
///
/// # Errors
/// When there is no such rubric any more.
pub fn judge_card<'a>(bank: &'a Bank, card: &Scorecard) -> Result<Judgment<'a>, Unjudged> {
    let named = || card.rubric.clone();
    let Some(rubric) = bank.rubric(&card.rubric) else {
        return Err(Unjudged::Gone { rubric: named() });
    };
    if rubric.version != card.version {
        return Err(Unjudged::OtherVersion {
            rubric: named(),
            then: card.version,
            now: rubric.version,
        });
    }
    if !has_its_scales(rubric, card) {
        return Err(Unjudged::OtherScales { rubric: named() });
    }
    Ok(judge(rubric, &card.values))
}

fn has_its_scales(rubric: &Rubric, card: &Scorecard) -> bool {
    card.values.iter().all(|score| {
        let scale = rubric.criterion(&score.criterion).map(|known| known.scale);
        scale.is_none_or(|scale| (scale.min(), scale.max()) == (score.min, score.max))
    })
}
