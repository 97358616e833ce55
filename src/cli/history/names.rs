//! Names that `history` is asked for: one that neither a pack nor the history knows is a slip.

use super::super::args::HistoryArgs;
use super::super::failure::{check_competency, unknown};
use crate::domain::{Bank, Kind, Rubric};
use crate::store::History;

/// Refuses a slip, where there is nothing to show.
pub(super) fn check(bank: &Bank, history: &History, args: &HistoryArgs) -> anyhow::Result<()> {
    of_rubrics(bank, args)?;
    check_competency(bank, args.competency.as_deref())?;
    if let Some(id) = &args.prompt
        && bank.prompt(id).is_none()
        && !history.has_answers_to(id)?
    {
        let known = bank.prompts.iter().map(|prompt| prompt.id.as_str());
        return Err(unknown("prompt", id, known, "hotseat prompts list"));
    }
    if let Some(id) = &args.round {
        // Sessions of single prompts are called by their kinds.
        let rounds = bank.rounds.iter().map(|round| round.id.as_str());
        let mut known = rounds.chain(Kind::ALL.map(Kind::as_str));
        if !known.clone().any(|known| known == id) {
            return Err(unknown("round", id, &mut known, "hotseat rounds list"));
        }
    }
    if let Some(name) = &args.rater {
        let raters = history.raters()?;
        if !raters.contains(name) {
            let known = raters.iter().map(String::as_str);
            return Err(unknown("rater", name, known, "hotseat history --csv"));
        }
    }
    Ok(())
}

fn of_rubrics(bank: &Bank, args: &HistoryArgs) -> anyhow::Result<()> {
    const LISTING: &str = "hotseat rubrics list";
    if let Some(id) = &args.rubric
        && bank.rubric(id).is_none()
    {
        let known = bank.rubrics.iter().map(|rubric| rubric.id.as_str());
        return Err(unknown("rubric", id, known, LISTING));
    }
    let asked = |rubric: &&Rubric| args.rubric.as_ref().is_none_or(|id| rubric.id == *id);
    let rubrics = || bank.rubrics.iter().filter(asked);
    let areas = || {
        let areas = rubrics().flat_map(|rubric| &rubric.areas);
        areas.map(|area| area.id.as_str())
    };
    if let Some(id) = &args.area
        && !areas().any(|area| area == id)
    {
        return Err(unknown("area", id, areas(), LISTING));
    }
    let criteria = || {
        let criteria = rubrics().flat_map(|rubric| &rubric.criteria);
        criteria.map(|criterion| criterion.id.as_str())
    };
    if let Some(id) = &args.criterion
        && !criteria().any(|criterion| criterion == id)
    {
        return Err(unknown("criterion", id, criteria(), LISTING));
    }
    Ok(())
}
